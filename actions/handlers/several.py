"""Several questions in one message, each answered in the order it was asked."""

from collections.abc import Sequence
from dataclasses import replace

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.answering import Answering
from actions.features import Answer
from actions.handlers.feature import say, tell
from actions.parts import AT_ONCE, Part, parts_of, question_of, write_waiting
from actions.utterance import Button, Utterance, payload
from actions.words import DialogueWords

_EACH = 2
"""Messages that one of several questions may take."""


class AnswerSeveral(Action):
    """Answers "几点收盘，印花税多少"; of more than three, the rest on request."""

    def __init__(self, answering: Answering, words: DialogueWords) -> None:
        self._answering = answering
        self._words = words

    def name(self) -> str:
        return "action_several"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        return await self.answer(parts_of(tracker.latest_message), dispatcher, tracker)

    async def answer(
        self, parts: Sequence[Part], dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> list[EventType]:
        """Say the answers to the first, and keep the others waiting."""
        now, later = parts[:AT_ONCE], parts[AT_ONCE:]
        answers = await self._answers(now, tracker)
        events: list[EventType] = []
        for place, (part, answer) in enumerate(answers):
            bare = place < len(answers) - 1 or bool(later)
            events = [*events, *tell(dispatcher, _short(answer, bare=bare), part.intent)]
        if later:
            say(dispatcher, self._waiting(len(parts), len(now)))
        topic = answers[0][1].topic if answers else None
        return [*events, SlotSet("topic", topic), SlotSet("waiting", write_waiting(later))]

    async def _answers(self, parts: Sequence[Part], tracker: Tracker) -> list[tuple[Part, Answer]]:
        """Each answer once; a part that names no share is about the one before it."""
        answers: list[tuple[Part, Answer]] = []
        last: tuple[str, ...] = ()
        for part in parts:
            question = question_of(part, tracker)
            answer = await self._answering.answer(replace(question, last=last) if last else question)
            if answer is None or any(answer.utterances == known.utterances for _, known in answers):
                continue
            last = tuple(each.ref for each in answer.shown) or last
            answers.append((part, answer))
        return answers

    def _waiting(self, asked: int, answered: int) -> Utterance:
        button = Button(self._words.onward, payload("next_step"))
        return Utterance("utter_questions_waiting", {"asked": asked, "answered": answered}, (button,))


def _short(answer: Answer, *, bare: bool) -> Answer:
    """The first messages of an answer; its buttons only where they end the turn or must be chosen from."""
    kept = answer.utterances[:_EACH]
    if bare and not answer.offered:
        kept = [replace(each, buttons=()) for each in kept]
    return replace(answer, utterances=kept)
