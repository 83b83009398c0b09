"""Several securities in one question of a feature that answers one: answers both, or offers the others."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from actions.facts import FactWords
from actions.features import Answer, Feature, Features
from actions.identify import OFFERED, Identifier
from actions.question import Asked, Question
from actions.utterance import Button, Utterance, payload
from market.securities import Security

MESSAGES = 2
"""Messages that one turn may say."""
_SHORT = {"ask_indicator", "ask_limit_price", "ask_suspension"}
"""Intents whose answers are short enough to be given of two shares at once."""


class OneOfSeveral:
    """A feature that says whose its answer is where the question named more than it answers."""

    def __init__(self, intent: str, feature: Feature, identifier: Identifier, words: FactWords) -> None:
        self._intent = intent
        self._feature = feature
        self._identifier = identifier
        self._words = words

    async def answer(self, question: Question) -> Answer:
        answer = await self._feature.answer(question)
        others = self._left_out(question.asked, answer)
        if len(others) == 1 and self._intent in _SHORT:
            asked = Asked((others[0].ref,), others[0].name)
            second = await self._feature.answer(replace(question, asked=(asked,)))
            if len(answer.utterances) + len(second.utterances) <= MESSAGES:
                bare = [replace(each, buttons=()) for each in answer.utterances]
                both = (*answer.shown, *second.shown)
                return replace(answer, utterances=[*bare, *second.utterances], shown=both)
        return self._offering(answer, others) if others else answer

    def _left_out(self, asked: Sequence[Asked], answer: Answer) -> list[Security]:
        """What was named for certain, and is neither told nor offered."""
        if not answer.shown or not answer.utterances:
            return []
        offered = "".join(button.payload for each in answer.utterances for button in each.buttons)
        told = {each.ref for each in answer.shown}
        named = self._identifier.known(each.refs[0] for each in asked if len(each.refs) == 1)
        return [each for each in named if each.ref not in told and f'"{each.ref}"' not in offered]

    def _offering(self, answer: Answer, others: Sequence[Security]) -> Answer:
        """The answer with a button for each of the others; in words too where there is room for them."""
        buttons = tuple(
            Button(each.name, payload(self._intent, each, **answer.details)) for each in others[:OFFERED]
        )
        *before, last = answer.utterances
        if before:
            below = (*buttons, *last.buttons)[:OFFERED]
            return replace(answer, utterances=[*before, replace(last, buttons=below)])
        values = {"name": self._joined(answer.shown), "others": self._joined(others)}
        told = replace(last, buttons=last.buttons[: OFFERED - len(buttons)])
        return replace(answer, utterances=[told, Utterance("utter_others_asked", values, buttons)])

    def _joined(self, securities: Iterable[Security]) -> str:
        return self._words.join.join(each.name for each in securities)


def of_several(features: Features, identifier: Identifier, words: FactWords) -> Features:
    """The same features, none of which drops a share without a word."""
    return {intent: OneOfSeveral(intent, feature, identifier, words) for intent, feature in features.items()}
