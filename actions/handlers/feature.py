"""Any feature as an action of Rasa: question in, named responses and remembered slots out."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Protocol

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import question as questions
from actions.features import Answer, Feature, Features
from actions.threads import continued, placed, resumed
from actions.utterance import Utterance


def say(dispatcher: CollectingDispatcher, utterance: Utterance) -> None:
    """Hand an utterance to Rasa, which owns the words."""
    buttons = [{"title": button.title, "payload": button.payload} for button in utterance.buttons]
    marked = _marks(utterance)
    dispatcher.utter_message(
        response=utterance.response, buttons=buttons, json_message=marked, **utterance.values
    )


def _marks(utterance: Utterance) -> dict[str, Any] | None:
    """What goes beside a response: that it shows the investor's own data, what it is to be written in."""
    marks = {"account": utterance.account, "language": utterance.language}
    return {name: mark for name, mark in marks.items() if mark} or None


def tell(dispatcher: CollectingDispatcher, answer: Answer, thread: str) -> list[EventType]:
    """Say an answer, and remember what the next turn may lean on."""
    for utterance in answer.utterances:
        say(dispatcher, utterance)
    events: list[EventType] = [
        SlotSet("quote_choices", [security.ref for security in answer.offered] or None),
        SlotSet("quote_field", ",".join(answer.pending) or None),
        SlotSet("thread", thread or None),
        SlotSet("awaiting", answer.awaiting or None),
        SlotSet("thread_details", answer.details or None),
    ]
    if answer.shown:
        events.append(SlotSet("quote_security", ",".join(security.ref for security in answer.shown)))
    if answer.topic:
        events.append(SlotSet("topic", answer.topic))
    if answer.followup:
        events.append(SlotSet("followup", answer.followup))
    if answer.handoff:
        events.append(SlotSet("handoff", answer.handoff))
    return events


def call(dispatcher: CollectingDispatcher, answer: Answer) -> list[EventType]:
    """Say what answers no question, with the person it wishes for; what is under way stays."""
    for utterance in answer.utterances:
        say(dispatcher, utterance)
    return [SlotSet("handoff", answer.handoff)] if answer.handoff else []


class FeatureAction(Action):
    """The action of one intent: ask_chart is answered by action_chart."""

    def __init__(self, intent: str, feature: Feature, thread: "Thread | None" = None) -> None:
        self._intent = intent
        self._feature = feature
        self._thread = thread

    def name(self) -> str:
        return f"action_{self._intent.removeprefix('ask_')}"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        asked = placed(questions.read(tracker))
        if self._thread:
            before = resumed(asked) or await self._thread.stray(asked)
            gone_on = await self._thread.go_on(before, asked, dispatcher)
            if gone_on is not None:
                return gone_on
        return tell(dispatcher, await self._feature.answer(asked), self._intent)


def actions_of(features: Features, thread: "Thread | None" = None) -> Iterable[FeatureAction]:
    """An action for every intent; with a thread, a bare 明天呢 goes on with it whatever it is taken for."""
    return (FeatureAction(intent, feature, thread) for intent, feature in features.items())


class Strays(Protocol):
    """What is needed of `actions.ipo.strays.StrayIssues`."""

    async def intent(self, question: questions.Question) -> str: ...


class Thread:
    """Goes on with the question before, for a message that says only what is different."""

    def __init__(
        self, features: Features, topics: Mapping[str, str | None], strays: Strays | None = None
    ) -> None:
        self._features = features
        self._topics = topics
        self._strays = strays

    async def meant(self, question: questions.Question) -> str:
        """The intent that a message taken for a quote goes on with, or goes astray from; "" for none."""
        return continued(question) or resumed(question) or await self.stray(question)

    async def stray(self, question: questions.Question) -> str:
        """The intent of an issue that a message is about, which is taken for another; "" for none."""
        return await self._strays.intent(question) if self._strays and question.text else ""

    async def go_on(
        self, intent: str, question: questions.Question, dispatcher: CollectingDispatcher
    ) -> list[EventType] | None:
        """The events of the answer; None where no feature has that intent."""
        feature = self._features.get(intent)
        if feature is None:
            return None
        going_on = replace(question, details={**question.thread_details, **question.details})
        answer = await feature.answer(going_on)
        answer.topic = answer.topic or self._topics.get(intent)
        return tell(dispatcher, answer, intent)
