"""Words that ask for nothing that is looked up: greetings, thanks, who are you, you got me wrong."""

from collections.abc import Mapping

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.handlers.suggest import MISSES

RESPONSES: Mapping[str, str] = {
    "greet": "utter_greet",
    "goodbye": "utter_goodbye",
    "thanks": "utter_thanks",
    "help": "utter_help",
    "ask_machine": "utter_machine",
    "ask_human": "utter_human_unavailable",
    "send_emoji": "utter_emoji",
    "say_nothing": "utter_say_nothing",
    "out_of_scope": "utter_out_of_scope",
}
"""What is said, by intent."""


class SmallTalk(Action):
    """Says one thing for each intent."""

    def name(self) -> str:
        return "action_small_talk"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        dispatcher.utter_message(response=RESPONSES[str(tracker.latest_message["intent"]["name"])])
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
