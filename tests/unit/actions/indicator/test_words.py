"""Which figures and which period a question means, read from its words."""

from datetime import date
from decimal import Decimal

import pytest

from actions.indicator.figures import money, multiple, per_share
from actions.indicator.words import IndicatorWords, Span, Wish
from market.finance import Report

WORDS = IndicatorWords.load()
TODAY = date(2026, 11, 23)
UNITS = {"万亿": 10**12, "亿": 10**8, "万": 10**4}


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("平安银行市盈率多少", ("pe",)),
        ("茅台PE", ("pe",)),
        ("茅台 pe 多少", ("pe",)),
        ("茅台PE和PB", ("pe", "pb")),
        ("市净率呢", ("pb",)),
        ("茅台市值多少", ("market_value",)),
        ("茅台流通市值", ("float_market_value",)),
        ("总市值和流通市值", ("float_market_value", "market_value")),
        ("股息率", ("dividend_yield",)),
        ("现在MACD和KDJ是多少", ("macd", "kdj")),
        ("茅台五日均线", ("averages",)),
        ("20日线在哪", ("averages",)),
        ("布林带", ("boll",)),
        ("rsi", ("rsi",)),
        ("这家去年净利润和ROE", ("net_profit", "roe")),
        ("扣非净利润", ("deducted_net_profit",)),
        ("净利率和毛利率", ("gross_margin", "net_margin")),
        ("营收", ("revenue",)),
        ("净资产收益率", ("roe",)),
        ("每股净资产", ("net_assets_per_share",)),
        ("每股收益EPS", ("eps",)),
        ("资产负债率", ("debt_ratio",)),
        ("茅台财报", ("finance",)),
        ("茅台技术面", ("technical",)),
        ("赚了多少钱", ("net_profit",)),
        ("亏了多少", ("net_profit",)),
        ("估值贵不贵", ("valuation",)),
        ("市盈率分位", ("pe", "position")),
        ("估值分位", ("position",)),
        ("OPEC减产", ()),
    ],
)
def test_figures_are_named_by_their_words(question: str, names: tuple[str, ...]) -> None:
    assert Wish.read(question, WORDS, TODAY).names == names


@pytest.mark.parametrize(
    ("question", "span"),
    [
        ("去年净利润", Span(2025)),
        ("前年营收", Span(2024)),
        ("今年一季度净利润", Span(2026, 1)),
        ("2023年净利润", Span(2023)),
        ("23年三季报", Span(2023, 3)),
        ("前三季度净利润", Span(None, 3)),
        ("上半年营收", Span(None, 2)),
        ("年报", Span(None, 4)),
        ("600519净利润", Span()),
        ("净利润多少", Span()),
        ("近三年净利润", Span(count=3)),
        ("最近5年ROE", Span(count=5)),
    ],
)
def test_periods_are_named_by_their_words(question: str, span: Span) -> None:
    assert Wish.read(question, WORDS, TODAY).span == span


@pytest.mark.parametrize("span", [Span(), Span(2025), Span(2026, 1), Span(None, 3), Span(count=3)])
def test_a_wish_is_remembered_as_it_was(span: Span) -> None:
    wish = Wish(("roe", "pe"), span)
    assert Wish.remembered(wish.details) == wish
    assert Wish.remembered({}) == Wish()


def test_a_period_alone_asks_for_the_reports_and_nothing_for_the_valuation() -> None:
    assert Wish((), Span(2025)).groups(WORDS) == {"finance": ()}
    assert Wish().groups(WORDS) == {"valuation": ()}
    groups = Wish(("macd", "pe", "roe")).groups(WORDS)
    assert groups == {"valuation": ("pe",), "finance": ("roe",), "technical": ("macd",)}


def test_every_figure_belongs_to_one_group() -> None:
    grouped = [name for names in WORDS.groups.values() for name in names]
    assert sorted(grouped) == sorted(WORDS.asks)


def test_this_year_is_as_far_as_it_was_reported() -> None:
    told = [Report(date(2025, 12, 31)), Report(date(2026, 9, 30))]
    assert Span(2026).pick(told, TODAY) == (told[1], date(2026, 12, 31))
    assert Span(2025).pick(told, TODAY) == (told[0], date(2025, 12, 31))
    assert Span(2027).pick(told, TODAY) == (None, date(2027, 12, 31))
    assert Span(None, 2).pick(told, TODAY) == (None, None)
    assert Span().pick(told, TODAY) == (told[1], None)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("137958000000", "1379.58亿"),
        ("138000000000", "1380亿"),
        ("8548000000", "85.48亿"),
        ("1170000000000", "1.17万亿"),
        ("-3960000000", "-39.6亿"),
        ("48766", "4.88万"),
        ("500", "500"),
        ("0", "0"),
    ],
)
def test_money_is_no_more_exact_than_it_is_known(value: str, told: str) -> None:
    assert money(Decimal(value), UNITS) == told


def test_shares_of_a_yuan_keep_the_decimals_of_the_report() -> None:
    assert per_share(Decimal("0.4")) == "0.40"
    assert per_share(Decimal("14.5528")) == "14.5528"
    assert per_share(Decimal("10")) == "10.00"
    assert per_share(Decimal("-0.123456")) == "-0.1235"


def test_a_loss_has_words_and_no_number() -> None:
    assert multiple(Decimal("-2.73"), WORDS.loss) == "为负（亏损）"
    assert multiple(Decimal("8.536"), WORDS.loss) == "8.54"
