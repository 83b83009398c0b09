"""Answers whether a share is suspended, since when, why and until when; and which shares are on a day."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from actions import figures
from actions.facts import FactWords
from actions.features import Answer
from actions.identify import Identifier
from actions.market_port import AskedMarket
from actions.question import Question
from actions.utterance import Button, Utterance, payload
from actions.words import NOTICES, load_words
from market.fact import Fact, Gap
from market.facts import known
from market.names import normalise
from market.quote import Quote, QuoteMissing
from market.securities import Security
from market.session import SHANGHAI
from market.suspension import SUSPENSIONS, Suspension, suspended_on, suspension_of

INTENT = "ask_suspension"
SHOWN = 5
"""Shares of one list."""

_ALL, _RESUMING, _TOMORROW = "all", "resuming", "tomorrow"
"""The lists: shares suspended, and those that trade again today or on the next day."""

Listed = Fact[tuple[Suspension, ...]]


@dataclass(frozen=True)
class SuspensionWords:
    """The table data/notices/suspension.yml; keys there are the names here."""

    what: str
    listing: str
    resuming_list: str
    tomorrow: str
    head: Mapping[str, str]
    since: str
    term: str
    reason: str
    resumes: str
    resumed: str
    unknown: str
    overdue: str
    unlisted: str
    advice: str
    last: str
    not_listed: str
    hint: str
    hint_fund: str
    listed: Mapping[str, str]
    gap: str
    buttons: Mapping[str, str]
    starts: str

    @classmethod
    def load(cls) -> Self:
        return load_words(cls, NOTICES / "suspension.yml")


@dataclass(frozen=True)
class _Page:
    """Which list, and how many of its shares were shown before."""

    which: str
    start: int = 0

    @property
    def written(self) -> str:
        """As a button says it."""
        return f"{self.which}{self.start}"

    @classmethod
    def read(cls, written: str) -> Self | None:
        found = re.fullmatch(rf"({_ALL}|{_RESUMING}|{_TOMORROW})(\d{{1,3}})", written)
        return cls(found[1], int(found[2])) if found else None


class SuspensionFeature:
    """Answers "万科停牌了吗", "停牌到什么时候", "今天停牌名单", "明天有复牌的股票吗"."""

    def __init__(
        self, market: AskedMarket, identifier: Identifier, facts: FactWords, words: SuspensionWords
    ) -> None:
        self._market = market
        self._identifier = identifier
        self._facts = facts
        self._words = words

    async def answer(self, question: Question) -> Answer:
        text = normalise(question.text)
        if not question.asked and (page := self._page(question.details, text)):
            return await (self._list(page) if page.which == _ALL else self._resuming(page))
        security = self._identifier.one(question, INTENT)
        if isinstance(security, Answer):
            return security
        if security.kind == "index":
            told = Utterance("utter_suspension_index", {"name": security.name}, (self._to_list,))
            return Answer([told], shown=(security,))
        return Answer([await self._of(security)], shown=(security,))

    async def _of(self, security: Security) -> Utterance:
        listed, quote = await asyncio.gather(self._ask(), self._quote(security))
        if isinstance(quote, QuoteMissing) and quote.reason == "delisted":
            values = {"name": security.name, "code": security.code}
            return Utterance("utter_quote_delisted", values)
        fact = known(listed)
        priced = quote if isinstance(quote, Quote) else quote.last_known
        if priced is not None and priced.stale and not priced.demo:
            priced = None  # of another day: it says nothing of this one
        if security.kind != "stock":
            fact = None
        if fact is None and (priced is None or (priced.demo and not priced.suspended)):
            gap = listed if isinstance(listed, Gap) else Gap[tuple[Suspension, ...]]("no_data")
            return self._facts.gap(gap, self._words.what, demo=self._market.mode == "demo")
        return self._told(security, fact, priced)

    def _told(self, security: Security, fact: Listed | None, quote: Quote | None) -> Utterance:
        day = self._day(fact)
        found = suspension_of(fact.value, security, day) if fact else None
        head, lines = self._state(found, quote, day)
        if found is None and quote is None:
            lines = [self._words.not_listed.format(day=figures.day(day, self._today)), *lines]
        signed = [each for each in (fact if found or not quote else None, quote) if each is not None]
        values = {
            "name": security.name,
            "code": security.code,
            "head": self._words.head[head],
            "lines": "\n".join(lines),
            "stamp": self._facts.stamp(self._market.now(), *signed),
        }
        intent = "ask_quote" if head == "trading" else "ask_announcement"
        button = Button(self._words.buttons[intent], payload(intent, security))
        return Utterance("utter_suspension", values, (button, self._to_list))

    def _state(self, found: Suspension | None, quote: Quote | None, day: date) -> tuple[str, list[str]]:
        """What it is now, and the lines that say so. The price is fresher than a list."""
        quoted = quote is not None and quote.suspended
        if found is None:
            if quoted:
                return "quoted", [self._words.unlisted]
            return "trading", [*self._price(quote), self._hint(quote)]
        state = found.state(day)
        if state == "resumed" and not quoted:
            return "resumed", [*self._dates(found, "resumed"), *self._price(quote)]
        if state == "announced" and not quoted:
            return "announced", self._dates(found, "announced")
        lines = self._dates(found, "suspended")
        if state == "resumed" and found.resumes is not None:
            lines[-1] = self._words.overdue.format(resumes=figures.day(found.resumes, self._today))
        return "suspended", [*lines, self._words.advice]

    def _dates(self, found: Suspension, state: str) -> list[str]:
        words, since = self._words, figures.day(found.since, self._today)
        pattern = words.starts if state == "announced" else words.since
        term = words.term.format(term=found.term) if found.term else ""
        lines = [pattern.format(since=since) + term]
        if found.reason:
            lines.append(words.reason.format(reason=found.reason))
        if found.resumes is None:
            return [*lines, words.unknown]
        ending = words.resumed if state == "resumed" else words.resumes
        return [*lines, ending.format(resumes=figures.day(found.resumes, self._today))]

    def _price(self, quote: Quote | None) -> list[str]:
        if quote is None or quote.last is None or quote.change_percent is None:
            return []
        percent, places = figures.signed_percent(quote.change_percent), 2 if _is_share(quote) else 3
        return [self._words.last.format(last=figures.price(quote.last, places), percent=percent)]

    def _hint(self, quote: Quote | None) -> str:
        """Why an order may not be carried out; a fund needs no permission of a board."""
        return self._words.hint if quote is None or _is_share(quote) else self._words.hint_fund

    def _page(self, details: Mapping[str, str], text: str) -> _Page | None:
        """The list that a message or a button means, and from where on; None where a share is meant."""
        before = _Page.read(details.get("page") or details.get("suspension_list", ""))
        if re.search(self._words.resuming_list, text) or (before and before.which != _ALL and text):
            return _Page(_TOMORROW if re.search(self._words.tomorrow, text) else _RESUMING)
        return _Page(_ALL) if re.search(self._words.listing, text) else before

    async def _list(self, page: _Page) -> Answer:
        found = await self._ask()
        fact = known(found)
        if fact is None:
            return self._missing(found)
        day = self._day(fact)
        holding, words = suspended_on(fact.value, day), self._words.listed
        lines = [words["head"].format(day=figures.day(day, self._today), count=len(holding))]
        ahead = sum(each.state(day) == "announced" for each in fact.value)
        if ahead:
            lines[0] += self._words.gap + words["announced"].format(count=ahead)
        return self._table(lines, holding, fact, page)

    async def _resuming(self, page: _Page) -> Answer:
        found = await self._ask()
        fact = known(found)
        if fact is None:
            return self._missing(found)
        day = self._day(fact)
        if page.which == _TOMORROW:
            day = self._market.days.after(day)
        coming = [each for each in fact.value if each.resumes == day]
        pattern = self._words.listed["resuming" if coming else "nothing"]
        lines = [pattern.format(day=figures.day(day, self._today), count=len(coming))]
        return self._table(lines, coming, fact, page)

    def _table(self, lines: list[str], every: Sequence[Suspension], fact: Listed, page: _Page) -> Answer:
        """A part of a list, with a button for the next, and what a turn that goes on leans on."""
        shown, rest = every[page.start : page.start + SHOWN], len(every) - page.start - SHOWN
        lines = [*lines, *(self._line(each) for each in shown)]
        details = {"suspension_list": page.written, "listed": ",".join(each.ref for each in shown)}
        buttons: tuple[Button, ...] = ()
        if rest > 0:
            lines.append(self._words.listed["more"].format(count=rest))
            following = _Page(page.which, page.start + SHOWN).written
            details["next"] = following
            buttons = (Button(self._words.buttons["more"], payload(INTENT, suspension_list=following)),)
        values = {"lines": "\n".join(lines), "stamp": self._facts.stamp(self._market.now(), fact)}
        return Answer([Utterance("utter_suspension_list", values, buttons)], details=details)

    def _line(self, each: Suspension) -> str:
        words, today = self._words.listed, self._today
        until = words["unknown"]
        if each.resumes is not None:
            until = words["until"].format(resumes=figures.day(each.resumes, today))
        since = figures.day(each.since, today)
        return words["line"].format(name=each.name, code=each.ref[2:], since=since, until=until)

    def _missing(self, found: Fact[tuple[Suspension, ...]] | Gap[tuple[Suspension, ...]]) -> Answer:
        gap = found if isinstance(found, Gap) else Gap[tuple[Suspension, ...]]("no_data")
        return Answer([self._facts.gap(gap, self._words.what, demo=self._market.mode == "demo")])

    async def _ask(self) -> Listed | Gap[tuple[Suspension, ...]]:
        """The list of the trading day that this is, or of the last one."""
        return await self._market.facts.get(SUSPENSIONS, self._trading_day)

    async def _quote(self, security: Security) -> Quote | QuoteMissing:
        return (await self._market.quotes.get([security]))[security.ref]

    def _day(self, fact: Listed | None) -> date:
        """The day that a list speaks of: a sample of its own, any other of now."""
        if fact is not None and fact.demo:
            return fact.as_of.astimezone(SHANGHAI).date()
        return self._trading_day

    @property
    def _today(self) -> date:
        return self._market.now().astimezone(SHANGHAI).date()

    @property
    def _trading_day(self) -> date:
        today, days = self._today, self._market.days
        return today if today in days else days.before(today)

    @property
    def _to_list(self) -> Button:
        return Button(self._words.buttons[INTENT], payload(INTENT, suspension_list=_Page(_ALL).written))


def _is_share(quote: Quote) -> bool:
    return quote.security.kind == "stock"
