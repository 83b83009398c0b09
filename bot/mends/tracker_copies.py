"""Mend: copy a tracker by its attributes.

What: `DialogueStateTracker.copy`, called before each action, plays all events again on a new tracker.
Why: 3 % of a turn's CPU. Here the copy gets the attributes that playing the events would end in. The action
to follow is the one exception: Rasa clears it without an event, so that it is read from the events. What was
reverted or restarted, and a dialogue in which nobody has said anything yet, is left to Rasa.
Guard: tests/unit/bot/mends/test_tracker_copies.py
"""

import copy
from collections import deque

from rasa.core.processor import MessageProcessor
from rasa.shared.core import events as rasa_events
from rasa.shared.core.events import (
    ActionExecuted,
    ActionReverted,
    BotUttered,
    FollowupAction,
    Restarted,
    SessionStarted,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.mends.mend import Mend
from bot.mends.slot_copies import copy_slot

ORIGINAL = DialogueStateTracker.copy
STARTING_OVER = frozenset({ActionReverted, Restarted, SessionStarted, UserUtteranceReverted})
DECIDING = (ActionExecuted, FollowupAction, UserUttered)
"""The events that say which action is to follow, or that none is."""


def copy_tracker(tracker: DialogueStateTracker) -> DialogueStateTracker:
    if not _plain(tracker):
        return ORIGINAL(tracker)
    twin = DialogueStateTracker.__new__(DialogueStateTracker)
    vars(twin).update(
        _max_event_history=None,
        events=deque(tracker.events),
        sender_id=tracker.sender_id,
        slots={name: copy_slot(slot) for name, slot in tracker.slots.items()},
        sender_source=None,
        is_rule_tracker=tracker.is_rule_tracker,
        _paused=tracker._paused,
        followup_action=_followup(tracker),
        latest_action=dict(tracker.latest_action or {}),
        latest_message=tracker.latest_message,
        latest_bot_utterance=_latest_said(tracker),
        active_loop=copy.copy(tracker.active_loop),
        model_id=None,
        assistant_id=None,
    )
    return twin


def _plain(tracker: DialogueStateTracker) -> bool:
    """Whether all that happened counts, and is still there."""
    return (
        type(tracker) is DialogueStateTracker
        and bool(tracker.sender_id)
        and tracker._max_event_history is None
        and any(event is tracker.latest_message for event in tracker.events)
        and STARTING_OVER.isdisjoint(map(type, tracker.events))
    )


def _followup(tracker: DialogueStateTracker) -> str | None:
    decided = next(event for event in reversed(tracker.events) if isinstance(event, DECIDING))
    return decided.action_name if isinstance(decided, FollowupAction) else None


def _latest_said(tracker: DialogueStateTracker) -> BotUttered | None:
    said = tracker.latest_bot_utterance
    return said if any(event is said for event in tracker.events) else BotUttered.empty()


MEND = Mend(
    owner=DialogueStateTracker,
    name="copy",
    original=ORIGINAL,
    replacement=copy_tracker,
    leans_on=(DialogueStateTracker, rasa_events, MessageProcessor._predict_next_with_tracker),
    shape="7c59042020c50eac",
)
