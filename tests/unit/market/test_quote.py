"""What a quote says of itself."""

from decimal import Decimal

import pytest

from market.quote import Quote
from market.session import Session, TradingDays
from market.sources.row import Row
from market.vetting import quote_of
from tests.unit.market.given import moment, security


def quoted_at(time: str) -> Quote:
    """浦发银行 on 2025-08-05 (data/demo/quotes.csv), as if its row were of that time."""
    as_of = moment(f"2025-08-05 {time}")
    row = Row("SH600000", "浦发银行", as_of, last=Decimal("13.75"), previous_close=Decimal("13.13"))
    return quote_of(row, security("SH600000"), "腾讯行情", Session(TradingDays([])), as_of)


@pytest.mark.parametrize("time", ["15:00", "15:10", "15:34"])
def test_the_last_price_of_a_day_that_is_over_is_its_close(time: str) -> None:
    assert quoted_at(time).close == Decimal("13.75")


@pytest.mark.parametrize("time", ["09:05", "09:20", "10:58", "12:00", "14:58"])
def test_before_that_there_is_no_close(time: str) -> None:
    assert quoted_at(time).close is None
