"""Pledges, unlocks and forecasts: sums that know what they do not know."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from market.forecast import Forecast
from market.forecast import latest as latest_forecast
from market.pledge import Pledge, consistent, pledged
from market.sources.demo_risk import pledge, unlock
from market.sources.samples import FOLDER, rows_of
from market.unlock import Unlock, latest, upcoming

PLEDGES = tuple(pledge(row) for row in rows_of(FOLDER / "pledges.csv"))
"""金徽股份 as of 2026-03-31, without the shares."""
UNLOCKS = tuple(unlock(row) for row in rows_of(FOLDER / "unlocks.csv") if row["ref"] == "SH600000")
"""浦发银行, 2007 to 2020."""
DAY = date(2026, 3, 31)


def test_what_is_not_released_is_pledged_and_an_unknown_part_makes_no_sum() -> None:
    still = pledged(PLEDGES)
    assert (still.count, still.shares, still.percent_of_total) == (12, None, None)
    assert still.latest == DAY


@given(st.lists(st.tuples(st.integers(1, 10**9), st.booleans()), min_size=1))
def test_the_sum_is_that_of_the_open_ones(parts: list[tuple[int, bool]]) -> None:
    known = [Pledge("甲", DAY, open=is_open, shares=shares) for shares, is_open in parts]
    assert pledged(known).shares == sum(shares for shares, is_open in parts if is_open)


@given(
    st.integers(10**8, 10**10),
    st.lists(st.integers(1, 60), min_size=2, max_size=8),
    st.sampled_from([10_000, Decimal("0.0001")]),
)
def test_shares_in_another_unit_than_the_rest_do_not_fit(
    total: int, percents: list[int], scale: int | Decimal
) -> None:
    def of(percent: int, unit: int | Decimal) -> Pledge:
        shares = int(Decimal(total) * percent / 100 * unit)
        return Pledge("甲", DAY, open=True, shares=shares, percent_of_total=Decimal(percent))

    right = [of(percent, 1) for percent in percents]
    assert consistent(right)
    assert not consistent([*right[1:], of(percents[0], scale)])


def test_unlocks_to_come_are_the_next_first_and_the_last_one_is_known() -> None:
    assert [each.day.year for each in upcoming(UNLOCKS, date(2016, 1, 1))] == [2017, 2020]
    assert [each.day for each in upcoming(UNLOCKS, date(2020, 9, 4))] == [date(2020, 9, 4)]
    assert upcoming(UNLOCKS, date(2020, 9, 5)) == ()
    last = latest(UNLOCKS, date(2020, 9, 5))
    assert last is not None
    assert (last.day, last.shares) == (date(2020, 9, 4), 1_248_316_500)


def test_a_value_at_no_price_at_all_is_not_plausible() -> None:
    assert all(each.plausible for each in UNLOCKS)
    assert not Unlock(DAY, 1_248_316_500, Decimal("127.0786")).plausible


def test_the_newest_word_on_net_profit_is_the_forecast() -> None:
    def of(period: date, announced: date, figure: str) -> Forecast:
        return Forecast(period, announced, figure, "预增")

    profit = "归属于上市公司股东的净利润"
    old = of(date(2019, 3, 31), date(2019, 4, 1), profit)
    new = of(date(2019, 6, 30), date(2019, 7, 8), profit)
    revenue = of(date(2019, 6, 30), date(2019, 7, 8), "营业收入")
    assert latest_forecast([old, revenue, new]) == new
    assert latest_forecast([revenue]) == revenue
    assert latest_forecast([]) is None
