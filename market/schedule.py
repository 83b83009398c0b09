"""When reports and dividends come: appointed days, plans and their dates. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from market.company import EXAMPLE
from market.fact import Allowance, Kind
from market.securities import Security

_DECEMBER = 12
_TEN = Decimal(10)
_LATELY = timedelta(days=550)
"""Some 18 months: a year's distribution may come a few months later than that of the year before."""
_FORGOTTEN = timedelta(days=420)
"""A plan that is older and was not carried out will not be."""

Progress = Literal["plan", "approved", "implemented", "none"]
"""Proposed by the board, passed by the shareholders, announced with its dates, nothing is distributed."""


@dataclass(frozen=True, slots=True)
class Dividend:
    """One distribution, for every 10 shares: `cash` in yuan before tax, `bonus` (送) and `transfer` (转).

    `period` is the reporting period that it is for, `announced` when this state of it was published.
    """

    progress: Progress
    period: date | None = None
    announced: date | None = None
    cash: Decimal | None = None
    bonus: Decimal | None = None
    transfer: Decimal | None = None
    record_date: date | None = None
    ex_date: date | None = None
    pay_date: date | None = None

    @property
    def newest(self) -> date:
        """The day by which distributions are put in order."""
        return self.ex_date or self.record_date or self.announced or self.period or date.min

    @property
    def gives(self) -> bool:
        """Whether anything is distributed."""
        return any(part for part in (self.cash, self.bonus, self.transfer))


@dataclass(frozen=True, slots=True)
class YearCash:
    """All cash of `year` for every 10 shares that there are on a day, and the day of its last distribution.

    `diluted`: bonus shares or transfers have since made 10 shares more, and the cash for 10 of them less.
    """

    year: int
    cash: Decimal
    last: date
    diluted: bool = False

    def is_past(self, day: date) -> bool:
        """Whether it is too old to be what the company pays."""
        return day - self.last > _LATELY


@dataclass(frozen=True, slots=True)
class Disclosure:
    """When the report of `period` is to come (`appointed`, the latest word), and when it came (`actual`)."""

    period: date
    appointed: date | None
    first_appointed: date | None = None
    actual: date | None = None

    @property
    def moved(self) -> bool:
        """Whether the day was changed after it was first announced."""
        return self.first_appointed is not None and self.appointed != self.first_appointed


DIVIDENDS = Kind[Security, tuple[Dividend, ...]]("dividends", ttl=timedelta(hours=6), examples=(EXAMPLE,))
"""Distributions, the latest last."""
DIVIDEND_PLANS = Kind[Security, tuple[Dividend, ...]](
    "dividend_plans", ttl=timedelta(hours=6), examples=(EXAMPLE,)
)
"""The same with those that are only proposed or passed, and the decisions to distribute nothing."""
DISCLOSURES = Kind[Security, tuple[Disclosure, ...]](
    "disclosures", timedelta(hours=6), Allowance(source=8.0, total=8.0), examples=(EXAMPLE,)
)
"""The appointed days of a company's reports, the latest period last; they are out a week before it ends."""


def upcoming(dividends: Sequence[Dividend], today: date) -> Dividend | None:
    """The implemented distribution whose record day or ex day has not passed."""
    ahead = [
        each for each in dividends if each.gives and (each.ex_date or each.record_date or date.min) >= today
    ]
    return min(ahead, key=lambda each: each.newest, default=None)


def latest(dividends: Sequence[Dividend], today: date) -> Dividend | None:
    """The last distribution that has been carried out."""
    done = [
        each for each in dividends if each.gives and each.progress == "implemented" and each.newest < today
    ]
    return max(done, key=lambda each: each.newest, default=None)


def cash_of_year(dividends: Sequence[Dividend], day: date) -> YearCash | None:
    """The latest year whose own distribution was carried out, and all cash for it, as of `day`."""
    done = [each for each in dividends if each.progress == "implemented" and each.period]
    years = [each.period.year for each in done if each.period and each.period.month == _DECEMBER]
    if not years:
        return None
    year = max(years)
    paid = [each for each in done if each.period and each.period.year == year]
    told = sum((each.cash for each in paid if each.cash is not None), Decimal(0))
    cash = sum((_on_shares_of(day, each, dividends) for each in paid), Decimal(0))
    return YearCash(year, cash, max(each.newest for each in paid), diluted=cash != told)


def _on_shares_of(day: date, paid: Dividend, dividends: Sequence[Dividend]) -> Decimal:
    """The cash for every 10 shares that there are on `day`: what 10 old shares got lies on more of them."""
    new_shares: dict[date, Decimal] = {}
    for each in dividends:
        if each.progress == "implemented" and paid.newest <= each.newest <= day:
            new = (each.bonus or Decimal(0)) + (each.transfer or Decimal(0))
            new_shares[each.newest] = new_shares.get(each.newest, Decimal(0)) + new
    cash = paid.cash or Decimal(0)
    for new in new_shares.values():
        cash = cash * _TEN / (_TEN + new)
    return cash


def pending(dividends: Sequence[Dividend], today: date) -> Dividend | None:
    """The newest distribution that is proposed or passed but has no dates yet; old ones came to nothing."""
    settled = {each.period for each in dividends if each.progress == "implemented" and each.period}
    open_ones = [
        each
        for each in dividends
        if each.gives and each.progress in {"plan", "approved"} and each.period not in settled
        if today - each.newest <= _FORGOTTEN
    ]
    return max(open_ones, key=lambda each: each.newest, default=None)
