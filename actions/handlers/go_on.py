"""Goes on with the question before: of another day or board, or with what is beyond the list shown."""

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker
from rasa_sdk.types import DomainDict

from actions import question as questions
from actions.handlers.feature import tell
from actions.handlers.quote import ThreadedAction
from actions.threads import asks_ahead, goes_by_day


class GoOn(ThreadedAction):
    """Answers "明天呢", "科创板的呢", "还有吗" as the feature of the question before understands them."""

    def name(self) -> str:
        return "action_go_on"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        asked = questions.read(tracker)
        if asks_ahead(asked) and not goes_by_day(asked.thread):
            dispatcher.utter_message(response="utter_forecast_declined")
            events = tell(dispatcher, await self._quoting.facts(asked), asked.thread)
            return [*events, SlotSet("topic", "ADV02")]
        gone_on = await self._thread.go_on(asked.thread, asked, dispatcher)
        if gone_on is not None:
            return gone_on
        dispatcher.utter_message(response="utter_fallback")
        return []
