"""Words about the conversation itself: the next step, once more, back to the one before, never mind."""

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import question as questions
from actions.answering import Answering
from actions.handlers.feature import tell
from actions.handlers.several import AnswerSeveral
from actions.memory import DETAIL, VIEW, Answered, read_guide, read_trail, write_trail
from actions.parts import read_waiting

_DROPPED = ("quote_choices", "quote_field", "awaiting", "thread", "thread_details", "guide", "waiting")
"""Slots of what is under way."""


class Returning(Action):
    """An action that answers a question of before anew."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering

    async def ask(
        self, answered: Answered, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> list[EventType] | None:
        """The answer as of now; None for what nobody answers any more."""
        answer = await self._answering.answer(answered.again(questions.read(tracker)))
        return tell(dispatcher, answer, answered.intent) if answer else None


class NextStep(Returning):
    """Answers 下一步 with the next step of the guide, or with the questions that wait."""

    def __init__(self, answering: Answering, several: AnswerSeveral) -> None:
        super().__init__(answering)
        self._several = several

    def name(self) -> str:
        return "action_next_step"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        if waiting := read_waiting(tracker.get_slot("waiting")):
            return await self._several.answer(waiting, dispatcher, tracker)
        guide, trail = read_guide(tracker.get_slot("guide")), read_trail(tracker.get_slot("trail"))
        step = "1"
        if guide:
            latest, step = Answered(guide.intent, details={"article": guide.article}), str(guide.place + 1)
        elif trail and trail[-1].details.get(VIEW) == DETAIL:
            dispatcher.utter_message(response="utter_no_more")
            return []
        elif trail and self._answering.leads(trail[-1].intent):
            latest = trail[-1]
        else:
            dispatcher.utter_message(response="utter_go_on_with_what")
            return []
        following = Answered(latest.intent, latest.refs, {**latest.details, VIEW: step})
        events = await self.ask(following, dispatcher, tracker)
        return events if events is not None else []


class Repeat(Returning):
    """Answers 再说一遍 with the last answer, as of now."""

    def name(self) -> str:
        return "action_repeat"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        trail = read_trail(tracker.get_slot("trail"))
        events = await self.ask(trail[-1], dispatcher, tracker) if trail else None
        if events is None:
            dispatcher.utter_message(response="utter_go_on_with_what")
        return events or []


class GoBack(Returning):
    """Answers 上一个 with the answer before the last, and forgets the last."""

    def name(self) -> str:
        return "action_go_back"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        trail = read_trail(tracker.get_slot("trail"))
        events = await self.ask(trail[-2], dispatcher, tracker) if len(trail) > 1 else None
        if events is None:
            dispatcher.utter_message(response="utter_nothing_before")
            return []
        return [*events, SlotSet("trail", write_trail(trail[:-1]))]


class Cancel(Action):
    """Drops whatever was under way."""

    def name(self) -> str:
        return "action_cancel"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        dispatcher.utter_message(response="utter_cancelled")
        return [SlotSet(name, None) for name in _DROPPED]
