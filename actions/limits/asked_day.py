"""The day whose limits are asked for, where it is neither the quote's nor the next trading day. Pure."""

import re
from datetime import date, timedelta

from actions import dates
from market.session import TradingDays

_A_YEAR = timedelta(days=365)
_TOMORROW = re.compile(r"明[天日早晚儿]")
"""Of limits it is the next trading day."""


def asked_day(text: str, today: date, quoted: date, days: TradingDays) -> date | None:
    """The other day that a text names; a date that would lie in the next year is the last one."""
    named = [span.first for span in dates.spans(_TOMORROW.sub("", text), today) if span.first == span.last]
    if not named:
        return None
    day = named[0] if named[0].year == today.year or _is_near(named[0], today) else named[0] - _A_YEAR
    return None if day in {today, quoted, days.after(quoted)} else day


def _is_near(day: date, today: date) -> bool:
    return day - today < _A_YEAR / 4
