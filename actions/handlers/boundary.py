"""Declines kindly, and never without something that can be seen instead."""

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import question as questions
from actions.boundary.feature import Declining
from actions.handlers.feature import Thread, say, tell
from actions.threads import resumed


class Decline(Action):
    """Answers "茅台能买吗", "明天会涨吗", "听说要重组"; the topic stays that of the question.

    A bare 明天呢 after a question about days is none of these, and goes on with it.
    """

    def __init__(self, declining: Declining, thread: Thread) -> None:
        self._declining = declining
        self._thread = thread

    def name(self) -> str:
        return "action_decline"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        asked = questions.read(tracker)
        gone_on = await self._thread.go_on(resumed(asked), asked, dispatcher)
        if gone_on is not None:
            return gone_on
        answer = await self._declining.answer(asked)
        if answer.shown or answer.offered:
            return tell(dispatcher, answer, "ask_quote")
        for utterance in answer.utterances:
            say(dispatcher, utterance)
        return []
