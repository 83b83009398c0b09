"""What the brain tells of a turn that is traced, and that it tells nothing of any other."""

from typing import Any

import pytest
from aiohttp import web

from tests.unit.bot.action_server import ActionServer
from tests.unit.bot.client import Gateway
from tests.unit.bot.conftest import TOKEN

TRACE, PARENT = "a" * 32, "b" * 16
SAMPLED = f"00-{TRACE}-{PARENT}-01"
TEXT = "贵州茅台多少钱"
"""What the tiny assistant answers with an action."""


@pytest.fixture
def gateway(rasa_url: str, actions: ActionServer) -> Gateway:
    return Gateway(rasa_url, TOKEN)


def asked(gateway: Gateway, traceparent: str | None) -> Any:
    body = {
        "message_id": "m-traced",
        "sender": "very-private-person",
        "channel": "web",
        "text": TEXT,
        "payload": None,
        "state": None,
    }
    _, answer = gateway.post(body, {"traceparent": traceparent} if traceparent else {})
    return answer


def test_a_turn_tells_of_its_steps_in_the_gateways_trace(gateway: Gateway) -> None:
    spans = asked(gateway, SAMPLED)["spans"]
    steps = {span["name"]: span for span in spans}
    assert {"rasa turn", "understand", "act"} <= set(steps)
    turn = steps["rasa turn"]
    assert turn["parent"] == PARENT
    assert {span["parent"] for span in spans if span is not turn} == {turn["span"]}
    assert all(turn["start"] <= span["start"] <= span["end"] <= turn["end"] for span in spans)
    assert turn["facts"] == {"intent": "ask_quote", "topic": "QUO01"}
    assert steps["act"]["facts"] == {"action": "action_quote"}


def test_the_action_server_is_told_where_it_belongs(gateway: Gateway, actions: ActionServer) -> None:
    act = next(span for span in asked(gateway, SAMPLED)["spans"] if span["name"] == "act")
    headers = next(headers for headers, body in actions.calls if body["next_action"] == "action_quote")
    assert headers["traceparent"] == f"00-{TRACE}-{act['span']}-01"


def test_a_turn_that_fails_tells_of_it_too(gateway: Gateway, actions: ActionServer) -> None:
    async def fail(call: dict[str, Any]) -> web.StreamResponse:
        return web.Response(status=500)

    actions.handlers["action_quote"] = fail
    answer = asked(gateway, SAMPLED)
    assert answer["error"] == "action_failed"
    failures = {span["name"]: span["failure"] for span in answer["spans"]}
    assert failures["act"] == failures["rasa turn"] == "ActionFailed"
    assert failures["understand"] is None


def test_spans_hold_nobodys_name_and_none_of_their_words(gateway: Gateway) -> None:
    told = str(asked(gateway, SAMPLED)["spans"])
    assert TEXT not in told
    assert "very-private-person" not in told


@pytest.mark.parametrize("traceparent", [None, "nonsense", f"00-{TRACE}-{PARENT}-00"])
def test_without_a_wanted_trace_nothing_is_told(
    gateway: Gateway, actions: ActionServer, traceparent: str | None
) -> None:
    assert "spans" not in asked(gateway, traceparent)
    headers = next(headers for headers, body in actions.calls if body["next_action"] == "action_quote")
    assert "traceparent" not in headers


def test_turns_are_counted_by_what_came_of_them(gateway: Gateway) -> None:
    asked(gateway, None)
    status, text = gateway.metrics(gateway.token)
    assert status == 200
    assert 'wenpan_rasa_turns_total{outcome="answered"}' in text
    assert "process_resident_memory_bytes" in text


@pytest.mark.parametrize("token", [None, "wrong"])
def test_the_figures_are_for_who_has_the_token(gateway: Gateway, token: str | None) -> None:
    assert gateway.metrics(token)[0] == 401
