"""What cannot wait: despair, a theft, a claim, a complaint; what is left for staff, and how far it is."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import question as questions
from actions.article.feature import SHOW
from actions.care import SURE, Lines, in_kind, read_care
from actions.desk import wish
from actions.question import Question
from actions.words import NOTICES, load_words

_LAW = "CMP06"
"""The article that says how claims are made."""
_SHORT = 8
"""Characters up to which a message may be a sigh, however sure it is taken for a complaint."""


@dataclass(frozen=True)
class Case:
    """What is said at once, which person is wanted how soon, and the kind of ticket that is opened."""

    response: str
    skill: str
    priority: int
    ticket: str | None = None


CASES: Mapping[str, Case] = {
    "distress": Case("utter_distress", "care", 9),
    "report_theft": Case("utter_theft_reported", "risk", 8),
    "claim_damages": Case("utter_claim", "complaint", 6, "claim"),
    "complain": Case("utter_complaint", "complaint", 5, "complaint"),
}
"""By intent, the gravest first."""
_AGAIN = {"distress": ("distress", "utter_distress_stay"), "report_theft": ("theft", "utter_theft_stay")}
"""What is said to who tells of the same again."""


@dataclass(frozen=True)
class GrievanceWords:
    """How complaints are worded; data/notices/urgent.yml."""

    explicit: str
    law: str
    withdrawn: str
    added: str
    message: str

    @classmethod
    def load(cls) -> Self:
        return load_words(cls, NOTICES / "urgent.yml")

    def says(self, text: str) -> bool:
        """Whether a message says that it is a complaint."""
        return re.search(self.explicit, text, re.IGNORECASE) is not None

    def declared(self, text: str, confidence: float) -> bool:
        """Whether a complaint is meant as one: a button's, one that says so, or a long and certain one."""
        if text.startswith("/") or self.says(text):
            return True
        return confidence >= SURE and len(text) > _SHORT

    def told_of(self, asked: Question, tracker: Tracker) -> Question | None:
        """The article about claims, for who only asks how they are made."""
        if asked.intent != "claim_damages" or not re.search(self.law, asked.text):
            return None
        return replace(asked, intent=SHOW, details={"article": _LAW})


class Urgent(Action):
    """Says what helps now, and asks the gateway for a person and for a ticket; nothing else is touched."""

    def __init__(self, lines: Lines, words: GrievanceWords, now: Callable[[], datetime]) -> None:
        self._lines = lines
        self._words = words
        self._now = now

    def name(self) -> str:
        return "action_urgent"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        intent = str(tracker.latest_message["intent"]["name"])
        if CASES[intent].ticket:
            return self._aggrieved(dispatcher, tracker, intent)
        return self._in_need(dispatcher, tracker, intent)

    def _in_need(self, dispatcher: CollectingDispatcher, tracker: Tracker, intent: str) -> list[EventType]:
        kind, again = _AGAIN[intent]
        care = read_care(tracker.get_slot("care"), self._now())
        known = care is not None and care.kind == kind
        response = again if known else CASES[intent].response
        asked = questions.read(tracker)
        dispatcher.utter_message(response=in_kind(response, asked), **self._lines.values)
        return [wanted(intent)]

    def _aggrieved(self, dispatcher: CollectingDispatcher, tracker: Tracker, intent: str) -> list[EventType]:
        message, words, kind = tracker.latest_message, self._words, CASES[intent].ticket
        text = message.get("text") or ""
        if re.search(words.added, text):
            dispatcher.utter_message(response="utter_complaint_added")
            return [SlotSet("ticket", {"act": "open", "kind": tracker.get_slot("grievance") or kind})]
        if re.search(words.withdrawn, text):
            dispatcher.utter_message(response="utter_complaint_withdrawn")
            return []
        if not words.declared(text, message["intent"].get("confidence") or 0.0):
            dispatcher.utter_message(response="utter_complaint_ask")
            return []
        dispatcher.utter_message(response=CASES[intent].response)
        ticket = {"act": "open", "kind": kind}
        return [wanted(intent), SlotSet("ticket", ticket), SlotSet("grievance", kind)]


class LeaveMessage(Action):
    """Opens a ticket for a message to staff; one that says it is thanked for."""

    def __init__(self, words: GrievanceWords) -> None:
        self._words = words

    def name(self) -> str:
        return "action_leave_message"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        said = re.search(self._words.message, tracker.latest_message.get("text") or "")
        dispatcher.utter_message(response="utter_message_kept" if said else "utter_message_asked")
        return [SlotSet("ticket", {"act": "open", "kind": "message"})]


class ComplaintProgress(Action):
    """Asks the gateway to tell of the tickets of this conversation."""

    def name(self) -> str:
        return "action_complaint_progress"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        dispatcher.utter_message(response="utter_complaint_progress")
        return [SlotSet("ticket", {"act": "list", "kind": "complaint"})]


def wanted(intent: str) -> EventType:
    """The wish for the person that a grave message needs."""
    case = CASES[intent]
    return SlotSet("handoff", wish(intent, case.skill, case.priority))
