"""The report on one share: what is known is told with its time and source, what is not is named."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime

import pytest

from actions import figures
from actions.chart.gallery import Gallery
from actions.facts import FactWords
from actions.features import Answer
from actions.fund.names import FundList
from actions.identify import Identifier
from actions.market_port import AskedMarket
from actions.question import Asked, Question
from actions.report.feature import ReportFeature, Reporting
from actions.report.parts import PricePart
from actions.report.teller import Part, PartMaker, ReportWords, Teller
from actions.residue import Residue
from actions.roster import Needs, build_report
from actions.words import QuoteWords
from charts.series import Chart
from market.fact import Fact, Lack
from market.market import Market
from market.names import Names
from market.securities import Security
from market.session import SHANGHAI
from tests.unit.actions.given import MOUTAI, SHANGHAI_INDEX, FakeLexicon
from tests.unit.actions.given_facts import GivenMarket
from tests.unit.actions.reading import messages

NOW = datetime(2021, 7, 28, 20, 0, tzinfo=SHANGHAI)
VALUE = Fact("x", datetime(2021, 7, 27, 15, 0, tzinfo=SHANGHAI), "百度股市通")
CHART = "/media/chart.png"


@dataclass
class Told:
    """A part that says what it is told to."""

    name: str
    part: Part | Lack = "source_down"
    hangs: bool = False
    breaks: bool = False

    async def make(self, security: Security) -> Part | Lack:
        if self.hangs:
            await asyncio.sleep(60)
        if self.breaks:
            raise ZeroDivisionError
        return self.part


@pytest.fixture
async def market() -> AsyncIterator[Market]:
    async with Market.open("demo", now=lambda: NOW) as market:
        yield market


@pytest.fixture
def live() -> GivenMarket:
    return GivenMarket(NOW)


async def draw(security: Security) -> str | None:
    return CHART


async def no_chart(security: Security) -> str | None:
    return None


def reporting(market: AskedMarket, *parts: PartMaker, chart: bool = True) -> Reporting:
    drawing = draw if chart else no_chart
    return Reporting(market, ReportWords.load(), FactWords.load(), parts, drawing, within=0.05)


def feature(market: AskedMarket, *parts: PartMaker, chart: bool = True) -> ReportFeature:
    identifier = Identifier(FakeLexicon(), Residue.load())
    return ReportFeature(market, identifier, QuoteWords.load(), reporting(market, *parts, chart=chart))


def charts_gallery() -> Gallery:
    async def drawn(chart: Chart) -> bytes:
        return b"png"

    async def kept(png: bytes) -> str:
        return CHART

    return Gallery(drawn, kept)


def about(security: Security, channel: str = "web") -> Question:
    return Question("分析一下", (Asked((security.ref,), security.name),), channel=channel)


async def lines(market: AskedMarket, *parts: PartMaker) -> list[str]:
    text, _ = await reporting(market, *parts).report(MOUTAI)
    return text.split("\n")


async def test_every_part_is_headed_by_its_time_and_source(market: Market) -> None:
    older = replace(VALUE, as_of=datetime(2021, 7, 26, tzinfo=SHANGHAI), source="巨潮资讯")
    told = await lines(market, Told("valuation", Part(("市盈率TTM 48.10",), (VALUE, older))))
    assert told == [
        "贵州茅台 600519 事实报告",
        "【估值】07-26、07-27 · 百度股市通、巨潮资讯",
        "市盈率TTM 48.10",
        "以上都是事实，不含观点和预测。自动回复 · 不构成投资建议",
    ]


async def test_a_part_that_is_a_sample_or_old_says_so(market: Market) -> None:
    stale = Told("finance", Part(("x",), (replace(VALUE, stale=True),)))
    demo = Told("risk", Part(("x",), (replace(VALUE, demo=True),)))
    told = await lines(market, stale, demo)
    assert "【财务】暂时取不到更新，07-27 15:00 · 百度股市通" in told
    assert "【风险】截至 2021-07-27 15:00 · 百度股市通" in told


async def test_facts_of_one_time_share_it(market: Market) -> None:
    told = await lines(market, Told("risk", Part(("x",), (VALUE, replace(VALUE, source="巨潮资讯")))))
    assert "【风险】07-27 15:00 · 百度股市通、巨潮资讯" in told


async def test_what_is_missing_slow_or_broken_is_named_and_the_rest_is_told(live: GivenMarket) -> None:
    sound = Told("price", Part(("1768.90",), (VALUE,)))
    ill = (Told("finance"), Told("capital", hangs=True), Told("risk", breaks=True))
    told = await lines(live, sound, *ill)
    assert "1768.90" in told
    assert "暂缺：财务、资金、风险（暂时取不到）" in told


async def test_reasons_why_parts_are_missing_are_told_apart(live: GivenMarket) -> None:
    price = Told("price", Part(("1768.90",), (VALUE,), {"bars": "source_down"}))
    capital = Told("capital", Part(("x",), (VALUE,), {"margin": "not_covered"}))
    told = await lines(live, price, Told("finance"), Told("valuation", "no_data"), capital)
    assert "暂缺：近期涨跌、财务（暂时取不到）；估值（没有查到已公布的）" in told


async def test_in_a_demonstration_what_is_missing_is_no_sample_of_it(market: Market) -> None:
    told = await lines(market, Told("finance"), Told("valuation", "no_data"))
    assert "暂缺：财务、估值（演示数据里没有）" in told


async def test_a_chart_that_is_missing_is_named_with_its_reason(live: GivenMarket) -> None:
    sound = Told("price", Part(("x",), (VALUE,)))
    text, _ = await reporting(live, sound, chart=False).report(MOUTAI)
    assert "暂缺：走势图（暂时画不出来）" in text
    text, _ = await reporting(live, replace(sound, part="no_data"), chart=False).report(MOUTAI)
    assert "暂缺：价格走势、走势图（没有查到已公布的）" in text


@pytest.mark.parametrize("ref", ["SH600000", "SZ000001"])
async def test_a_report_is_short_enough_for_a_phone(ref: str, market: Market) -> None:
    """Columns as of a phone: twenty Chinese characters a line."""
    share = Names.load().get(ref)
    assert share is not None
    identifier = Identifier(Names.load(), Residue.load())
    needs = Needs(market, FundList(market), identifier, FactWords.load(), charts_gallery())
    [message] = await build_report(needs).prepare(ref)
    rows = sum(-(-figures.width(line) // 40) for line in message["text"].split("\n"))
    assert rows <= 24
    assert "【风险】" in message["text"]


async def test_the_price_part_tells_the_quote_as_it_was(market: Market) -> None:
    teller = Teller(market, ReportWords.load(), FactWords.load())
    told = await lines(market, PricePart(teller))
    assert "1768.90  +3.27%  已收盘" in told


async def test_the_quote_comes_at_once_and_the_report_is_promised(market: Market) -> None:
    answer = await feature(market).answer(about(MOUTAI))
    quote, promise = messages(answer)
    assert quote.startswith("贵州茅台 600519  已收盘")
    assert "大约一分钟内" in promise
    assert answer.followup == {"kind": "report", "key": "SH600519"}
    assert answer.shown == (MOUTAI,)


async def test_what_was_promised_is_prepared_with_its_chart(market: Market) -> None:
    [message] = await feature(market, Told("price", Part(("x",), (VALUE,)))).prepare("SH600519")
    assert message["image"] == CHART
    assert message["text"].startswith("贵州茅台 600519 事实报告")


async def test_a_promise_about_nobody_known_fails_loudly(market: Market) -> None:
    with pytest.raises(KeyError):
        await feature(market).prepare("SH699999")


@pytest.mark.parametrize(("chart", "response"), [(True, "utter_report_with_chart"), (False, "utter_report")])
async def test_in_a_terminal_the_report_comes_in_the_same_turn(
    chart: bool, response: str, market: Market
) -> None:
    answer = await feature(market, Told("risk"), chart=chart).answer(about(MOUTAI, channel="pipe"))
    assert [each.response for each in answer.utterances] == ["utter_quote", response]
    assert answer.followup is None


async def test_an_index_has_a_quote_and_no_report(market: Market) -> None:
    answer = await feature(market).answer(about(SHANGHAI_INDEX))
    assert "没有个股报告" in messages(answer)[1]
    assert answer.followup is None


async def test_without_a_share_one_is_asked_for(market: Market) -> None:
    answer = await feature(market).answer(Question("帮我分析一下"))
    assert isinstance(answer, Answer)
    assert answer.awaiting
