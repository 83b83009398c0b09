"""The holdings as a whole, and two securities beside each other: facts, and what is missing of them."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from actions.chart.gallery import Gallery
from actions.facts import FactWords
from actions.fund.names import FundList
from actions.holdings.analysing import Analysing
from actions.holdings.analysis_words import AnalysisWords
from actions.holdings.held_names import HeldNames
from actions.tasks.comparison import ComparisonTask
from charts.series import AllocationChart, LinesChart
from customers.shares import Held
from market.bars import BarsKey
from market.company import PROFILE, Profile
from market.quote import Quote
from market.sources.demo_bars import load_bars
from market.sources.samples import FOLDER
from tests.unit.actions.given import PING_AN_BANK, quote_of
from tests.unit.actions.given_facts import GivenMarket, moment
from tests.unit.actions.tasks.shares import Office

OTHER = "out_of_scope"
INDUSTRIES = {
    (PROFILE, "SH600519"): "酒、饮料和精制茶制造业",
    (PROFILE, "SZ000001"): "货币金融服务",
}
"""By the CAPCO's classes (data/demo/company.csv)."""
CLOSED = moment("2026-03-13 16:00")
EVENING = moment("2026-11-26 15:30")
TODAY = moment("2026-11-26 15:00")
NONE = "没有ST、*ST或退市整理期的股票"


def etf_bars(office: Office) -> dict[tuple[Any, Any], Any]:
    """Bars as they were traded, of two ETFs (data/demo/daily_bars)."""
    known: dict[tuple[Any, Any], Any] = {}
    for ref in ("SH510500", "SZ159915", "SH588000"):
        security = office.names.get(ref)
        assert security is not None
        known["daily_bars", BarsKey(security)] = load_bars(FOLDER / "daily_bars" / f"{ref}.csv")
    return known


def profiles(office: Office) -> dict[tuple[Any, Any], Any]:
    return {
        (kind, office.names.get(ref)): Profile(industry=industry)
        for (kind, ref), industry in INDUSTRIES.items()
    }


async def test_the_whole_is_divided_and_its_concentration_explained(office: Office) -> None:
    await office.hold(("SH600519", "100", "1500"), ("SZ000001", "2000", None))
    talk = office.talk(profiles(office))
    said = (await talk.say("分析我的持仓", "ask_positions")).splitlines()
    assert said[:6] == [
        "按您记的数量和最近行情算",
        "行业 酒、饮料和精制茶制造业 87.28%，货币金融服务 12.72%",
        "上市板 主板 100.00%",
        "按证券简称表（2026-10-22），没有ST、*ST或退市整理期的股票；之后的变化以公司公告为准。",
        "最大一只 贵州茅台 87.28%，前三只 100.00%",
        "集中度指数0.78，相当于钱平均放在1.3只上；1只是1，越分散越小。",
    ]
    assert said[6].startswith("2020-06-16 15:00 · 腾讯行情、巨潮资讯")
    assert "不构成投资建议" in said[6]
    (chart,) = office.easel.drawn
    assert isinstance(chart, AllocationChart)
    assert [each.title for each in chart.divisions] == ["行业", "上市板", "风险警示", "最大几只"]


async def test_a_share_under_a_risk_warning_is_named_with_its_part(office: Office) -> None:
    warned = next(each for each in office.names if each.warning == "*ST" and each.status == "listed")
    await office.hold(("SH600519", "100", None), (warned.ref, "100", None))
    talk = office.talk({}, quote_of(), quote_of(warned))
    said = await talk.say("持仓风险", OTHER)
    assert f"带风险警示的：{warned.name} {warned.code}（*ST）50.00%；" in said
    assert "行业不明 100.00%" in said


async def told_of_risks(office: Office, *quotes: Quote) -> tuple[str, list[str]]:
    """The lines about warnings, and how the picture divides the holdings by them."""
    await office.hold(*((each.security.ref, "100", None) for each in quotes))
    said = await office.talk({}, *quotes, now=EVENING).say("持仓分析", OTHER)
    (chart,) = (each for each in office.easel.drawn if isinstance(each, AllocationChart))
    parts = next(each for each in chart.divisions if each.title == "风险警示")
    lines = said.splitlines()
    first = next(n for n, line in enumerate(lines) if line.startswith("上市板")) + 1
    last = next(n for n, line in enumerate(lines) if line.startswith("最大一只"))
    return "\n".join(lines[first:last]), [each.label for each in parts.slices]


async def test_a_share_that_was_marked_since_our_list_is_called_marked(office: Office) -> None:
    marked = quote_of(feed_name="*ST茅台", as_of=TODAY)
    bank = quote_of(PING_AN_BANK, feed_name="XD平安银", as_of=TODAY)
    said, parts = await told_of_risks(office, marked, bank)
    assert said == "带风险警示的：贵州茅台 600519（*ST）50.00%。"
    assert sorted(parts) == ["*ST", "无风险警示"]


async def test_nothing_is_marked_where_todays_names_have_no_mark(office: Office) -> None:
    said, parts = await told_of_risks(office, quote_of(feed_name="贵州茅台", as_of=TODAY))
    assert (said, parts) == (f"{NONE}。", ["无风险警示"])


async def test_a_share_whose_mark_is_gone_is_not_called_marked_but_doubted(office: Office) -> None:
    listed = next(each for each in office.names if each.warning == "*ST" and each.as_of == "2026-10-22")
    lifted = quote_of(listed, feed_name=listed.name.removeprefix("*ST"), as_of=TODAY)
    said, parts = await told_of_risks(office, lifted)
    named = f"{listed.name} {listed.code}（*ST）100.00%"
    assert said.splitlines() == [
        f"{NONE}。",
        f"证券简称表带风险警示、最新行情简称不带的：{named}，以公司公告为准。",
    ]
    assert parts == ["无风险警示"]


@pytest.mark.parametrize(
    "changes",
    [{"stale": True}, {"demo": True}, {"as_of": moment("2026-10-21 15:00")}, {"feed_name": None}],
)
async def test_without_a_name_of_today_the_day_of_the_list_is_said(
    office: Office, changes: dict[str, Any]
) -> None:
    unsure = replace(quote_of(feed_name="*ST茅台", as_of=TODAY), **changes)
    said, parts = await told_of_risks(office, unsure)
    assert said == f"按证券简称表（10-22），{NONE}；之后的变化以公司公告为准。"
    assert parts == ["无风险警示"]


async def test_of_some_names_the_list_is_all_there_is(office: Office) -> None:
    known, unsure = quote_of(feed_name="贵州茅台", as_of=TODAY), quote_of(PING_AN_BANK, as_of=TODAY)
    said, _ = await told_of_risks(office, known, unsure)
    assert said == f"按最新行情简称和证券简称表（10-22），{NONE}；之后的变化以公司公告为准。"


async def test_a_marked_share_without_a_price_is_named_too(office: Office) -> None:
    marked = quote_of(PING_AN_BANK, feed_name="ST平安", as_of=TODAY, last=None, previous_close=None)
    said, _ = await told_of_risks(office, quote_of(feed_name="贵州茅台", as_of=TODAY), marked)
    assert said == "带风险警示的：平安银行 000001（ST）。"


async def test_funds_have_no_mark_and_need_no_name(office: Office) -> None:
    fund = office.names.get("SH510500")
    assert fund is not None
    assert (await told_of_risks(office, quote_of(fund, as_of=TODAY)))[0] == f"{NONE}。"


async def test_what_is_missing_is_named_and_not_guessed(office: Office) -> None:
    await office.hold(("SH600519", "100", None), ("SZ000858", "100", None))
    said = await office.talk().say("持仓分析", OTHER)
    assert "没有计入：五粮液" in said
    assert "这段时间的日线不够" in said
    assert not any(isinstance(each, LinesChart) for each in office.easel.drawn)


async def test_without_any_quote_nothing_is_analysed(office: Office) -> None:
    await office.hold(("SZ000858", "100", None))
    assert "没法分析" in await office.talk().say("分析持仓", OTHER)


async def test_how_the_whole_moved_is_laid_beside_an_index(office: Office) -> None:
    securities = {ref: office.names.get(ref) for ref in ("SH510500", "SZ159915")}
    quotes = [quote_of(each, last=Decimal(3), as_of=CLOSED) for each in securities.values() if each]
    market = GivenMarket(CLOSED, etf_bars(office), *quotes)
    gallery = Gallery(office.easel.draw, office.easel.keep)
    names = HeldNames(office.names, FundList(market), "")
    analysing = Analysing(market, names, AnalysisWords.load(), FactWords.load(), gallery, index="SH588000")
    told = await analysing.of([Held("SH510500", Decimal(1000)), Held("SZ159915", Decimal(500))])
    moves = told[-1]
    assert moves.account
    assert moves.values["days"] == "2025-12-09 至 2026-03-13"
    assert moves.values["lines"] == "持仓 +13.76%，科创50ETF +2.55%"
    assert moves.values["prices"] == "不复权"
    assert "不含中间的买卖和费用" in moves.values["notes"]
    (chart,) = (each for each in office.easel.drawn if isinstance(each, LinesChart))
    assert [line.name for line in chart.lines] == ["持仓", "科创50ETF"]


async def test_without_the_index_the_whole_is_told_alone(office: Office) -> None:
    await office.hold(("SH510500", "1000", None), ("SH600519", "100", None))
    etf = office.names.get("SH510500")
    assert etf is not None
    talk = office.talk(etf_bars(office), quote_of(etf, as_of=CLOSED), quote_of(), now=CLOSED)
    said = await talk.say("我的持仓风险", OTHER)
    assert "持仓中1只 +16.04%" in said
    assert "贵州茅台没有这段日线，没有计入" in said
    assert "暂时没有沪深300的日线" in said


async def test_two_securities_are_compared_over_the_same_days(office: Office) -> None:
    talk = office.talk(etf_bars(office), now=CLOSED)
    said = await talk.say("对比510500和159915", OTHER)
    assert said.splitlines()[:2] == [
        "2025-12-09 至 2026-03-13 不复权",
        "中证500ETF +16.04%，创业板ETF +3.51%",
    ]
    assert "不构成投资建议" in said
    assert talk.slots["topic"] == "QUO12"
    said = await talk.say("对比510500、159915和贵州茅台", OTHER)
    assert "贵州茅台没有这段日线" in said
    assert "“平安”对应几只证券" in await talk.say("对比茅台和平安", OTHER)
    assert "两到四只" in await talk.say("对比茅台、600519", OTHER)
    assert "暂时没有贵州茅台、五粮液的日线" in await talk.say("对比茅台和五粮液", OTHER)


async def test_where_no_picture_can_be_drawn_the_facts_stand_alone(office: Office) -> None:
    office.easel.broken = True
    await office.hold(("SH510500", "1000", None))
    etf = office.names.get("SH510500")
    assert etf is not None
    talk = office.talk(etf_bars(office), quote_of(etf, as_of=CLOSED), now=CLOSED)
    said = await talk.say("持仓分析", OTHER)
    assert "图暂时画不出来" in said
    assert "持仓 +16.04%" in said
    assert "创业板ETF +3.51%" in await talk.say("对比510500和159915", OTHER)


async def test_which_is_better_is_never_a_comparison(office: Office) -> None:
    task = next(each for each in office.tasks().tasks if isinstance(each, ComparisonTask))
    better = ("茅台和五粮液哪个好", "对比茅台和五粮液哪只值得买")
    for text in (*better, "比较茅台和五粮液的市盈率", "对比一下佣金", "比较茅台"):
        assert not task.claims(office.said(text), None), text
    assert task.claims(office.said("对比茅台和五粮液"), None)
