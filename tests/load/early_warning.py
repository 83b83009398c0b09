"""`python -m tests.load.early_warning [folder]`: what the early warning would have told on real days.

Minutes tell how long before the day's extreme a warning came. Daily bars have no hours: they tell on how many
days there was a warning, and on how many of them it was needless, that is, no limit was touched and at the
close more than half of the move was gone. A folder of other bars has files `<ref>.csv` with the columns day
(or date), open, high, low, close. Volume ratios are not known of past days: what rests on them is left out.
"""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from market.bars import Bar
from market.securities import board_of
from market.sources.samples import FOLDER, rows_of
from rules.boards import board_key
from rules.early_warning import Direction, EarlyWarning, Moment
from rules.price_limits import PriceLimits
from rules.row import Row

CENT = Decimal("0.01")
HALF = 2
INDICES = frozenset({"SH000001", "SH000300", "SH000852", "SH000905", "SZ399001"})
RULES, LIMITS = EarlyWarning.load(date(2026, 11, 27)), PriceLimits.load()
WIDE_FUNDS = frozenset({"SH588000", "SZ159915"})
"""Funds of indices whose shares move 20 percent."""


@dataclass
class Days:
    """Counted days: warned of, with a limit touched, touched at the opening already, and needless."""

    days: int = 0
    warned: int = 0
    limit: int = 0
    at_once: int = 0
    needless: int = 0
    of: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Lead:
    """A warning within a day, and the extreme of that direction: minutes between them, of trading alone."""

    ref: str
    day: date
    direction: Direction
    warned: datetime
    extreme: datetime
    minutes: int
    held: bool


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER / "daily_bars"
    for lead in replayed_minutes():
        sys.stdout.write(told_lead(lead) + "\n")
    for name, days in replayed_days(folder).items():
        sys.stdout.write(told_days(name, days) + "\n")


def told_lead(lead: Lead) -> str:
    outcome = "held" if lead.held else "needless"
    return (
        f"{lead.ref} {lead.day} {lead.direction}: warned {lead.warned:%H:%M}, extreme {lead.extreme:%H:%M}, "
        f"{lead.minutes} minutes of trading before it, {outcome}"
    )


def told_days(name: str, days: Days) -> str:
    return (
        f"{name}: {len(days.of)} securities, {days.days} days, {days.warned} warned of, "
        f"{days.needless} needless; {days.limit} touched a limit, {days.at_once} of them in the first price"
    )


def replayed_minutes() -> Iterator[Lead]:
    """Every file of minutes, minute by minute, as a watcher that looks each minute sees it."""
    for file in sorted((FOLDER / "minutes").glob("*.csv")):
        ref = file.stem
        rows = [(datetime.fromisoformat(row["at"]), Decimal(row["price"])) for row in rows_of(file)]
        bars = {bar.day: bar for bar in read_bars(FOLDER / "daily_bars" / f"{ref}.csv")}
        day = rows[0][0].date()
        before = max((each for each in bars if each < day), default=None)
        if before is not None:
            yield from leads(ref, rows, bars[before].close)


def leads(ref: str, rows: list[tuple[datetime, Decimal]], previous: Decimal) -> Iterator[Lead]:
    """The first warning of each direction in a day."""
    known = set[Direction]()
    for place, (at, price) in enumerate(rows):
        so_far = [each for _, each in rows[: place + 1]]
        moment = Moment(price, previous, max(so_far), min(so_far), index=ref in INDICES)
        warned = RULES.judge(moment)
        if warned is None or warned.direction in known:
            continue
        known.add(warned.direction)
        pick = max if warned.direction == "up" else min
        extreme = pick(range(len(rows)), key=lambda each: rows[each][1])
        held = abs(rows[-1][1] - previous) * HALF >= abs(price - previous)
        yield Lead(ref, at.date(), warned.direction, at, rows[extreme][0], extreme - place, held)


def replayed_days(folder: Path) -> dict[str, Days]:
    """Every file of bars, by the kind of the security."""
    found: dict[str, Days] = {}
    for file in sorted(folder.glob("*.csv")):
        if file.stem.startswith("_"):
            continue
        bars = read_bars(file)
        days = found.setdefault(_kind(file.stem), Days())
        days.of.add(file.stem)
        for before, bar in zip(bars, bars[1:], strict=False):
            count_day(file.stem, before.close, bar, days)
    return found


def count_day(ref: str, previous: Decimal, bar: Bar, days: Days) -> None:
    """What a watcher would have seen at the highest and at the lowest price of a day."""
    days.days += 1
    up, down = limits(ref, previous, bar.day)
    moments = [
        Moment(last, previous, bar.high, bar.low, None, up, down, ref in INDICES)
        for last in (bar.high, bar.low)
    ]
    warned = [each for each in map(RULES.judge, moments) if each is not None]
    if not warned:
        return
    days.warned += 1
    if any(each.at_limit for each in warned):
        days.limit += 1
        days.at_once += bar.open in {up, down}
        return
    furthest = max(abs(bar.high - previous), abs(bar.low - previous))
    days.needless += abs(bar.close - previous) * HALF < furthest


def limits(ref: str, previous: Decimal, day: date) -> tuple[Decimal | None, Decimal | None]:
    """By the percent of the board; None for an index."""
    if ref in INDICES:
        return None, None
    percent = _percent(ref, day)
    if percent is None:
        return None, None
    tick = CENT if board_of(ref[2:]) else CENT / 10
    up, down = ((previous * (1 + sign * percent / 100)).quantize(tick) for sign in (1, -1))
    return up, down


def _percent(ref: str, day: date) -> Decimal | None:
    board = board_of(ref[2:])
    if not board:
        return Decimal(20 if ref in WIDE_FUNDS else 10)
    key = board_key(ref[:2], board)
    row = LIMITS.percent(key, "normal", day) if key else None
    return row.number if isinstance(row, Row) else None


def _kind(ref: str) -> str:
    if ref in INDICES:
        return "indices"
    return "shares" if board_of(ref[2:]) else "funds"


def read_bars(file: Path) -> list[Bar]:
    return [_bar(row) for row in rows_of(file)]


def _bar(row: Mapping[str, str]) -> Bar:
    first, high, low, close = (Decimal(row[name]) for name in ("open", "high", "low", "close"))
    return Bar(date.fromisoformat(row.get("day") or row["date"]), first, high, low, close)


if __name__ == "__main__":
    main()
