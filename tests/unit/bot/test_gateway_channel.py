"""The door to the brain, at a real `rasa run` with the product's own endpoints and credentials."""

import json
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from tests.unit.bot.action_server import ActionServer
from tests.unit.bot.client import Gateway, call
from tests.unit.bot.conftest import TOKEN

CONTRACT = Path(__file__).parents[2] / "contract"
OPAQUE = {"state": "to the gateway", "entities": "as many facts as the extractor knows"}


@pytest.fixture
def gateway(rasa_url: str, actions: ActionServer) -> Gateway:
    return Gateway(rasa_url, TOKEN)


def shape(value: Any) -> Any:
    """What a value is made of: keys and types, with a list standing for its first item."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [shape(item) for item in value[:1]]
    return type(value).__name__


def contract(name: str) -> dict[str, Any]:
    return json.loads((CONTRACT / f"{name}.json").read_text(encoding="utf-8"))


def test_health_names_the_model(rasa_url: str) -> None:
    status, body = call(f"{rasa_url}/webhooks/gateway/", None, None)
    assert status == 200
    assert body["status"] == "ok"
    assert body["model"]


def test_quote_comes_back_whole_in_one_answer(gateway: Gateway) -> None:
    answer = gateway.say("贵州茅台多少钱")
    assert answer["messages"] == [
        {
            "text": "贵州茅台 现价 1234.50\n\n数据仅供参考",
            "buttons": [{"title": "再看一次", "payload": '/ask_quote{"security": "SH600519"}'}],
            "image": "https://images.example/600519.png",
        }
    ]
    assert answer["topic"] == "QUO01"
    assert answer["intent"] == "ask_quote"
    assert answer["confidence"] > 0.4
    assert answer["entities"] == [{"entity": "security", "value": "贵州茅台", "start": 0, "end": 4}]
    assert answer["handoff"] is None


@pytest.mark.parametrize("name", ["turn_request_text", "turn_request_button"])
def test_answer_has_the_shape_of_the_contract(gateway: Gateway, name: str) -> None:
    status, answer = gateway.post(contract(name)["body"])
    expected = contract("turn_answer_quote")["body"]
    assert status == 200
    assert shape(answer | OPAQUE) == shape(expected | OPAQUE)
    assert set(answer["state"]) == set(expected["state"])


@pytest.mark.parametrize("token", [None, "", "wrong", TOKEN + "x", "ü"])
def test_stranger_gets_no_turn(rasa_url: str, token: str | None) -> None:
    body = json.dumps(contract("turn_request_text")["body"]).encode()
    expected = contract("turn_error_bad_token")
    assert call(f"{rasa_url}/webhooks/gateway/turn", body, token) == (expected["status"], expected["body"])


def test_failed_action_is_no_answer(gateway: Gateway, actions: ActionServer) -> None:
    async def refuse(_body: dict[str, Any]) -> web.Response:
        return web.json_response({"error": "no", "action_name": "action_quote"}, status=500)

    actions.handlers["action_quote"] = refuse
    expected = contract("turn_error_action_failed")
    assert gateway.turn("贵州茅台多少钱") == (expected["status"], expected["body"])
