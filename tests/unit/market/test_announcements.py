"""Announcements: what titles are about, and both houses that tell them."""

import json
from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime, timedelta

import httpx
import pandas
import pytest

from market.announcements import Announcement, SubjectKey, Topic, about, is_about, ordered, since
from market.errors import SourceChanged, SourceFailed
from market.sources import cninfo_announcements
from market.sources.akshare_calls import AkshareCalls
from market.sources.eastmoney_announcements import EastMoneyAnnouncements, EastMoneySubject, parse
from market.sources.eastmoney_warnings import EastMoneyWarnings
from market.sources.eastmoney_warnings import parse as parse_warnings
from market.sources.source import http_client
from tests.fakes.upstreams import Upstreams
from tests.fakes.upstreams.proxy import Mode
from tests.unit.market.failures import FAILURES
from tests.unit.market.given import Clock, moment, security

NOW = Clock("2022-05-12 09:00:00")
HUATU, MOUTAI = security("SZ300492"), security("SH600519")
TITLES = {
    "2021年年度报告(更新后)(2)",
    "关于2021年年度报告更正的公告",
    "2021年年度报告(更新后)(1)",
}


@pytest.fixture
async def calls() -> AsyncIterator[AkshareCalls]:
    calls = AkshareCalls(0.8)
    calls.load().result()
    yield calls
    calls.close()


@pytest.fixture
async def client(upstreams: Upstreams) -> AsyncIterator[httpx.AsyncClient]:
    async with http_client(0.8) as client:
        yield client


@pytest.mark.parametrize(
    ("title", "topic"),
    [
        ("2021年年度报告(更新后)(2)", "annual"),
        ("2021年年度报告摘要", "annual"),
        ("2020年半年度报告", "half_year"),
        ("2022年第一季度报告", "first_quarter"),
        ("2022年三季度报告", "third_quarter"),
        ("2025年度业绩预告", "forecast"),
        ("江苏金迪克生物技术股份有限公司2021年年度权益分派实施公告", "dividend"),
        ("2021年年度股东大会决议公告", "meeting"),
        ("首次公开发行限售股上市流通公告", "unlock"),
        ("关于筹划重大资产重组的停牌公告", "suspension"),
        ("关于收到深圳证券交易所关注函的公告", "inquiry"),
        ("关于公司股票可能被终止上市的风险提示公告", "delisting"),
        ("关于公司股票可能被终止上市的风险提示公告", "risk"),
        ("关于控股股东部分股份质押的公告", "pledge"),
        ("关于持股5%以上股东减持股份的预披露公告", "holding"),
    ],
)
def test_a_title_tells_what_it_is_about(title: str, topic: Topic) -> None:
    assert is_about(Announcement(NOW(), title), topic)


@pytest.mark.parametrize("title", ["2020年半年度报告", "关于2021年年度报告问询函的回复公告", "停牌公告"])
def test_what_only_sounds_like_the_annual_report_is_none(title: str) -> None:
    assert not is_about(Announcement(NOW(), title), "annual")


def test_the_same_title_on_one_day_is_told_once_and_the_newest_first() -> None:
    old, new = Announcement(moment("2022-05-10 00:00"), "甲"), Announcement(moment("2022-05-11 00:00"), "甲")
    assert ordered([old, new, old]) == (new, old)
    assert since([new, old], new.day) == (new,)
    assert about([new, old], "annual") == ()


async def test_cninfo_through_akshare_tells_the_last_half_year(
    calls: AkshareCalls, upstreams: Upstreams
) -> None:
    fact = await cninfo_announcements.recent(calls, NOW).fetch(HUATU)
    assert fact is not None
    assert {each.title for each in fact.value} == TITLES
    assert {each.published for each in fact.value} == {moment("2022-05-12 00:00:00")}
    assert all(each.url.startswith("https://www.cninfo.com.cn/new/disclosure/detail?") for each in fact.value)
    assert (fact.source, fact.as_of) == ("巨潮资讯", NOW())
    assert await cninfo_announcements.recent(calls, NOW).fetch(MOUTAI) is None


async def test_east_money_tells_the_hour_of_release_and_no_name_before_the_title(
    client: httpx.AsyncClient,
) -> None:
    fact = await EastMoneyAnnouncements(client, NOW).fetch(HUATU)
    assert fact is not None
    assert {each.title for each in fact.value} == TITLES
    newest = fact.value[0]
    assert newest.published == moment("2022-05-12 00:00:00")
    assert newest.released == moment("2022-05-11 18:30:05")
    assert newest.url.startswith("https://data.eastmoney.com/notices/detail/300492/AN")
    assert await EastMoneyAnnouncements(client, NOW).fetch(MOUTAI) is None


async def test_one_subject_is_asked_for_by_the_sources_own_class(
    calls: AkshareCalls, client: httpx.AsyncClient
) -> None:
    for source in (cninfo_announcements.on_subject(calls, NOW), EastMoneySubject(client, NOW)):
        annual = await source.fetch(SubjectKey(HUATU, "annual"))
        assert annual is not None
        assert {each.title for each in annual.value} == TITLES
        assert await source.fetch(SubjectKey(HUATU, "delisting")) is None


async def test_a_code_that_akshares_table_lacks_is_nothing_and_no_fault(
    calls: AkshareCalls, upstreams: Upstreams
) -> None:
    assert await cninfo_announcements.recent(calls, NOW).fetch(security("SH601456")) is None


TOLD: dict[Mode, type[SourceFailed]] = FAILURES | {"truncated": SourceFailed}


@pytest.mark.parametrize(("mode", "error"), TOLD.items())
async def test_no_way_to_fail_becomes_a_list(
    mode: Mode,
    error: type[SourceFailed],
    calls: AkshareCalls,
    client: httpx.AsyncClient,
    upstreams: Upstreams,
) -> None:
    upstreams.switch("www.cninfo.com.cn", mode)
    upstreams.switch("np-anotice-stock.eastmoney.com", mode)
    with pytest.raises(error):
        await cninfo_announcements.recent(calls, NOW).fetch(HUATU)
    with pytest.raises(error):
        await EastMoneyAnnouncements(client, NOW).fetch(HUATU)


async def test_times_in_another_unit_are_refused(calls: AkshareCalls, upstreams: Upstreams) -> None:
    upstreams.switch("www.cninfo.com.cn", "units")
    with pytest.raises(SourceChanged, match="公告时间"):
        await cninfo_announcements.recent(calls, NOW).fetch(HUATU)


def test_an_announcement_of_another_share_is_refused() -> None:
    item = {"art_code": "AN1", "codes": [{"stock_code": "600519", "short_name": "贵州茅台"}], "title": "甲"}
    item |= {"notice_date": "2022-05-11 00:00:00"}
    payload = json.dumps({"data": {"list": [item]}}).encode()
    assert parse(payload, MOUTAI)[0].title == "甲"
    with pytest.raises(SourceChanged, match="stock_code"):
        parse(payload, HUATU)


def test_a_title_may_hold_a_colon_of_its_own() -> None:
    codes = [{"stock_code": "600519", "short_name": "贵州茅台"}]
    titles = ["600519:决议公告", "贵州茅台:决议公告", "独立董事:决议公告"]
    items = [
        {"art_code": "AN1", "codes": codes, "title": title, "notice_date": f"2022-05-1{at} 00:00:00"}
        for at, title in enumerate(titles)
    ]
    read = parse(json.dumps({"data": {"list": items}}).encode(), MOUTAI)
    assert [each.title for each in reversed(read)] == ["决议公告", "决议公告", "独立董事:决议公告"]


def frame(**changes: object) -> pandas.DataFrame:
    row = {
        "代码": "300492",
        "简称": "华图山鼎",
        "公告标题": "关于2021年年度报告更正的公告",
        "公告时间": "2022-05-11",
        "公告链接": "http://www.cninfo.com.cn/new/disclosure/detail?stockCode=300492",
    }
    return pandas.DataFrame([row | changes])


@pytest.mark.parametrize(
    ("changes", "column"),
    [({"代码": "600519"}, "代码"), ({"公告标题": ""}, "公告标题"), ({"公告时间": "1970-01-20"}, "公告时间")],
)
def test_what_cannot_be_an_announcement_is_refused(changes: dict[str, object], column: str) -> None:
    now: datetime = NOW()
    assert cninfo_announcements.read(frame(), HUATU, now)
    with pytest.raises(SourceChanged, match=column):
        cninfo_announcements.read(frame(**changes), HUATU, now)
    with pytest.raises(SourceChanged, match="公告时间"):
        cninfo_announcements.read(frame(公告时间=str((now + timedelta(days=30)).date())), HUATU, now)


async def test_the_markets_warnings_of_a_day_come_with_their_shares(client: httpx.AsyncClient) -> None:
    fact = await EastMoneyWarnings(client, NOW).fetch(date(2022, 5, 11))
    assert fact is not None
    assert len(fact.value) == 10
    first = fact.value[0]
    assert (first.ref, first.name) == ("SZ300492", "华图山鼎")
    assert first.announcement.title == "2021年年度报告(更新后)(2)"
    assert first.announcement.released is not None


def test_a_warning_of_no_share_is_no_warning_and_one_of_nobody_is_a_change() -> None:
    bond = {"art_code": "1", "title": "x", "notice_date": "2022-05-11 00:00:00"}
    codes = [{"stock_code": "123456789", "short_name": "某债"}]
    assert parse_warnings(json.dumps({"data": {"list": [bond | {"codes": codes}]}}).encode()) == []
    with pytest.raises(SourceChanged):
        parse_warnings(json.dumps({"data": {"list": [bond | {"codes": []}]}}).encode())


def page(codes: Sequence[str]) -> bytes:
    """One page of the house's, an announcement for each of the codes."""
    item = {"art_code": "1", "title": "x", "notice_date": "2022-05-11 00:00:00"}
    items = [item | {"codes": [{"stock_code": code, "short_name": "某"}]} for code in codes]
    return json.dumps({"data": {"list": items}}).encode()


async def test_a_bond_on_a_full_page_does_not_end_the_day() -> None:
    pages = {"1": page(["600519"] * 99 + ["123456789"]), "2": page(["300492"])}
    reply = httpx.MockTransport(
        lambda asked: httpx.Response(200, content=pages[asked.url.params["page_index"]])
    )
    async with httpx.AsyncClient(transport=reply) as client:
        fact = await EastMoneyWarnings(client, NOW).fetch(date(2022, 5, 11))
    assert fact is not None
    assert [each.ref for each in fact.value] == ["SH600519"] * 99 + ["SZ300492"]
