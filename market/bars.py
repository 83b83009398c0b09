"""Daily bars and the minutes of a day: their types, and weeks and months made out of days. Pure.

Bars are ascending, one a traded day; a day of suspension has none. Prices are as they were traded or,
where that was asked for, adjusted from the newest backwards (前复权). `previous_close` is what the change
counts from: the close before it, lowered on an ex-right day where the source says so.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import groupby

from market.fact import Allowance, Kind
from market.securities import Security

_PERCENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Bar:
    """One day, week or month, dated by its last traded day. Yuan or points, shares, yuan, percent."""

    day: date
    open: Decimal
    high: Decimal
    low: Decimal
    close: Decimal
    volume: int | None = None
    amount: Decimal | None = None
    previous_close: Decimal | None = None
    turnover_rate: Decimal | None = None

    @property
    def change(self) -> Decimal | None:
        return None if self.previous_close is None else self.close - self.previous_close

    @property
    def change_percent(self) -> Decimal | None:
        if self.change is None or not self.previous_close:
            return None
        return (self.change / self.previous_close * 100).quantize(_PERCENT)


@dataclass(frozen=True, slots=True)
class BarsKey:
    """Whose bars; `adjusted` backwards from the newest price, else as they were traded."""

    security: Security
    adjusted: bool = False


@dataclass(frozen=True, slots=True)
class Minute:
    """One minute of trading: its last price, the average of the day so far, its own volume in shares."""

    at: datetime
    price: Decimal
    average: Decimal | None = None
    volume: int | None = None


_EXAMPLES = (
    Security("600519", "SH", "stock", "主板", "贵州茅台"),
    Security("000300", "SH", "index", "", "沪深300"),
    Security("510300", "SH", "etf", "", "300ETF"),
)

DAILY_BARS = Kind[BarsKey, tuple[Bar, ...]](
    "daily_bars", timedelta(minutes=3), Allowance(5.0, 9.0), tuple(map(BarsKey, _EXAMPLES)), weight=20
)
"""About the last 500 traded days; today's bar is in it as soon as something was traded."""

MINUTES = Kind[Security, tuple[Minute, ...]](
    "minutes", timedelta(seconds=45), Allowance(5.0, 9.0), _EXAMPLES, weight=8
)
"""The latest day on which something was traded, so far as it has gone."""


def weekly(bars: Iterable[Bar]) -> tuple[Bar, ...]:
    """A bar for each calendar week in which something was traded."""
    return _grouped(bars, lambda bar: bar.day.isocalendar()[:2])


def monthly(bars: Iterable[Bar]) -> tuple[Bar, ...]:
    """A bar for each calendar month in which something was traded."""
    return _grouped(bars, lambda bar: (bar.day.year, bar.day.month))


def since(bars: Iterable[Bar], first: date) -> tuple[Bar, ...]:
    """The bars from that day on."""
    return tuple(bar for bar in bars if bar.day >= first)


def _grouped(bars: Iterable[Bar], period: Callable[[Bar], tuple[int, int]]) -> tuple[Bar, ...]:
    return tuple(_joined(list(group)) for _, group in groupby(bars, period))


def _joined(bars: Sequence[Bar]) -> Bar:
    """One bar out of several; a sum of which one part is not known is not known."""
    return Bar(
        day=bars[-1].day,
        open=bars[0].open,
        high=max(bar.high for bar in bars),
        low=min(bar.low for bar in bars),
        close=bars[-1].close,
        volume=_sum([bar.volume for bar in bars], 0),
        amount=_sum([bar.amount for bar in bars], Decimal(0)),
        previous_close=bars[0].previous_close,
        turnover_rate=_sum([bar.turnover_rate for bar in bars], Decimal(0)),
    )


def _sum[N: (int, Decimal)](parts: Sequence[N | None], start: N) -> N | None:
    known = [part for part in parts if part is not None]
    return sum(known, start) if len(known) == len(parts) else None
