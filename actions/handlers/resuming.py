"""Goes on with the question before it, where a message says only another day, whatever it is taken for."""

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import question as questions
from actions.handlers.around import Around
from actions.handlers.feature import Thread
from actions.threads import resumed


class Resuming(Around):
    """An action that gives way: 明天呢 after a question about days is no forecast, "不交呢" no plain no."""

    def __init__(self, action: Action, thread: Thread) -> None:
        super().__init__(action)
        self._thread = thread

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        asked = questions.read(tracker)
        gone_on = await self._thread.go_on(resumed(asked), asked, dispatcher)
        if gone_on is not None:
            return gone_on
        return list(await self._action.run(dispatcher, tracker, domain))
