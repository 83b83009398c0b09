"""Declines kindly, and never without something that can be seen instead."""

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import question as questions
from actions.boundary.feature import Declining
from actions.handlers.feature import say, tell


class Decline(Action):
    """Answers "茅台能买吗", "明天会涨吗", "听说要重组"; the topic stays that of the question."""

    def __init__(self, declining: Declining) -> None:
        self._declining = declining

    def name(self) -> str:
        return "action_decline"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        answer = await self._declining.answer(questions.read(tracker))
        if answer.shown or answer.offered:
            return tell(dispatcher, answer, "ask_quote")
        for utterance in answer.utterances:
            say(dispatcher, utterance)
        return []
