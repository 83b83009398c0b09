"""Rasa sends no domain with a call, to keep it small: an action runs without one."""

from typing import Any

import pytest
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.server import executor_of


class Repeat(Action):
    """Answers with the domain that it was given."""

    def name(self) -> str:
        return "action_repeat"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        dispatcher.utter_message(json_message={"domain": domain})
        return []


def call(**more: Any) -> dict[str, Any]:
    tracker = {
        "sender_id": "s",
        "slots": {},
        "latest_message": {},
        "events": [],
        "paused": False,
        "active_loop": {},
    }
    return {"next_action": "action_repeat", "sender_id": "s", "tracker": tracker, "version": "3.6.21", **more}


@pytest.mark.parametrize("sent", [{}, {"domain": None}, {"domain": {}}])
async def test_a_call_without_a_domain_is_run(sent: dict[str, Any]) -> None:
    answer = await executor_of([Repeat()]).run(call(**sent))
    assert answer is not None
    assert answer.responses[0]["custom"] == {"domain": {}}


async def test_a_domain_that_is_sent_is_handed_on_and_not_kept() -> None:
    executor = executor_of([Repeat()])
    first = await executor.run(call(domain={"intents": ["greet"]}))
    second = await executor.run(call())
    assert first is not None
    assert second is not None
    assert first.responses[0]["custom"] == {"domain": {"intents": ["greet"]}}
    assert second.responses[0]["custom"] == {"domain": {}}
