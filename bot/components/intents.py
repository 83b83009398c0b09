"""The statistical intent classifier: it reads the masked message, and asks an encoder when in doubt."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
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

from bot.components.encoder import Crew, Encoder, load_encoder
from bot.components.model import IntentModel, Settings
from bot.components.parts import parts

PROCESSES = 2
"""That read the examples' meanings: a number of its own, since a model shall not depend on the machine."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class MarginIntentClassifier(IntentClassifier, GraphComponent):
    """Stands for CountVectorsFeaturizer and a classifier of scikit-learn, at a fraction of their time."""

    @classmethod
    def required_components(cls) -> list[type]:
        """The lemmas of a tokenizer are what it reads."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`encoder`: whether one is asked at all, `certain`: the chance from which it is not asked any more,
        length of the ranking; the others are `Settings`."""
        return {
            "encoder": True,
            "certain": 0.9,
            "ranking_length": 10,
            "longest": 2,
            "reach": 8,
            "rarest": 2,
            "strength": 3.0,
            "axes": 64,
            "weight": 0.4,
            "leave_out": 4,
        }

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        encoder: Encoder | None = None,
        model: IntentModel | None = None,
    ) -> None:
        """`model` is None until trained."""
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._encoder = encoder
        self._model = model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MarginIntentClassifier:
        """Builds the component before training."""
        return cls(config, model_storage, resource, load_encoder() if config["encoder"] else None)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> MarginIntentClassifier:
        """Builds the component from a trained model."""
        encoder = load_encoder() if config["encoder"] else None
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, encoder, IntentModel.load(folder))

    def train(self, training_data: TrainingData) -> Resource:
        """Fits the model to the examples that have an intent."""
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        settings = Settings(**{field.name: self._config[field.name] for field in fields(Settings)})
        self._model = IntentModel.fit(
            [_lemma(example) for example in examples],
            [example.get(INTENT) for example in examples],
            Crew(PROCESSES) if self._encoder else None,
            settings,
        )
        with self._model_storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets the intent and the ranking of each message. Raises RuntimeError before training."""
        if self._model is None:
            raise RuntimeError("the intent classifier was not trained")
        for message in messages:
            asked = [message, *parts(message)]
            texts = [_lemma(each) for each in asked]
            chances = self._model.chances(texts, self._encoder, self._config["certain"])
            for each, row in zip(asked, chances, strict=True):
                self._rank(each, self._model.intents, row)
        return messages

    def _rank(self, message: Message, intents: list[str], chances: Any) -> None:
        best = np.argsort(-chances)[: self._config["ranking_length"]]
        ranking = [
            {INTENT_NAME_KEY: intents[place], PREDICTED_CONFIDENCE_KEY: float(chances[place])}
            for place in best
        ]
        message.set(INTENT, ranking[0], add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)


def _lemma(message: Message) -> str:
    return "".join(token.lemma for token in message.get(TOKENS_NAMES[TEXT]))
