"""Dated real days of four sectors for a demonstration (data/demo/README.md says whose they are)."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from market.fact import Fact
from market.sectors import SECTORS, Group, Sector
from market.sources.akshare_fact import close_of
from market.sources.samples import FOLDER, HOST, NAME, Row, rows_of

FILE = FOLDER / "sectors.csv"


def load_sectors(group: Group, file: Path = FILE) -> tuple[Sector, ...]:
    """The sectors of a group, each of a day of its own. Raises KeyError, ValueError."""
    return tuple(_sector(row) for row in rows_of(file) if row["group"] == group)


def _sector(row: Row) -> Sector:
    return Sector(
        name=row["name"],
        change_percent=(Decimal(row["close"]) / Decimal(row["previous_close"]) - 1) * 100,
        amount=Decimal(row["amount"]),
        volume=int(row["volume"]),
        day=date.fromisoformat(row["day"]),
    )


class DemoSectors:
    """As of the oldest of its days."""

    name = NAME
    host = HOST
    kind = SECTORS

    def covers(self, key: Group) -> bool:
        return True

    async def fetch(self, key: Group) -> Fact[tuple[Sector, ...]] | None:
        sectors = load_sectors(key)
        oldest = min(sector.day for sector in sectors if sector.day)
        return Fact(sectors, close_of(oldest), NAME, demo=True)
