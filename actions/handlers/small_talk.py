"""Words that ask for nothing that is looked up: greetings, thanks, who are you, a person please."""

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.calling import ASKED, called, misunderstood
from actions.desk import OPEN, desk_of
from actions.handlers.feature import call
from actions.handlers.suggest import MISSES
from actions.set_phrases import SMALL_TALK


class SmallTalk(Action):
    """Says one thing for each intent; who asks for a person hears whether one can come."""

    def name(self) -> str:
        return "action_small_talk"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        intent = str(tracker.latest_message["intent"]["name"])
        if intent == ASKED:
            return call(dispatcher, called(desk_of(tracker.latest_message)))
        dispatcher.utter_message(response=SMALL_TALK[intent])
        return []


class Dispute(Action):
    """Takes it that the answer before was wrong: a person is called, or offered at the next miss.

    Called is one after a miss or another dispute, where people are at the desk.
    """

    def name(self) -> str:
        return "action_dispute"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        missed = SlotSet("misses", MISSES)
        if tracker.get_slot("misses") and desk_of(tracker.latest_message) == OPEN:
            return [*call(dispatcher, misunderstood("utter_disputed_and_called")), missed]
        dispatcher.utter_message(response="utter_dispute")
        return [missed]
