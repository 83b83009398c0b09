"""Market values that fit price × shares, and where a multiple stands in its own past."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.errors import SourceChanged
from market.sources.baidu_valuation import joined
from market.sources.baidu_valuation import read as read_baidu
from market.sources.eastmoney_company import read as read_shares
from market.sources.eastmoney_valuation import COLUMNS
from market.sources.eastmoney_valuation import read as read_history
from market.sources.tencent_company import parse
from market.valuation import Multiples, Past, Valuation, fits, position, vetted
from tests.unit.market.given import security

BANK = security("SZ000001")
DAY = date(2020, 6, 16)
SHARES = 19_405_918_198
"""平安银行, with its close of 2020-06-16 (data/demo/quotes.csv)."""
PRICE = Decimal("12.89")

prices = st.decimals("0.01", "3000", places=2)
counts = st.integers(10_000_000, 400_000_000_000)
values = st.decimals("1", "9e12", places=0)


def history(days: int, first: date, low: int, high: int) -> tuple[Multiples, ...]:
    """A multiple a day, rising evenly from `low` to `high`."""
    step = Decimal(high - low) / (days - 1)
    multiples = [low + step * at for at in range(days)]
    return tuple(Multiples(first + timedelta(days=at), each, each) for at, each in enumerate(multiples))


@given(prices, counts, values)
def test_a_market_value_that_does_not_fit_price_and_shares_is_never_told(
    price: Decimal, count: int, value: Decimal
) -> None:
    believed = vetted(
        Valuation(
            DAY,
            price=price,
            total_market_value=value,
            float_market_value=value,
            total_shares=count,
            float_shares=count,
        )
    )
    off = abs(value / (price * count) - 1)
    for told in (believed.total_market_value, believed.float_market_value):
        assert told is None or off <= Decimal("0.01")
        assert (told == value) == (off <= Decimal("0.01"))


@given(prices, counts, st.sampled_from([100, 1_000, 10_000, 100_000_000]))
def test_a_market_value_in_another_unit_is_never_told(price: Decimal, count: int, scale: int) -> None:
    value = price * count
    assert fits(value, price, count)
    assert not fits(value / scale, price, count)
    assert not fits(value * scale, price, count)


@given(prices, counts)
def test_rounding_to_a_hundredth_of_a_yi_is_no_contradiction(price: Decimal, count: int) -> None:
    value = price * count
    rounded = round(value / 10**8, 2) * 10**8
    assert fits(rounded, price, count) or abs(rounded / value - 1) > Decimal("0.01")


def test_what_cannot_be_checked_is_not_told() -> None:
    known = Valuation(DAY, PRICE, total_market_value=PRICE * SHARES, total_shares=SHARES)
    assert vetted(known).total_market_value == PRICE * SHARES
    for lacking in (replace(known, price=None), replace(known, total_shares=None)):
        assert vetted(lacking).total_market_value is None


@pytest.mark.parametrize(("current", "percent"), [(10, 0), (15, 50), (20, 100)])
def test_a_multiple_stands_where_its_past_puts_it(current: int, percent: int) -> None:
    past = history(3 * 365, DAY - timedelta(days=3 * 365), 10, 20)
    found = position(Valuation(DAY, pe_ttm=Decimal(current), history=Past.of(past)), "pe_ttm", 3)
    assert found is not None
    assert abs(found.percent - percent) < 1


def test_days_of_losses_are_no_part_of_the_past() -> None:
    past = history(400, DAY - timedelta(days=400), 10, 20)
    losses = tuple(
        replace(each, pe_ttm=Decimal(-5)) for each in history(695, past[0].day - timedelta(695), 1, 2)
    )
    found = position(Valuation(DAY, pe_ttm=Decimal(15), history=Past.of(losses + past)), "pe_ttm", 3)
    assert found is not None
    assert (found.days, abs(found.percent - 50) < 1) == (400, True)


def test_no_place_is_told_of_losses_or_of_a_past_that_is_too_short() -> None:
    past = history(3 * 365, DAY - timedelta(days=3 * 365), 10, 20)
    assert position(Valuation(DAY, pe_ttm=Decimal(-3), history=Past.of(past)), "pe_ttm", 3) is None
    assert position(Valuation(DAY, pe_ttm=None, history=Past.of(past)), "pe_ttm", 3) is None
    assert position(Valuation(DAY, pe_ttm=Decimal(15), history=Past.of(past)), "pe_ttm", 5) is None
    assert position(Valuation(DAY, pe_ttm=Decimal(15), history=Past.of(past[-100:])), "pe_ttm", 3) is None
    leap = Valuation(date(2024, 2, 29), pe_ttm=Decimal(15), history=Past.of(past))
    assert position(leap, "pe_ttm", 3) is None


def frame(*days: str) -> pandas.DataFrame:
    row = [12.89, 250142285572.22, 250140175182.75, SHARES, 19_405_754_475, 8.54, 8.87, 0.89, None]
    return pandas.DataFrame([[day, *row] for day in days], columns=list(COLUMNS))


def test_a_day_told_twice_or_out_of_order_is_no_history() -> None:
    assert read_history(frame("2020-06-15", "2020-06-16"), BANK) is not None
    for days in (("2020-06-16", "2020-06-16"), ("2020-06-16", "2020-06-15")):
        with pytest.raises(SourceChanged, match="数据日期"):
            read_history(frame(*days), BANK)
    assert read_history(frame(), BANK) is None


def test_baidu_gives_multiples_of_one_day_together() -> None:
    earnings = read_baidu(
        pandas.DataFrame([["2020-06-15", 8.5], ["2020-06-16", 8.54]], columns=["date", "value"])
    )
    assets = read_baidu(pandas.DataFrame([["2020-06-15", 0.88]], columns=["date", "value"]))
    value = joined(earnings, assets)
    assert value is not None
    assert (value.day, value.pe_ttm, value.pb) == (DAY, Decimal("8.54"), None)
    assert joined({}, {}) is None
    with pytest.raises(SourceChanged, match="date"):
        read_baidu(pandas.DataFrame([["2020-06-15", 8.5]] * 2, columns=["date", "value"]))


def items(**changes: object) -> pandas.DataFrame:
    told = {
        "股票代码": "000001",
        "最新": 12.89,
        "总股本": float(SHARES),
        "流通股": 19_405_754_475.0,
        "总市值": 12.89 * SHARES,
        "流通市值": 12.89 * 19_405_754_475,
    }
    return pandas.DataFrame((told | changes).items(), columns=["item", "value"])


def test_share_counts_are_believed_as_far_as_they_agree_with_a_market_value() -> None:
    assert read_shares(items(), BANK) is not None
    assert read_shares(items(总市值=1.0), BANK) is not None  # two kinds of shares at two prices
    assert read_shares(items(最新="-"), BANK) is not None  # suspended: nothing to check by
    assert read_shares(items(总股本="-", 流通股="-"), BANK) is None
    for wrong in ({"总市值": 1.0, "流通市值": 1.0}, {"流通股": SHARES * 2.0, "流通市值": 1.0}):
        with pytest.raises(SourceChanged, match="总股本"):
            read_shares(items(**wrong), BANK)
    with pytest.raises(SourceChanged, match="股票代码"):
        read_shares(items(股票代码="000002"), BANK)


def line(**fields: str) -> bytes:
    cells = [""] * 88
    told = {"2": "000001", "3": "12.89", "30": "20200616150000", "39": "8.54", "46": "0.89", "53": "8.87"}
    told |= {"44": "2501.40", "45": "2501.42", "72": "19405754475", "73": str(SHARES)}
    for at, value in (told | fields).items():
        cells[int(at.removeprefix("f"))] = value
    return f'v_sz000001="{"~".join(cells)}";'.encode("gbk")


def test_tencents_line_is_believed_as_far_as_it_fits() -> None:
    whole = parse(line(), BANK)
    assert whole is not None
    assert whole.valuation.total_market_value == Decimal("250142000000.00")
    partly = parse(line(f45="9999.00"), BANK)
    assert partly is not None
    assert (partly.valuation.total_market_value, partly.shares.total) == (None, None)
    assert partly.shares.floating == 19_405_754_475
    assert parse(line(f44="", f45="", f72="", f73=""), BANK) is None
    assert parse(b'v_pv_none_match="1";', BANK) is None
    with pytest.raises(SourceChanged, match="market value"):
        parse(line(f44="1.00", f45="1.00"), BANK)
    with pytest.raises(SourceChanged, match="code"):
        parse(line(f2="000002"), BANK)
    with pytest.raises(SourceChanged, match="fields"):
        parse(b'v_sz000001="1~2~3";', BANK)


def test_a_multiple_of_zero_is_a_missing_one() -> None:
    found = parse(line(f39="0.00", f46="0"), BANK)
    assert found is not None
    assert (found.valuation.pe_ttm, found.valuation.pb) == (None, None)
