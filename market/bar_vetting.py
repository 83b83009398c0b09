"""Whether a source's bars may be shown: they must agree with the calendar, with themselves, in their units.

Feeds count volume in shares or in lots of 100, not always as they say. Yuan by shares is a price of that day,
so each row shows its own unit; where it shows none, its volume is not known.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from market.bars import Bar
from market.errors import SourceChanged
from market.session import CLOSE, CONTINUOUS, SHANGHAI, Session

KEPT = 500
"""Traded days that one answer holds."""

_CALENDAR_DAYS = 760
_SLACK = Decimal("0.01")
_ADJUSTED_SLACK = Decimal(7)
"""An adjusted price may stand far from the traded one, but not so far as a lot from a share."""
_INDEX_YUAN_A_SHARE = (Decimal("1.5"), Decimal(400))
_PERCENT_SLACK = Decimal("0.02")
_CENT = Decimal("0.01")
_FEW = 0.05
"""Share of the rows that may contradict their units, as a day corrected later may, before all are doubted."""


@dataclass(frozen=True, slots=True)
class RawBar:
    """One day as a source says it; `volume` in the source's own unit, `change` against its previous close."""

    day: date
    open: Decimal
    high: Decimal
    low: Decimal
    close: Decimal
    volume: Decimal | None = None
    amount: Decimal | None = None
    change: Decimal | None = None
    percent: Decimal | None = None
    turnover_rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """How to read volumes: `lots` are the units that the source may mean, the likeliest first."""

    lots: tuple[int, ...] = (100, 1)
    adjusted: bool = False
    index: bool = False


def first_day(now: datetime) -> date:
    """From when to ask so as to get some 500 traded days."""
    return now.astimezone(SHANGHAI).date() - timedelta(days=_CALENDAR_DAYS)


def as_of(last: date, session: Session, now: datetime) -> datetime:
    """Bars carry days only: today's last is of this moment while prices move, an older one of its close."""
    close = datetime.combine(last, CLOSE, SHANGHAI)
    return min(close, now if session.is_moving(now) else session.last_rest(now))


def vet(
    rows: Iterable[RawBar], measure: Measure, source: str, session: Session, now: datetime
) -> tuple[Bar, ...]:
    """The bars that the rows give, ascending. Raises SourceChanged naming what contradicts itself."""
    kept = _begun(_once(rows, source), session, now)
    faults = sorted({fault for row in kept for fault in _faults(row, session, now)})
    if faults:
        raise SourceChanged(source, tuple(faults))
    traded = [row for row in kept if measure.index or row.volume is None or row.volume > 0]
    volumes = [_shares(row, measure) for row in traded]
    doubted = sum(
        volume is None and row.volume is not None and row.amount is not None
        for row, volume in zip(traded, volumes, strict=True)
    )
    if not measure.index and doubted > len(traded) * _FEW:
        raise SourceChanged(source, ("units",))
    return _bars(traded, volumes)[-KEPT:]


def _once(rows: Iterable[RawBar], source: str) -> list[RawBar]:
    """Each day once, ascending; two rows of one day must say the same."""
    by_day: dict[date, RawBar] = {}
    for row in rows:
        if by_day.setdefault(row.day, row) != row:
            raise SourceChanged(source, ("duplicate day",))
    return [by_day[day] for day in sorted(by_day)]


def _begun(rows: list[RawBar], session: Session, now: datetime) -> list[RawBar]:
    """Without today's row before continuous trading, whose price is only virtual."""
    today = now.astimezone(SHANGHAI)
    if rows and rows[-1].day == today.date() and today.time() < CONTINUOUS:
        return rows[:-1]
    return rows


def _faults(row: RawBar, session: Session, now: datetime) -> list[str]:
    checks = [
        ("day", row.day in session.days and row.day <= now.astimezone(SHANGHAI).date()),
        ("order", _in_order(row)),
        ("change", _change_agrees(row)),
        ("negative", (row.volume or 0) >= 0 and (row.amount or 0) >= 0),
    ]
    return [name for name, holds in checks if not holds]


def _in_order(row: RawBar) -> bool:
    """0 < low ≤ open, close ≤ high."""
    return 0 < row.low <= min(row.open, row.close) and max(row.open, row.close) <= row.high


def _change_agrees(row: RawBar) -> bool:
    """The stated percent is that of the stated change, give or take a cent in the close before."""
    if row.change is None or row.percent is None:
        return True
    previous = row.close - row.change
    if previous <= 0:
        return False
    slack = _PERCENT_SLACK + _CENT / previous * 100
    return abs(row.change / previous * 100 - row.percent) <= slack


def _shares(row: RawBar, measure: Measure) -> int | None:
    """The volume in shares by the unit that fits, None where none does or nothing shows which."""
    if row.volume is None or row.amount is None:
        return None
    if not row.volume:
        return 0
    for lot in measure.lots:
        shares = row.volume * lot
        if _fits(row.amount / shares, row.low, row.high, Decimal(lot) / shares, measure):
            return int(shares)
    return None


def _fits(paid: Decimal, low: Decimal, high: Decimal, rounding: Decimal, measure: Measure) -> bool:
    """Whether `paid` yuan a share is a price of the day; of an index, whether shares cost that at all."""
    if measure.index:
        return _INDEX_YUAN_A_SHARE[0] <= paid <= _INDEX_YUAN_A_SHARE[1]
    slack = 1 + rounding + (_ADJUSTED_SLACK if measure.adjusted else _SLACK)
    return low / slack <= paid <= high * slack


def _bars(rows: Sequence[RawBar], volumes: Sequence[int | None]) -> tuple[Bar, ...]:
    bars: list[Bar] = []
    for row, volume in zip(rows, volumes, strict=True):
        before = bars[-1].close if bars else None
        bars.append(
            Bar(
                day=row.day,
                open=row.open,
                high=row.high,
                low=row.low,
                close=row.close,
                volume=volume or None,
                amount=row.amount if volume or row.volume is None else None,
                previous_close=before if row.change is None else row.close - row.change,
                turnover_rate=row.turnover_rate,
            )
        )
    return tuple(bars)
