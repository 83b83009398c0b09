"""Several questions in one message, each answered in the order it was asked."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.answering import Answering
from actions.article.feature import BEGUN
from actions.features import Answer
from actions.handlers.feature import say, tell
from actions.memory import BRIEF, VIEW
from actions.parts import AT_ONCE, Part, parts_of, question_of, write_waiting
from actions.utterance import BUTTONS, Button, Utterance, payload
from actions.words import DialogueWords

_EACH = 2
"""Messages that one of several questions may take."""
_IN_FULL = 2
"""Questions of one message whose articles are read in full; of more, each is begun."""


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
        onward = _onward(answers)
        events: list[EventType] = []
        for place, (part, answer) in enumerate(answers, 1):
            ends = place == len(answers) and not later
            events += tell(dispatcher, _ending(answer, onward) if ends else _bare(answer), part.intent)
        if later:
            say(dispatcher, self._waiting(len(parts), len(now), onward))
        topic = answers[0][1].topic if answers else None
        return [
            *events,
            *_wanted(answers),
            SlotSet("topic", topic),
            SlotSet("waiting", write_waiting(later)),
        ]

    async def _answers(self, parts: Sequence[Part], tracker: Tracker) -> list[tuple[Part, Answer]]:
        """Each answer once; a part that names no share is about the one before it."""
        answers: list[tuple[Part, Answer]] = []
        last: tuple[str, ...] = ()
        view = {VIEW: BRIEF} if len(parts) > _IN_FULL else {}
        for part in parts:
            question = replace(question_of(part, tracker), details=view)
            answer = await self._answering.answer(replace(question, last=last) if last else question)
            if answer is None or any(answer.utterances == known.utterances for _, known in answers):
                continue
            last = tuple(each.ref for each in answer.shown) or last
            answers.append((part, replace(answer, utterances=answer.utterances[:_EACH])))
        return [
            (part, _without_later(answer, answers[place:])) for place, (part, answer) in enumerate(answers, 1)
        ]

    def _waiting(self, asked: int, answered: int, onward: Sequence[Button]) -> Utterance:
        buttons = (Button(self._words.onward, payload("next_step")), *onward)[:BUTTONS]
        return Utterance("utter_questions_waiting", {"asked": asked, "answered": answered}, buttons)


def _wanted(answers: Sequence[tuple[Part, Answer]]) -> list[EventType]:
    """One person for all that take one: who the most pressing asks for, the first of equals."""
    wishes = [answer.handoff for _, answer in answers if answer.handoff]
    return [SlotSet("handoff", max(wishes, key=lambda each: each["priority"]))] if wishes else []


def _without_later(answer: Answer, later: Sequence[tuple[Part, Answer]]) -> Answer:
    """An answer without what a later one says again, as two refusals show one quote: below the last."""
    again = [_said(each) for _, other in later for each in other.utterances]
    return replace(answer, utterances=[each for each in answer.utterances if _said(each) not in again])


def _said(utterance: Utterance) -> tuple[str, dict[str, Any]]:
    """What an investor reads of a message, its buttons aside."""
    return utterance.response, utterance.values


def _onward(answers: Sequence[tuple[Part, Answer]]) -> list[Button]:
    """What leads to the rest of each article that is only begun."""
    said = (each for _, answer in answers for each in answer.utterances)
    return [button for each in said if each.response == BEGUN for button in each.buttons]


def _bare(answer: Answer) -> Answer:
    """An answer in the midst of a turn: without buttons but those that must be chosen from."""
    if answer.offered:
        return answer
    return replace(answer, utterances=[replace(each, buttons=()) for each in answer.utterances])


def _ending(answer: Answer, onward: Sequence[Button]) -> Answer:
    """The answer that ends a turn, with the ways on from those before it."""
    if answer.offered or not onward or not answer.utterances:
        return answer
    last = answer.utterances[-1]
    buttons = tuple(dict.fromkeys((*onward, *last.buttons)))[:BUTTONS]
    return replace(answer, utterances=[*answer.utterances[:-1], replace(last, buttons=buttons)])
