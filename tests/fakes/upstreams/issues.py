"""The issues that stand-ins show: real rows of data/demo, of which only the days are moved to the present.

Each group of rows was printed by one list on one day; all its days are moved by the same number of weekdays,
so that live mode has something to apply for today (on a weekend: on Monday), and to be listed tomorrow. The
day of application is not printed beside that of payment: it is two trading days earlier (T+2).
"""

import csv
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.fakes.upstreams.figures import SAMPLES

PRESENT = {"2026-03-04": date(2026, 3, 4), "2024-10-15": date(2024, 10, 15), "2024-02-02": date(2024, 2, 2)}
"""By the day of a list: which of its days becomes today. 苏州天脉 was paid for on the 17th: T is the 15th."""
BOND_PRESENT = {"2024-08-14": date(2024, 8, 14), "2024-03-06": date(2024, 3, 4)}
"""On 2024-08-14 集智转债 could be applied for, on 2024-03-04 益丰转债."""


@dataclass(frozen=True)
class Issue:
    """One row; counts in shares, as in the file, "" where the list left a cell out."""

    code: str
    name: str
    apply_code: str
    price: str
    apply_limit: str
    online_shares: str
    issue_shares: str
    apply_date: date | None
    payment_date: date | None
    listing_date: date | None

    def ten_thousands(self, field: str) -> str:
        """A count as lists print it."""
        written = getattr(self, field)
        return f"{(Decimal(written) / 10_000).normalize():f}" if written else ""


@dataclass(frozen=True)
class Bond:
    """One row; `conversion_price` and `winning_rate` are "" where the list printed zero."""

    code: str
    name: str
    apply_code: str
    stock_name: str
    conversion_price: str
    winning_rate: str
    rating: str
    apply_date: date | None
    result_date: date | None
    listing_date: date | None


def today() -> date:
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


def load_issues(now: date | None = None) -> list[Issue]:
    """Every row, the latest first, as if it were printed on the day `now`."""
    now = now or today()
    issues = []
    for row in _rows(SAMPLES.with_name("ipo.csv")):
        present = PRESENT[row["as_of"]]
        paid, listed = (_day(row[name]) for name in ("payment_date", "listing_date"))
        cells = ("code", "name", "apply_code", "price", "apply_limit", "online_shares", "issue_shares")
        issues.append(
            Issue(
                **{name: row[name] for name in cells},
                apply_date=_moved(_weekdays(paid, -2) if paid else None, present, now),
                payment_date=_moved(paid, present, now),
                listing_date=_moved(listed, present, now),
            )
        )
    return sorted(issues, key=lambda issue: issue.apply_date or issue.listing_date or now, reverse=True)


def load_bonds(now: date | None = None) -> list[Bond]:
    """Every row as if it were printed on the day `now`."""
    now = now or today()
    bonds = []
    for row in _rows(SAMPLES.with_name("convertible_bonds.csv")):
        applied, drawn, listed = (
            _moved(_day(row[name]), BOND_PRESENT[row["as_of"]], now)
            for name in ("apply_date", "result_date", "listing_date")
        )
        cells = (
            "code", "name", "apply_code", "stock_name", "conversion_price", "winning_rate", "rating",
        )  # fmt: skip
        texts = {name: row[name] for name in cells}
        bonds.append(Bond(**texts, apply_date=applied, result_date=drawn, listing_date=listed))
    return bonds


def load_applicants() -> list[dict[str, str]]:
    """Companies on their way to a listing, with the days as they were."""
    return list(_rows(SAMPLES.with_name("ipo_pipeline.csv")))


def load_reviews() -> list[dict[str, str]]:
    """Those that a meeting has just passed; its day is taken for that of their new state."""
    return [row for row in load_applicants() if "会议" in row["state"]]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _day(written: str) -> date | None:
    return date.fromisoformat(written) if written else None


def _moved(day: date | None, present: date, now: date) -> date | None:
    """As many weekdays from `now` as the day lies from `present`."""
    if day is None:
        return None
    first, last = sorted((present, day))
    between = (first + timedelta(days=count) for count in range((last - first).days))
    count = sum(each.weekday() < 5 for each in between)
    start = now if now.weekday() < 5 else _weekdays(now, 1)
    return _weekdays(start, count if day > present else -count)


def _weekdays(day: date, count: int) -> date:
    """So many weekdays later, or earlier."""
    step = timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += step
        while day.weekday() > 4:
            day += step
    return day
