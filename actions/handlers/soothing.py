"""Soothes who is angry at us, and calls a person: at once in a rage, else at the second angry word."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import question as questions
from actions.anger import ANGRY, CALM, RAGING, AngerWords
from actions.desk import CLOSED, NONE, OPEN, wish
from actions.handlers.around import Around
from actions.handlers.urgent import GrievanceWords

_SAID: Mapping[str, str] = {
    OPEN: "utter_anger",
    CLOSED: "utter_anger_closed",
    NONE: "utter_anger_unstaffed",
}
_TALK = frozenset(
    {
        *("greet", "goodbye", "thanks", "help", "affirm", "deny", "cancel", "dispute", "ask_machine"),
        *("say_nothing", "send_emoji", "out_of_scope", "nlu_fallback", "choose"),
        *("go_on", "next_step", "repeat", "go_back"),
    }
)
"""Intents that an outburst is taken for; it is met with a word, not with an answer."""
_COMPLAINT = "complain"
_RANT = 20
"""Characters up to which an outburst is no account of what happened."""
_TOPIC = "CMP01"
_PRIORITY = 3


@dataclass(frozen=True)
class Temper:
    """What anger and complaints are known by."""

    anger: AngerWords
    grievance: GrievanceWords

    @classmethod
    def load(cls) -> Self:
        return cls(AngerWords.load(), GrievanceWords.load())


class Soothing(Around):
    """An action that gives way to an outburst; a question that is asked in rage is answered all the same."""

    def __init__(self, action: Action, temper: Temper) -> None:
        super().__init__(action)
        self._temper = temper

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        asked = questions.read(tracker)
        level, before = self._temper.anger.level(asked), int(tracker.get_slot("anger") or CALM)
        enough = level != CALM and level + before >= RAGING
        if enough and self._is_outburst(asked, tracker):
            dispatcher.utter_message(response=_SAID[asked.desk])
            return [SlotSet("topic", _TOPIC), _wanted(), SlotSet("anger", None)]
        events: list[EventType] = list(await self._action.run(dispatcher, tracker, domain))
        wanted = [_wanted()] if enough and not _wishes(events) else []
        left = ANGRY if level != CALM and not enough else None
        return [*events, *wanted, *([SlotSet("anger", left)] if left or before else [])]

    def _is_outburst(self, asked: questions.Question, tracker: Tracker) -> bool:
        """Whether nothing is asked or told; a complaint that is registered is no outburst."""
        if asked.intent != _COMPLAINT:
            return asked.intent in _TALK
        grievance, sure = self._temper.grievance, tracker.latest_message["intent"].get("confidence") or 0.0
        if grievance.says(asked.text):
            return False
        return len(asked.text) <= _RANT or not grievance.declared(asked.text, sure)


def _wanted() -> EventType:
    return SlotSet("handoff", wish("anger", "complaint", _PRIORITY))


def _wishes(events: list[EventType]) -> bool:
    return any(event["event"] == "slot" and event["name"] == "handoff" for event in events)
