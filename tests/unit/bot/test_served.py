"""What a person has settled is dropped before the next message is heard, and kept to be told of once."""

import json
from pathlib import Path
from typing import Any

import pytest
from rasa.core.processor import MessageProcessor
from rasa.shared.core.events import SlotSet

from bot import state
from bot.errors import Malformed
from bot.served import LONGEST, Served
from bot.turn import TurnRequest
from tests.unit.bot.action_server import ActionServer
from tests.unit.bot.client import Gateway
from tests.unit.bot.conftest import TOKEN

CONTRACT = Path(__file__).parents[2] / "contract"
BODY: dict[str, Any] = json.loads((CONTRACT / "turn_request_served.json").read_text(encoding="utf-8"))["body"]
SERVED: dict[str, Any] = BODY["served"]
DETAILS = {
    "served": "served must be an object or null",
    "topic": "served.topic must be a string or null",
    "outcome": "served.outcome must be a string or null",
    "told": "served.told must be a string or null",
    "at": "served.at must be a time with its zone",
}


def detail_of(body: dict[str, Any]) -> str:
    with pytest.raises(Malformed) as refused:
        TurnRequest.parse(body)
    return refused.value.detail


@pytest.mark.parametrize("desk", ["open", "closed", "none"])
def test_whether_people_are_there_is_read(desk: str) -> None:
    assert TurnRequest.parse(BODY | {"desk": desk}).desk == desk


def test_who_says_nothing_of_a_desk_has_none() -> None:
    plain = {key: value for key, value in BODY.items() if key not in ("desk", "served")}
    assert (TurnRequest.parse(plain).desk, TurnRequest.parse(plain).served) == ("none", None)


@pytest.mark.parametrize("desk", ["", "OPEN", None, True, 1, ["open"]])
def test_a_desk_that_is_in_no_known_state_is_refused(desk: Any) -> None:
    assert detail_of(BODY | {"desk": desk}) == "desk must be one of open, closed, none"


@pytest.mark.parametrize("account", [True, False])
def test_whether_own_data_is_shown_is_read(account: bool) -> None:
    assert TurnRequest.parse(BODY | {"account": account}).account is account
    assert TurnRequest.parse({key: value for key, value in BODY.items() if key != "account"}).account


@pytest.mark.parametrize("language", [None, "zh-Hans", "zh-Hant", "en"])
def test_the_language_that_was_wished_for_is_read(language: str | None) -> None:
    assert TurnRequest.parse(BODY | {"language": language}).language == language
    assert (
        TurnRequest.parse({key: value for key, value in BODY.items() if key != "language"}).language is None
    )


@pytest.mark.parametrize("language", ["", "fr", 1, ["en"]])
def test_no_other_language_is_taken(language: Any) -> None:
    assert detail_of(BODY | {"language": language}) == "language must be null or one of zh-Hans, zh-Hant, en"


@pytest.mark.parametrize("account", [None, 0, "no"])
def test_whether_own_data_is_shown_is_yes_or_no(account: Any) -> None:
    assert detail_of(BODY | {"account": account}) == "account must be true or false"


@pytest.mark.parametrize("served", ["", [], 5, True])
def test_what_was_served_is_an_object(served: Any) -> None:
    assert detail_of(BODY | {"served": served}) == DETAILS["served"]


@pytest.mark.parametrize("key", ["topic", "outcome", "told", "at"])
def test_what_was_served_is_read_strictly(key: str) -> None:
    lacking = {name: value for name, value in SERVED.items() if name != key}
    assert detail_of(BODY | {"served": lacking}) == DETAILS[key]
    assert detail_of(BODY | {"served": SERVED | {key: 5}}) == DETAILS[key]


@pytest.mark.parametrize("at", ["", "yesterday", "2026-11-20T15:04:05", None])
def test_a_time_without_its_zone_is_refused(at: Any) -> None:
    assert detail_of(BODY | {"served": SERVED | {"at": at}}) == DETAILS["at"]


def test_of_a_long_summary_only_the_beginning_is_kept() -> None:
    served = Served.parse(SERVED | {"told": "长" * 10_000})
    assert served is not None
    assert served.told == "长" * LONGEST


def test_a_summary_may_say_nothing() -> None:
    assert Served.parse({"topic": None, "outcome": None, "told": None, "at": SERVED["at"]}) == Served(
        None, None, None, SERVED["at"]
    )


def test_what_was_under_way_is_dropped_and_the_rest_is_kept(loaded: MessageProcessor) -> None:
    tracker = state.restore(None, "u1", loaded.domain)
    for name, value in (("misses", 2), ("security", "SH600519")):
        tracker.update(SlotSet(name, value), loaded.domain)
    served = Served.parse(SERVED)
    assert served is not None
    served.settle(tracker, loaded.domain)
    slots = tracker.current_slot_values()
    assert (slots["misses"], slots["security"], slots["served"]) == (None, "SH600519", SERVED)


def test_actions_hear_of_the_desk_and_of_what_was_settled(rasa_url: str, actions: ActionServer) -> None:
    gateway = Gateway(rasa_url, TOKEN)
    status, answer = gateway.post(BODY)
    assert status == 200
    ((_, call),) = actions.calls
    assert call["tracker"]["latest_message"]["metadata"] == {
        "desk": "open",
        "account": False,
        "language": "zh-Hant",
    }
    assert (call["tracker"]["slots"]["misses"], call["tracker"]["slots"]["served"]) == (None, SERVED)
    gateway.state = answer["state"]
    for _ in range(state.TURNS + 1):
        gateway.say("贵州茅台多少钱")
    later = actions.calls[-1][1]["tracker"]
    assert (later["slots"]["served"], later["latest_message"]["metadata"]["desk"]) == (SERVED, "none")


def test_who_was_served_before_any_turn_is_answered(rasa_url: str, actions: ActionServer) -> None:
    status, answer = Gateway(rasa_url, TOKEN).post(BODY | {"text": "几点开盘", "state": None})
    assert (status, len(answer["messages"])) == (200, 1)
