"""Dated real values of a few funds for a demonstration (data/demo/README.md says whose they are)."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from market.fact import Fact
from market.funds import FUND_NAMES, FUND_NAV, FUND_PROFILE, FundName, FundNav, FundProfile
from market.sources.frames import decimal
from market.sources.fund_vetting import is_fund, of_day
from market.sources.samples import FOLDER, HOST, NAME, rows_of

FILE = FOLDER / "funds.csv"


def load_funds(file: Path = FILE) -> dict[str, tuple[FundName, FundNav]]:
    """Name and value of each fund by its code. Raises KeyError, ValueError."""
    return {
        row["code"]: (
            FundName(row["code"], row["name"], ""),
            FundNav(
                row["code"],
                date.fromisoformat(row["day"]),
                Decimal(row["nav"]),
                accumulated=decimal(row["accumulated"]),
                change_percent=decimal(row["change_percent"]),
            ),
        )
        for row in rows_of(file)
    }


class DemoFundNav:
    """The last known value of a fund that has one."""

    name = NAME
    host = HOST
    kind = FUND_NAV

    def covers(self, key: str) -> bool:
        return is_fund(key)

    async def fetch(self, key: str) -> Fact[FundNav] | None:
        found = load_funds().get(key)
        return Fact(found[1], of_day(found[1].day), NAME, demo=True) if found else None


class DemoFundProfile:
    """What it is called, no more."""

    name = NAME
    host = HOST
    kind = FUND_PROFILE

    def covers(self, key: str) -> bool:
        return is_fund(key)

    async def fetch(self, key: str) -> Fact[FundProfile] | None:
        found = load_funds().get(key)
        if found is None:
            return None
        return Fact(FundProfile(key, found[0].name), of_day(found[1].day), NAME, demo=True)


class DemoFundNames:
    """The names of the samples."""

    name = NAME
    host = HOST
    kind = FUND_NAMES

    def covers(self, key: None) -> bool:
        return True

    async def fetch(self, key: None) -> Fact[tuple[FundName, ...]] | None:
        funds = load_funds()
        oldest = min(nav.day for _, nav in funds.values())
        return Fact(tuple(name for name, _ in funds.values()), of_day(oldest), NAME, demo=True)
