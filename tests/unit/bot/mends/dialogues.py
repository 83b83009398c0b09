"""Dialogues of the tiny assistant as hypothesis makes them up: what may happen, in any order."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from rasa.shared.core import events as rasa_events
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    BotUttered,
    DefinePrevUserUtteredFeaturization,
    EntitiesAdded,
    Event,
    FollowupAction,
    LoopInterrupted,
    SlotSet,
    UserUttered,
)

Happening = tuple[Callable[..., Event], tuple[Any, ...], dict[str, Any]]

intents = st.sampled_from(["greet", "ask_hours", "start_test", "say_long", "ask_result"])
actions = st.sampled_from(["action_listen", "utter_hours", "test_form", "action_quote"])
slots = st.sampled_from(["topic", "security", "test_years", "test_done", "requested_slot"])
values = st.sampled_from([None, True, "long", {"reason": "asked"}])
loops = st.sampled_from(["test_form", None])


def happening(kind: Callable[..., Event], *arguments: st.SearchStrategy[Any]) -> st.SearchStrategy[Happening]:
    return st.tuples(st.just(kind), st.tuples(*arguments), st.just({"timestamp": 1.0}))


def said(text: str, intent: str, entity: str) -> Event:
    found = [{"entity": "security", "value": entity}] if entity else []
    return UserUttered(text, {"name": intent, "confidence": 1.0}, found, input_channel="web", timestamp=1.0)


words: st.SearchStrategy[Happening] = st.tuples(
    st.just(said),
    st.tuples(st.sampled_from(["你好", "几点开盘"]), intents, st.sampled_from(["", "SH600519"])),
    st.just({}),
)
plain = st.one_of(
    words,
    words,
    happening(ActionExecuted, actions),
    happening(ActionExecuted, st.just("action_listen")),
    happening(SlotSet, slots, values),
    happening(BotUttered, st.sampled_from(["好的", "第一次见面"])),
    happening(ActiveLoop, loops),
    happening(LoopInterrupted, st.booleans()),
    happening(ActionExecutionRejected, st.just("test_form")),
    happening(FollowupAction, actions),
    happening(DefinePrevUserUtteredFeaturization, st.booleans()),
    happening(EntitiesAdded, st.just([{"entity": "security", "value": "SZ000001"}])),
    happening(rasa_events.AllSlotsReset),
    happening(rasa_events.ConversationPaused),
    happening(rasa_events.ConversationResumed),
)
turning_back = st.sampled_from(
    [
        rasa_events.UserUtteranceReverted,
        rasa_events.ActionReverted,
        rasa_events.Restarted,
        rasa_events.SessionStarted,
    ]
).flatmap(happening)
happenings = st.lists(plain, max_size=12)
"""Without turning back."""
any_happenings = st.lists(st.one_of(plain, plain, plain, turning_back), max_size=12)


def made(happened: list[Happening]) -> list[Event]:
    """New events, since some change those before them."""
    return [kind(*arguments, **more) for kind, arguments, more in happened]
