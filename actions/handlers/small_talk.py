"""Words that ask for nothing that is looked up: greetings, thanks, who are you, a person please."""

from collections.abc import Set

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.handlers.suggest import MISSES
from actions.set_phrases import SMALL_TALK


class SmallTalk(Action):
    """Says one thing for each intent; on channels with a desk a person is called."""

    def __init__(self, desks: Set[str]) -> None:
        self._desks = desks

    def name(self) -> str:
        return "action_small_talk"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        intent = str(tracker.latest_message["intent"]["name"])
        if intent == "ask_human" and tracker.get_latest_input_channel() in self._desks:
            dispatcher.utter_message(response="utter_human_called")
            return [SlotSet("handoff", {"reason": intent, "skill": "general", "priority": 0})]
        dispatcher.utter_message(response=SMALL_TALK[intent])
        return []


class Dispute(Action):
    """Takes it that the answer before was wrong; the next miss offers a person again."""

    def name(self) -> str:
        return "action_dispute"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        dispatcher.utter_message(response="utter_dispute")
        return [SlotSet("misses", MISSES)]
