"""Without the lines for debugging the tracker is the same, and no text is made from slots and states."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rasa.core.actions.action import ActionBotResponse
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.core.processor import MessageProcessor
from rasa.shared.core.events import DefinePrevUserUtteredFeaturization, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot import mends
from bot.mends.debug_lines import MENDS
from tests.unit.bot.mends.dialogues import Happening, any_happenings, happenings, made

TAKING_DOWN = MENDS[0]


def after(
    loaded: MessageProcessor, take_down: Any, happened: list[Happening], led_to: list[Event] | None
) -> list[Any]:
    tracker = DialogueStateTracker.from_events("u1", made(happened), loaded.domain.slots)
    tracker.update(UserUttered("你好", {"name": "greet"}, timestamp=1.0))
    decided: list[Event] = [DefinePrevUserUtteredFeaturization(False)]
    names = loaded.domain.action_names_or_texts
    prediction = PolicyPrediction.for_action_name(loaded.domain, names[0], "rules")
    prediction.events = decided
    take_down(loaded, tracker, ActionBotResponse("utter_hello"), led_to, prediction)
    listed = [vars(event) | {"timestamp": None, "kind": type(event)} for event in tracker.events]
    return [listed, tracker.current_slot_values(), tracker.latest_action, tracker.followup_action]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(happenings, st.none() | any_happenings)
def test_tracker_is_the_one_of_rasa(
    loaded: MessageProcessor, happened: list[Happening], led_to: list[Happening] | None
) -> None:
    ours, rasas = (
        after(loaded, take_down, happened, None if led_to is None else made(led_to))
        for take_down in (TAKING_DOWN.replacement, TAKING_DOWN.original)
    )
    assert ours == rasas


class Unprintable:
    """Refuses to become text, or to be copied."""

    def __str__(self) -> str:
        raise AssertionError("made a text")

    __repr__ = __str__

    def __deepcopy__(self, _memo: Any) -> "Unprintable":
        raise AssertionError("made a copy")


@pytest.mark.parametrize("mended", [False, True])
def test_nothing_is_put_together_once_mended(loaded: MessageProcessor, mended: bool) -> None:
    tracker = DialogueStateTracker.from_events("u1", [], loaded.domain.slots)
    tracker.slots["topic"].value = Unprintable()
    states = [{"user": {"text": Unprintable()}}]
    if mended:
        mends.install()
        loaded._log_slots(tracker)
        assert RulePolicy.__new__(RulePolicy).format_tracker_states(states) == ""
        return
    _, slots, formatted = (mend.original for mend in MENDS)
    assert slots is not None
    assert formatted is not None
    with pytest.raises(AssertionError, match="text"):
        slots(tracker)
    with pytest.raises(AssertionError, match="text"):
        formatted(states)
