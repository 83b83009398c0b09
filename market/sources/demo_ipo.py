"""Dated real issues for a demonstration (data/demo/README.md says whose rows they are).

A list is dated by its newest rows; an older row keeps its own day and house, and what a row lacks is missing.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from market.convertible_bonds import BOND_CALENDAR, ConvertibleBond
from market.fact import Fact, Kind
from market.ipo import IPO_CALENDAR, Ipo
from market.ipo_pipeline import IPO_PIPELINE, Applicant
from market.sources.frames import day, decimal, whole
from market.sources.samples import FOLDER, HOST, NAME, Row, midnight, rows_of


class DemoList[T]:
    """One file of samples as one fact."""

    name = NAME
    host = HOST

    def __init__(self, kind: Kind[None, tuple[T, ...]], fact: Fact[tuple[T, ...]]) -> None:
        self.kind = kind
        self._fact = fact

    def covers(self, key: None) -> bool:
        return True

    async def fetch(self, key: None) -> Fact[tuple[T, ...]] | None:
        return self._fact


def calendar(folder: Path = FOLDER) -> DemoList[Ipo]:
    """New shares as lists showed them on three days."""
    return DemoList(IPO_CALENDAR, _fact(folder / "ipo.csv", _issue, _older_issue))


def bonds(folder: Path = FOLDER) -> DemoList[ConvertibleBond]:
    """Convertible bonds as lists showed them on two days."""
    return DemoList(BOND_CALENDAR, _fact(folder / "convertible_bonds.csv", _bond, _older_bond))


def pipeline(folder: Path = FOLDER) -> DemoList[Applicant]:
    """Companies on their way to a listing, on one day."""
    fact = _fact(folder / "ipo_pipeline.csv", _applicant, lambda applicant, row: applicant)
    return DemoList(IPO_PIPELINE, fact)


def _fact[T](path: Path, read: Callable[[Row], T], older: Callable[[T, Row], T]) -> Fact[tuple[T, ...]]:
    """The rows, those of the newest day first. Raises KeyError, ValueError."""
    rows = sorted(rows_of(path), key=lambda row: row["as_of"], reverse=True)
    newest = rows[0]
    found: Sequence[T] = [
        read(row) if row["as_of"] == newest["as_of"] else older(read(row), row) for row in rows
    ]
    at = midnight(date.fromisoformat(newest["as_of"]))
    return Fact(tuple(found), at, newest["house"], demo=True)


def _issue(row: Row) -> Ipo:
    return Ipo(
        code=row["code"],
        name=row["name"],
        apply_code=row["apply_code"],
        price=decimal(row["price"]),
        issue_shares=whole(row["issue_shares"]),
        online_shares=whole(row["online_shares"]),
        apply_limit=whole(row["apply_limit"]),
        payment_date=day(row["payment_date"]),
        listing_date=day(row["listing_date"]),
    )


def _bond(row: Row) -> ConvertibleBond:
    return ConvertibleBond(
        code=row["code"],
        name=row["name"],
        apply_code=row["apply_code"],
        stock_name=row["stock_name"],
        conversion_price=decimal(row["conversion_price"]),
        apply_date=day(row["apply_date"]),
        result_date=day(row["result_date"]),
        listing_date=day(row["listing_date"]),
        winning_rate=decimal(row["winning_rate"]),
        rating=row["rating"],
    )


def _applicant(row: Row) -> Applicant:
    updated, accepted = day(row["updated"]), day(row["accepted"])
    return Applicant(row["company"], row["state"], row["market"], row["sponsor"], updated, accepted)


def _older_issue(ipo: Ipo, row: Row) -> Ipo:
    return replace(ipo, as_of=date.fromisoformat(row["as_of"]), source=row["house"])


def _older_bond(bond: ConvertibleBond, row: Row) -> ConvertibleBond:
    return replace(bond, as_of=date.fromisoformat(row["as_of"]), source=row["house"])
