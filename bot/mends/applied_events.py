"""Mend: give back the events as they are where nothing among them takes another back.

What: `DialogueStateTracker.applied_events` asks of each event whether it undoes others, by `isinstance`
against an abstract class, and does so some eight times a turn, mostly for trackers in which no event
can.
Why: 0.3 ms of CPU a turn. Here a glance at the types decides; where one may undo, Rasa's own method
runs.
Guard: tests/unit/bot/mends/test_applied_events.py
"""

from rasa.shared.core import events as rasa_events
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.common import all_subclasses

from bot.mends.mend import Mend

_UNDOING = (
    rasa_events.Restarted,
    rasa_events.SessionStarted,
    rasa_events.ActionReverted,
    rasa_events.UserUtteranceReverted,
    rasa_events.ActiveLoop,  # a loop's later executions take its earlier turns back
)
_MAY_UNDO = frozenset(kind for base in _UNDOING for kind in (base, *all_subclasses(base)))
_original = DialogueStateTracker.applied_events


def applied_events(tracker: DialogueStateTracker) -> list[Event]:
    if _MAY_UNDO.isdisjoint(map(type, tracker.events)):
        return list(tracker.events)
    return list(_original(tracker))


MEND = Mend(
    owner=DialogueStateTracker,
    name="applied_events",
    original=_original,
    replacement=applied_events,
    leans_on=(DialogueStateTracker.applied_events,),
    shape="764d5065ea9997d6",
)
