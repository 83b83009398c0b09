"""All sources together: who they are, who is asked first, and that each asks whom it says it asks."""

import asyncio
import contextlib
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas
import pytest

from market.errors import SourceFailed
from market.facts import FactSource
from market.houses import Houses
from market.quote import Quote
from market.quotes import shanghai_now
from market.session import Session
from market.sources.akshare_allowed import ALLOWED
from market.sources.akshare_calls import AkshareCalls
from market.sources.fact_roster import demo_sources, live_sources
from market.sources.lines import Lines
from market.sources.roster import Roster
from market.sources.source import http_client
from tests.fakes.upstreams import Upstreams
from tests.unit.market.every_source import KEYS, clock, lines_of, outcome, questions

Source = FactSource[Any, Any]

ORGANISATIONS = {
    "腾讯行情": "腾讯",
    "新浪财经": "新浪",
    "东方财富": "东方财富",
    "天天基金": "东方财富",
    "同花顺": "同花顺",
    "巨潮资讯": "深圳证券信息",
    "上交所": "上海证券交易所",
    "深交所": "深圳证券交易所",
    "中证指数": "中证指数",
    "百度股市通": "百度",
    "雪球基金": "雪球",
    "财联社": "财联社",
    "富途牛牛": "富途",
    "财新": "财新",
    "申万宏源研究": "申万宏源",
}
NOT_BY_DEFAULT = {"申万宏源"}
"""Its server does not send the certificate between its own and its root."""
NOT_AKSHARE_FIRST = {
    "forecasts": "its function fetches the forecasts of every company, a dozen pages",
    "ipo_pipeline": "its functions page through all history",
    "minutes of an index": "its function pages over all indices before it asks for one",
    "warnings": "its function drops the minute of release",
    "fund_names": "it reads the 3 MB of the list character by character, for minutes",
}
WITHOUT_SAMPLE = {
    "delisted": "an exchange's whole list is asked for, and only single rows are licensed",
    "forecasts": "no licensed row holds the figures",
    "fund_fees": "of the one fund whose fees are licensed there is no value",
    "ipo_reviews": "no licensed row gives the day of a meeting",
    "ipo_second_opinion": "one house is enough for a sample",
    "margins": "Shanghai's licensed rows lack what was borrowed",
    "warnings": "only watchers ask for them, to whom a sample is no news",
    "news_about": "the headlines of the market's samples are searched for the name instead",
}
ASKS_ELSEWHERE_TOO = {"百度股市通 suspensions": {"finance.baidu.com", "hm.baidu.com"}}
"""Whose cookies it needs; where they are not to be had, the source is away."""


class Recording(AkshareCalls):
    """The door to akshare, with a list of who came through."""

    def __init__(self) -> None:
        super().__init__(4.0)
        self.called: list[str] = []

    async def call(self, source: str, host: str, name: str, **arguments: Any) -> pandas.DataFrame:
        self.called.append(name)
        return await super().call(source, host, name, **arguments)


@dataclass
class Asked:
    """One source: for each key it covers, what it called of akshare; and which hosts it asked in all."""

    label: str
    host: str
    called: list[tuple[Any, list[str]]]
    hosts: Counter[str]


@pytest.fixture(scope="module")
def asked(session: Session) -> list[Asked]:
    with pytest.MonkeyPatch.context() as environment:
        return asyncio.run(_ask_everybody(session, environment))


async def _ask_everybody(session: Session, environment: pytest.MonkeyPatch) -> list[Asked]:
    async with Upstreams() as upstreams:
        for name, value in upstreams.environment.items():
            environment.setenv(name, value)
        akshare = Recording()
        lines = Lines(http_client(4.0), akshare, Houses(shanghai_now, gap=0))
        await asyncio.wrap_future(akshare.load())
        places = range(len(live_sources(lines, session, shanghai_now)))
        found = [await _ask(place, lines, akshare, upstreams, session) for place in places]
        await lines.aclose()
    return found


async def _ask(place: int, lines: Lines, akshare: Recording, upstreams: Upstreams, session: Session) -> Asked:
    upstreams.counts.clear()
    called: list[tuple[Any, list[str]]] = []
    kind = live_sources(lines, session, shanghai_now)[place].kind
    for key, when in [*((key, "") for key in kind.examples), *KEYS[kind.name]]:
        source = live_sources(lines, session, clock(when))[place]
        akshare.called.clear()
        if source.covers(key):
            with contextlib.suppress(SourceFailed):  # whether it is understood is another test's matter
                await source.fetch(key)
            called.append((key, list(akshare.called)))
    return Asked(f"{source.name} {kind.name}", source.host, called, Counter(upstreams.counts))


@pytest.fixture
def sources(session: Session) -> Sequence[Source]:
    return live_sources(lines_of(1.0), session, shanghai_now)


def by_kind(sources: Sequence[Source]) -> dict[str, list[Source]]:
    found: defaultdict[str, list[Source]] = defaultdict(list)
    for source in sources:
        found[source.kind.name].append(source)
    return found


def test_twelve_organisations_are_in_use(sources: Sequence[Source], session: Session) -> None:
    quotes = Roster(lines_of(1.0), session, shanghai_now).sources
    names = {source.name for source in sources} | {source.name for source in quotes}
    assert names == ORGANISATIONS.keys()
    assert len({ORGANISATIONS[name] for name in names} - NOT_BY_DEFAULT) >= 12


async def test_three_organisations_give_the_same_quote(upstreams: Upstreams, session: Session) -> None:
    lines = lines_of(4.0)
    await asyncio.wrap_future(lines.akshare.load())
    quotes = [
        await outcome(question, lines, 4.0)
        for question in questions(lines, session)
        if question.label.split()[1] == "quote"
    ]
    await lines.aclose()
    assert all(isinstance(quote, Quote) for quote in quotes)
    assert len({ORGANISATIONS[quote.source] for quote in quotes}) >= 3
    assert len({(quote.last, quote.previous_close, quote.high, quote.low) for quote in quotes}) == 1


def test_akshare_is_asked_first_but_where_a_reason_is_written(
    asked: list[Asked], sources: Sequence[Source]
) -> None:
    first: dict[tuple[str, Any], list[str]] = {}
    for each in asked:
        for key, called in each.called:
            first.setdefault((each.label.split()[1], key), called)
    others = {
        f"{kind} of an index" if getattr(key, "kind", "") == "index" else kind
        for (kind, key), called in first.items()
        if not called
    }
    assert others == NOT_AKSHARE_FIRST.keys()
    for kind in others:
        own, *_ = by_kind(sources)[kind.split()[0]]
        assert "akshare" in (sys.modules[type(own).__module__].__doc__ or ""), kind


def test_exactly_the_allowed_functions_are_called(asked: list[Asked]) -> None:
    called = {name for each in asked for _, names in each.called for name in names}
    assert called == ALLOWED


def test_a_source_asks_the_host_that_its_breaker_stands_for(asked: list[Asked]) -> None:
    elsewhere = {
        each.label: set(each.hosts)
        for each in asked
        if set(each.hosts) != {each.host, *ASKS_ELSEWHERE_TOO.get(each.label, ())}
    }
    assert elsewhere == {}


def test_every_source_can_be_asked_whether_it_is_there(sources: Sequence[Source]) -> None:
    mute = [
        (source.name, source.kind.name)
        for source in sources
        if not any(source.covers(key) for key in source.kind.examples)
    ]
    assert mute == []


def test_every_kind_has_a_sample_but_where_a_reason_is_written(sources: Sequence[Source]) -> None:
    samples = {source.kind.name for source in demo_sources()}
    assert samples <= by_kind(sources).keys()
    assert by_kind(sources).keys() - samples == WITHOUT_SAMPLE.keys()


def test_no_two_houses_are_credited_at_one_host(sources: Sequence[Source], session: Session) -> None:
    """The first name at a host is the one that operators see."""
    names: defaultdict[str, set[str]] = defaultdict(set)
    for source in sources:
        names[source.host].add(source.name)
    for quotes in Roster(lines_of(1.0), session, shanghai_now).sources:
        names[quotes.host].add(quotes.name)
    assert {host: found for host, found in names.items() if len(found) > 1} == {}
