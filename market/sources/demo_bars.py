"""Dated real bars and minutes for a demonstration (data/demo/README.md says whose they are)."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from market.bars import DAILY_BARS, MINUTES, Bar, BarsKey, Minute
from market.fact import Fact
from market.securities import Security
from market.session import SHANGHAI
from market.sources.akshare_fact import close_of
from market.sources.frames import decimal, whole
from market.sources.samples import FOLDER, HOST, NAME, rows_of


def load_bars(file: Path) -> tuple[Bar, ...]:
    """The bars of one file, each after the close of the one before. Raises KeyError, ValueError."""
    bars: list[Bar] = []
    for row in rows_of(file):
        bars.append(
            Bar(
                day=date.fromisoformat(row["day"]),
                open=Decimal(row["open"]),
                high=Decimal(row["high"]),
                low=Decimal(row["low"]),
                close=Decimal(row["close"]),
                volume=whole(row["volume"]),
                amount=decimal(row["amount"]),
                previous_close=bars[-1].close if bars else None,
            )
        )
    return tuple(bars)


def load_minutes(file: Path) -> tuple[Minute, ...]:
    """The minutes of one file. Raises KeyError, ValueError."""
    return tuple(
        Minute(
            at=datetime.fromisoformat(row["at"]).replace(tzinfo=SHANGHAI),
            price=Decimal(row["price"]),
            volume=int(row["volume"]),
        )
        for row in rows_of(file)
    )


class DemoBars:
    """Prices as they were traded, for the few securities that have a file."""

    name = NAME
    host = HOST
    kind = DAILY_BARS

    def __init__(self, folder: Path = FOLDER / "daily_bars") -> None:
        self._folder = folder

    def covers(self, key: BarsKey) -> bool:
        return True

    async def fetch(self, key: BarsKey) -> Fact[tuple[Bar, ...]] | None:
        file = self._folder / f"{key.security.ref}.csv"
        if key.adjusted and key.security.kind != "index" or not file.exists():
            return None
        bars = load_bars(file)
        return Fact(bars, close_of(bars[-1].day), NAME, demo=True)


class DemoMinutes:
    """One day, for what has a file."""

    name = NAME
    host = HOST
    kind = MINUTES

    def __init__(self, folder: Path = FOLDER / "minutes") -> None:
        self._folder = folder

    def covers(self, key: Security) -> bool:
        return True

    async def fetch(self, key: Security) -> Fact[tuple[Minute, ...]] | None:
        file = self._folder / f"{key.ref}.csv"
        if not file.exists():
            return None
        minutes = load_minutes(file)
        return Fact(minutes, minutes[-1].at, NAME, demo=True)
