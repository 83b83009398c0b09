"""Dated real facts about a few companies for a demonstration (data/demo/README.md says whose they are)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, cast

from market.company import PROFILE, SHARES, Profile
from market.fact import Fact, Kind
from market.facts import FactSource
from market.finance import BALANCES, REPORTS, Balance, Report
from market.schedule import DISCLOSURES, DIVIDEND_PLANS, DIVIDENDS, Dividend, Progress
from market.securities import Security
from market.session import CLOSE, SHANGHAI
from market.sources.dividend_plans import Parts, parts_of
from market.sources.frames import day, decimal
from market.sources.samples import FOLDER, HOST, NAME, Row, rows_of
from market.valuation import INDUSTRY_MULTIPLES, VALUATION, Valuation


@dataclass
class DemoFact[T]:
    """Reads the rows of a security out of a sample file; `day` tells which day they are of."""

    kind: Kind[Security, T]
    file: Path
    read: Callable[[Sequence[Row]], T | None]
    day: Callable[[Sequence[Row]], datetime]
    name: str = NAME
    host: str = HOST

    def covers(self, key: Security) -> bool:
        return key.kind == "stock"

    async def fetch(self, key: Security) -> Fact[T] | None:
        own = [row for row in rows_of(self.file) if row["ref"] == key.ref]
        value = self.read(own) if own else None
        return None if value is None else Fact(value, self.day(own), NAME, demo=True)


@dataclass
class NoSamples[K, T]:
    """Knows of nothing, of which no licensed rows were found."""

    kind: Kind[K, T]
    name: str = NAME
    host: str = HOST

    def covers(self, key: K) -> bool:
        return not isinstance(key, Security) or key.kind == "stock"

    async def fetch(self, key: K) -> Fact[T] | None:
        return None


def profile(rows: Sequence[Row]) -> Profile:
    row = rows[0]
    return Profile(
        industry=row["industry"],
        business=row["business"],
        founded=day(row["founded"]),
        listing_date=day(row["listing_date"]),
        registered_place=row["region"],
    )


def valuation(rows: Sequence[Row]) -> Valuation:
    row = rows[0]
    return Valuation(
        day=date.fromisoformat(row["day"]),
        price=decimal(row["price"]),
        pe_ttm=decimal(row["pe_ttm"]),
        pe_static=decimal(row["pe_static"]),
        pb=decimal(row["pb"]),
    )


def reports(rows: Sequence[Row]) -> tuple[Report, ...]:
    return tuple(_report(row) for row in rows)


def balances(rows: Sequence[Row]) -> tuple[Balance, ...]:
    return tuple(Balance(date.fromisoformat(row["period"]), **_figures(row)) for row in rows)


def plans(rows: Sequence[Row]) -> tuple[Dividend, ...]:
    return tuple(_dividend(row) for row in rows)


def carried_out(rows: Sequence[Row]) -> tuple[Dividend, ...] | None:
    return tuple(each for each in plans(rows) if each.progress == "implemented") or None


def _report(row: Row) -> Report:
    return Report(date.fromisoformat(row["period"]), **_figures(row))


def _figures(row: Row) -> dict[str, Any]:
    own = {"ref", "period", "source", "licence"}
    return {name: decimal(cell) for name, cell in row.items() if name not in own}


def _dividend(row: Row) -> Dividend:
    parts = parts_of(row["plan"]) or Parts()
    return Dividend(
        progress=cast(Progress, row["progress"]),
        announced=day(row["announced"]),
        cash=parts.cash,
        bonus=parts.bonus,
        transfer=parts.transfer,
        record_date=day(row["record_date"]),
        ex_date=day(row["ex_date"]),
    )


def _latest(column: str, at: time = time()) -> Callable[[Sequence[Row]], datetime]:
    """The newest day that stands in a column."""
    return lambda rows: datetime.combine(date.fromisoformat(max(row[column] for row in rows)), at, SHANGHAI)


def company_samples(folder: Path = FOLDER) -> Sequence[FactSource[Any, Any]]:
    """Every kind that has samples."""
    return (
        DemoFact(PROFILE, folder / "company.csv", profile, _latest("as_of")),
        DemoFact(VALUATION, folder / "valuation.csv", valuation, _latest("day", CLOSE)),
        DemoFact(REPORTS, folder / "finance.csv", reports, _latest("period")),
        DemoFact(BALANCES, folder / "finance_balances.csv", balances, _latest("period")),
        DemoFact(DIVIDENDS, folder / "schedule.csv", carried_out, _latest("announced")),
        DemoFact(DIVIDEND_PLANS, folder / "schedule.csv", plans, _latest("announced")),
        NoSamples(SHARES),
        NoSamples(DISCLOSURES),
        NoSamples(INDUSTRY_MULTIPLES),
    )
