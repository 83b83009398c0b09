"""Whether a row of a source may be shown: a wrong number is worse than none.

A row is believed only if it is the security that was asked for, agrees with itself, lies within
the day's limits, and its amount, volume and prices fit together, which they don't when a source
counts lots where we think it counts shares.
"""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from market.errors import SourceChanged
from market.quote import Quote
from market.securities import Security
from market.session import Session
from market.sources.row import Row

_CLOCKS_MAY_DIFFER = timedelta(minutes=2)
_TICK = Decimal("0.01")
_LOT = 100
_SLACK = Decimal("0.01")
_NEW_OR_LEAVING = re.compile(r"^[NC][^A-Za-z]|退")
_INDEX_YUAN_A_SHARE = (Decimal("1.5"), Decimal(400))


def vet(row: Row, security: Security, source: str, session: Session, now: datetime) -> Quote:
    """The quote that the row gives. Raises SourceChanged naming every check that failed."""
    faults = [name for name, holds in _checks(row, security, now) if not holds]
    if faults:
        raise SourceChanged(source, tuple(faults))
    quote = quote_of(replace(row, volume=_volume(row, security)), security, source, session, now)
    quiet = row.quiet and row.open is None and security.kind != "index"
    return _suspended(quote) if row.suspended or (quiet and _has_opened(quote, session, now)) else quote


def quote_of(row: Row, security: Security, source: str, session: Session, now: datetime) -> Quote:
    """The row as it is, with what its time means now."""
    return Quote(
        security=security,
        last=row.last,
        previous_close=row.previous_close,
        open=row.open,
        high=row.high,
        low=row.low,
        volume=row.volume,
        amount=row.amount,
        turnover_rate=row.turnover_rate,
        volume_ratio=row.volume_ratio,
        limit_up=row.limit_up,
        limit_down=row.limit_down,
        suspended=False,
        as_of=row.as_of,
        source=source,
        phase=session.phase(row.as_of),
        stale=row.as_of.date() < session.last_day(now),
        feed_name=row.name or None,
    )


def _has_opened(quote: Quote, session: Session, now: datetime) -> bool:
    """Whether continuous trading has begun on the quote's day; a share that rests keeps an early time."""
    return quote.phase not in {"pre_open", "auction"} or session.last_day(now) >= quote.as_of.date()


def _suspended(quote: Quote) -> Quote:
    """What feeds repeat for a suspended share (the previous close, zeros) is not trading."""
    return replace(
        quote,
        suspended=True,
        last=None,
        open=None,
        high=None,
        low=None,
        volume=None,
        amount=None,
        turnover_rate=None,
        volume_ratio=None,
    )


def _checks(row: Row, security: Security, now: datetime) -> list[tuple[str, bool]]:
    return [
        ("code", row.ref == security.ref),
        ("time", row.as_of <= now + _CLOCKS_MAY_DIFFER and row.as_of.year >= 1990),
        ("price", row.last is not None or row.previous_close is not None),
        ("order", _in_order(row)),
        ("change", _change_agrees(row)),
        ("limits", _within_limits(row, security)),
        ("units", security.kind == "index" or _units_agree(row)),
    ]


def _in_order(row: Row) -> bool:
    """low ≤ last, open ≤ high; all three known, or none of them (nothing traded yet)."""
    known = [price for price in (row.open, row.high, row.low) if price is not None]
    if len(known) not in {0, 3}:
        return False
    if row.high is None or row.low is None or row.open is None:
        return not row.volume
    return row.last is not None and all(row.low <= price <= row.high for price in (row.open, row.last))


def _change_agrees(row: Row) -> bool:
    if row.last is None or row.previous_close is None:
        return True
    change = row.last - row.previous_close
    if row.stated_change is not None and abs(row.stated_change - change) > _TICK:
        return False
    percent = change / row.previous_close * 100
    return row.stated_percent is None or abs(row.stated_percent - percent) <= Decimal("0.02")


def _within_limits(row: Row, security: Security) -> bool:
    """The feed's own limits outrank computed ones. New shares and those leaving may have none."""
    prices = [price for price in (row.last, row.high, row.low) if price is not None]
    if row.limit_up is not None and row.limit_down is not None:
        low, high = row.limit_down, row.limit_up
    elif row.previous_close is not None and not _NEW_OR_LEAVING.search(row.name):
        band = row.previous_close * _band(security)
        low, high = row.previous_close - band, row.previous_close + band
    else:
        return True
    return all(low - _TICK <= price <= high + _TICK for price in prices)


def _band(security: Security) -> Decimal:
    """The widest daily move that the rules allow (funds follow what they hold, up to 20 %)."""
    if security.exchange == "BJ":
        return Decimal("0.30")
    wide = security.code.startswith(("688", "689", "300", "301", "302"))
    return Decimal("0.20") if wide or security.kind != "stock" else Decimal("0.10")


def _units_agree(row: Row) -> bool:
    """Yuan by shares is a price of the day. Sources that count lots lose up to a lot in rounding."""
    if not row.volume or not row.amount:
        return not (row.volume and row.amount == 0) and not (row.amount and row.volume == 0)
    if row.low is None or row.high is None:
        return False
    paid = row.amount / row.volume
    slack = 1 + _SLACK + Decimal(_LOT) / row.volume
    return row.low / slack <= paid <= row.high * slack


def _volume(row: Row, security: Security) -> int | None:
    """A volume whose unit could not be checked is not known; an index's is checked by magnitude."""
    if row.volume is None or row.amount is None:
        return None
    if security.kind != "index" or not row.volume:
        return row.volume
    low, high = _INDEX_YUAN_A_SHARE
    return row.volume if low <= row.amount / row.volume <= high else None
