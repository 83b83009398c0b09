"""Quiet hours: when what is not urgent may be sent. Pure."""

from datetime import datetime, timedelta

DAY = 24 * 60  # minutes


def not_before(now: datetime, quiet_from: int | None, quiet_to: int | None) -> datetime:
    """`now`, or the end of the quiet hours that it lies in. They are minutes of the day, over midnight where
    the first is later; `now` is in the investor's time.
    """
    if quiet_from is None or quiet_to is None:
        return now
    minute = now.hour * 60 + now.minute
    length = (quiet_to - quiet_from) % DAY
    since = (minute - quiet_from) % DAY
    if since >= length:
        return now
    return now.replace(second=0, microsecond=0) + timedelta(minutes=length - since)
