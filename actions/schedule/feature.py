"""Answers when reports come and when dividends are paid; without a share, by when reports must come."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

from actions.facts import FactWords
from actions.features import Answer
from actions.identify import Identifier
from actions.market_port import AskedMarket
from actions.question import Question
from actions.rule_stamps import RuleStamp
from actions.schedule.dividends import DividendTeller, plan_of
from actions.schedule.reports import ReportTeller, Told
from actions.utterance import Button, Utterance, payload
from actions.words import NOTICES, load_words
from market.fact import Fact, Gap
from market.facts import known
from market.names import normalise
from market.schedule import DISCLOSURES, DIVIDEND_PLANS, DIVIDENDS, Dividend
from market.securities import Security
from rules.boards import board_key
from rules.report_deadlines import ReportDeadlines
from rules.row import ANY

INTENT = "ask_schedule"
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)年?")
Found = Fact[Any] | Gap[Any]


@dataclass(frozen=True)
class ScheduleWords:
    """The table data/notices/schedule.yml; keys there are the names here."""

    what: Mapping[str, str]
    asks: Mapping[str, str]
    years: Mapping[int, str]
    several: str
    counts: Mapping[str, int]
    quarters: Mapping[int, str]
    periods: Mapping[int, str]
    report: Mapping[str, str]
    dividend: Mapping[str, Any]
    buttons: Mapping[str, list[str]]

    @classmethod
    def load(cls) -> Self:
        return load_words(cls, NOTICES / "schedule.yml")

    def plan(self, dividend: Dividend) -> str:
        """What every ten shares receive of a distribution: cash and shares."""
        return plan_of(self.dividend, dividend)

    def asked(self, text: str) -> tuple[str, ...]:
        """`dividend`, `report`, both or none."""
        plain = normalise(text)
        return tuple(name for name, pattern in self.asks.items() if re.search(pattern, plain))

    def quarter(self, text: str) -> int | None:
        """The quarter whose report a question names."""
        plain = normalise(text)
        return next((each for each, pattern in self.quarters.items() if re.search(pattern, plain)), None)

    def year(self, text: str, today: date) -> int | None:
        """The year that a question names."""
        plain = normalise(text)
        if named := _YEAR.search(plain):
            return int(named[1])
        return next(
            (today.year + by for by, pattern in self.years.items() if re.search(pattern, plain)), None
        )

    def count(self, text: str) -> int:
        """Over how many of the last years, 0 where none are named."""
        found = re.search(self.several, normalise(text))
        return self.counts.get(found[1]) or int(found[1]) if found else 0


@dataclass(frozen=True)
class Wish:
    """What is asked for of a share: `dividend`, `report`, and of which quarter, year or `count` of years."""

    asked: tuple[str, ...] = ()
    quarter: int | None = None
    year: int | None = None
    count: int = 0

    @classmethod
    def read(cls, text: str, words: ScheduleWords, today: date) -> Self:
        return cls(words.asked(text), words.quarter(text), words.year(text, today), words.count(text))

    @property
    def details(self) -> dict[str, str]:
        period = [f"q{self.quarter}"] if self.quarter else []
        years = [f"y{self.year}"] if self.year else [f"n{self.count}"] if self.count else []
        written = ",".join([*self.asked, *period, *years])
        return {"schedule_field": written} if written else {}

    @classmethod
    def remembered(cls, written: str) -> Self:
        parts = written.split(",")
        quarter = next((int(part[1]) for part in parts if part[:1] == "q"), None)
        year = next((int(part[1:]) for part in parts if part[:1] == "y"), None)
        count = next((int(part[1:]) for part in parts if part[:1] == "n"), 0)
        return cls(tuple(part for part in parts if part in {"dividend", "report"}), quarter, year, count)


class Schedule:
    """Joins identifier, market, rules and words."""

    def __init__(
        self,
        market: AskedMarket,
        identifier: Identifier,
        words: ScheduleWords,
        facts: FactWords,
        deadlines: ReportDeadlines,
        stamps: RuleStamp,
    ) -> None:
        self._market = market
        self._identifier = identifier
        self._words = words
        self._facts = facts
        self._deadlines = deadlines
        self._stamps = stamps

    async def answer(self, question: Question) -> Answer:
        """Dividends, reports or both, as asked."""
        wish = Wish.read(question.text, self._words, self._market.now().date())
        if wish == Wish():
            wish = Wish.remembered(question.details.get("schedule_field", ""))
        if wish.asked == ("report",) and not question.asked and not self._identifier.spoken_of(question):
            season = self._teller().deadlines(wish.quarter)
            if season.lines:
                return Answer([self._season(season)], awaiting=True, details=wish.details)
        security = self._identifier.one(question, INTENT, **wish.details)
        if isinstance(security, Answer):
            security.details = wish.details
            return security
        asked = wish.asked or ("dividend", "report")
        told = await asyncio.gather(*(self._tell(name, security, wish) for name in asked))
        said = [*(replace(each, buttons=()) for each in told[:-1]), told[-1]]
        return Answer(said, shown=(security,), details=wish.details)

    async def _tell(self, name: str, security: Security, wish: Wish) -> Utterance:
        if security.kind != "stock":
            return self._gap(Gap("not_covered"), name, security)
        if name == "dividend":
            return await self._dividends(security, wish)
        return await self._reports(security, wish)

    async def _dividends(self, security: Security, wish: Wish) -> Utterance:
        """What was carried out from one house, what is planned from another; each says when it cannot."""
        facts = self._market.facts
        found = await asyncio.gather(facts.get(DIVIDENDS, security), facts.get(DIVIDEND_PLANS, security))
        signed = [fact for each in found if (fact := known(each)) is not None]
        teller = DividendTeller(self._words.dividend, self._market.now().date())
        lines = teller.lines(_merged(signed), wish.year, wish.count) if signed else []
        if not lines:
            lack = next((each for each in found if isinstance(each, Gap)), Gap[Any]("no_data"))
            return self._gap(Gap("no_data") if signed else lack, "dividend", security)
        return self._told("utter_schedule_dividend", security, lines, self._stamp(signed))

    async def _reports(self, security: Security, wish: Wish) -> Utterance:
        found: Found = await self._market.facts.get(DISCLOSURES, security)
        fact = known(found)
        board = board_key(security.exchange, security.board) or ANY
        told = self._teller(board).tell(fact.value if fact else (), wish.quarter, wish.year)
        unknown = isinstance(found, Gap) and (found.reason == "source_down" or self._market.mode == "demo")
        if not told.lines or (fact is None and unknown):
            return self._gap(found if isinstance(found, Gap) else Gap("no_data"), "report", security)
        stamp = self._stamp([fact]) if fact else self._stamps.sign(*told.rules)
        lines = [*told.lines, *self._doubts(told)] if fact else told.lines
        return self._told("utter_schedule_report", security, lines, stamp)

    def _season(self, told: Told) -> Utterance:
        stamp = self._stamps.sign(*told.rules)
        return Utterance("utter_schedule_deadlines", {"lines": "\n".join(told.lines), "stamp": stamp})

    def _doubts(self, told: Told) -> list[str]:
        """What a stamp of facts does not say of the rules beside them."""
        if not told.rules:
            return []
        return [self._words.report["basis"].format(source=self._stamps.source(told.rules))]

    def _teller(self, board: str = ANY) -> ReportTeller:
        today = self._market.now().date()
        words = self._words
        return ReportTeller(words.report, words.periods, self._deadlines, today, board)

    def _told(self, response: str, security: Security, lines: Any, stamp: str) -> Utterance:
        values = {"name": security.name, "code": security.code, "lines": "\n".join(lines), "stamp": stamp}
        buttons = tuple(
            Button(title, payload(intent, security, indicator=indicator))
            for title, (intent, indicator) in self._words.buttons.items()
        )
        return Utterance(response, values, buttons)

    def _stamp(self, facts: list[Fact[Any]]) -> str:
        return self._facts.stamp(self._market.now(), *facts)

    def _gap(self, gap: Gap[Any], name: str, security: Security) -> Utterance:
        demo = self._market.mode == "demo"
        return self._facts.gap(gap, self._words.what[name], security, demo=demo)


def _merged(facts: list[Fact[tuple[Dividend, ...]]]) -> list[Dividend]:
    """What the houses tell together: of what was carried out the fullest, and every plan and refusal."""
    told: dict[Any, Dividend] = {}
    for fact in facts:
        for each in fact.value:
            key = (each.progress, each.ex_date or each.announced, each.cash)
            told.setdefault(key, each)
    return list(told.values())
