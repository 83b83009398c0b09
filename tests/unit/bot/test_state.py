"""A state is bounded JSON that comes back as it went; what cannot be read is a fresh start."""

import json
import logging
from pathlib import Path
from typing import Any

import pytest
import ujson
from rasa.core.processor import MessageProcessor
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    ConversationPaused,
    Event,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.io import read_yaml_file
from sanic.response import json as json_answer

from bot import state

CONTRACT = Path(__file__).parents[2] / "contract"
DATA = Path(__file__).parents[3] / "data"


def paused_and_more(domain: Domain) -> DialogueStateTracker:
    """Five turns, a slot set in the first, and a pause at the end."""
    events: list[Event] = [SlotSet("test_done", True)]
    for number in range(5):
        events += [ActionExecuted("action_listen"), UserUttered(f"第{number}句", {"name": "greet"})]
        events += [ActionExecuted("utter_hello"), BotUttered("又见面了。", {"buttons": None})]
    events += [ConversationPaused(), ActionExecuted("action_listen")]
    return DialogueStateTracker.from_events("u1", events, domain.slots)


def test_state_is_json_and_comes_back_as_it_went(loaded: MessageProcessor) -> None:
    dumped = state.dump(paused_and_more(loaded.domain), loaded.domain, 3)
    for _ in range(2):
        restored = state.restore(json.loads(json.dumps(dumped)), "u1", loaded.domain)
        said = [event.text for event in restored.events if isinstance(event, UserUttered)]
        assert said == ["第2句", "第3句", "第4句"]
        assert restored.get_slot("test_done") is True
        assert restored.latest_action_name == "action_listen"
        dumped = state.dump(restored, loaded.domain, 3)


def test_no_rule_looks_back_further_than_a_state_does() -> None:
    files: list[Any] = [read_yaml_file(file) for file in sorted(DATA.glob("*/rules*.yml"))]
    rules = [rule for file in files for rule in file["rules"]]
    messages = {rule["rule"]: sum("intent" in step for step in rule["steps"]) for rule in rules}
    assert messages
    assert not {name for name, count in messages.items() if count > state.TURNS}
    assert not list(DATA.glob("*/stories*.yml"))


def test_state_of_the_contract_can_be_read(loaded: MessageProcessor) -> None:
    answer = json.loads((CONTRACT / "turn_answer_quote.json").read_text(encoding="utf-8"))["body"]
    restored = state.restore(answer["state"], "u1", loaded.domain)
    assert restored.latest_message is not None
    assert restored.latest_message.intent["name"] == "ask_quote"
    assert restored.get_slot("topic") == "QUO01"


def test_pause_is_not_carried_on(loaded: MessageProcessor) -> None:
    dumped = state.dump(paused_and_more(loaded.domain), loaded.domain)
    assert not state.restore(dumped, "u1", loaded.domain).is_paused()


@pytest.mark.parametrize(
    "garbage",
    [
        "",
        [],
        7,
        {},
        {"version": 2, "base": None, "tail": []},
        {"version": 1, "base": None},
        {"version": 1, "base": [], "tail": []},
        {"version": 1, "base": {"slots": []}, "tail": []},
        {"version": 1, "base": None, "tail": "action"},
        {"version": 1, "base": None, "tail": [None]},
        {"version": 1, "base": None, "tail": [{"event": "no such event"}]},
        {"version": 1, "base": None, "tail": [{"event": ["user"]}]},
        {"version": 1, "base": None, "tail": [{"event": "user", "parse_data": 5}]},
        {"version": 1, "base": None, "tail": [{"event": "slot", "name": {}}]},
    ],
)
def test_garbage_is_a_fresh_start_and_leaves_a_trace(
    loaded: MessageProcessor, caplog: pytest.LogCaptureFixture, garbage: Any
) -> None:
    with caplog.at_level(logging.WARNING, "bot.state"):
        tracker = state.restore(garbage, "u1", loaded.domain)
    assert not tracker.events
    assert "starts afresh" in caplog.text


def test_no_state_is_a_fresh_start_without_a_trace(
    loaded: MessageProcessor, caplog: pytest.LogCaptureFixture
) -> None:
    assert not state.restore(None, "u1", loaded.domain).events
    assert not caplog.records


def test_what_the_model_no_longer_knows_is_left_behind(loaded: MessageProcessor) -> None:
    base = {"slots": {"no_such_slot": 1, "test_done": True}, "loop": "no_such_form", "rejected": False}
    kept = {"version": 1, "base": base, "tail": [{"event": "slot", "name": "no_such_slot", "value": 1}]}
    tracker = state.restore(kept, "u1", loaded.domain)
    assert tracker.get_slot("test_done") is True
    assert tracker.active_loop_name is None
    assert "no_such_slot" not in tracker.slots


def test_active_form_and_its_rejection_outlive_the_cut(loaded: MessageProcessor) -> None:
    events: list[Event] = [
        ActionExecuted("action_listen"),
        UserUttered("开始风险测试", {"name": "start_test"}),
    ]
    events += [ActionExecuted("test_form"), ActiveLoop("test_form"), ActionExecuted("action_listen")]
    tracker = DialogueStateTracker.from_events("u1", events, loaded.domain.slots)
    tracker.reject_action("test_form")
    restored = state.restore(state.dump(tracker, loaded.domain, 0), "u1", loaded.domain)
    assert restored.active_loop_name == "test_form"


def test_large_state_loses_turns_and_keeps_its_slots(loaded: MessageProcessor) -> None:
    tracker = paused_and_more(loaded.domain)
    for event in tracker.events:
        if isinstance(event, UserUttered):
            event.text = "长" * 30_000
    dumped = state.dump(tracker, loaded.domain)
    assert len(json.dumps(dumped)) <= state.MAX_BYTES
    assert dumped["base"]["slots"] == {"test_done": True}


@pytest.mark.parametrize("letter", ["a", "/", "长", "\U0001f600"])
def test_bound_is_in_bytes_as_they_are_sent(loaded: MessageProcessor, letter: str) -> None:
    said = UserUttered("", {"name": "greet"})
    events = [ActionExecuted("action_listen"), said, ActionExecuted("utter_hello")]
    tracker = DialogueStateTracker.from_events("u1", [*events, *events], loaded.domain.slots)

    def sent() -> int:
        return len(json_answer(state.dump(tracker, loaded.domain), dumps=ujson.dumps).body or b"")

    empty = sent()
    said.text = letter
    said.text = letter * ((state.MAX_BYTES - empty) // (sent() - empty))
    assert state.dump(tracker, loaded.domain)["tail"][1]["text"] == said.text
    assert state.MAX_BYTES - 12 < sent() <= state.MAX_BYTES
    said.text += letter
    assert not state.dump(tracker, loaded.domain)["tail"]


def test_state_of_slots_too_large_is_given_up(
    loaded: MessageProcessor, caplog: pytest.LogCaptureFixture
) -> None:
    tracker = paused_and_more(loaded.domain)
    tracker.update(SlotSet("topic", "长" * 200_000))
    assert state.dump(tracker, loaded.domain) == {"version": 1, "base": None, "tail": []}
    assert "starts afresh" in caplog.text
