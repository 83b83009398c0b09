"""Dated real issues for a demonstration (data/demo/README.md says whose rows they are).

A list is dated by its newest rows; an older row keeps its own day and house, and what a row lacks is missing.
"""

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

from market.convertible_bonds import BOND_CALENDAR, ConvertibleBond
from market.fact import Fact, Kind
from market.ipo import IPO_CALENDAR, Ipo
from market.ipo_pipeline import IPO_PIPELINE, Applicant
from market.session import SHANGHAI

_FOLDER = Path(__file__).parents[2] / "data" / "demo"
_Row = Mapping[str, str]


class DemoList[T]:
    """One file of samples as one fact."""

    name = "演示数据"
    host = "demo"

    def __init__(self, kind: Kind[None, tuple[T, ...]], fact: Fact[tuple[T, ...]]) -> None:
        self.kind = kind
        self._fact = fact

    def covers(self, key: None) -> bool:
        return True

    async def fetch(self, key: None) -> Fact[tuple[T, ...]] | None:
        return self._fact


def calendar(folder: Path = _FOLDER) -> DemoList[Ipo]:
    """New shares as lists showed them on three days."""
    return DemoList(IPO_CALENDAR, _fact(folder / "ipo.csv", _issue, _older_issue))


def bonds(folder: Path = _FOLDER) -> DemoList[ConvertibleBond]:
    """Convertible bonds as lists showed them on two days."""
    return DemoList(BOND_CALENDAR, _fact(folder / "convertible_bonds.csv", _bond, _older_bond))


def pipeline(folder: Path = _FOLDER) -> DemoList[Applicant]:
    """Companies on their way to a listing, on one day."""
    fact = _fact(folder / "ipo_pipeline.csv", _applicant, lambda applicant, row: applicant)
    return DemoList(IPO_PIPELINE, fact)


def _fact[T](path: Path, read: Callable[[_Row], T], older: Callable[[T, _Row], T]) -> Fact[tuple[T, ...]]:
    """The rows, those of the newest day first. Raises KeyError, ValueError."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["as_of"], reverse=True)
    newest = rows[0]
    found: Sequence[T] = [
        read(row) if row["as_of"] == newest["as_of"] else older(read(row), row) for row in rows
    ]
    at = datetime.combine(date.fromisoformat(newest["as_of"]), time(), SHANGHAI)
    return Fact(tuple(found), at, newest["house"], demo=True)


def _issue(row: _Row) -> Ipo:
    return Ipo(
        code=row["code"],
        name=row["name"],
        apply_code=row["apply_code"],
        price=_number(row["price"]),
        issue_shares=_count(row["issue_shares"]),
        online_shares=_count(row["online_shares"]),
        apply_limit=_count(row["apply_limit"]),
        payment_date=_day(row["payment_date"]),
        listing_date=_day(row["listing_date"]),
    )


def _bond(row: _Row) -> ConvertibleBond:
    return ConvertibleBond(
        code=row["code"],
        name=row["name"],
        apply_code=row["apply_code"],
        stock_name=row["stock_name"],
        conversion_price=_number(row["conversion_price"]),
        apply_date=_day(row["apply_date"]),
        result_date=_day(row["result_date"]),
        listing_date=_day(row["listing_date"]),
        winning_rate=_number(row["winning_rate"]),
        rating=row["rating"],
    )


def _applicant(row: _Row) -> Applicant:
    updated, accepted = _day(row["updated"]), _day(row["accepted"])
    return Applicant(row["company"], row["state"], row["market"], row["sponsor"], updated, accepted)


def _older_issue(ipo: Ipo, row: _Row) -> Ipo:
    return replace(ipo, as_of=date.fromisoformat(row["as_of"]), source=row["house"])


def _older_bond(bond: ConvertibleBond, row: _Row) -> ConvertibleBond:
    return replace(bond, as_of=date.fromisoformat(row["as_of"]), source=row["house"])


def _number(cell: str) -> Decimal | None:
    return Decimal(cell) if cell else None


def _count(cell: str) -> int | None:
    return int(cell) if cell else None


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None
