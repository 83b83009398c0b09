"""What a list of holdings is worth and consists of: sums that come out, and nothing of what is not known."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.holdings.portfolio import concentration, divided, moved, moved_together, shares_of
from actions.holdings.stretches import DAYS, stretch
from actions.holdings.valued import Position, Totals, valued
from customers.shares import Held
from market.bars import BarsKey
from market.quote import Quote, QuoteMissing
from market.securities import Security
from market.sources.demo_bars import load_bars
from market.sources.samples import FOLDER
from tests.unit.actions.given import MOUTAI, PING_AN_BANK, WULIANGYE, quote_of
from tests.unit.actions.given_facts import GivenMarket

B_SHARE = Security(code="900905", exchange="SH", kind="stock", board="B股", name="老凤祥B")
HUNDRED = Decimal(100)


def position(quantity: str, price: str, cost: str | None = None, security: Security = MOUTAI) -> Position:
    held = Held(security.ref, Decimal(quantity), None if cost is None else Decimal(cost))
    return Position(security, held, quote_of(security, last=Decimal(price)))


def test_a_gain_is_told_where_the_cost_is_known() -> None:
    each = position("100", "1768.90", "1500")
    assert (each.value, each.gain) == (Decimal("176890.00"), Decimal("26890.00"))
    assert each.gain_percent is not None
    assert round(each.gain_percent, 2) == Decimal("17.93")
    assert position("100", "1768.90").gain is None


@pytest.mark.parametrize("cost", ["0", "-1.2"])
def test_of_a_cost_of_nought_or_below_there_is_no_percent(cost: str) -> None:
    each = position("2000", "12.89", cost)
    assert each.gain == (Decimal("12.89") - Decimal(cost)) * 2000
    assert each.gain_percent is None


def test_a_suspended_share_is_worth_its_last_close() -> None:
    quote = quote_of(last=None, suspended=True)
    assert Position(MOUTAI, Held(MOUTAI.ref, Decimal(10)), quote).value == Decimal("17128.90")


def test_what_is_priced_in_dollars_or_not_at_all_is_in_no_sum() -> None:
    held = [Held(each.ref, Decimal(10), Decimal(1)) for each in (B_SHARE, WULIANGYE, MOUTAI)]
    known = {each.ref: each for each in (B_SHARE, WULIANGYE, MOUTAI)}
    quotes: dict[str, Quote | QuoteMissing] = {
        B_SHARE.ref: quote_of(B_SHARE),
        MOUTAI.ref: quote_of(),
        WULIANGYE.ref: QuoteMissing(WULIANGYE, "no_data"),
    }
    positions = valued(held, known, quotes)
    assert positions[0].security == MOUTAI
    assert Totals.of(positions) == Totals(Decimal("17689.00"), Decimal("17679.00"), 1, 1)
    assert [each.security for each, _ in shares_of(positions)] == [MOUTAI]


_POSITIONS = st.lists(
    st.tuples(st.integers(1, 10**6), st.decimals("0.01", "3000", places=2)), min_size=1, max_size=40
).map(lambda rows: [position(str(count), str(price)) for count, price in rows])


@given(_POSITIONS, st.integers(1, 6))
def test_parts_make_a_whole_however_it_is_divided(positions: list[Position], most: int) -> None:
    parts = shares_of(positions)
    slices = divided(parts, lambda each: str(each.held.quantity % 7), "其他", most)
    assert len(slices) <= most
    assert abs(sum(each.percent for each in slices) - HUNDRED) < Decimal("1e-15")


@given(_POSITIONS)
def test_concentration_lies_between_all_the_same_and_all_in_one(positions: list[Position]) -> None:
    found = concentration(shares_of(positions))
    slack = Decimal("1e-15")
    assert Decimal(1) / len(positions) - slack <= found.index <= 1 + slack
    assert found.first <= found.three <= HUNDRED + slack
    assert found.first >= HUNDRED / len(positions) - slack


def test_four_alike_are_as_four() -> None:
    found = concentration(shares_of([position("100", "10")] * 4))
    assert (found.index, found.equal, found.three) == (Decimal("0.25"), Decimal(4), Decimal(75))


@given(st.lists(st.decimals("0.01", "3000", places=2), min_size=2, max_size=30), st.integers(1, 10**6))
def test_a_single_holding_moves_as_its_share_whatever_the_quantity(closes: list[Decimal], count: int) -> None:
    together = moved_together({"SH600519": Decimal(count)}, {"SH600519": closes})
    assert all(abs(a - b) < Decimal("1e-15") for a, b in zip(together, moved(closes), strict=True))


ETF = Security(code="510500", exchange="SH", kind="etf", board="", name="中证500ETF")
OTHER = Security(code="159915", exchange="SZ", kind="etf", board="", name="创业板ETF")
BARS = load_bars(FOLDER / "daily_bars" / "SH510500.csv")
OTHER_BARS = load_bars(FOLDER / "daily_bars" / "SZ159915.csv")


async def test_a_stretch_has_a_close_for_each_day_and_names_what_is_lacking() -> None:
    pause = OTHER_BARS[-30]
    known = {
        ("daily_bars", BarsKey(ETF)): BARS,
        ("daily_bars", BarsKey(OTHER, adjusted=True)): tuple(bar for bar in OTHER_BARS if bar != pause),
        ("daily_bars", BarsKey(PING_AN_BANK)): BARS[-10:],
    }
    found = await stretch(GivenMarket("2026-03-13 16:00", known), [ETF, OTHER, PING_AN_BANK, MOUTAI])
    assert len(found.days) == DAYS
    assert found.lacking == (PING_AN_BANK, MOUTAI)
    assert found.closes[ETF.ref] == tuple(bar.close for bar in BARS[-DAYS:])
    assert found.closes[OTHER.ref][-30] == OTHER_BARS[-31].close
    assert found.traded


async def test_bars_that_end_before_the_stretch_begins_are_lacking() -> None:
    old = tuple(bar for bar in BARS if bar.day < date(2025, 12, 1))
    known = {("daily_bars", BarsKey(ETF)): old, ("daily_bars", BarsKey(OTHER)): OTHER_BARS}
    found = await stretch(GivenMarket("2026-03-13 16:00", known), [ETF, OTHER])
    assert found.lacking == (ETF,)
    assert found.days[0] > old[-1].day + timedelta(days=1)
