"""How much of the time between two moments lies in service hours. Pure."""

from datetime import datetime, timedelta

from conversations.messages import SHANGHAI
from desk.routing.hours import OpeningHours


def service_seconds(hours: OpeningHours, begin: datetime, end: datetime) -> float:
    """Seconds of [begin, end) in which the desk was open, by the hours as they are set now."""
    begin, end = begin.astimezone(SHANGHAI), end.astimezone(SHANGHAI)
    day, seconds = begin.date(), 0.0
    while day <= end.date():
        for span in hours.spans(day):
            first = max(begin, datetime.combine(day, span.begins, SHANGHAI))
            last = min(end, datetime.combine(day, span.ends, SHANGHAI))
            seconds += max(0.0, (last - first).total_seconds())
        day += timedelta(days=1)
    return seconds
