"""Joins the parts of a message: several questions, a graver one among them, or one question after all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import (
    ENTITIES,
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message

from bot.components.parts import ASKS, START, parts
from bot.components.securities import SECURITY

PART = "part"
SEVERAL = "ask_several"


@dataclass(frozen=True)
class Part:
    """A question within a message."""

    intent: str
    confidence: float
    start: int
    end: int
    refs: frozenset[str]
    asks: bool


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SeveralQuestions(IntentClassifier, GraphComponent):
    """Sets `ask_several` and an entity for each part, where two parts or more are surely different questions.

    Precision goes first: whoever tells his story in five clauses has asked once.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        """Another classifier tells what the parts are."""
        return [IntentClassifier]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`sure`: the chance from which a part counts, `most` parts; `alone`: intents of a message that is
        never taken apart, `weighty`: those that win wherever they stand, `talk`: those that are no question,
        `verdicts`: those that stay alone beside `facts` on the same share.
        """
        return {
            "sure": 0.85,
            "most": 10,
            "alone": [],
            "weighty": [],
            "talk": [],
            "verdicts": [],
            "facts": [],
        }

    def __init__(self, config: dict[str, Any]) -> None:
        """Takes the lists of intents."""
        self._sure: float = config["sure"]
        self._most: int = config["most"]
        self._alone = frozenset(config["alone"])
        self._weighty = frozenset(config["weighty"])
        self._talk = frozenset([*config["talk"], *config["alone"], DEFAULT_NLU_FALLBACK_INTENT_NAME])
        self._verdicts = frozenset(config["verdicts"])
        self._facts = frozenset(config["facts"])

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SeveralQuestions:
        """Builds the component; there is nothing to learn."""
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Decides about each message that has parts."""
        for message in messages:
            found = [part for part in map(_read, parts(message)) if part.confidence >= self._sure]
            if found and message.get(INTENT)[INTENT_NAME_KEY] not in self._alone:
                self._decide(message, found)
        return messages

    def _decide(self, message: Message, found: Sequence[Part]) -> None:
        whole = message.get(INTENT)[INTENT_NAME_KEY]
        weighty = [part for part in found if part.intent in self._weighty]
        if whole in self._weighty:
            return
        named = any(entity["entity"] == SECURITY for entity in message.get(ENTITIES, []))
        asked = weighty[:1] or self.questions([part for part in found if part.asks], named=named)
        if len(asked) > 1:
            entities = [_entity(part, message.get(TEXT)) for part in asked]
            message.set(ENTITIES, message.get(ENTITIES, []) + entities, add_to_output=True)
            _set(message, SEVERAL, min(part.confidence for part in asked))
        elif weighty or (asked and (whole in self._talk or asked[0].intent in self._verdicts)):
            _set(message, asked[0].intent, asked[0].confidence)

    def questions(self, found: Sequence[Part], *, named: bool) -> list[Part]:
        """The different questions among parts; a neighbour with the same intent is more of the same question.

        Who asks what a share costs and whether to buy it gets the answer to the latter, alone. "多少钱" is
        no question for a quote where no share is `named`.
        """
        verdicts = [part for part in found if part.intent in self._verdicts]
        asked: list[Part] = []
        for part in found:
            if part.intent in self._talk or (part.intent in self._facts and not named):
                continue
            if self._is_overruled(part, verdicts):
                continue
            if asked and asked[-1].intent == part.intent:
                asked[-1] = replace(asked[-1], end=part.end, refs=asked[-1].refs | part.refs)
            elif part.intent not in {other.intent for other in asked}:
                asked.append(part)
        return asked[: self._most]

    def _is_overruled(self, part: Part, verdicts: Sequence[Part]) -> bool:
        return part.intent in self._facts and any(
            not part.refs or not verdict.refs or part.refs & verdict.refs for verdict in verdicts
        )


def _read(message: Message) -> Part:
    intent, start = message.get(INTENT), message.get(START)
    refs = frozenset(entity["value"] for entity in message.get(ENTITIES, []))
    end = start + len(message.get(TEXT))
    asks = message.get(ASKS)
    return Part(intent[INTENT_NAME_KEY], intent[PREDICTED_CONFIDENCE_KEY], start, end, refs, asks)


def _entity(part: Part, text: str) -> dict[str, Any]:
    return {
        "entity": PART,
        "value": part.intent,
        "start": part.start,
        "end": part.end,
        "text": text[part.start : part.end],
        "confidence": part.confidence,
        "extractor": SeveralQuestions.__name__,
    }


def _set(message: Message, intent: str, confidence: float) -> None:
    winner = {INTENT_NAME_KEY: intent, PREDICTED_CONFIDENCE_KEY: confidence}
    others = [other for other in message.get(INTENT_RANKING_KEY, []) if other[INTENT_NAME_KEY] != intent]
    message.set(INTENT, winner, add_to_output=True)
    message.set(INTENT_RANKING_KEY, [winner, *others], add_to_output=True)
