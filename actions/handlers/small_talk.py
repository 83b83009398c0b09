"""Words that ask for nothing that is looked up: greetings, thanks, who are you, you got me wrong."""

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.handlers.suggest import MISSES
from actions.set_phrases import SMALL_TALK


class SmallTalk(Action):
    """Says one thing for each intent."""

    def name(self) -> str:
        return "action_small_talk"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        dispatcher.utter_message(response=SMALL_TALK[str(tracker.latest_message["intent"]["name"])])
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
