"""The bars and minutes that the stand-ins show: real rows of data/demo, of which only the days are moved.

A security of the table has its last bar on the day of its row there, the earlier ones on the trading days
before, each with its own figures; where the row stands on its own day, so do all.
"""

import csv
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

from market.session import TradingDays
from market.sources.calendar import load_trading_days
from tests.fakes.upstreams.figures import SAMPLES, Figures

Rows = list[dict[str, str]]


@dataclass(frozen=True)
class Candle:
    """One day; `volume` in shares, `amount` None where the sample's source leaves it out."""

    day: date
    open: Decimal
    high: Decimal
    low: Decimal
    close: Decimal
    volume: int
    amount: Decimal | None
    previous_close: Decimal

    @property
    def change(self) -> Decimal:
        return self.close - self.previous_close

    @property
    def percent(self) -> Decimal:
        return (self.change / self.previous_close * 100).quantize(Decimal("0.01"))


@dataclass(frozen=True)
class Tick:
    """One minute and its own volume in shares."""

    at: datetime
    price: Decimal
    volume: int


def candles(table: dict[str, Figures], ref: str) -> list[Candle]:
    """What there is of a security: its row in the table alone, or that after the rows of its file."""
    figures = table.get(ref)
    if figures is None:
        return []
    rows = _rows(f"daily_bars/{ref}.csv")[:-1]
    days = _days_before(figures.as_of.date(), len(rows))
    earlier = [
        _candle(row, day, Decimal(before["close"]))
        for row, before, day in zip(rows[1:], rows, days[1:], strict=False)
    ]
    return [*earlier, _last(figures)]


def ticks(table: dict[str, Figures], ref: str) -> list[Tick]:
    """The minutes of a security's file, on the day of its row in the table."""
    figures = table.get(ref)
    if figures is None:
        return []
    return [
        Tick(
            datetime.combine(figures.as_of.date(), datetime.fromisoformat(row["at"]).time()),
            Decimal(row["price"]),
            int(row["volume"]),
        )
        for row in _rows(f"minutes/{ref}.csv")
    ]


def _candle(row: dict[str, str], day: date, previous_close: Decimal) -> Candle:
    return Candle(
        day=day,
        open=Decimal(row["open"]),
        high=Decimal(row["high"]),
        low=Decimal(row["low"]),
        close=Decimal(row["close"]),
        volume=int(row["volume"]),
        amount=Decimal(row["amount"]) if row["amount"] else None,
        previous_close=previous_close,
    )


def _last(figures: Figures) -> Candle:
    return Candle(
        day=figures.as_of.date(),
        open=figures.open or figures.last,
        high=figures.high or figures.last,
        low=figures.low or figures.last,
        close=figures.last,
        volume=figures.volume or 0,
        amount=figures.amount,
        previous_close=figures.previous_close,
    )


def _days_before(last: date, count: int) -> list[date]:
    days = [last]
    for _ in range(count):
        days.insert(0, _calendar().before(days[0]))
    return days[:-1]


@cache
def _calendar() -> TradingDays:
    return load_trading_days()


@cache
def _rows(name: str) -> Rows:
    path: Path = SAMPLES.parent / name
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
