"""The statistical intent classifier: runs and pairs of characters of the masked message."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.ngrams import NgramModel


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class NgramIntentClassifier(IntentClassifier, GraphComponent):
    """Stands for CountVectorsFeaturizer and a classifier of scikit-learn, at a fraction of their time."""

    @classmethod
    def required_components(cls) -> list[type]:
        """The lemmas of a tokenizer are what it reads."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`longest` run, `reach` of a pair, `strength` (the C of the machines), length of the ranking."""
        return {"longest": 2, "reach": 8, "strength": 1.0, "ranking_length": 10}

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: NgramModel | None = None,
    ) -> None:
        """`model` is None until trained."""
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> NgramIntentClassifier:
        """Builds the component before training."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> NgramIntentClassifier:
        """Builds the component from a trained model."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, NgramModel.load(folder))

    def train(self, training_data: TrainingData) -> Resource:
        """Fits the model to the examples that have an intent."""
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        self._model = NgramModel.fit(
            [_lemma(example) for example in examples],
            [example.get(INTENT) for example in examples],
            self._config["longest"],
            self._config["reach"],
            self._config["strength"],
        )
        with self._model_storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets the intent and the ranking of each message. Raises RuntimeError before training."""
        if self._model is None:
            raise RuntimeError("the intent classifier was not trained")
        for message in messages:
            self._rank(message, self._model.confidences(_lemma(message)))
        return messages

    def _rank(self, message: Message, confidences: dict[str, float]) -> None:
        best = sorted(confidences.items(), key=lambda item: -item[1])[: self._config["ranking_length"]]
        ranking = [{INTENT_NAME_KEY: intent, PREDICTED_CONFIDENCE_KEY: chance} for intent, chance in best]
        message.set(INTENT, ranking[0], add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)


def _lemma(message: Message) -> str:
    return "".join(token.lemma for token in message.get(TOKENS_NAMES[TEXT]))
