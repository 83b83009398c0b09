"""A mended copy of a tracker is the tracker that playing all events again ends in, and lives on its own."""

import dataclasses
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from rasa.core.processor import MessageProcessor
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, FollowupAction, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity

from bot.mends import past_states, tracker_copies
from bot.mends.tracker_copies import MEND, ORIGINAL
from tests.unit.bot.mends.dialogues import Happening, any_happenings, happenings, made

often = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def tracker_of(happened: list[Happening], domain: Domain) -> DialogueStateTracker:
    """As after a turn, with what only the processor sets."""
    tracker = DialogueStateTracker.from_events("u1", made(happened), domain.slots)
    tracker.model_id, tracker.assistant_id, tracker.sender_source = "m", "a", "elsewhere"
    past_states.past_states(tracker, domain)
    return tracker


def seen(tracker: DialogueStateTracker) -> dict[str, Any]:
    """All that a tracker consists of, by value."""
    facts = {name: value for name, value in vars(tracker).items() if name != past_states.KEPT_AS}
    facts |= {"state": tracker.current_state(EventVerbosity.ALL), "events": list(map(vars, tracker.events))}
    facts["slots"] = {name: (type(slot), vars(slot)) for name, slot in tracker.slots.items()}
    facts["active_loop"] = tracker.active_loop and dataclasses.asdict(tracker.active_loop)
    for name in ("latest_message", "latest_bot_utterance"):
        facts[name] = {key: value for key, value in vars(facts[name]).items() if key != "timestamp"}
    return facts


@often
@given(any_happenings)
def test_copy_is_the_one_rasa_makes(loaded: MessageProcessor, happened: list[Happening]) -> None:
    first = tracker_of(happened, loaded.domain)
    ours, rasas = MEND.replacement(first), ORIGINAL(first)
    assert seen(ours) == seen(rasas)
    assert vars(ours).keys() == vars(rasas).keys()


@often
@given(happenings, any_happenings)
def test_neither_changes_with_the_other(
    loaded: MessageProcessor, happened: list[Happening], later: list[Happening]
) -> None:
    first = tracker_of(happened, loaded.domain)
    twins = [MEND.replacement(first), MEND.replacement(first)]
    before = [repr(seen(tracker)) for tracker in (first, twins[1])]
    for event in made(later):
        if not event.type_name.startswith(("entities", "user_featurization")):  # they change a shared event
            twins[0].update(event)
    twins[0].slots.clear()
    assert [repr(seen(tracker)) for tracker in (first, twins[1])] == before


@often
@given(happenings, any_happenings)
def test_both_go_on_in_the_same_way(
    loaded: MessageProcessor, happened: list[Happening], later: list[Happening]
) -> None:
    ours, rasas = (copied(tracker_of(happened, loaded.domain)) for copied in (MEND.replacement, ORIGINAL))
    for event, same in zip(made(later), made(later), strict=True):
        ours.update(event)
        rasas.update(same)
    assert seen(ours) == seen(rasas)


def test_action_to_follow_is_there_though_the_processor_cleared_it(loaded: MessageProcessor) -> None:
    first = DialogueStateTracker.from_events(
        "u1", [UserUttered("你好"), ActionExecuted("utter_hello"), FollowupAction("action_quote")]
    )
    first.clear_followup_action()
    assert MEND.replacement(first).followup_action == "action_quote" == ORIGINAL(first).followup_action


def test_ordinary_dialogues_are_not_played_again(
    loaded: MessageProcessor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tracker_copies, "ORIGINAL", None)
    said = [ActionExecuted("action_listen"), UserUttered("你好"), ActionExecuted("utter_hello")]
    assert len(MEND.replacement(DialogueStateTracker.from_events("u1", said)).events) == 3
