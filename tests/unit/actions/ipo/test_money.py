"""Market values in an investor's words."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.ipo.money import Holding, holdings
from market.securities import Exchange


def held(value: int, market: Exchange | None = None) -> Holding:
    return Holding(Decimal(value), market)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("我有12万沪市市值，能申购多少", [held(120_000, "SH")]),
        ("5万市值", [held(50_000)]),
        ("100万沪市 50万深市能打多少", [held(1_000_000, "SH"), held(500_000, "SZ")]),
        ("沪市10万，深市5万", [held(100_000, "SH"), held(50_000, "SZ")]),
        ("沪市10万深市5万", [held(100_000, "SH"), held(50_000, "SZ")]),
        ("深圳35万上海8万", [held(350_000, "SZ"), held(80_000, "SH")]),
        ("我有二十万沪市市值能打多少股", [held(200_000, "SH")]),
        ("账户里有三万块股票可以打几股", [held(30_000)]),
        ("三万五市值", [held(35_000)]),
        ("我有12万5深市市值", [held(125_000, "SZ")]),
        ("一百五十万沪市", [held(1_500_000, "SH")]),
        ("我有市值120000", [held(120_000)]),
        ("9999.99元市值", [Holding(Decimal("9999.99"))]),
        ("那20万呢能打多少", [held(200_000)]),
        ("深市新股，我有12万沪市市值", [held(120_000, "SH")]),
        ("科创板，我有3w市值", [held(30_000, "SH")]),
        ("我沪市有12万深市5万能打多少", [held(120_000, "SH"), held(50_000, "SZ")]),
        ("深市有3万沪市没有", [held(30_000, "SZ")]),
        ("沪市没有深市3万", [held(30_000, "SZ")]),
        ("持仓50万都是沪市的，能打创业板新股吗", [held(500_000, "SH")]),
        ("沪市深市各10万", [held(100_000)]),
    ],
)
def test_a_market_value_is_read_with_its_market(text: str, found: list[Holding]) -> None:
    assert list(holdings(text)) == found


@pytest.mark.parametrize(
    "text",
    [
        "打新额度怎么算",
        "一手茅台能打多少新股",
        "前20个交易日平均市值怎么算",
        "T-2日市值",
        "两签要准备多少",
        "配号100012345678",
        "301626能打多少",
        "申购500股",
        "二〇二六年的规则",
        "三天两头",
    ],
)
def test_other_numbers_are_no_market_values(text: str) -> None:
    assert holdings(text) == ()


@given(st.integers(1, 99_999), st.sampled_from(["沪市", "深市"]))
def test_every_whole_number_of_ten_thousands_is_read_exactly(count: int, market: str) -> None:
    [found] = holdings(f"我有{count}万{market}市值")
    assert found == held(count * 10_000, "SH" if market == "沪市" else "SZ")


@pytest.mark.parametrize("joint", ["", "有", "是", "大概", "：", " ", "市值", "市值大约有"])
@pytest.mark.parametrize("comma", ["", "，", "、", " "])
def test_whatever_stands_between_a_market_keeps_its_own_amount(joint: str, comma: str) -> None:
    both = [held(120_000, "SH"), held(50_000, "SZ")]
    assert list(holdings(f"我沪{joint}12万{comma}深市{joint}5万能打多少")) == both
    assert list(holdings(f"沪市{joint}12万{comma}深{joint}5万")) == both
    assert list(holdings(f"12万沪市{comma}5万深市")) == both


@given(st.text(max_size=60))
def test_any_text_at_all_can_be_read(text: str) -> None:
    assert all(found.value >= 1 for found in holdings(text))
