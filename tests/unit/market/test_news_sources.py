"""Six houses' news through unmodified akshare and our own client, against stand-ins in their wire forms."""

import json
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pandas
import pytest

from market.errors import SourceChanged, SourceFailed
from market.fact import Fact
from market.facts import FactSource
from market.news import ANYBODY, NewsItem
from market.session import SHANGHAI
from market.sources.akshare_news import ABOUT, HOUSES, parse
from market.sources.cls_news import parse as parse_cls
from market.sources.cls_news import url
from market.sources.demo_news import load_news
from market.sources.lines import Lines
from market.sources.news_roster import demo_news, news_sources
from tests.fakes.upstreams import Upstreams
from tests.fakes.upstreams.press import HEADLINES
from tests.fakes.upstreams.proxy import Mode
from tests.unit.market.failures import FAILURES, patience
from tests.unit.market.given import Clock, moment

NAMES = ["同花顺", "财联社", "新浪财经", "富途牛牛", "东方财富", "财新"]
EVENING = Clock("2024-03-13 18:00:00")
News = FactSource[str, tuple[NewsItem, ...]]


@asynccontextmanager
async def opened(place: int, seconds: float = 5) -> AsyncIterator[News]:
    """The source at its place in the roster, with akshare loaded."""
    lines = Lines.open(EVENING, seconds)
    try:
        lines.akshare.load().result()
        yield news_sources(lines, EVENING)[place]
    finally:
        await lines.aclose()


@pytest.mark.parametrize("place", range(6), ids=NAMES)
async def test_a_house_gives_its_headlines_newest_first(place: int, upstreams: Upstreams) -> None:
    async with opened(place) as source:
        fact = await source.fetch(ANYBODY)
    assert fact is not None
    assert (source.name, fact.source) == (NAMES[place], NAMES[place])
    times = [item.published for item in fact.value]
    assert times == sorted(times, reverse=True)
    assert fact.as_of == times[0]
    written = [words for each in HEADLINES for words in (each.title, each.text)]
    assert all(any(words.startswith(item.title) for words in written) for item in fact.value)
    assert {item.source for item in fact.value} == {source.name}
    assert upstreams.counts == {source.host: 1}


def test_six_houses_stand_behind_the_markets_news() -> None:
    lines = Lines.open(EVENING)
    sources = [source for source in news_sources(lines, EVENING) if source.covers(ANYBODY)]
    assert [source.name for source in sources] == NAMES
    assert [source.name for source in sources if source.covers("财新")] == ["财新"]


async def test_seconds_become_shanghais_time_wherever_the_machine_stands(
    upstreams: Upstreams, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    request.addfinalizer(time.tzset)
    request.addfinalizer(monkeypatch.undo)
    async with opened(0) as ths:
        fact = await ths.fetch(ANYBODY)
    assert fact is not None
    assert fact.as_of == moment("2024-03-13 00:00:00")
    assert fact.as_of.tzinfo is SHANGHAI


async def test_a_missing_headline_is_found_in_the_text(upstreams: Upstreams) -> None:
    async with opened(1) as cls:
        fact = await cls.fetch(ANYBODY)
    assert fact is not None
    assert "贝壳研究院：7月103城整体房贷利率创近三年新低" in [item.title for item in fact.value]
    assert all(item.text.startswith("财联社07月20日电，") for item in fact.value)


async def test_a_share_is_searched_for_by_its_code_and_found_words_lose_their_marks(
    upstreams: Upstreams,
) -> None:
    async with opened(-1) as about:
        fact = await about.fetch("300750")
        nothing = await about.fetch("000999")
    assert fact is not None
    assert nothing is None
    (item,) = fact.value
    assert item.title == "小米汽车 SU7 新配置申报：宁德时代磷酸铁锂电池，220kW 单电机"
    assert item.source == "富途牛牛"
    assert item.url.startswith("http://finance.eastmoney.com/a/")


@pytest.mark.parametrize("place", range(6), ids=NAMES)
@pytest.mark.parametrize(("mode", "error"), FAILURES.items())
async def test_each_way_to_fail_is_told_apart(
    place: int, mode: Mode, error: type[SourceFailed], upstreams: Upstreams
) -> None:
    async with opened(place, seconds=patience(mode)) as source:
        upstreams.switch(source.host, mode)
        with pytest.raises(error):
            await source.fetch(ANYBODY)
    assert upstreams.counts[source.host] == 1


@pytest.mark.parametrize("mode", ["ban", "empty", "missing_column", "truncated", "reset", "5xx"])
async def test_the_search_fails_as_a_source(mode: Mode, upstreams: Upstreams) -> None:
    async with opened(-1) as about:
        upstreams.switch(about.host, mode)
        with pytest.raises(SourceFailed):
            await about.fetch("300750")


@pytest.mark.parametrize("place", range(6), ids=NAMES)
async def test_no_data_is_a_changed_answer_and_no_news(place: int, upstreams: Upstreams) -> None:
    async with opened(place) as source:
        upstreams.recorded[source.host] = b'{"data": null, "result": null}'
        with pytest.raises(SourceChanged):
            await source.fetch(ANYBODY)


@pytest.mark.parametrize("place", range(6), ids=NAMES)
async def test_a_column_more_does_no_harm(place: int, upstreams: Upstreams) -> None:
    async with opened(place) as source:
        upstreams.switch(source.host, "extra_column")
        assert await source.fetch(ANYBODY)


def frame(*rows: tuple[str, str, str]) -> pandas.DataFrame:
    return pandas.DataFrame(
        [(*row, "https://np.example/a.html") for row in rows], columns=["发布时间", "标题", "摘要", "链接"]
    )


EASTMONEY = HOUSES[3]


def test_the_same_headline_comes_once_and_one_from_tomorrow_not_at_all() -> None:
    rows = frame(
        ("2024-03-13 16:08:56", "港股收评：恒指收跌0.07% 科指收涨0.34%", ""),
        ("2024-03-13 16:07:00", "港股收评：恒指收跌0.07%，科指收涨0.34%", ""),
        ("2024-03-14 16:08:56", "明天的新闻", ""),
    )
    (item,) = parse(rows, EASTMONEY, EVENING())
    assert item.published == moment("2024-03-13 16:08:56")


def test_times_that_nobody_can_read_are_a_changed_answer() -> None:
    with pytest.raises(SourceChanged, match="发布时间"):
        parse(frame(("刚刚", "港股收评：恒指收跌0.07%", "")), EASTMONEY, EVENING())
    with pytest.raises(SourceChanged, match="发布时间"):
        parse(frame().drop(columns="发布时间"), EASTMONEY, EVENING())
    assert parse(frame(), EASTMONEY, EVENING()) == ()


def test_an_address_without_a_day_dates_no_item_of_caixin() -> None:
    rows = pandas.DataFrame({"summary": ["欧股多数高开"], "url": ["https://database.caixin.com/1.html"]})
    with pytest.raises(SourceChanged, match="url"):
        parse(rows, HOUSES[4], EVENING())


def hostile() -> Iterator[tuple[str, str]]:
    yield "<img src=x onerror=alert(1)>欧股多数高开", "欧股多数高开"
    yield "&lt;script&gt;alert(1)&lt;/script&gt;欧股多数高开", "欧股多数高开"
    yield "&amp;lt;b&amp;gt;欧股&amp;lt;/b&amp;gt;多数高开", "欧股多数高开"
    yield "欧股\u202e多数\u200b高开\x00", "欧股多数高开"


@pytest.mark.parametrize(("written", "shown"), list(hostile()))
def test_hostile_markup_is_taken_out(written: str, shown: str) -> None:
    (item,) = parse(frame(("2024-03-13 16:00:00", written, "")), EASTMONEY, EVENING())
    assert item.title == shown


def test_an_address_that_is_none_is_left_out() -> None:
    rows = frame(("2024-03-13 16:00:00", "欧股多数高开", "")).assign(链接="javascript:alert(1)")
    assert parse(rows, EASTMONEY, EVENING())[0].url == ""


def test_the_search_credits_whoever_reports() -> None:
    columns = ["新闻标题", "新闻内容", "发布时间", "文章来源", "新闻链接"]
    row = ["欧股多数高开", "", "2024-03-13 16:00:00", "证券时报网", "http://finance.eastmoney.com/a/1.html"]
    assert parse(pandas.DataFrame([row], columns=columns), ABOUT, EVENING())[0].source == "证券时报网"


def test_the_telegraph_is_asked_with_a_signature_over_its_query() -> None:
    asked = url(moment("2024-03-13 18:00:00"))
    assert "last_time=1710324000" in asked
    assert asked.endswith("sign=414b87ebe44dcc2b7d0cc2321a2ac11f")
    assert url(EVENING() + timedelta(seconds=1)).rpartition("sign=")[2] != asked.rpartition("sign=")[2]


def test_advertisements_of_the_telegraph_are_left_out() -> None:
    row = {"title": "欧股多数高开", "content": "", "ctime": 1710320000, "is_ad": 1}
    assert parse_cls(json.dumps({"data": {"roll_data": [row]}}).encode(), EVENING()) == ()
    assert parse_cls(json.dumps({"data": {"roll_data": [row | {"is_ad": 0}]}}).encode(), EVENING())


async def test_the_samples_say_that_they_are_samples() -> None:
    facts = [await source.fetch(ANYBODY) for source in demo_news()]
    assert all(isinstance(fact, Fact) and fact.demo for fact in facts)
    assert list(load_news())[0] == "新浪财经"
    assert facts[0] is not None
    assert facts[0].as_of == moment("2024-03-13 16:18:40")
