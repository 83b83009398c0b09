"""What watchers ask of a real action server comes to them whole, and what is no answer is none."""

import asyncio
from collections.abc import AsyncIterator, Hashable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest

from actions.sector.lines import SectorWords
from actions.watching import MOST, Watching
from market.announcements import ANNOUNCEMENTS, WARNINGS, Announcement, Noted
from market.bars import DAILY_BARS, Bar, BarsKey
from market.company import PROFILE, Profile
from market.fact import Fact, Gap, Kind
from market.ipo import IPO_CALENDAR, Ipo
from market.quote import QuoteMissing
from market.schedule import DISCLOSURES, DIVIDENDS, Disclosure, Dividend
from market.sector_names import SectorNames
from market.sectors import SECTORS, Sector
from market.unlock import UNLOCKS, Unlock
from notices.errors import NotPrepared, SourceAway
from notices.market_facts import Ahead, Issue, MarketFacts, SectorNow, Unrest
from tests.unit.actions.given import MOUTAI, NOW, PING_AN_BANK, WULIANGYE, FakeLexicon, quote_of
from tests.unit.actions.given_facts import GivenFacts, GivenMarket
from tests.unit.actions.test_sector import REAL
from tests.unit.actions.test_server import KNOWN, serving

D = Decimal
REF, OTHER = "SH600519", "SZ000858"
TITLE = "关于召开股东大会的通知"
TODAY = NOW.date()
SECTOR_NAMES = SectorNames(SectorWords.load().aliases)


def market(known: dict[Any, Any] | None = None, **more: Any) -> GivenMarket:
    return GivenMarket(NOW, known, quote_of(MOUTAI), QuoteMissing(WULIANGYE, "no_data"), **more)


async def asking(given: GivenMarket) -> AsyncIterator[MarketFacts]:
    async with serving("right", answered=Watching(given, FakeLexicon(), SECTOR_NAMES).answers) as actions:
        yield MarketFacts(actions, str(actions.base_url), "right")


async def test_quotes_come_whole_and_only_those_that_are_known() -> None:
    async for facts in asking(market()):
        assert await facts.quotes([REF, OTHER, "SH999999", REF]) == {REF: quote_of(MOUTAI)}


async def test_announcements_keep_their_times_and_source() -> None:
    there = Announcement(NOW, TITLE, "https://static.cninfo.com.cn/a.pdf", released=NOW - timedelta(hours=3))
    async for facts in asking(market({(ANNOUNCEMENTS, MOUTAI): (there,)})):
        told = await facts.announcements([REF, OTHER])
        assert (told[REF].source, told[REF].name, told[REF].announcements) == (
            "巨潮资讯",
            "贵州茅台",
            [there],
        )
        assert told[OTHER].announcements == []  # those who know say that there are none


async def test_the_markets_warnings_of_a_day_are_told_each_with_its_share() -> None:
    there = Announcement(NOW, "关于收到股票终止上市决定的公告", released=NOW)
    noted = Noted(REF, "贵州茅台", there)
    async for facts in asking(market({(WARNINGS, TODAY): (noted,)})):
        (told,) = await facts.warnings([TODAY, TODAY + timedelta(days=1)])
        assert (told.ref, told.name, told.announcements) == (REF, "贵州茅台", [there])
        with pytest.raises(NotPrepared):
            await facts.warnings([TODAY] * 4)


@pytest.mark.parametrize(
    "found", [Gap("source_down"), Fact((), NOW, "样本", demo=True), Fact((), NOW, "x", stale=True)]
)
async def test_what_is_not_new_is_not_told(found: Any) -> None:
    async for facts in asking(market({(ANNOUNCEMENTS, MOUTAI): found})):
        assert await facts.announcements([REF]) == {}


async def test_the_days_ahead_of_a_share_are_told() -> None:
    soon = TODAY + timedelta(days=1)
    known = {
        (UNLOCKS, MOUTAI): (Unlock(soon), Unlock(TODAY - timedelta(days=9))),
        (DIVIDENDS, MOUTAI): (Dividend("implemented", cash=Decimal(1), record_date=TODAY, ex_date=soon),),
        (DISCLOSURES, MOUTAI): (Disclosure(date(2021, 6, 30), date(2021, 8, 30)),),
    }
    async for facts in asking(market(known)):
        days = await facts.days([REF])
        assert days[REF].security == MOUTAI
        assert set(days[REF].ahead) == {
            Ahead("unlock", soon),
            Ahead("record", TODAY),
            Ahead("ex", soon),
            Ahead("report", date(2021, 8, 30)),
        }


async def test_days_that_cannot_be_known_now_are_left_out() -> None:
    async for facts in asking(market({}, lack="source_down")):
        assert await facts.days([REF]) == {}


async def test_new_shares_are_told_or_said_to_be_unknown() -> None:
    ipo = Ipo("920183", "海菲曼", payment_date=date(2026, 3, 4))
    async for facts in asking(market({(IPO_CALENDAR, None): (ipo,)})):
        assert await facts.issues() == (
            "巨潮资讯",
            (Issue("920183", "海菲曼", None, None, date(2026, 3, 4), None),),
        )
    async for facts in asking(market({}, lack="source_down")):
        assert await facts.issues() is None


@pytest.mark.parametrize(
    "asked", [{}, {"refs": "SH600519"}, {"refs": [1]}, {"refs": ["SH600519"] * (MOST + 1)}, []]
)
async def test_what_cannot_be_read_is_refused(asked: Any) -> None:
    async with serving("right", answered=Watching(market(), FakeLexicon(), SECTOR_NAMES).answers) as actions:
        answer = await actions.post("/quotes", headers=KNOWN, json=asked)
        assert (answer.status_code, answer.json()["detail"]) == (400, "refs")


async def test_without_the_token_nothing_is_told() -> None:
    async with serving("right", answered=Watching(market(), FakeLexicon(), SECTOR_NAMES).answers) as actions:
        with pytest.raises(NotPrepared, match="401"):
            await MarketFacts(actions, str(actions.base_url), "wrong").quotes([REF])


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (httpx.Response(503), SourceAway),
        (httpx.ConnectError("refused"), SourceAway),
        (httpx.ReadTimeout(""), SourceAway),
        (httpx.Response(200, text="<html>"), NotPrepared),
        (httpx.Response(200, json=[]), NotPrepared),
        (httpx.Response(200, json={"quotes": [{}]}), NotPrepared),
        (httpx.Response(200, json={"quotes": [{"security": 1}]}), NotPrepared),
    ],
)
async def test_an_answer_that_is_none_says_so(
    answer: httpx.Response | Exception, error: type[Exception]
) -> None:
    def reply(_request: httpx.Request) -> httpx.Response:
        if isinstance(answer, Exception):
            raise answer
        return answer

    client = httpx.AsyncClient(transport=httpx.MockTransport(reply))
    with pytest.raises(error):
        await MarketFacts(client, "http://actions", "").quotes([REF])


async def test_days_in_a_row_above_the_line_are_told_and_calm_ones_are_none() -> None:
    days = [TODAY - timedelta(days=back) for back in (2, 1, 0)]
    wild = tuple(Bar(day, D(10), D(11), D(9), D(10), 100, previous_close=D(10)) for day in days)
    calm = tuple(Bar(day, D(10), D("10.1"), D("9.9"), D(10), 100, previous_close=D(10)) for day in days)
    known = {(DAILY_BARS, BarsKey(MOUTAI)): wild, (DAILY_BARS, BarsKey(WULIANGYE)): calm}
    async for facts in asking(market(known)):
        told = await facts.unrest([REF, OTHER])
        assert told[OTHER] is None
        assert told[REF] == Unrest("贵州茅台", "巨潮资讯", 3, "15", days[0], TODAY)


OWN = REAL[0].name
PROFILES: dict[Any, Any] = {
    (PROFILE, MOUTAI): Profile(industry=OWN),
    (PROFILE, WULIANGYE): Profile(industry=f"{OWN}行业"),
}


async def test_industries_are_told_with_the_shares_that_belong_to_them() -> None:
    table = Fact(REAL, NOW, "同花顺")
    async for facts in asking(market({**PROFILES, (SECTORS, "industry"): table})):
        (told,) = await facts.sectors([REF, OTHER, PING_AN_BANK.ref, "SH000001", "SH999999"])
        moved = Sector(OWN, REAL[0].change_percent, rising=REAL[0].rising, falling=REAL[0].falling)
        assert told == SectorNow(moved, NOW, "同花顺", (REF, OTHER))
        assert await facts.sectors(["SH000001"]) == []


@pytest.mark.parametrize(
    "changes",
    [
        {(SECTORS, "industry"): Fact(REAL, NOW, "演示数据", demo=True)},
        {(SECTORS, "industry"): Fact(REAL, NOW, "同花顺", stale=True)},
        {(SECTORS, "industry"): (replace(REAL[0], day=TODAY - timedelta(days=1)),)},
        {(PROFILE, MOUTAI): Fact(Profile(industry=OWN), NOW, "演示数据", demo=True)},
        {(PROFILE, MOUTAI): Gap("source_down")},
        {(PROFILE, MOUTAI): Profile()},
    ],
)
async def test_an_industry_that_is_not_known_of_now_is_left_out(changes: dict[Any, Any]) -> None:
    known = {(SECTORS, "industry"): Fact(REAL, NOW, "同花顺"), **PROFILES, **changes}
    async for facts in asking(market(known)):
        assert await facts.sectors([REF]) == []


class SlowFacts(GivenFacts):
    """Nobody ever says what 五粮液's industry is."""

    async def get[K: Hashable, T](self, kind: Kind[K, T], key: K) -> Fact[T] | Gap[T]:
        if (kind.name, key) == (PROFILE.name, WULIANGYE):
            await asyncio.Event().wait()
        return await super().get(kind, key)


async def test_an_industry_that_takes_too_long_keeps_nothing_back() -> None:
    slow = market()
    slow.facts = SlowFacts({(SECTORS, "industry"): Fact(REAL, NOW, "同花顺"), **PROFILES}, NOW, "no_data")
    told = await Watching(slow, FakeLexicon(), SECTOR_NAMES, patience=0.05).sectors({"refs": [OTHER, REF]})
    assert [each["refs"] for each in told["sectors"]] == [[REF]]
