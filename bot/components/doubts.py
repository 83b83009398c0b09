"""Says that a message was not understood where the classifier is not sure enough to answer it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
)
from rasa.shared.nlu.training_data.message import Message

from bot.components.parts import parts

Ranking = Sequence[dict[str, Any]]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class DoubtClassifier(IntentClassifier, GraphComponent):
    """Stands for FallbackClassifier, with more care between questions that careful people confuse.

    The ranking goes on behind the fallback, so that whoever asks back can offer what was likely.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        """Another classifier ranks."""
        return [IntentClassifier]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`unsure`: the chance below which nothing is understood; `lead`: by how much the first must lead,
        and by how much before its twin; `twins`: pairs of intents that careful people confuse."""
        return {"unsure": 0.3, "lead": 0.05, "lead_of_twins": 0.2, "twins": []}

    def __init__(self, config: dict[str, Any]) -> None:
        """Takes the thresholds; they are chances, since the confidence of the classifiers is one."""
        self._unsure: float = config["unsure"]
        self._lead: float = config["lead"]
        self._lead_of_twins: float = config["lead_of_twins"]
        self._twins = {frozenset(pair) for pair in config["twins"]}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> DoubtClassifier:
        """Builds the component; there is nothing to learn."""
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets the intent of what is in doubt."""
        for message in messages:
            for each in (message, *parts(message)):
                ranking = each.get(INTENT_RANKING_KEY, [])
                if ranking and self.doubts(ranking):
                    _give_up(each, ranking)
        return messages

    def doubts(self, ranking: Ranking) -> bool:
        """Whether the first of a ranking is too unlikely, or too near to the second."""
        first, second, *_ = [*ranking, {INTENT_NAME_KEY: None, PREDICTED_CONFIDENCE_KEY: 0.0}]
        twins = frozenset((first[INTENT_NAME_KEY], second[INTENT_NAME_KEY])) in self._twins
        lead = first[PREDICTED_CONFIDENCE_KEY] - second[PREDICTED_CONFIDENCE_KEY]
        too_near = lead < (self._lead_of_twins if twins else self._lead)
        return bool(first[PREDICTED_CONFIDENCE_KEY] < self._unsure or too_near)


def _give_up(message: Message, ranking: Ranking) -> None:
    """The doubt is as likely as the first of the ranking is not."""
    doubt = {
        INTENT_NAME_KEY: DEFAULT_NLU_FALLBACK_INTENT_NAME,
        PREDICTED_CONFIDENCE_KEY: 1.0 - ranking[0][PREDICTED_CONFIDENCE_KEY],
    }
    message.set(INTENT, doubt, add_to_output=True)
    message.set(INTENT_RANKING_KEY, [doubt, *ranking], add_to_output=True)
