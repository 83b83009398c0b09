"""Every question that an article answers: one action for all of their intents."""

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import question as questions
from actions.article.feature import SHOW, ArticleFeature, Reading
from actions.features import Feature, Features
from actions.handlers.feature import Thread, tell
from actions.question import Question
from actions.threads import resumed


class ReadArticle(Action):
    """Answers with the article of the intent, or with the one that a button names."""

    def __init__(self, articles: Features, reading: Reading, thread: Thread) -> None:
        self._articles = articles
        self._reading = reading
        self._thread = thread

    def name(self) -> str:
        return "action_article"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        asked = questions.read(tracker)
        gone_on = await self._thread.go_on(resumed(asked), asked, dispatcher)
        if gone_on is not None:
            return gone_on
        return tell(dispatcher, await self._feature(asked).answer(asked), asked.intent)

    def _feature(self, asked: Question) -> Feature:
        if asked.intent == SHOW:
            return ArticleFeature(asked.details.get("article", ""), self._reading)
        return self._articles[asked.intent]
