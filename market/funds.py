"""Funds of the public: net asset values, yields of money funds, fees and names. Pure types."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from market.fact import Allowance, Kind


@dataclass(frozen=True, slots=True)
class FundNav:
    """The latest net asset value of one unit, in yuan; a money fund has yields instead.

    `per_ten_thousand` is what 10,000 units earned on that day in yuan, `seven_day` the last seven days' rate
    for a year in percent. `purchase` and `redemption` are the source's words for whether they are open.
    """

    code: str
    day: date
    nav: Decimal | None
    accumulated: Decimal | None = None
    change_percent: Decimal | None = None
    per_ten_thousand: Decimal | None = None
    seven_day: Decimal | None = None
    purchase: str = ""
    redemption: str = ""


@dataclass(frozen=True, slots=True)
class FundProfile:
    """Who a fund is; "" and None where the source leaves it out."""

    code: str
    name: str
    full_name: str = ""
    kind: str = ""
    company: str = ""
    manager: str = ""
    founded: date | None = None


@dataclass(frozen=True, slots=True)
class FeeStep:
    """A fee from `low` up to but not including `high`: yuan of one purchase, or days of holding.

    `percent` of the money, or `yuan` for each order whatever its size.
    """

    low: Decimal | None
    high: Decimal | None
    percent: Decimal | None = None
    yuan: Decimal | None = None


@dataclass(frozen=True, slots=True)
class FundFees:
    """What the contract says; `running` are fees of a year by name, in percent, paid out of the fund."""

    code: str
    purchase: tuple[FeeStep, ...] = ()
    redemption: tuple[FeeStep, ...] = ()
    running: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class FundName:
    """One line of the list of all funds."""

    code: str
    name: str
    kind: str


FUND_NAV = Kind[str, FundNav]("fund_nav", ttl=timedelta(hours=1), examples=("000001",))
FUND_PROFILE = Kind[str, FundProfile]("fund_profile", ttl=timedelta(hours=24), examples=("000001",))
FUND_FEES = Kind[str, FundFees]("fund_fees", ttl=timedelta(hours=12), examples=("000001",))
FUND_NAMES = Kind[None, tuple[FundName, ...]](
    "fund_names", ttl=timedelta(hours=12), allowance=Allowance(source=8.0, total=10.0), examples=(None,)
)
"""All funds of the country, some 26,000."""
