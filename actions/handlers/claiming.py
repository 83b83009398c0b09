"""Articles that editors have added since the model was trained, reached by the questions they wrote."""

from dataclasses import dataclass, replace

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import question as questions
from actions.answering import Answering
from actions.article.feature import SHOW, Reading
from actions.article.lookup import Lookup
from actions.handlers.feature import tell
from actions.question import Question


@dataclass(frozen=True)
class Claims:
    """Whose question a message is, letter by letter or nearly so."""

    lookup: Lookup
    answering: Answering
    reading: Reading

    def nearly(self, asked: Question) -> Question | None:
        """The question of another article than that of its intent; for intents that articles answer."""
        topic = next((id for id, intent in self.reading.intents.items() if intent == asked.intent), "")
        return self._of(self.lookup.claimed(asked.text, topic), asked)

    def exactly(self, asked: Question) -> Question | None:
        """The question of an article that only editors know, word for word; for every other intent."""
        own = self.lookup.own(asked.text)
        return self._of(own if own not in self.reading.intents else None, asked)

    def _of(self, id: str | None, asked: Question) -> Question | None:
        if not id:
            return None
        intent = self.reading.intents.get(id, SHOW)
        return replace(asked, intent=intent, details={} if intent != SHOW else {"article": id})


class Claiming(Action):
    """An action that lets an article go first; `loose` where a near match is enough."""

    def __init__(self, action: Action, claims: Claims, *, loose: bool) -> None:
        self._action = action
        self._claims = claims
        self._find = claims.nearly if loose else claims.exactly

    def name(self) -> str:
        return str(self._action.name())

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        asked = questions.read(tracker)
        claimed = self._find(asked) if asked.text else None
        answer = await self._claims.answering.answer(claimed) if claimed else None
        if claimed is None or answer is None:
            return list(await self._action.run(dispatcher, tracker, domain))
        return tell(dispatcher, answer, claimed.intent)
