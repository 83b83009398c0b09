"""Leads the next answer of a topic that a person has served by what that person told; once."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.handlers.around import Around

_FRESH = timedelta(days=1)


class Recalling(Around):
    """An action that knows of the person before it; `topics` are ids of the taxonomy by intent."""

    def __init__(self, action: Action, topics: Mapping[str, str | None], now: Callable[[], datetime]) -> None:
        super().__init__(action)
        self._topics = topics
        self._now = now

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        events: list[EventType] = list(await self._action.run(dispatcher, tracker, domain))
        served = tracker.get_slot("served")
        told = {str(event["name"]): event["value"] for event in events if event["event"] == "slot"}
        topic = told.get("topic") or self._topics.get(tracker.latest_message["intent"]["name"])
        if not served or not topic or told.get("misses") or not dispatcher.messages:
            return events
        if topic == served["topic"] and served["told"] and self._is_fresh(served):
            dispatcher.utter_message(response="utter_served", told=served["told"])
            dispatcher.messages.insert(0, dispatcher.messages.pop())
        return [*events, SlotSet("served", None)]

    def _is_fresh(self, served: Mapping[str, Any]) -> bool:
        return self._now() - datetime.fromisoformat(served["at"]) < _FRESH
