"""Steps of fees in the words of two houses, and funds by parts of their names."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.errors import SourceChanged
from market.fund_fees import bounds, step, steps
from market.fund_names import FundNames
from market.funds import FeeStep, FundName
from tests.fakes.upstreams.funds import NAMES

FUNDS = [FundName(code, name, kind) for code, _, name, kind, _ in NAMES]
KNOWN = FundNames(FUNDS)
MILLION = Decimal(1_000_000)


@pytest.mark.parametrize(
    ("condition", "fee", "expected"),
    [
        ("0.0万<买入金额<100.0万", "1.5", FeeStep(None, MILLION, Decimal("1.5"))),
        ("100.0万<=买入金额<500.0万", "1.2", FeeStep(MILLION, 5 * MILLION, Decimal("1.2"))),
        ("1000.0万<=买入金额", "1000.0", FeeStep(10 * MILLION, None, yuan=Decimal(1_000))),
        ("0.0万<买入金额", "0.0", FeeStep(None, None, Decimal(0))),
        ("0.0天<持有期限<7.0天", "1.5", FeeStep(None, Decimal(7), Decimal("1.5"))),
        ("1.0年<=持有期限<2.0年", "0.25", FeeStep(Decimal(365), Decimal(730), Decimal("0.25"))),
        ("小于100万元", "1.50%", FeeStep(None, MILLION, Decimal("1.50"))),
        ("大于等于100万元，小于200万元", "1.20%", FeeStep(MILLION, 2 * MILLION, Decimal("1.20"))),
        ("大于等于500万元", "每笔1000元", FeeStep(5 * MILLION, None, yuan=Decimal(1_000))),
        ("大于等于7天，小于30天", "0.75%", FeeStep(Decimal(7), Decimal(30), Decimal("0.75"))),
        ("---", "0.00%", FeeStep(None, None, Decimal("0.00"))),
    ],
)
def test_a_step_is_read_however_it_is_written(condition: str, fee: str, expected: FeeStep) -> None:
    assert step(condition, fee) == expected


@pytest.mark.parametrize(("condition", "fee"), [("看心情", "1.5"), ("小于7天", "面议"), ("小于7天", "")])
def test_what_cannot_be_read_is_no_step(condition: str, fee: str) -> None:
    assert step(condition, fee) is None


def test_a_yuan_figure_is_never_taken_for_percent() -> None:
    (found,) = steps([("1000.0万<=买入金额", "1000.0")], "x")
    assert (found.percent, found.yuan) == (None, Decimal(1_000))
    with pytest.raises(SourceChanged, match="percent"):
        steps([("小于7天", "15")], "x")


def test_steps_come_once_and_in_order() -> None:
    written = [("7.0天<=持有期限", "0.5"), ("0.0天<持有期限<7.0天", "1.5"), ("7.0天<=持有期限", "0.5")]
    assert [each.percent for each in steps(written, "x")] == [Decimal("1.5"), Decimal("0.5")]
    assert steps([], "x") == ()
    with pytest.raises(SourceChanged, match="fees"):
        steps([("看心情", "面议")], "x")


@given(st.text(max_size=40))
def test_any_condition_is_read_or_refused_but_breaks_nothing(condition: str) -> None:
    found = bounds(condition)
    assert found is None or all(bound is None or bound >= 0 for bound in found)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("易方达蓝筹", ["005827"]),
        ("易方达蓝筹精选混合", ["005827"]),
        ("招商白酒", ["161725", "012414"]),
        ("招商中证白酒C", ["012414"]),
        ("中欧医疗健康混合", ["003095", "003096"]),
        ("余额宝", ["000198"]),
        ("华夏成长", ["000001"]),
        ("不存在的基金", []),
        ("招", []),
    ],
)
def test_a_fund_is_found_by_a_part_of_its_name(text: str, codes: list[str]) -> None:
    found = KNOWN.find(text)
    assert sorted(fund.code for fund in found) == sorted(codes)


def test_the_exact_name_is_certain_and_no_back_end_class_is_offered() -> None:
    assert [fund.code for fund in KNOWN.find("招商中证白酒指数(LOF)A")] == ["161725"]
    assert "000002" not in [fund.code for fund in KNOWN.find("华夏成长混合")]
    assert KNOWN.of("005827") == FUNDS[5]
    assert KNOWN.of("999999") is None
