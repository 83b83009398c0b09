"""An action that fails is never taken for an answer: no words, no new state, and its name in the trace."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from tests.unit.bot.action_server import ActionServer, reply, slot
from tests.unit.bot.client import Gateway
from tests.unit.bot.conftest import TOKEN

CONTRACT = Path(__file__).parents[2] / "contract"
Handler = Callable[[dict[str, Any]], Awaitable[web.StreamResponse]]


def answering(status: int, body: Any) -> Handler:
    async def handler(_call: dict[str, Any]) -> web.StreamResponse:
        text = body if isinstance(body, str) else json.dumps(body)
        return web.Response(status=status, text=text, content_type="application/json")

    return handler


async def hang(_call: dict[str, Any]) -> web.StreamResponse:
    await asyncio.sleep(60)
    return reply()


async def answer_html(_call: dict[str, Any]) -> web.StreamResponse:
    return web.Response(text="<html>busy</html>", content_type="text/html")


async def hang_up(call: dict[str, Any]) -> web.StreamResponse:
    raise ConnectionResetError


FAILURES: dict[str, Handler] = {
    "status 500": answering(500, {"error": "boom", "action_name": "action_quote"}),
    "status 404": answering(404, {"error": "no action", "action_name": "action_quote"}),
    "rejection": answering(400, {"error": "no", "action_name": "action_quote"}),
    "time-out": hang,
    "HTML": answer_html,
    "no JSON": answering(200, "{"),
    "null": answering(200, None),
    "a list": answering(200, []),
    "events of no kind": answering(200, {"events": [{"event": "nonsense"}], "responses": []}),
    "slots without a name": answering(200, {"events": [{"event": "slot", "value": 1}], "responses": []}),
    "responses that are none": answering(200, {"events": [], "responses": ["text"]}),
}


@pytest.fixture
def gateway(rasa_url: str, actions: ActionServer) -> Gateway:
    return Gateway(rasa_url, TOKEN)


@pytest.mark.parametrize("failure", FAILURES)
def test_failed_action_is_named_and_nothing_is_said(
    gateway: Gateway, actions: ActionServer, failure: str
) -> None:
    actions.handlers["action_quote"] = FAILURES[failure]
    status, body = gateway.turn("贵州茅台多少钱")
    assert (status, body) == (502, {"error": "action_failed", "action": "action_quote"})


def test_action_server_that_goes_away_in_the_call_is_worth_waiting_for(
    gateway: Gateway, actions: ActionServer
) -> None:
    actions.handlers["action_quote"] = hang_up
    expected = json.loads((CONTRACT / "turn_error_actions_away.json").read_text(encoding="utf-8"))
    assert gateway.turn("贵州茅台多少钱") == (expected["status"], expected["body"])


def test_turn_may_be_tried_again_from_the_same_state(gateway: Gateway, actions: ActionServer) -> None:
    gateway.say("你好")
    before = gateway.state
    actions.handlers["action_quote"] = FAILURES["status 500"]
    assert gateway.turn("贵州茅台多少钱")[0] == 502
    assert gateway.state == before
    actions.reset()
    assert gateway.said("贵州茅台多少钱") == ["贵州茅台 现价 1234.50\n\n数据仅供参考"]


def test_second_action_of_a_turn_takes_the_first_ones_words_back(
    gateway: Gateway, actions: ActionServer
) -> None:
    for text in ("开始风险测试", "长期五年"):
        gateway.say(text)
    actions.handlers["action_save"] = FAILURES["status 500"]
    assert gateway.turn("只能亏一点") == (502, {"error": "action_failed", "action": "action_save"})


def test_failing_validation_of_a_form_is_named_itself(gateway: Gateway, actions: ActionServer) -> None:
    gateway.say("开始风险测试")
    actions.handlers["validate_test_form"] = FAILURES["status 500"]
    assert gateway.turn("长期五年") == (502, {"error": "action_failed", "action": "validate_test_form"})


def test_failing_slot_mapping_is_a_failure_too(gateway: Gateway, actions: ActionServer) -> None:
    for text in ("开始风险测试", "长期五年"):
        gateway.say(text)
    actions.handlers["action_note"] = FAILURES["status 500"]
    assert gateway.turn("只能亏一点") == (502, {"error": "action_failed", "action": "action_note"})


def test_nonsense_from_a_slot_mapping_is_a_failure_too(gateway: Gateway, actions: ActionServer) -> None:
    for text in ("开始风险测试", "长期五年"):
        gateway.say(text)
    actions.handlers["action_note"] = FAILURES["a list"]
    assert gateway.turn("只能亏一点") == (502, {"error": "action_failed", "action": "action_extract_slots"})


def test_failure_in_one_conversation_leaves_the_others_alone(
    gateway: Gateway, rasa_url: str, actions: ActionServer
) -> None:
    actions.handlers["action_quote"] = FAILURES["status 500"]
    assert gateway.turn("贵州茅台多少钱")[0] == 502
    assert Gateway(rasa_url, TOKEN).said("几点开盘") == ["交易时间是九点半到三点。"]


def test_an_action_may_say_nothing(gateway: Gateway, actions: ActionServer) -> None:
    async def keep_silent(_call: dict[str, Any]) -> web.StreamResponse:
        return reply(events=[slot("topic", "QUO02")])

    actions.handlers["action_quote"] = keep_silent
    answer = gateway.say("贵州茅台多少钱")
    assert (answer["messages"], answer["topic"]) == ([], "QUO02")
