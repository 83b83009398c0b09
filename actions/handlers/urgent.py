"""What cannot wait: despair, a theft, a claim, a complaint; and how far a complaint has come."""

from collections.abc import Mapping
from dataclasses import dataclass

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict


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


class Urgent(Action):
    """Says what helps now, and asks the gateway for a person and for a ticket; nothing else is touched."""

    def __init__(self, crisis_line: str) -> None:
        """`crisis_line` is the telephone number that people in despair are given."""
        self._crisis_line = crisis_line

    def name(self) -> str:
        return "action_urgent"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        intent = str(tracker.latest_message["intent"]["name"])
        case = CASES[intent]
        dispatcher.utter_message(response=case.response, line=self._crisis_line)
        wanted = {"reason": intent, "skill": case.skill, "priority": case.priority}
        ticket = {"act": "open", "kind": case.ticket} if case.ticket else None
        return [SlotSet("handoff", wanted), SlotSet("ticket", ticket)]


class ComplaintProgress(Action):
    """Asks the gateway to tell of the tickets of this conversation."""

    def name(self) -> str:
        return "action_complaint_progress"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        dispatcher.utter_message(response="utter_complaint_progress")
        return [SlotSet("ticket", {"act": "list", "kind": "complaint"})]
