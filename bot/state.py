"""The dialogue state that travels with a message: bounded, and enough to go on as if nothing were missing.

A state is a base and a tail. The tail holds the events of the last turns that still count; whatever
lies before them is folded into the base: the slots that differ from their first value, and the active
loop.

- The events that count are those of `applied_events()`: of raw ones, a fallback's revert would eat the
  base.
- The base is as of the cut, not of the end: else a form that ended inside the tail would come back to
  life.
- A base is not the start of a conversation: an extra `action_listen` in it keeps rules with
  `conversation_start` asleep, even where no tail is left.

A rule or story that looks back further than `turns` finds nothing there. A pause is never kept: who
owns a conversation is the gateway's business, and a paused tracker would fall silent for ever.
"""

import logging
from collections.abc import Iterable, Sequence
from typing import Any

import ujson
from rasa.shared.core import events as rasa_events
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    BotUttered,
    Event,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

logger = logging.getLogger(__name__)

VERSION = 1
TURNS = 1
MAX_BYTES = 128 * 1024

KEPT: dict[str, type[Event]] = {
    kind.type_name: kind
    for kind in (
        ActionExecuted,
        ActionExecutionRejected,
        ActiveLoop,
        BotUttered,
        SlotSet,
        UserUttered,
        rasa_events.AllSlotsReset,
        rasa_events.DefinePrevUserUtteredFeaturization,
        rasa_events.EntitiesAdded,
        rasa_events.FollowupAction,
        rasa_events.LoopInterrupted,
    )
}


def dump(tracker: DialogueStateTracker, domain: Domain, turns: int = TURNS) -> dict[str, Any]:
    """The JSON-safe state after a turn: at most `turns` turns of tail and `MAX_BYTES` bytes.

    A state that is too large loses turns first; one whose slots alone are too large starts afresh.
    """
    counting = _thin(event for event in tracker.applied_events() if event.type_name in KEPT)
    for kept_turns in range(turns, -1, -1):
        state = _cut(counting, tracker.sender_id, domain, kept_turns)
        if len(ujson.dumps(state)) <= MAX_BYTES:  # as the channel sends it: ASCII alone
            return state
    logger.warning("The slots of a dialogue exceed %d bytes; it starts afresh.", MAX_BYTES)
    return {"version": VERSION, "base": None, "tail": []}


def restore(state: Any, sender: str, domain: Domain) -> DialogueStateTracker:
    """A tracker to go on with; from no state, or one that cannot be read, an empty one."""
    events: list[Event] = []
    if state is not None:
        try:
            events = _read(state, domain)
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            # all that reading foreign JSON can raise; losing the thread is better than losing the message
            logger.warning("A dialogue state could not be read and starts afresh: %s", type(error).__name__)
    return DialogueStateTracker.from_events(sender, events, domain.slots)


def _cut(events: Sequence[Event], sender: str, domain: Domain, turns: int) -> dict[str, Any]:
    at = _cut_index(events, turns)
    return {
        "version": VERSION,
        "base": _fold(events[:at], sender, domain) if at else None,
        "tail": [_write(event) for event in events[at:]],
    }


def _cut_index(events: Sequence[Event], turns: int) -> int:
    """Where the tail begins: at the `action_listen` before the last `turns` messages of the person."""
    if turns == 0:
        return len(events) - 1 if events and _is_listen(events[-1]) else len(events)
    said = [index for index, event in enumerate(events) if isinstance(event, UserUttered)]
    if len(said) <= turns:
        return 0
    return next((i for i in range(said[-turns], 0, -1) if _is_listen(events[i])), said[-turns])


def _is_listen(event: Event) -> bool:
    return isinstance(event, ActionExecuted) and event.action_name == ACTION_LISTEN_NAME


def _thin(events: Iterable[Event]) -> list[Event]:
    """The events without what a later one of the same run overrides.

    Rasa takes a form's own turns out of the applied events but leaves their slots and sayings, so a long form
    would pile them up.
    """
    thinned: list[Event] = []
    run: dict[Any, Event] = {}
    for event in events:
        if isinstance(event, (SlotSet, BotUttered)):
            key = (SlotSet, event.key) if isinstance(event, SlotSet) else BotUttered
            run.pop(key, None)
            run[key] = event
        else:
            thinned.extend(run.values())
            run.clear()
            thinned.append(event)
    return [*thinned, *run.values()]


def _fold(events: Sequence[Event], sender: str, domain: Domain) -> dict[str, Any]:
    then = DialogueStateTracker.from_events(sender, list(events), domain.slots)
    slots = {name: slot.value for name, slot in then.slots.items() if slot.value != slot.initial_value}
    loop = then.active_loop_name
    return {"slots": slots, "loop": loop, "rejected": bool(loop) and then.is_active_loop_rejected}


def _unfold(base: dict[str, Any], domain: Domain) -> list[Event]:
    events: list[Event] = [ActionExecuted(ACTION_LISTEN_NAME)]
    events += [SlotSet(name, value) for name, value in base["slots"].items()]
    if base["loop"] in domain.form_names:
        events.append(ActiveLoop(base["loop"]))
        if base["rejected"]:
            events.append(ActionExecutionRejected(base["loop"]))
    return events


def _write(event: Event) -> dict[str, Any]:
    """The event's own facts; what only training or a reader of logs asks for is left out."""
    facts = {key: value for key, value in event.as_dict().items() if value is not None and key != "metadata"}
    if isinstance(event, UserUttered):
        facts["parse_data"] = {"intent": event.intent, "entities": event.entities}
    if isinstance(event, BotUttered):
        facts.pop("data")
    return facts


def _read(state: Any, domain: Domain) -> list[Event]:
    if state["version"] != VERSION:
        raise ValueError("unknown version")
    known = {slot.name for slot in domain.slots}
    base = _unfold(state["base"], domain) if state["base"] is not None else []
    tail = [KEPT[facts["event"]]._from_parameters(facts) for facts in state["tail"]]
    read = [event for event in (*base, *tail) if event is not None]
    return [event for event in read if not isinstance(event, SlotSet) or event.key in known]
