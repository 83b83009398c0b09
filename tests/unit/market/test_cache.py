"""How long a quote stands for the present: three seconds while prices move, till the next open else."""

from decimal import Decimal

import pytest

from market.cache import QuoteCache
from market.quote import Quote, QuoteMissing
from market.session import Session
from tests.unit.market.given import Clock, moment, security


def quote(as_of: str, ref: str = "SH600000") -> Quote:
    price = Decimal("13.75")
    return Quote(
        security=security(ref),
        last=price,
        previous_close=price,
        open=price,
        high=price,
        low=price,
        volume=100,
        amount=price * 100,
        turnover_rate=None,
        volume_ratio=None,
        limit_up=None,
        limit_down=None,
        suspended=False,
        as_of=moment(as_of),
        source="腾讯行情",
        phase="trading",
    )


@pytest.mark.parametrize(
    ("now", "as_of", "still", "no_longer"),
    [
        ("2026-11-23 10:00:00", "2026-11-23 09:59:58", "2026-11-23 10:00:02", "2026-11-23 10:00:03"),
        ("2026-11-23 11:31:00", "2026-11-23 11:30:00", "2026-11-23 12:59:59", "2026-11-23 13:00:00"),
        ("2026-11-23 15:01:00", "2026-11-23 15:00:00", "2026-11-23 15:01:02", "2026-11-23 15:01:03"),
        ("2026-11-23 15:31:00", "2026-11-23 15:00:03", "2026-11-24 09:14:59", "2026-11-24 09:15:00"),
        ("2026-11-20 20:00:00", "2026-11-20 16:14:00", "2026-11-23 09:14:59", "2026-11-23 09:15:00"),
        ("2026-11-23 20:00:00", "2026-11-20 15:00:00", "2026-11-23 20:00:59", "2026-11-23 20:01:00"),
        ("2026-11-24 09:14:30", "2026-11-20 15:00:00", "2026-11-24 09:14:59", "2026-11-24 09:15:00"),
    ],
)
def test_a_quote_is_fresh_until_prices_may_have_moved(
    session: Session, now: str, as_of: str, still: str, no_longer: str
) -> None:
    clock = Clock(now)
    cache = QuoteCache(session, clock)
    kept = quote(as_of)
    cache.keep(kept)
    clock.set(still)
    assert cache.fresh("SH600000") == kept
    clock.set(no_longer)
    assert cache.fresh("SH600000") is None


def test_an_expired_quote_is_still_the_last_known_one(session: Session) -> None:
    clock = Clock("2026-11-23 10:00:00")
    cache = QuoteCache(session, clock)
    cache.keep(quote("2026-11-23 09:59:58"))
    clock.set("2026-11-23 11:00:00")
    known = cache.last_known("SH600000")
    assert known is not None
    assert (known.stale, known.as_of) == (True, moment("2026-11-23 09:59:58"))
    assert cache.last_known("SH600001") is None


def test_what_no_source_knows_is_not_asked_again_for_a_minute(session: Session) -> None:
    clock = Clock("2026-11-23 10:00:00")
    cache = QuoteCache(session, clock)
    missing = QuoteMissing(security("SH600001"), "no_data")
    cache.keep(missing)
    clock.set("2026-11-23 10:00:59")
    assert cache.fresh("SH600001") == missing
    clock.set("2026-11-23 10:01:00")
    assert cache.fresh("SH600001") is None
    assert cache.last_known("SH600001") is None


def test_an_outage_does_not_displace_the_last_known_quote(session: Session) -> None:
    cache = QuoteCache(session, Clock("2026-11-23 10:00:00"))
    kept = quote("2026-11-23 09:59:58")
    cache.keep(kept)
    cache.keep(QuoteMissing(kept.security, "source_down"))
    assert cache.fresh("SH600000") == kept


def test_the_least_recently_asked_leaves_first(session: Session) -> None:
    cache = QuoteCache(session, Clock("2026-11-23 10:00:00"), size=2)
    cache.keep(quote("2026-11-23 09:59:58", "SH600000"))
    cache.keep(quote("2026-11-23 09:59:58", "SH600001"))
    assert cache.fresh("SH600000")
    cache.keep(quote("2026-11-23 09:59:58", "SH600002"))
    assert len(cache) == 2
    assert cache.fresh("SH600000")
    assert cache.fresh("SH600001") is None
