"""Every live source of quotes and facts with a question that its stand-in answers, asked in every mode."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from market.announcements import SubjectKey
from market.bars import BarsKey
from market.capital import MarginDay
from market.chain import Chain
from market.errors import SourceFailed, SourceTimeout
from market.facts import FactSource
from market.houses import Houses
from market.quote import Quote
from market.quotes import shanghai_now
from market.session import Session
from market.sources.akshare_calls import AkshareCalls
from market.sources.fact_roster import live_sources
from market.sources.lines import Lines
from market.sources.roster import Roster
from market.sources.source import http_client
from tests.fakes.upstreams import Upstreams
from tests.fakes.upstreams.proxy import MODES, Mode
from tests.unit.market.given import Clock, security

PATIENT, HASTY = 4.0, 0.3
"""Seconds that a source has: mostly, and where it hangs."""

_BANK, _PUFA, _INDEX = security("SZ000001"), security("SH600000"), security("SH000001", "index")
_CHINEXT, _ANNOUNCED = security("SZ159915", "etf"), security("SZ300492")
_COMPANY = "2020-06-16 20:00:00"
_EVENING, _INDEX_EVENING = "2025-08-05 20:00:00", "2020-07-16 20:00:00"
_FUNDS, _NEWS, _RISKS = "2021-08-15 12:00:00", "2024-03-13 18:00:00", "2024-04-26 20:00:00"
_TODAY = ""
_MAY, _OCTOBER, _MARCH = "2022-05-12 09:00:00", "2023-10-30 18:00:00", "2026-03-13 20:00:00"

KEYS: Mapping[str, tuple[tuple[Any, str], ...]] = {
    "daily_bars": (
        (BarsKey(_PUFA), _EVENING),
        (BarsKey(_PUFA, adjusted=True), _EVENING),
        (BarsKey(_INDEX), _INDEX_EVENING),
        (BarsKey(_CHINEXT), _MARCH),
    ),
    "minutes": (
        (_PUFA, _EVENING),
        (_INDEX, _INDEX_EVENING),
        (security("SH603828"), "2017-07-21 09:35:00"),
    ),
    "fund_nav": (("161725", _FUNDS),),
    "fund_profile": (("000001", _FUNDS),),
    "fund_fees": (("000001", _FUNDS),),
    "fund_names": ((None, _FUNDS),),
    **dict.fromkeys(
        (
            "profile",
            "shares",
            "valuation",
            "reports",
            "balances",
            "dividends",
            "dividend_plans",
            "disclosures",
            "forecasts",
        ),
        ((_BANK, _COMPANY),),
    ),
    "industry_multiples": ((date(2020, 6, 15), _COMPANY),),
    "market_news": (("", _NEWS),),
    "news_about": (("300750", _NEWS),),
    "announcements": ((_ANNOUNCED, _MAY),),
    "announcements_on": ((SubjectKey(_ANNOUNCED, "annual"), _MAY),),
    "warnings": ((date(2022, 5, 11), _MAY),),
    "suspensions": ((date(2024, 4, 26), _RISKS),),
    "delisted": (("SH", _RISKS), ("SZ", _RISKS)),
    "pledges": ((security("SH603132"), _RISKS),),
    "unlocks": ((_PUFA, _RISKS),),
    "margins": (
        (MarginDay("SH", date(2023, 9, 22)), "2023-09-25 20:00:00"),
        (MarginDay("SZ", date(2023, 9, 25)), "2023-09-25 20:00:00"),
    ),
    "sectors": (("industry", _OCTOBER), ("concept", _OCTOBER)),
    **dict.fromkeys(
        ("ipo_calendar", "ipo_second_opinion", "ipo_pipeline", "ipo_reviews", "bond_calendar"),
        ((None, _TODAY),),
    ),
}
"""By kind, what is asked and at which moment: the rows of the stand-ins are of many years."""


@dataclass(frozen=True)
class Question:
    """One thing to ask of one source. `ask` gives the value, None for nothing, and raises SourceFailed."""

    label: str
    host: str
    ask: Callable[[Lines], Awaitable[Any]]


def lines_of(seconds: float) -> Lines:
    """Lines without the gap that East Money is owed."""
    return Lines(http_client(seconds), AkshareCalls(seconds), Houses(shanghai_now, gap=0, patience=seconds))


def questions(lines: Lines, session: Session) -> Iterator[Question]:
    """Each has a label of its own; some sources are asked more than once, of several sorts of securities."""
    for place, source in enumerate(live_sources(lines, session, shanghai_now)):
        for number, (key, when) in enumerate(KEYS[source.kind.name]):
            if source.covers(key):
                label = f"{source.name} {source.kind.name} {source.host} {number} #{place}"
                yield Question(label, source.host, _fact(place, key, when, session))
    for place, quotes in enumerate(Roster(lines, session, shanghai_now).sources):
        yield Question(f"{quotes.name} quote {quotes.host}", quotes.host, _quote(place, session))


def _fact(place: int, key: Any, when: str, session: Session) -> Callable[[Lines], Awaitable[Any]]:
    async def ask(lines: Lines) -> Any:
        source: FactSource[Any, Any] = live_sources(lines, session, clock(when))[place]
        fact = await source.fetch(key)
        return None if fact is None else fact.value

    return ask


def _quote(place: int, session: Session) -> Callable[[Lines], Awaitable[Any]]:
    async def ask(lines: Lines) -> Any:
        now = clock(_EVENING)
        source = Roster(lines, session, now).sources[place]
        found = (await Chain([source], session, now).find([_PUFA]))[_PUFA.ref]
        if isinstance(found, Quote):
            return found
        if found.reason == "source_down":
            raise SourceFailed(source.name)
        return None

    return ask


def clock(when: str) -> Callable[[], datetime]:
    return Clock(when) if when else shanghai_now


Outcomes = Mapping[Mode, Mapping[str, Any]]
"""By mode and label: a value, None, or the failure."""


async def ask_all(upstreams: Upstreams, session: Session) -> Outcomes:
    """Every question in every mode; the hosts are asked side by side, each one's questions in turn."""
    patient, hasty = lines_of(PATIENT), lines_of(HASTY)
    await asyncio.gather(*(asyncio.wrap_future(lines.akshare.load()) for lines in (patient, hasty)))
    lanes: defaultdict[str, list[Question]] = defaultdict(list)
    for question in questions(patient, session):
        lanes[question.host].append(question)
    found: dict[Mode, dict[str, Any]] = {mode: {} for mode in MODES}

    async def walk(host: str) -> None:
        for mode in MODES:
            upstreams.switch(host, mode)
            lines, seconds = (hasty, HASTY * 2) if mode == "hang" else (patient, PATIENT)
            for question in lanes[host]:
                found[mode][question.label] = await outcome(question, lines, seconds)

    try:
        await asyncio.gather(*map(walk, lanes))
    finally:
        await asyncio.gather(patient.aclose(), hasty.aclose())
    return found


async def outcome(question: Question, lines: Lines, seconds: float) -> Any:
    """What came of it; the registry of facts ends a source that takes too long in the same way."""
    try:
        async with asyncio.timeout(seconds):
            return await question.ask(lines)
    except TimeoutError:
        return SourceTimeout(question.label)
    except SourceFailed as failure:
        return failure
