"""Mend: put no words together for lines of log that nobody reads.

What: at level debug Rasa logs what an action led to as deep copies of all its events, all slots as text, and
the states a policy looks at; the copies and texts are made at every level.
Why: 2.5 % of a turn's CPU for the copies alone. These lines hold what an investor wrote, which our log keeps
out at any level, so that they are left out wholly.
Guard: tests/unit/bot/mends/test_debug_lines.py
"""

from rasa.core.actions.action import Action
from rasa.core.policies.policy import Policy, PolicyPrediction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.core.processor import MessageProcessor
from rasa.shared.core.domain import State
from rasa.shared.core.events import ActionExecutionRejected, Event
from rasa.shared.core.trackers import DialogueStateTracker

from bot.mends.mend import Mend


def take_down(
    processor: MessageProcessor,
    tracker: DialogueStateTracker,
    action: Action,
    events: list[Event] | None,
    prediction: PolicyPrediction,
) -> None:
    """What an action led to; an action that rejected itself was not executed."""
    happened = events or []
    if not any(isinstance(event, ActionExecutionRejected) for event in happened):
        tracker.update_with_events(prediction.events, processor.domain)
        tracker.update(action.event_for_successful_execution(prediction))
    tracker.update_with_events(happened, processor.domain)


def log_no_slots(_processor: MessageProcessor, _tracker: DialogueStateTracker) -> None:
    """Rasa asks an object for this function, which was of the class; so for the one below."""


def format_no_states(_policy: Policy, _states: list[State]) -> str:
    return ""


MENDS = (
    Mend(
        owner=MessageProcessor,
        name="_log_action_on_tracker",
        original=MessageProcessor._log_action_on_tracker,
        replacement=take_down,
        leans_on=(MessageProcessor._log_action_on_tracker,),
        shape="d973d12a6d0a3623",
    ),
    Mend(
        owner=MessageProcessor,
        name="_log_slots",
        original=MessageProcessor._log_slots,
        replacement=log_no_slots,
        leans_on=(MessageProcessor._log_slots, MessageProcessor._run_action),
        shape="3b622513473367ae",
    ),
    Mend(
        owner=Policy,
        name="format_tracker_states",
        original=Policy.format_tracker_states,
        replacement=format_no_states,
        leans_on=(Policy.format_tracker_states, RulePolicy._find_action_from_rules),
        shape="2c4f86e86559699a",
    ),
)
