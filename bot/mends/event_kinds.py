"""Mend: find an event's class by its name at once.

What: `Event.resolve_by_type`, asked for each event of an action's answer, walks through all subclasses and
asks of each whether it is abstract.
Why: 7 % of a turn's CPU. A class that was found is kept under its name. Rasa asks the class, never an event.
Guard: tests/unit/bot/mends/test_event_kinds.py
"""

from rasa.shared.core.events import Event
from rasa.shared.utils.common import all_subclasses

from bot.mends.mend import Mend

ORIGINAL = Event.resolve_by_type
_FOUND: dict[str, type[Event]] = {}


def resolve(type_name: str, default: type[Event] | None = None) -> type[Event] | None:
    if type_name not in _FOUND:
        found = ORIGINAL(type_name, default)
        if found is None or found is default:
            return found
        _FOUND[type_name] = found
    return _FOUND[type_name]


MEND = Mend(
    owner=Event,
    name="resolve_by_type",
    original=ORIGINAL,
    replacement=resolve,
    leans_on=(Event.resolve_by_type, all_subclasses),
    shape="e45e2e8fd25c45ff",
)
