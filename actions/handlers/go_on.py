"""Goes on with the question before: of another day or board, or with what is beyond the list shown."""

import re
from dataclasses import replace

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker
from rasa_sdk.types import DomainDict

from actions import question as questions
from actions.features import Feature
from actions.handlers.feature import Thread, tell
from actions.handlers.quote import LISTED, ThreadedAction, remember
from actions.question import Question
from actions.quote.quoting import Quoting
from actions.threads import asks_ahead, asks_more, entry, is_strange, onward, resumed, turned

_PLACE = re.compile(r"第[一二三四五六1-6]|最后一")
_NOW = re.compile(r"今[天日儿]|现在|此刻|目前|这会儿?|再说|再发|重复|刚才|没看清")


class GoOn(ThreadedAction):
    """Answers "明天呢", "科创板的呢", "还有吗" as the feature of the question before understands them."""

    def __init__(self, quoting: Quoting, thread: Thread, declining: Feature) -> None:
        super().__init__(quoting, thread)
        self._declining = declining

    def name(self) -> str:
        return "action_go_on"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        asked = questions.read(tracker)
        if asks_more(asked):
            return await self._more(asked, dispatcher)
        chosen = entry(asked, questions.ordinal(asked.text, LISTED)) if _PLACE.search(asked.text) else None
        kin = turned(asked)
        before = kin or resumed(asked)
        if asks_ahead(asked) and not before and not chosen and (asked.thread or asked.last):
            return await self._decline(asked, dispatcher)
        going_on = replace(asked, thread_details={}) if kin else asked
        intent = "" if is_strange(asked) and not kin else before or asked.thread
        gone_on = await self._thread.go_on(intent, chosen or going_on, dispatcher)
        if gone_on is not None:
            return gone_on
        if asked.asked or (asked.last and _NOW.search(asked.text)):
            return remember(dispatcher, await self._quoting.answer(asked), asked.fields)
        dispatcher.utter_message(response="utter_go_on_with_what")
        return []

    async def _more(self, asked: Question, dispatcher: CollectingDispatcher) -> list[EventType]:
        """The rest of the list; that there is none, or that there was no list."""
        following = onward(asked)
        gone_on = await self._thread.go_on(asked.thread, following, dispatcher) if following else None
        if gone_on is not None:
            return gone_on
        shown = asked.thread and asked.thread != "ask_quote"
        dispatcher.utter_message(response="utter_no_more" if shown else "utter_go_on_with_what")
        return []

    async def _decline(self, asked: Question, dispatcher: CollectingDispatcher) -> list[EventType]:
        """Nobody knows a price to come: what is known now, of the share spoken of."""
        answer = await self._declining.answer(replace(asked, intent="ask_forecast"))
        answer.topic = "ADV02"
        return tell(dispatcher, answer, asked.thread)
