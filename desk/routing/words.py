"""What the desk says to investors by itself: the notices of data/notices/reception.yml."""

from datetime import datetime

from conversations.messages import SHANGHAI
from conversations.notices import FILE, Notices

NAMES = frozenset(
    {
        "unstaffed",
        "unstaffed_offer",
        "still_waiting",
        "closing",
        "closing_open_end",
        "slots",
        "slots_taken",
        "slots_missed",
        "slots_none",
        "more",
        "from_the_start",
        "booked",
        "moved",
        "appointment",
        "appointment_none",
        "cancelled",
        "reminder",
    }
)


def load_words() -> Notices:
    """All of them; raises NoticesBroken where one is missing."""
    return Notices.load(FILE.with_name("reception.yml"), NAMES)


def told(moment: datetime) -> str:
    """A moment as investors read it."""
    return moment.astimezone(SHANGHAI).strftime("%m-%d %H:%M")
