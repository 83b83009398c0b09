"""The door to the brain, at a real `rasa run` with the product's own endpoints and credentials."""

import json
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from tests.unit.bot.action_server import ActionServer, reply, slot
from tests.unit.bot.client import Gateway, call
from tests.unit.bot.conftest import TOKEN

CONTRACT = Path(__file__).parents[2] / "contract"
OPAQUE = {"state": "to the gateway", "entities": "as many facts as the extractor knows"}
BODY = {"message_id": "m1", "sender": "u1", "channel": "web", "text": "你好", "payload": None, "state": None}


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
    known: dict[str, Any] = json.loads((CONTRACT / f"{name}.json").read_text(encoding="utf-8"))
    return known


def test_health_names_the_model(rasa_url: str) -> None:
    status, body = call(f"{rasa_url}/webhooks/gateway/", None, TOKEN)
    assert (status, body["status"]) == (200, "ok")
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
    assert (answer["topic"], answer["intent"], answer["handoff"]) == ("QUO01", "ask_quote", None)
    assert 0.4 < answer["confidence"] <= 1
    assert answer["entities"] == [{"entity": "security", "value": "贵州茅台", "start": 0, "end": 4}]


@pytest.mark.parametrize("name", ["turn_request_text", "turn_request_button", "turn_request_served"])
def test_answer_has_the_shape_of_the_contract(gateway: Gateway, name: str) -> None:
    status, answer = gateway.post(contract(name)["body"])
    expected = contract("turn_answer_quote")["body"]
    assert status == 200
    assert shape(answer | OPAQUE) == shape(expected | OPAQUE)
    assert set(answer["state"]) == set(expected["state"])


def test_dialogue_goes_on_where_its_state_left_off(gateway: Gateway) -> None:
    assert gateway.said("你好") == ["第一次见面，欢迎。"]
    assert gateway.said("你好") == ["又见面了。"]


def test_silence_of_an_hour_is_a_new_session(gateway: Gateway) -> None:
    gateway.state = contract("turn_answer_quote")["body"]["state"]
    assert gateway.said("你好") == ["第一次见面，欢迎。"]


def test_button_is_what_it_says(gateway: Gateway) -> None:
    _, answer = gateway.turn(payload='/ask_quote{"security": "SZ000001"}')
    assert (answer["intent"], answer["confidence"]) == ("ask_quote", 1.0)
    (entity,) = answer["entities"]
    assert (entity["entity"], entity["value"]) == ("security", "SZ000001")


def test_topic_of_an_intent_stands_in_the_topics_file(gateway: Gateway) -> None:
    answer = gateway.say("🙂🙂")
    assert (answer["intent"], answer["topic"]) == ("nlu_fallback", "ADV06")


def test_topic_of_one_turn_is_not_the_next_ones(gateway: Gateway) -> None:
    assert gateway.say("贵州茅台多少钱")["topic"] == "QUO01"
    assert gateway.say("几点开盘")["topic"] is None


def test_intent_after_a_fallback_is_this_messages(gateway: Gateway) -> None:
    gateway.say("几点开盘")
    answer = gateway.say("🙂🙂")
    assert answer["intent"] == "nlu_fallback"
    assert [message["text"] for message in answer["messages"]] == ["没有听懂。"]


def test_handoff_stands_in_the_turn_that_asked_and_only_there(gateway: Gateway) -> None:
    expected = contract("turn_answer_handoff")["body"]["handoff"]
    assert gateway.say("转人工")["handoff"] == expected
    assert gateway.say("几点开盘")["handoff"] is None


def test_followup_stands_in_the_turn_that_promised_and_only_there(
    gateway: Gateway, actions: ActionServer
) -> None:
    expected = contract("turn_answer_followup")["body"]["followup"]

    async def promise(call: dict[str, Any]) -> web.Response:
        return reply({"response": "utter_handoff"}, events=[slot("followup", expected)])

    actions.handlers["action_handoff"] = promise
    answer = gateway.say("转人工")
    assert (answer["followup"], answer["handoff"]) == (expected, None)
    assert gateway.say("几点开盘")["followup"] is None


def test_entities_count_in_the_text_as_it_was_sent(gateway: Gateway) -> None:
    (entity,) = gateway.say(" 　/贵州茅台多少钱 ")["entities"]
    assert (entity["start"], entity["end"]) == (3, 7)


@pytest.mark.parametrize(
    "text",
    [
        "/restart",
        "  /restart",
        "\u3000/restart",
        '/ask_quote{"security": "SH600519"}',
        "/ask_human",
        "/session_start",
        "//ask_human",
        "/",
        "EXTERNAL: ask_human",
        "[贵州茅台](security)",
        "{topic}",
        "${RASA_TOKEN}",
        "\x00\x1b[2J",
        "\ud83d",
        "",
        " ",
    ],
    ids=ascii,
)
def test_text_of_a_person_is_never_a_command(gateway: Gateway, text: str) -> None:
    answer = gateway.say(text)
    assert answer["confidence"] < 1
    assert answer["handoff"] is None
    assert gateway.say("几点开盘")["messages"]


def test_very_long_text_is_answered(gateway: Gateway) -> None:
    assert gateway.say("长" * 10_000)["messages"]


def test_words_behind_a_slash_are_understood(gateway: Gateway) -> None:
    assert gateway.say("/几点开盘")["intent"] == "ask_hours"


def test_action_is_called_with_our_token_and_without_the_domain(
    gateway: Gateway, actions: ActionServer
) -> None:
    gateway.say("贵州茅台多少钱")
    ((headers, body),) = actions.calls
    assert headers["X-Wenpan-Token"] == "an-inner-token"
    assert "domain" not in body
    assert body["tracker"]["latest_message"]["text"] == "贵州茅台多少钱"
    assert body["sender_id"] == "u1"
    asked = [event for event in body["tracker"]["events"] if event["event"] == "user"][-1]
    assert asked["input_channel"] == "web"


@pytest.mark.parametrize(
    ("change", "detail"),
    [
        ({"text": None}, "exactly one of text and payload must be a string"),
        ({"payload": "/greet"}, "exactly one of text and payload must be a string"),
        ({"payload": 5}, "exactly one of text and payload must be a string"),
        ({"text": 5}, "exactly one of text and payload must be a string"),
        ({"text": None, "payload": "greet"}, "payload must be a Rasa payload, such as /ask_quote"),
        ({"message_id": None}, "message_id must be a string that is not empty"),
        ({"sender": ""}, "sender must be a string that is not empty"),
        ({"channel": ["web"]}, "channel must be a string that is not empty"),
        ({"desk": "half open"}, "desk must be one of open, closed, none"),
        ({"served": {}}, "served.topic must be a string or null"),
    ],
)
def test_broken_contract_is_told_apart(gateway: Gateway, change: dict[str, Any], detail: str) -> None:
    expected = contract("turn_error_malformed")
    assert gateway.post(BODY | change) == (expected["status"], expected["body"] | {"detail": detail})


@pytest.mark.parametrize("raw", [b"{", b"\xff\xfe", b"[]", b"null", b'"text"'])
def test_body_that_is_no_object_is_malformed(rasa_url: str, raw: bytes) -> None:
    status, body = call(f"{rasa_url}/webhooks/gateway/turn", raw, TOKEN)
    assert (status, body["error"]) == (400, "malformed")


def test_state_that_cannot_be_read_starts_afresh(gateway: Gateway) -> None:
    gateway.state = {"version": 99}
    assert gateway.said("你好") == ["第一次见面，欢迎。"]


@pytest.mark.parametrize("token", [None, "", "wrong", TOKEN + "x", "ü"])
def test_stranger_gets_no_turn(rasa_url: str, token: str | None) -> None:
    expected = contract("turn_error_bad_token")
    answer = call(f"{rasa_url}/webhooks/gateway/turn", json.dumps(BODY).encode(), token)
    assert answer == (expected["status"], expected["body"])


def test_body_of_more_than_a_megabyte_is_not_read(rasa_url: str) -> None:
    raw = json.dumps(BODY | {"text": "x" * 1_100_000}).encode()
    known = {"Authorization": f"Bearer {TOKEN}"}
    request = urllib.request.Request(f"{rasa_url}/webhooks/gateway/turn", raw, known)  # noqa: S310 - loopback
    try:
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request, timeout=10)  # noqa: S310
        assert refused.value.code == 413
    except ConnectionError:
        pass  # the server may hang up before it has been sent all of it
