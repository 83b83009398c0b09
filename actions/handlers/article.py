"""Every question that an article answers: one action for all of their intents."""

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import question as questions
from actions.answering import Answering
from actions.handlers.feature import tell


class ReadArticle(Action):
    """Answers with the article of the intent, or with the one that a button names."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering

    def name(self) -> str:
        return "action_article"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        asked = questions.read(tracker)
        answer = await self._answering.answer(asked)
        return tell(dispatcher, answer, asked.intent) if answer else []
