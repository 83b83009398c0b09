"""The brain's client against the contract files, and against everything a process can do wrong."""

import json
from pathlib import Path
from typing import Any

import pytest

from conversations.brain import (
    ActionFailed,
    Brain,
    BrainMalformed,
    BrainRefused,
    BrainTimedOut,
    BrainUnreachable,
    Followup,
    Question,
    read_turn,
)
from conversations.messages import Choice
from tests.fakes.brain import TOKEN, FakeBrain, action_failed, not_ready, turn

CONTRACT = Path(__file__).parents[2] / "contract"
QUESTION = Question("m1", "web:u1", "web", "贵州茅台多少钱", None, None)


def contract(name: str) -> dict[str, Any]:
    return dict(json.loads((CONTRACT / f"turn_{name}.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", ["request_text", "request_button", "request_served"])
async def test_a_question_is_what_the_contract_says(name: str, fake: FakeBrain, brain: Brain) -> None:
    body = contract(name)["body"]
    await brain.ask(Question(**body))
    assert fake.asked == [body]


@pytest.mark.parametrize("file", sorted(CONTRACT.glob("turn_answer_*.json")), ids=lambda file: file.stem)
def test_every_answer_of_the_contract_is_read_whole(file: Path) -> None:
    answer = json.loads(file.read_text(encoding="utf-8"))
    read, body = read_turn(answer["status"], answer["body"]), answer["body"]
    assert [reply.text for reply in read.replies] == [message["text"] for message in body["messages"]]
    assert [reply.image for reply in read.replies] == [message["image"] for message in body["messages"]]
    assert [list(reply.choices) for reply in read.replies] == [
        [Choice(button["title"], button["payload"]) for button in message["buttons"]]
        for message in body["messages"]
    ]
    assert (read.topic, read.intent, read.confidence) == (body["topic"], body["intent"], body["confidence"])
    assert (read.entities, read.state) == (body["entities"], body["state"])
    assert (read.handoff is None) == (body["handoff"] is None)
    assert (read.followup is None) == (body["followup"] is None)


def test_a_handoff_carries_reason_skill_and_priority() -> None:
    body = contract("answer_handoff")["body"]
    handoff = read_turn(200, body).handoff
    assert handoff is not None
    assert (handoff.reason, handoff.skill, handoff.priority) == ("asked", "general", 2)


def test_a_followup_carries_kind_and_key() -> None:
    followup = read_turn(200, contract("answer_followup")["body"]).followup
    assert followup == Followup("report", "SH600519")


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("error_action_failed", ActionFailed),
        ("error_actions_away", BrainUnreachable),
        ("error_bad_token", BrainRefused),
        ("error_malformed", BrainRefused),
        ("error_not_ready", BrainUnreachable),
    ],
)
def test_every_error_of_the_contract_has_its_class(name: str, error: type[Exception]) -> None:
    answer = contract(name)
    with pytest.raises(error):
        read_turn(answer["status"], answer["body"])


def test_a_failed_action_is_named() -> None:
    with pytest.raises(ActionFailed) as failed:
        read_turn(502, contract("error_action_failed")["body"])
    assert failed.value.action == "action_quote"


@pytest.mark.parametrize(
    "change",
    [
        {"messages": None},
        {"messages": [{"text": None, "buttons": [], "image": None}]},
        {"messages": [{"text": "", "buttons": [], "image": None}]},
        {"messages": [{"text": "x", "buttons": None, "image": None}]},
        {"messages": [{"text": 5, "buttons": [], "image": None}]},
        {"messages": [{"text": "x", "buttons": [{"title": "y"}], "image": None}]},
        {"messages": [{"text": "x", "buttons": [{"title": "y", "payload": "owner:bot"}], "image": None}]},
        {"topic": 1},
        {"confidence": "high"},
        {"confidence": True},
        {"state": None},
        {"state": []},
        {"entities": ["x"]},
        {"handoff": {"reason": "asked"}},
        {"followup": "report"},
        {"followup": {"kind": "report"}},
        {"followup": {"kind": "report", "key": 600519}},
    ],
    ids=str,
)
def test_an_answer_that_breaks_the_contract_is_no_answer(change: dict[str, Any]) -> None:
    with pytest.raises(BrainMalformed):
        read_turn(200, {**turn("你好"), **change})


@pytest.mark.parametrize(
    "field", ["messages", "topic", "intent", "confidence", "entities", "state", "handoff", "followup"]
)
def test_an_answer_without_a_field_is_no_answer(field: str) -> None:
    body = turn("你好")
    del body[field]
    with pytest.raises(BrainMalformed, match=field):
        read_turn(200, body)


@pytest.mark.parametrize(("status", "body"), [(200, []), (200, None), (500, {}), (502, {}), (302, "")])
def test_other_statuses_and_shapes_are_malformed(status: int, body: Any) -> None:
    with pytest.raises(BrainMalformed):
        read_turn(status, body)


async def test_a_wrong_token_is_refused(fake: FakeBrain) -> None:
    async with Brain(fake.url, "wrong") as brain:
        with pytest.raises(BrainRefused) as refused:
            await brain.ask(QUESTION)
    assert refused.value.status == 401


async def test_a_hanging_brain_is_left_after_the_time_out_and_asked_anew(fake: FakeBrain) -> None:
    async with Brain(fake.url, TOKEN, answer_within=0.2) as brain:
        fake.hold.clear()
        with pytest.raises(BrainTimedOut):
            await brain.ask(QUESTION)
        fake.hold.set()
        assert (await brain.ask(QUESTION)).intent == "ask_quote"


async def test_a_brain_that_is_not_there_is_unreachable_and_comes_back(fake: FakeBrain, brain: Brain) -> None:
    await brain.ask(QUESTION)
    await fake.die()
    with pytest.raises(BrainUnreachable):
        await brain.ask(QUESTION)
    assert not await brain.ready()
    await fake.start()
    assert await brain.ready()
    assert (await brain.ask(QUESTION)).intent == "ask_quote"


async def test_a_connection_that_breaks_off_is_unreachable(fake: FakeBrain, brain: Brain) -> None:
    fake.breaks_off = True
    with pytest.raises(BrainUnreachable):
        await brain.ask(QUESTION)


@pytest.mark.parametrize("answer", ["<html>Bad Gateway</html>", "{", ""])
async def test_what_is_no_json_is_malformed(fake: FakeBrain, brain: Brain, answer: str) -> None:
    fake.answer = lambda _question: (200, answer)
    with pytest.raises(BrainMalformed):
        await brain.ask(QUESTION)


async def test_a_server_on_its_way_out_is_unreachable_whatever_its_words(
    fake: FakeBrain, brain: Brain
) -> None:
    fake.answer = lambda _question: (503, "Service Unavailable")
    with pytest.raises(BrainUnreachable):
        await brain.ask(QUESTION)


async def test_the_fake_speaks_the_contracts_errors(fake: FakeBrain, brain: Brain) -> None:
    fake.answer = action_failed
    with pytest.raises(ActionFailed):
        await brain.ask(QUESTION)
    fake.answer = not_ready
    with pytest.raises(BrainUnreachable):
        await brain.ask(QUESTION)


async def test_proxies_of_the_environment_are_ignored(
    fake: FakeBrain, brain: Brain, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert (await brain.ask(QUESTION)).intent == "ask_quote"
