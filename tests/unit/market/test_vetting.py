"""A wrong number is worse than none: what a row must fulfil before it becomes a quote."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.errors import SourceChanged
from market.quote import Quote
from market.securities import Kind, Security
from market.session import Session, TradingDays
from market.sources.row import Row
from market.vetting import vet
from tests.unit.market.given import moment, security

NOW = moment("2025-08-05 16:00:00")
WEEKDAYS = Session(TradingDays([]))
PUFA = Row(
    ref="SH600000",
    name="浦发银行",
    as_of=moment("2025-08-05 15:00:00"),
    last=Decimal("13.75"),
    previous_close=Decimal("13.13"),
    open=Decimal("13.15"),
    high=Decimal("13.78"),
    low=Decimal("13.14"),
    volume=133_646_594,
    amount=Decimal(1812400000),
)
SHARE = security("SH600000")
WAITING = replace(PUFA, last=None, open=None, high=None, low=None, volume=0, amount=Decimal(0))


def altered(row: Row, fields: Mapping[str, Any]) -> Row:
    return replace(row, **fields)


def judge(row: Row, of: Security = SHARE, now: str = "2025-08-05 16:00:00") -> Quote:
    return vet(row, of, "腾讯行情", WEEKDAYS, moment(now))


def faults(row: Row, of: Security = SHARE, now: str = "2025-08-05 16:00:00") -> tuple[str, ...]:
    with pytest.raises(SourceChanged) as caught:
        judge(row, of, now)
    return caught.value.missing


def test_a_sound_row_becomes_a_quote() -> None:
    quote = judge(PUFA)
    assert (quote.last, quote.change, quote.change_percent) == (
        Decimal("13.75"),
        Decimal("0.62"),
        Decimal("4.72"),
    )
    assert quote.amplitude == Decimal("4.87")
    assert (quote.volume, quote.phase, quote.stale) == (133_646_594, "closed", False)
    assert (quote.source, quote.suspended, quote.demo) == ("腾讯行情", False, False)


@pytest.mark.parametrize("factor", [100, Decimal("0.01")])
def test_a_source_that_lies_about_units_is_not_believed(factor: Decimal | int) -> None:
    assert faults(replace(PUFA, volume=int(133_646_594 * factor))) == ("units",)


def test_lots_may_lose_a_lot_in_rounding() -> None:
    odd = replace(
        PUFA, volume=100, amount=Decimal("13.20") * 199, high=Decimal("13.20"), last=Decimal("13.20")
    )
    assert judge(odd).volume == 100


def test_shares_without_money_or_money_without_shares_is_nonsense() -> None:
    assert faults(replace(PUFA, amount=Decimal(0))) == ("units",)
    assert faults(replace(PUFA, volume=0)) == ("units",)


def test_a_volume_whose_unit_cannot_be_checked_is_not_known() -> None:
    assert judge(replace(PUFA, amount=None)).volume is None


def test_the_answer_to_another_question_is_refused() -> None:
    assert faults(PUFA, security("SH600001")) == ("code",)


def test_a_quote_from_the_future_is_refused_but_clocks_may_differ() -> None:
    assert faults(replace(PUFA, as_of=NOW + timedelta(minutes=3))) == ("time",)
    assert judge(replace(PUFA, as_of=NOW + timedelta(minutes=1))).last


def test_an_old_day_is_shown_as_stale_with_its_own_time() -> None:
    quote = judge(PUFA, now="2026-11-23 10:00:00")
    assert (quote.stale, quote.as_of) == (True, moment("2025-08-05 15:00:00"))


def test_yesterday_is_not_stale_before_the_open() -> None:
    assert not judge(PUFA, now="2025-08-06 09:20:00").stale
    assert judge(PUFA, now="2025-08-06 09:31:00").stale


@pytest.mark.parametrize(
    "wrong",
    [
        {"high": Decimal("13.70")},
        {"low": Decimal("13.16")},
        {"open": Decimal("14.00")},
        {"open": None},
        {"last": None},
        {"open": None, "high": None, "low": None},
    ],
)
def test_prices_must_be_in_order(wrong: dict[str, Decimal | None]) -> None:
    assert "order" in faults(altered(PUFA, wrong))


def test_the_sources_own_arithmetic_must_hold() -> None:
    assert faults(replace(PUFA, stated_change=Decimal("0.72"))) == ("change",)
    assert faults(replace(PUFA, stated_percent=Decimal("4.62"))) == ("change",)
    assert judge(replace(PUFA, stated_change=Decimal("0.62"), stated_percent=Decimal("4.72"))).last


def test_the_feeds_own_limits_outrank_computed_ones() -> None:
    narrow = replace(PUFA, limit_up=Decimal("13.76"), limit_down=Decimal("12.50"))
    assert faults(narrow) == ("limits",)
    wide = replace(PUFA, previous_close=Decimal("5.00"), limit_up=Decimal("20"), limit_down=Decimal("3"))
    assert judge(wide).last == Decimal("13.75")


@pytest.mark.parametrize(
    ("ref", "kind", "previous_close", "believed"),
    [
        ("SH600000", "stock", "12.52", True),
        ("SH600000", "stock", "12.00", False),
        ("SH688000", "stock", "11.49", True),
        ("SZ300001", "stock", "11.49", True),
        ("SZ301001", "stock", "11.00", False),
        ("BJ920001", "stock", "10.61", True),
        ("BJ920001", "stock", "10.00", False),
        ("SH510300", "etf", "11.49", True),
        ("SH000300", "index", "11.00", False),
    ],
)
def test_a_price_beyond_its_boards_limit_is_refused(
    ref: str, kind: Kind, previous_close: str, believed: bool
) -> None:
    row = replace(PUFA, ref=ref, previous_close=Decimal(previous_close))
    of = security(ref, kind)
    assert judge(row, of).last if believed else faults(row, of) == ("limits",)


@pytest.mark.parametrize("name", ["N海天", "C云从-UW", "退市环球", "新光退"])
def test_new_shares_and_those_leaving_have_no_limit(name: str) -> None:
    assert judge(replace(PUFA, name=name, previous_close=Decimal("3.00"))).last


def test_a_suspended_share_has_no_last_price() -> None:
    frozen = replace(
        PUFA,
        last=PUFA.previous_close,
        open=None,
        high=None,
        low=None,
        volume=0,
        amount=Decimal(0),
        quiet=True,
    )
    quote = judge(frozen)
    assert quote.suspended
    assert (quote.last, quote.open, quote.volume, quote.amount) == (None, None, None, None)
    assert quote.previous_close == Decimal("13.13")
    assert (quote.change_percent, quote.amplitude) == (None, None)


def test_a_source_may_say_itself_that_trading_is_suspended() -> None:
    assert judge(replace(WAITING, suspended=True)).suspended


@pytest.mark.parametrize("now", ["09:05", "09:20", "09:29"])
def test_before_the_open_a_quiet_share_is_not_suspended(now: str) -> None:
    early = replace(WAITING, as_of=moment("2025-08-05 09:03:00"), quiet=True)
    quote = judge(early, now=f"2025-08-05 {now}:00")
    assert (quote.suspended, quote.last, quote.phase) == (False, None, "pre_open")


@pytest.mark.parametrize("now", ["2025-08-05 09:30:00", "2025-08-05 14:00:00", "2025-08-06 08:30:00"])
def test_a_share_that_is_quiet_since_before_the_open_is_suspended(now: str) -> None:
    still = replace(WAITING, last=PUFA.previous_close, as_of=moment("2025-08-05 09:03:00"), quiet=True)
    quote = judge(still, now=now)
    assert (quote.suspended, quote.last, quote.previous_close) == (True, None, Decimal("13.13"))


def test_on_the_morning_after_a_quiet_day_the_share_is_still_suspended() -> None:
    assert judge(replace(WAITING, quiet=True), now="2025-08-06 08:30:00").suspended


def test_a_share_that_nobody_has_traded_yet_is_not_suspended() -> None:
    quote = judge(replace(WAITING, as_of=moment("2025-08-05 09:41:00")))
    assert (quote.suspended, quote.last, quote.volume) == (False, None, 0)
    assert quote.previous_close == Decimal("13.13")


def test_in_the_auction_a_virtual_price_stands_alone() -> None:
    virtual = replace(WAITING, last=Decimal("13.50"), as_of=moment("2025-08-05 09:22:33"))
    quote = judge(virtual)
    assert (quote.last, quote.phase, quote.open) == (Decimal("13.50"), "auction", None)


def test_an_index_has_points_and_its_volume_is_checked_by_magnitude() -> None:
    index = security("SH000001", "index")
    row = replace(PUFA, ref="SH000001", volume=59_752_942_700, amount=Decimal("1187681546393.3"))
    assert judge(row, index).volume == 59_752_942_700
    assert judge(replace(row, volume=597_529_427), index).volume is None


def test_nothing_at_all_is_refused() -> None:
    assert "price" in faults(replace(WAITING, previous_close=None))


def test_a_new_st_mark_in_the_feeds_name_is_kept_aside() -> None:
    assert judge(replace(PUFA, name="ST浦发")).feed_name == "ST浦发"


prices = st.one_of(st.none(), st.decimals("0.01", "100", places=2))


@given(
    numbers=st.fixed_dictionaries(
        {name: prices for name in ("last", "previous_close", "open", "high", "low", "limit_up", "limit_down")}
    ),
    volume=st.one_of(st.none(), st.integers(0, 10**9)),
    amount=st.one_of(st.none(), st.decimals(0, 10**11, places=0)),
    quiet=st.booleans(),
)
def test_no_quote_ever_has_a_price_outside_its_own_limits(
    numbers: dict[str, Decimal | None], volume: int | None, amount: Decimal | None, quiet: bool
) -> None:
    row = altered(PUFA, {**numbers, "volume": volume, "amount": amount, "quiet": quiet})
    try:
        quote = judge(row)
    except SourceChanged:
        return
    shown = [price for price in (quote.last, quote.open, quote.high, quote.low) if price is not None]
    assert all(price > 0 for price in shown)
    if quote.limit_up is not None and quote.limit_down is not None:
        tick = Decimal("0.01")
        assert all(quote.limit_down - tick <= price <= quote.limit_up + tick for price in shown)
    if quote.high is not None and quote.low is not None:
        assert all(quote.low <= price <= quote.high for price in shown)
    if quote.volume and quote.amount:
        assert quote.low is not None
        assert quote.amount / quote.volume >= quote.low / 102
