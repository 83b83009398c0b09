"""Whether a source's minutes may be shown: of one day, in order, within the hours, in known units."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import accumulate

from market.bars import Minute
from market.errors import SourceChanged
from market.session import AFTERNOON, CLOSE, CONTINUOUS, NOON, SHANGHAI, Session

_CLOCKS_MAY_DIFFER = timedelta(minutes=2)
_LOTS = (100, 1)
_SLACK = Decimal("1.2")
"""How far a mean may lie outside the prices that the minutes happened to end with."""
_INDEX_YUAN_A_SHARE = (Decimal("1.5"), Decimal(400))
_MILL = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class RawMinute:
    """One minute as a source says it; `volume` and `amount` are its own, in the source's unit and in yuan."""

    at: datetime
    price: Decimal
    volume: Decimal | None = None
    amount: Decimal | None = None
    average: Decimal | None = None


def vet_minutes(
    rows: Iterable[RawMinute], source: str, session: Session, now: datetime, *, index: bool
) -> tuple[Minute, ...]:
    """The latest day of the rows. Raises SourceChanged naming what contradicts itself."""
    kept = _latest_day(rows, source)
    faults = sorted({fault for row in kept for fault in _faults(row, session, now)})
    if faults:
        raise SourceChanged(source, tuple(faults))
    lot = _lot(kept, index=index)
    averages = [None] * len(kept) if index else _averages(kept, lot)
    return tuple(
        Minute(
            row.at, row.price, average, None if lot is None or row.volume is None else int(row.volume * lot)
        )
        for row, average in zip(kept, averages, strict=True)
    )


def _latest_day(rows: Iterable[RawMinute], source: str) -> list[RawMinute]:
    """Each minute once, ascending, of continuous trading; the last word of a minute holds."""
    by_minute = {row.at: row for row in rows if _in_hours(row.at)}
    if not by_minute:
        return []
    if list(by_minute) != sorted(by_minute):
        raise SourceChanged(source, ("order",))
    last = max(by_minute).date()
    return [row for at, row in by_minute.items() if at.date() == last]


def _in_hours(at: datetime) -> bool:
    """Virtual prices before the opening and trading at the closing price are no part of the line."""
    return CONTINUOUS <= at.time() <= NOON or AFTERNOON <= at.time() <= CLOSE


def _faults(row: RawMinute, session: Session, now: datetime) -> list[str]:
    at = row.at.astimezone(SHANGHAI)
    checks = [
        ("day", at.date() in session.days),
        ("time", at <= now + _CLOCKS_MAY_DIFFER),
        ("price", row.price > 0),
        ("negative", (row.volume or 0) >= 0 and (row.amount or 0) >= 0),
    ]
    return [name for name, holds in checks if not holds]


def _lot(rows: Sequence[RawMinute], *, index: bool) -> int | None:
    """Shares in the source's unit of volume: the one with which the day's mean is a price of the day."""
    volumes = [row.volume for row in rows if row.volume is not None]
    amounts = [row.amount for row in rows if row.amount is not None]
    if len(volumes) != len(rows) or len(amounts) != len(rows) or not sum(volumes):
        return None
    low, high = _INDEX_YUAN_A_SHARE if index else _range(rows)
    paid = Decimal(sum(amounts)) / Decimal(sum(volumes))
    return next((lot for lot in _LOTS if low / _SLACK <= paid / lot <= high * _SLACK), None)


def _range(rows: Sequence[RawMinute]) -> tuple[Decimal, Decimal]:
    prices = [row.price for row in rows]
    return min(prices), max(prices)


def _averages(rows: Sequence[RawMinute], lot: int | None) -> list[Decimal | None]:
    """The source's own, else what all shares so far have cost; none that lies outside the day's prices."""
    if not rows:
        return []
    low, high = _range(rows)
    if lot is None:
        given = [row.average for row in rows]
    else:
        amounts = accumulate(row.amount or Decimal(0) for row in rows)
        volumes = accumulate((row.volume or Decimal(0)) * lot for row in rows)
        own = [amount / volume if volume else None for amount, volume in zip(amounts, volumes, strict=True)]
        given = [row.average or mean for row, mean in zip(rows, own, strict=True)]
    return [
        each.quantize(_MILL) if each is not None and low / _SLACK <= each <= high * _SLACK else None
        for each in given
    ]
