"""Lets a message go to another question than the one it was taken for, where somebody knows better."""

from collections.abc import Callable, Sequence

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import question as questions
from actions.answering import Answering
from actions.handlers.around import Around
from actions.handlers.feature import tell
from actions.question import Question

Finder = Callable[[Question, Tracker], Question | None]
"""Says which question a message is, None where it knows no better."""


class Redirecting(Around):
    """An action that others may go before; the first of `finders` that knows better decides."""

    def __init__(self, action: Action, answering: Answering, finders: Sequence[Finder]) -> None:
        super().__init__(action)
        self._answering = answering
        self._finders = finders

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        asked = questions.read(tracker)
        for find in self._finders if asked.text else ():
            meant = find(asked, tracker)
            answer = await self._answering.answer(meant) if meant else None
            if meant and answer:
                return tell(dispatcher, answer, meant.intent)
        return list(await self._action.run(dispatcher, tracker, domain))
