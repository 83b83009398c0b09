"""Quotes: of shares and indices that are named, chosen, or leant on from the turn before."""

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import question as questions
from actions.answering import quote_topic
from actions.features import Answer
from actions.handlers.feature import Thread, tell
from actions.quote.quoting import LIMIT_FIELDS, Quoting
from actions.threads import entry, placed

LISTED = 9
"""Entries of a list that can be asked for by their place."""


def remember(dispatcher: CollectingDispatcher, answer: Answer, fields: tuple[str, ...]) -> list[EventType]:
    """Say an answer about quotes, with the topic that its securities and fields make it.

    One about limits alone goes on as such: "那平安银行呢" asks for its limits.
    """
    if answer.shown:
        answer.topic = quote_topic(answer, fields)
    thread = "ask_limit_price" if answer.shown and LIMIT_FIELDS.issuperset(fields) and fields else "ask_quote"
    return tell(dispatcher, answer, thread)


class QuoteAction(Action):
    """What an action about quotes is given."""

    def __init__(self, quoting: Quoting) -> None:
        self._quoting = quoting


class ThreadedAction(QuoteAction):
    """What an action is given that may go on with a question of another feature."""

    def __init__(self, quoting: Quoting, thread: Thread) -> None:
        super().__init__(quoting)
        self._thread = thread


class AnswerQuote(ThreadedAction):
    """Answers "贵州茅台多少钱", "那平安银行呢", "它今天最高多少"; "那平安银行呢" after a chart is a chart."""

    def name(self) -> str:
        return "action_quote"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        asked = placed(questions.read(tracker))
        gone_on = await self._thread.go_on(await self._thread.meant(asked), asked, dispatcher)
        if gone_on is not None:
            return gone_on
        return remember(dispatcher, await self._quoting.answer(asked), asked.fields)


class AnswerMarket(QuoteAction):
    """Answers "大盘怎么样" with the main indices."""

    def name(self) -> str:
        return "action_quote_market"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        return remember(dispatcher, await self._quoting.market(questions.read(tracker).text), ())


class TakeChoice(ThreadedAction):
    """Takes "第二个", or a plain yes where a single share was offered."""

    def name(self) -> str:
        return "action_quote_choose"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        asked = questions.read(tracker)
        if tracker.latest_message["intent"]["name"] == "affirm":
            if not asked.choices:
                dispatcher.utter_message(response="utter_affirm")
                return []
            place = 0 if len(asked.choices) == 1 else None
        else:
            place = questions.ordinal(asked.text, len(asked.choices))
        chosen = asked.about([asked.choices[place]]) if place is not None else None
        if chosen is None and not asked.choices:
            chosen = entry(asked, questions.ordinal(asked.text, LISTED))
        if chosen is not None:
            gone_on = await self._thread.go_on(asked.thread, chosen, dispatcher)
            if gone_on is not None:
                return gone_on
        return remember(dispatcher, await self._quoting.choose(asked, place), asked.fields)


class DismissChoices(Action):
    """Forgets what was offered, so that a later yes takes none."""

    def name(self) -> str:
        return "action_quote_dismiss"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        dispatcher.utter_message(response="utter_deny")
        return [SlotSet("quote_choices", None), SlotSet("quote_field", None)]
