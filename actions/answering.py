"""Any question by its intent, whoever answers it: a feature, an article, quotes or the boundary."""

from collections.abc import Mapping

from actions.article.feature import SHOW, ArticleFeature, Reading
from actions.boundary.feature import DECLINED, Declining
from actions.calling import ASKED, called
from actions.features import Answer, Feature, Features
from actions.question import Question
from actions.quote.quoting import LIMIT_FIELDS, Quoting
from actions.set_phrases import ANSWERS
from actions.utterance import Utterance


def quote_topic(answer: Answer, fields: tuple[str, ...]) -> str:
    """QUO07 limit prices, QUO02 indices only, QUO01 otherwise (ids of the question taxonomy)."""
    if LIMIT_FIELDS & set(fields):
        return "QUO07"
    return "QUO02" if all(security.kind == "index" for security in answer.shown) else "QUO01"


class Answering:
    """Answers one question of several, and questions that were asked before."""

    def __init__(
        self,
        features: Features,
        quoting: Quoting,
        declining: Declining,
        topics: Mapping[str, str | None],
        reading: Reading,
    ) -> None:
        self._reading = reading
        self._features = features
        self._quoting = quoting
        self._declining = declining
        self._topics = topics

    def leads(self, intent: str) -> bool:
        """Whether an article answers an intent, which may have steps."""
        return intent == SHOW or isinstance(self._features.get(intent), ArticleFeature)

    async def answer(self, question: Question) -> Answer | None:
        """The answer with its topic; None for an intent that is no question."""
        answer = await self._answer(question)
        if answer is not None and answer.topic is None:
            answer.topic = self._topics.get(question.intent)
        return answer

    def feature(self, question: Question) -> Feature | None:
        """Who answers a question: the feature or article of its intent, or the article that it names."""
        if question.intent == SHOW:
            return ArticleFeature(question.details.get("article", ""), self._reading)
        return self._features.get(question.intent)

    async def _answer(self, question: Question) -> Answer | None:
        intent = question.intent
        if intent in DECLINED:
            return await self._declining.answer(question)
        if intent == "ask_market":
            return await self._quoting.market(question.text)
        if intent == "ask_quote":
            answer = await self._quoting.answer(question)
            answer.topic = quote_topic(answer, question.fields) if answer.shown else None
            return answer
        if intent == ASKED:
            return called(question.desk)
        if intent in ANSWERS:
            return Answer([Utterance(ANSWERS[intent])])
        feature = self.feature(question)
        return await feature.answer(question) if feature else None
