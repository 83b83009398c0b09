"""The figures that every stand-in shows, each in its own wire format."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

SAMPLES = Path(__file__).parents[3] / "data" / "demo" / "quotes.csv"


@dataclass(frozen=True)
class Figures:
    """One security on one day. Volume in shares; None where the sample's source leaves it out."""

    ref: str
    name: str
    as_of: datetime
    last: Decimal
    previous_close: Decimal
    open: Decimal | None
    high: Decimal | None
    low: Decimal | None
    volume: int | None
    amount: Decimal | None
    bid: Decimal | None = None
    ask: Decimal | None = None
    limit_up: Decimal | None = None
    limit_down: Decimal | None = None

    @property
    def exchange(self) -> str:
        return self.ref[:2]

    @property
    def code(self) -> str:
        return self.ref[2:]

    @property
    def is_index(self) -> bool:
        return self.ref.startswith(("SH000", "SZ399", "BJ899"))

    @property
    def change(self) -> Decimal:
        return self.last - self.previous_close

    @property
    def percent(self) -> Decimal:
        return (self.change / self.previous_close * 100).quantize(Decimal("0.01"))


def load_figures(path: Path = SAMPLES) -> dict[str, Figures]:
    """The samples of which a source could write a whole line: open, high, low and volume are known."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if all(row[c] for c in ("open", "high", "low", "volume"))]
    return {row["ref"]: _figures(row) for row in rows}


def _figures(row: dict[str, str]) -> Figures:
    return Figures(
        ref=row["ref"],
        name=row["name"],
        as_of=datetime.fromisoformat(row["as_of"]),
        last=Decimal(row["last"]),
        previous_close=Decimal(row["previous_close"]),
        open=Decimal(row["open"]),
        high=Decimal(row["high"]),
        low=Decimal(row["low"]),
        volume=int(row["volume"]),
        amount=Decimal(row["amount"]) if row["amount"] else None,
    )


def shift(fields: list[str], shape: str, at: int) -> list[str]:
    """The fields with one lost or one put in before position `at`, as a source does when it changes."""
    if shape == "missing_column":
        return fields[:at] + fields[at + 1 :]
    if shape == "extra_column":
        return [*fields[:at], "0", *fields[at:]]
    return fields


def pick(table: dict[str, Figures], refs: Iterable[str]) -> list[Figures]:
    return [table[ref] for ref in refs if ref in table]
