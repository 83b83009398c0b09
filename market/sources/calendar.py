"""The trading days: exchange-calendars' XSHG, then our own dated rows where it ends."""

import csv
import warnings
from datetime import date
from functools import cache
from pathlib import Path

import exchange_calendars

from market.session import TradingDays

_OWN_ROWS = Path(__file__).parents[2] / "data" / "calendar" / "trading_days.csv"


@cache
def load_trading_days(own_rows: Path = _OWN_ROWS) -> TradingDays:
    """Twenty years back, and forward to the last day that is known (see data/calendar/README.md)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package trips over pandas' deprecations, not we
        sessions = exchange_calendars.get_calendar("XSHG").sessions
    days = [session.date() for session in sessions]
    official_until = days[-1]
    with own_rows.open(encoding="utf-8", newline="") as file:
        days += [date.fromisoformat(row["date"]) for row in csv.DictReader(file)]
    return TradingDays(days, official_until)
