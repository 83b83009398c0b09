"""What the market pays, what was reported and what the bars compute to, as an investor reads it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from market.company import PROFILE, SHARES, Profile, Shares
from market.fact import Fact, Gap
from market.finance import REPORTS, Report
from market.valuation import (
    INDUSTRY_MULTIPLES,
    VALUATION,
    IndustryMultiple,
    Multiples,
    Past,
)
from tests.unit.actions.given import FUND, PING_AN_BANK, SHANGHAI_INDEX
from tests.unit.actions.given_facts import about
from tests.unit.actions.indicator.given import (
    CLOSE,
    DAY,
    QUOTE,
    REPORTED,
    SHARES_OF_BANK,
    VALUE,
    asked,
    bars_of,
    indicator,
    reported,
    valued,
)
from tests.unit.actions.reading import buttons, messages, text


async def test_a_multiple_is_told_with_its_day_its_source_and_what_it_means() -> None:
    assert (await asked("平安银行市盈率多少", valued())).split("\n") == [
        "平安银行 000001  估值（06-16 收盘）",
        "市盈率(TTM) 8.54  市盈率(静态) 8.87",
        "TTM＝总市值÷最近四个季度归母净利润",
        "06-16 15:00 · 东方财富 · 自动回复 · 不构成投资建议",
    ]


async def test_nothing_particular_is_the_whole_valuation() -> None:
    told = await asked("平安银行估值", valued())
    assert told.split("\n")[1:4] == [
        "市盈率(TTM) 8.54  市盈率(静态) 8.87",
        "市净率 0.89",
        "总市值 2501.42亿  流通市值 2501.4亿",
    ]
    assert len(told.split("\n")) <= 8


async def test_a_multiple_of_the_moment_is_said_to_be_of_the_moment() -> None:
    at = CLOSE.replace(hour=10)
    known = {(VALUATION, PING_AN_BANK): Fact(VALUE, at, "腾讯行情")}
    assert "估值（06-16 盘中）" in await asked("平安银行市盈率", known, now="2020-06-16 10:00")


async def test_where_a_multiple_stands_is_arithmetic_over_its_own_past() -> None:
    past = tuple(Multiples(DAY - timedelta(days=at), Decimal(8 + at % 4), None) for at in range(1100, -1, -1))
    told = await asked("平安银行市盈率高不高", valued(replace(VALUE, history=Past.of(past))))
    assert "市盈率：近3年有 25% 的时间比现在低" in told
    assert "市净率" not in told
    assert not {"低估", "高估", "便宜", "建议买"} & set(told.split())


async def test_a_loss_has_no_multiple() -> None:
    told = await asked(
        "平安银行市盈率", valued(replace(VALUE, pe_ttm=Decimal("-2.73"), pe_static=Decimal("-2.76")))
    )
    assert "市盈率(TTM) 为负（亏损）" in told
    assert "-2.7" not in told


@settings(max_examples=40, deadline=None)
@given(
    st.decimals("0.5", "2000", places=2),
    st.integers(10**7, 4 * 10**11),
    st.decimals("1e6", "9e12", places=0),
)
async def test_a_market_value_that_does_not_fit_price_and_shares_is_never_shown(
    price: Decimal, count: int, value: Decimal
) -> None:
    """Whatever a source tells and whatever is asked; what is computed in its place fits by itself."""
    unvetted = replace(
        VALUE,
        price=price,
        total_shares=count,
        float_shares=count,
        total_market_value=value,
        float_market_value=value,
    )
    quote = replace(QUOTE, last=price)
    known = valued(unvetted) | {(SHARES, PING_AN_BANK): Shares(count, count)}
    told = await asked("平安银行总市值和流通市值", known, quote)
    for each in shown_amounts(told):
        assert abs(each / (price * count) - 1) <= Decimal("0.0101")


def shown_amounts(told: str) -> list[Decimal]:
    units = {"万亿": 10**12, "亿": 10**8, "万": 10**4}
    words = [word for line in told.split("\n")[1:-1] for word in line.replace("（", " ").split()]
    found = []
    for word in words:
        unit = next((each for each in units if word.endswith(each)), None)
        if unit:
            found.append(Decimal(word.removesuffix(unit)) * units[unit])
    return found


async def test_a_market_value_that_no_house_tells_is_multiplied_and_said_to_be() -> None:
    known = valued(replace(VALUE, total_market_value=None)) | {
        (SHARES, PING_AN_BANK): Shares(SHARES_OF_BANK, None)
    }
    told = await asked("平安银行总市值", known, QUOTE)
    assert "总市值 2501.42亿（最新价×总股本）" in told
    assert "腾讯行情、巨潮资讯" in told
    alone = await asked("平安银行总市值", {(SHARES, PING_AN_BANK): Shares(None, 5)}, QUOTE)
    assert alone == "没有查到平安银行 000001 市值数据。"


async def test_its_industry_is_told_with_its_own_day() -> None:
    multiples = {
        "货币金融服务": IndustryMultiple("货币金融服务", date(2020, 6, 15), Decimal("6.02"), None, 36)
    }
    known = valued() | {
        (PROFILE, PING_AN_BANK): Profile(industry="货币金融服务"),
        (INDUSTRY_MULTIPLES, date(2020, 6, 15)): multiples,
    }
    told = await asked("平安银行市盈率和同行比", known)
    assert "行业“货币金融服务”静态市盈率 6.02，中位数 —（06-15）" in told
    without = await asked("平安银行市盈率和同行比", valued())
    assert "市盈率(TTM) 8.54" in without
    assert "行业市盈率暂时没有数据" in without


async def test_a_figure_that_is_missing_is_named_beside_those_that_are_there() -> None:
    assert "市销率暂时没有数据" in await asked("平安银行市盈率和市销率", valued())


async def test_a_report_is_told_with_its_period() -> None:
    told = await asked("平安银行财报", reported())
    assert told.split("\n")[:4] == [
        "平安银行 000001  2020年一季度",
        "营业总收入 379.3亿  同比 +16.78%",
        "归母净利润 85.48亿  同比 +14.80%",
        "扣非净利润 85.06亿  同比 +14.61%",
    ]
    assert "毛利率" not in told  # a bank has none
    assert "每股净资产 14.5528元" in told
    assert "累计" in told
    assert len(told.split("\n")) <= 9


@pytest.mark.parametrize(
    ("question", "lines"),
    [
        ("去年净利润和ROE", ["2019年全年", "归母净利润 282亿  同比 +13.61%", "净资产收益率 11.30%"]),
        ("2018年净利润", ["2018年全年", "归母净利润 248.2亿  同比 +7.02%"]),
        ("18年营收", ["2018年全年", "营业总收入 1167亿"]),
        ("2019年前三季度净利润", ["2019年前三季度", "归母净利润 236.2亿"]),
        ("去年上半年营收", ["2019年上半年"]),
        ("三季报净利润", ["2019年前三季度"]),
        ("今年净利润", ["2020年一季度"]),
        ("年报净利润", ["2019年全年"]),
        ("每股收益", ["2020年一季度", "每股收益 0.40元"]),
        ("资产负债率", ["资产负债率 91.47%"]),
        ("业绩增长多少", ["营业总收入 379.3亿  同比 +16.78%", "归母净利润 85.48亿  同比 +14.80%"]),
    ],
)
async def test_the_period_and_the_figures_that_are_meant_are_told(
    question: str, lines: Sequence[str]
) -> None:
    told = await asked(f"平安银行{question}", reported())
    for line in lines:
        assert line in told


async def test_a_period_that_is_over_is_not_said_to_be_unreported() -> None:
    """The newest row that a house has may be older than what the company has reported."""
    told = await asked("平安银行去年净利润和ROE", reported(), now="2026-11-26 20:00")
    assert "没有查到2025年全年的数据，最近一期：" in told
    assert "还没有" not in told


async def test_several_years_are_told_one_below_the_other() -> None:
    years = tuple(
        Report(date(year, 12, 31), net_profit=Decimal(year) * 10**7, net_profit_growth=Decimal("1.50"))
        for year in (2016, 2017, 2018, 2019)
    )
    known = {(REPORTS, PING_AN_BANK): (*years, Report(date(2020, 3, 31), net_profit=Decimal(10**8)))}
    told = (await asked("平安银行近三年净利润", known)).split("\n")
    assert told[0] == "平安银行 000001  近3年年报"
    assert told[1:4] == [
        "2019年全年  归母净利润 201.9亿  同比 +1.50%",
        "2018年全年  归母净利润 201.8亿  同比 +1.50%",
        "2017年全年  归母净利润 201.7亿  同比 +1.50%",
    ]
    assert "没有查到年报数据，最近一期：" in await asked(
        "平安银行近三年净利润", {(REPORTS, PING_AN_BANK): (Report(date(2020, 3, 31)),)}
    )


async def test_who_asks_for_the_place_in_the_past_is_told_that_it_is_not_known() -> None:
    told = await asked("平安银行市盈率分位", valued())
    assert "市盈率(TTM) 8.54" in told
    assert "历史分位暂时没有：来源没有给出足够长的历史" in told
    assert "历史分位" not in await asked("平安银行市盈率", valued())


async def test_a_period_that_is_not_there_is_said_before_the_latest_one() -> None:
    assert "还没有披露2020年上半年的数据，最近一期：" in await asked("平安银行今年上半年净利润", reported())
    assert "没有查到2009年全年的数据，最近一期：" in await asked("平安银行2009年净利润", reported())
    sample = {(REPORTS, PING_AN_BANK): Fact(REPORTED, CLOSE, "演示数据", demo=True)}
    told = await asked("平安银行去年净利润", sample, now="2026-11-23 10:00", mode="demo")
    assert "2019年全年\n演示数据里没有2025年全年，最近一期：\n归母净利润 282亿" in told
    assert "演示数据 截至 2020-06-16" in told


async def test_a_figure_that_was_not_reported_is_not_made_up() -> None:
    told = await asked("平安银行毛利率", reported())
    assert "毛利率" not in told.split("\n", 1)[1]
    assert "—" in told


async def test_an_index_and_a_fund_have_bars_but_no_reports() -> None:
    for other in (SHANGHAI_INDEX, FUND):
        feature = indicator(bars_of(other, adjusted=False), now="2025-08-05 20:00")
        assert "不复权日线" in text(await feature.answer(about("MACD多少", other)))
        valued_as = text(await feature.answer(about("市盈率多少", other)))
        assert ("没有查到" if other is SHANGHAI_INDEX else "没有估值数据这一项") in valued_as
        assert "没有财务数据这一项" in text(await feature.answer(about("净利润多少", other)))


async def test_two_groups_are_two_messages_and_the_third_waits_for_its_button() -> None:
    known = valued() | reported() | bars_of(PING_AN_BANK, adjusted=True)
    answer = await indicator(known).answer(about("平安银行市盈率、净利润和MACD", PING_AN_BANK))
    first, second = messages(answer)
    assert "估值" in first
    assert "归母净利润" in second
    assert buttons(answer) == {"技术指标": '/ask_indicator{"security":"SZ000001","indicator":"technical"}'}


@pytest.mark.parametrize(
    ("question", "what"),
    [("市盈率", "估值数据"), ("总市值", "市值数据"), ("净利润", "财务数据"), ("MACD", "日线数据")],
)
async def test_each_lack_is_named_for_what_it_is(question: str, what: str) -> None:
    down = await asked(f"平安银行{question}", {}, lack="source_down")
    assert down == f"暂时取不到平安银行 000001 {what}，请稍后再试。"
    demo = await asked(f"平安银行{question}", {}, mode="demo")
    assert demo.startswith(f"演示数据里没有平安银行 000001 {what}")


async def test_old_values_are_told_with_their_age() -> None:
    old = Fact(VALUE, CLOSE, "东方财富", stale=True)
    told = await asked(
        "平安银行市盈率", {(VALUATION, PING_AN_BANK): Gap("source_down", old)}, now="2020-06-18 10:00"
    )
    assert "暂时取不到更新，这是 06-16 15:00 的数据 · 东方财富" in told


async def test_what_was_asked_is_kept_for_the_share_that_is_named_then() -> None:
    first = await indicator({}).answer(about("去年净利润和ROE"))
    assert first.awaiting
    assert first.details == {"indicator": "net_profit,roe", "report_period": "2019"}
    then = await indicator(reported()).answer(about("平安银行", PING_AN_BANK, details=first.details))
    assert "2019年全年" in text(then)
    assert "归母净利润 282亿" in text(then)
