"""What every answer about issues is spoken with: words, rules, the moment, signature and buttons."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from actions.dates import Span
from actions.facts import FactWords
from actions.features import Answer
from actions.ipo.lines import IssueLines
from actions.ipo.lists import IpoLists, Seen
from actions.ipo.rules import IpoRules
from actions.ipo.words import IpoWords
from actions.market_port import AskedMarket
from actions.utterance import Button, Utterance, payload
from market.fact import Fact, Gap
from market.ipo import Ipo
from market.securities import Security
from market.session import SHANGHAI
from rules.row import Row

_BESIDE_RULES = 4
"""Lines of an issue that stand below the rules for it."""
ABOUT = "ipo_about"
"""The detail that says which issue the last answer was about."""
_PAYLOADS = {
    "calendar": payload("ask_ipo_calendar"),
    "listing": payload("ask_ipo_calendar", ipo_view="listing"),
    "pipeline": payload("ask_ipo_calendar", ipo_view="pipeline"),
    "bonds": payload("ask_bond_ipo", ipo_view="calendar"),
    "quota": payload("ask_ipo_quota"),
    "steps": payload("ask_ipo_steps"),
    "permission": payload("ask_ipo_steps", ipo_view="permission"),
    "result": payload("ask_ipo_result"),
    "payment": payload("ask_ipo_payment"),
    "default": payload("ask_ipo_default"),
}


@dataclass(frozen=True)
class IpoSpeech:
    """Joined once; the market's moment and mode are asked anew each time."""

    market: AskedMarket
    lists: IpoLists
    words: IpoWords
    rules: IpoRules
    facts: FactWords

    @property
    def now(self) -> datetime:
        return self.market.now()

    @property
    def today(self) -> date:
        return self.market.now().astimezone(SHANGHAI).date()

    @property
    def lines(self) -> IssueLines:
        return IssueLines(self.words, self.rules, self.today, over=self.over)

    @property
    def over(self) -> bool:
        """Whether no application is taken any more today."""
        row = self.rules.ask("hours", self.today)
        return isinstance(row, Row) and self.now.strftime("%H:%M") >= row.value[-5:]

    def coming(self, days: timedelta) -> Span:
        """The days that a question without a day is about: those on which one can still apply."""
        first = self.today + timedelta(days=self.over)
        return Span(first, self.today + days)

    def stamp(self, facts: Iterable[Fact[Any]], rows: Iterable[Row] = ()) -> str:
        """When and whence, below the rules that were used beside the facts."""
        signed, rows = self.facts.stamp(self.now, *facts), list(rows)
        basis = self.words.basis.format(source=self.rules.stamp.source(rows)) if rows else ""
        return f"{basis}\n{signed}" if basis else signed

    def told(
        self,
        response: str,
        buttons: Iterable[Button] = (),
        facts: Iterable[Fact[Any]] = (),
        rows: Iterable[Row] = (),
        **values: str,
    ) -> Utterance:
        """A response with the values of the rules it rests on, or that one of them is not known.

        `facts` and further `rows` are those behind `values`.
        """
        known = self.rules.behind(response, self.today)
        if known is None:
            return Utterance("utter_ipo_unknown_rule")
        facts, rows = tuple(facts), (*known.values(), *rows)
        stamp = self.stamp(facts, rows) if facts else self.rules.stamp.sign(*rows)
        shown = {name: self.rules.shown(row) for name, row in known.items()}
        return Utterance(response, shown | values | {"stamp": stamp}, tuple(buttons))

    def gap(self, gap: Gap[Any], what: str) -> Utterance:
        """Why there is no list."""
        return self.facts.gap(gap, what, demo=self.market.mode == "demo")

    def listed(
        self, head: str, lines: Iterable[str], facts: Iterable[Fact[Any]], buttons: Iterable[Button] = ()
    ) -> Utterance:
        """A list below its head, or the head alone."""
        told, values = "\n".join(lines), {"head": head, "stamp": self.stamp(facts)}
        if not told:
            return Utterance("utter_ipo_empty", values, tuple(buttons))
        return Utterance("utter_ipo_list", values | {"lines": told}, tuple(buttons))

    def share(self, ipo: Ipo, seen: Seen[Ipo], text: str, *keys: str) -> Utterance:
        """One issue in full, what the text asks for first; the buttons go on with this one."""
        demo = seen.demo is not None
        lead = self.lines.lead(ipo, self.words.asked("field", text), demo=demo)
        told = [*lead, *self.lines.share(ipo, demo=demo)]
        values = {"lines": "\n".join(told), "stamp": self.stamp(seen.signed_by(ipo))}
        return Utterance("utter_ipo_share", values, self.about(ipo, *keys))

    def beijing(self, ipo: Ipo, seen: Seen[Ipo]) -> Answer:
        """How an issue of Beijing is applied for: with money, and nothing is drawn."""
        told = self.told(
            "utter_ipo_bse_share",
            self.about(ipo),
            seen.signed_by(ipo),
            name=ipo.name,
            lines="\n".join(self.lines.share(ipo, demo=seen.demo is not None)[:_BESIDE_RULES]),
        )
        return Answer([told], shown=(as_security(ipo),), details=kept(ipo))

    def buttons(self, *keys: str) -> tuple[Button, ...]:
        return tuple(Button(self.words.buttons[key], _PAYLOADS[key]) for key in keys)

    def about(self, ipo: Ipo, *keys: str) -> tuple[Button, ...]:
        """Buttons that ask on about one issue; in Beijing nobody draws or pays afterwards."""
        if ipo.exchange == "BJ":
            way = Button(self.words.buttons["bse"], payload("ask_ipo_bse", ipo=ipo.code))
            return (*((way,) if keys else ()), *self.buttons("calendar", "permission"))
        return tuple(Button(self.words.buttons[key], payload(f"ask_ipo_{key}", ipo=ipo.code)) for key in keys)


def as_security(ipo: Ipo) -> Security:
    """An issue as the conversation remembers it; no lexicon may know it yet."""
    return Security(ipo.code, ipo.exchange, "stock", ipo.board, ipo.name)


def kept(ipo: Ipo) -> dict[str, str]:
    """What the next turn may lean on of an answer about one issue."""
    return {ABOUT: ipo.code}
