"""The states that are kept are those that Rasa makes, whatever happens and whoever changes them."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from rasa.core.processor import MessageProcessor
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.mends import past_states
from bot.mends.past_states import KEPT_AS, MEND, ORIGINAL
from tests.unit.bot.mends.dialogues import Happening, any_happenings, made

often = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def tracker_of(events: list[Event], domain: Domain) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("u1", events, domain.slots)


def ask(tracker: DialogueStateTracker, domain: Domain, **how: Any) -> Any:
    return MEND.replacement(tracker, domain, **how)


@often
@given(any_happenings, any_happenings)
def test_states_are_those_of_rasa_then_and_later(
    loaded: MessageProcessor, happened: list[Happening], later: list[Happening]
) -> None:
    ours, rasas = (tracker_of(made(happened), loaded.domain) for _ in range(2))
    for _ in range(2):
        assert ask(ours, loaded.domain) == ORIGINAL(rasas, loaded.domain)
    for event, same in zip(made(later), made(later), strict=True):
        ours.update(event)
        rasas.update(same)
        assert ask(ours, loaded.domain) == ORIGINAL(rasas, loaded.domain)
        assert ask(ours, loaded.domain) == ORIGINAL(rasas, loaded.domain)


@often
@given(any_happenings)
def test_whoever_changes_what_was_given_changes_nothing_else(
    loaded: MessageProcessor, happened: list[Happening]
) -> None:
    ours, rasas = (tracker_of(made(happened), loaded.domain) for _ in range(2))
    for _ in range(3):
        given_out = ask(ours, loaded.domain)
        assert given_out == ORIGINAL(rasas, loaded.domain)
        for state in given_out:
            for facts in state.values():
                facts.clear()
            state.clear()
        given_out.clear()


HOW: list[dict[str, Any]] = [
    {},
    {"omit_unset_slots": True},
    {"ignore_rule_only_turns": True},
    {"ignore_rule_only_turns": True, "rule_only_data": {"rule_only_slots": ["test_done"]}},
]


@often
@given(any_happenings)
def test_another_question_has_another_answer(loaded: MessageProcessor, happened: list[Happening]) -> None:
    ours, rasas = (tracker_of(made(happened), loaded.domain) for _ in range(2))
    other = Domain.from_dict({**loaded.domain.as_dict(), "entities": []})
    for _ in range(2):
        for how in HOW:
            for domain in (loaded.domain, other):
                assert ask(ours, domain, **how) == ORIGINAL(rasas, domain, **how)


def test_an_unset_slot_with_a_first_value_counts_only_where_it_is_asked_for(loaded: MessageProcessor) -> None:
    slots = {"open": {"type": "bool", "initial_value": True, "mappings": [{"type": "custom"}]}}
    domain = Domain.from_dict({"slots": slots})
    tracker = tracker_of([ActionExecuted("action_listen")], domain)
    assert "slots" in ask(tracker, domain)[-1]
    assert "slots" not in ask(tracker, domain, omit_unset_slots=True)[-1]


def test_an_event_in_another_ones_place_is_noticed(loaded: MessageProcessor) -> None:
    listen = ActionExecuted("action_listen")
    tracker = tracker_of([listen, UserUttered("你好", {"name": "greet"})], loaded.domain)
    assert ask(tracker, loaded.domain)[-1]["user"]["intent"] == "greet"
    tracker.events[-1] = UserUttered("几点开盘", {"name": "ask_hours"})
    assert ask(tracker, loaded.domain)[-1]["user"]["intent"] == "ask_hours"


def test_the_dialogue_is_played_once_a_prediction(
    loaded: MessageProcessor, monkeypatch: pytest.MonkeyPatch
) -> None:
    played = []

    def play(tracker: DialogueStateTracker, domain: Domain, *how: Any) -> Any:
        played.append(how)
        return ORIGINAL(tracker, domain, *how)

    monkeypatch.setattr(past_states, "ORIGINAL", play)
    said = UserUttered("几点开盘", {"name": "ask_hours", "confidence": 1.0})
    tracker = tracker_of([ActionExecuted("action_listen"), said], loaded.domain)
    MEND.install()
    action, _ = loaded.predict_next_with_tracker_if_should(tracker)
    of_stories, of_rules = ([how for how in played if (True in how) == asked] for asked in (True, False))
    assert (action.name(), len(of_stories), len(of_rules)) == ("utter_hours", 1, 1)
    assert KEPT_AS in vars(tracker)
