"""Stays with who is in distress, was robbed or deceived, whatever the next short words are taken for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import question as questions
from actions.calling import ASKED, called
from actions.care import KINDS, SURE, TOPICS, Care, CareWords, Lines, begun, in_kind, read_care, write_care
from actions.desk import NONE
from actions.handlers.around import Around
from actions.handlers.urgent import wanted

_STAYING = {"distress": "utter_distress_stay", "theft": "utter_theft_stay", "fraud": "utter_fraud_stay"}
_OVER = {"distress": "utter_distress_over", "theft": "utter_theft_over"}
_OWN = frozenset({"distress", "report_theft", "complain", "claim_damages"})
"""Intents that are not put aside where they are sure."""
_PRESSING = {"distress": "distress", "theft": "report_theft"}
"""Cases that a person is called to sooner than to others, with their intents."""


@dataclass(frozen=True)
class Bedside:
    """What staying takes."""

    lines: Lines
    words: CareWords
    now: Callable[[], datetime]


class Caring(Around):
    """An action that waits while a case is under way and the message belongs to it."""

    def __init__(self, action: Action, bedside: Bedside) -> None:
        super().__init__(action)
        self._bedside = bedside

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        asked, now = questions.read(tracker), self._bedside.now()
        care = read_care(tracker.get_slot("care"), now)
        if care and not self._is_own(tracker):
            if care.ends(asked, self._bedside.words):
                return self._say(dispatcher, in_kind(_OVER[care.kind], asked), care, None)
            if care.goes_on(asked, self._bedside.words):
                stayed = self._say(dispatcher, in_kind(_STAYING[care.kind], asked), care, care.after())
                return [*stayed, *_wanted(asked, care)]
        if self._bedside.words.grieves(asked):
            dispatcher.utter_message(response="utter_sympathy", **self._bedside.lines.values)
            return []
        events: list[EventType] = list(await self._action.run(dispatcher, tracker, domain))
        begins = asked.intent in KINDS and (care is None or asked.intent in _OWN)
        return [*events, SlotSet("care", begun(KINDS[asked.intent], now))] if begins else events

    @staticmethod
    def _is_own(tracker: Tracker) -> bool:
        """Whether a message is grave in itself; 我害怕 in despair is no complaint, though taken for one."""
        intent = tracker.latest_message["intent"]
        return intent["name"] in _OWN and (intent.get("confidence") or 0.0) >= SURE

    def _say(
        self, dispatcher: CollectingDispatcher, response: str, care: Care, left: Care | None
    ) -> list[EventType]:
        dispatcher.utter_message(response=response, **self._bedside.lines.values)
        return [SlotSet("topic", TOPICS[care.kind]), SlotSet("care", write_care(left) if left else None)]


def _wanted(asked: questions.Question, care: Care) -> list[EventType]:
    """The person who is asked for in a case, as pressing as the case; nobody where none can come."""
    if asked.intent != ASKED or asked.desk == NONE:
        return []
    if care.kind in _PRESSING:
        return [wanted(_PRESSING[care.kind])]
    return [SlotSet("handoff", called(asked.desk).handoff)]
