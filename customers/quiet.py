"""When an investor wants no messages: minutes of the day in Shanghai, some over midnight. Pure."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")  # no summer time: a day has 1440 minutes
DAY = 1440  # minutes


def quiet(at: datetime, start: int | None, end: int | None) -> bool:
    """Whether `at` lies in the minutes from `start` up to `end`; without them, or both the same, never."""
    if start is None or end is None:
        return False
    now = at.astimezone(SHANGHAI)
    return (now.hour * 60 + now.minute - start) % DAY < (end - start) % DAY


def quiet_until(at: datetime, start: int | None, end: int | None) -> datetime | None:
    """The first whole minute after `at` that is not quiet; None where `at` is not."""
    if end is None or not quiet(at, start, end):
        return None
    midnight = at.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    until = midnight + timedelta(minutes=end)
    return until if until > at else until + timedelta(days=1)
