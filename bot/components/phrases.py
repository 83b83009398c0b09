"""Gives a message the intent whose phrases it contains, whatever the classifier thought."""

from __future__ import annotations

import re
from typing import Any

import rasa.shared.utils.io
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.parts import parts
from bot.components.sieve import Sieve
from market.names import normalise

_FILE = "phrases.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class PhraseClassifier(IntentClassifier, GraphComponent):
    """Overrules the statistical classifier where a miss is worse than a false alarm.

    The phrases are the `regex` blocks of the training data that are named after an intent. They are tried
    in the order of `intents`, so the graver one wins, on the simplified message without blanks.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`intents` phrases decide, the graver first; `suspected`: confidence from which one wins anyway."""
        return {"intents": [], "suspected": {}}

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        phrases: dict[str, list[str]] | None = None,
    ) -> None:
        """`phrases` maps an intent to its regular expressions."""
        self._intents: list[str] = config["intents"]
        self._suspected: dict[str, float] = config["suspected"]
        self._model_storage = model_storage
        self._resource = resource
        self._compile(phrases or {})

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> PhraseClassifier:
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
    ) -> PhraseClassifier:
        """Builds the component from a trained model."""
        with model_storage.read_from(resource) as folder:
            phrases = rasa.shared.utils.io.read_json_file(folder / _FILE)
        return cls(config, model_storage, resource, phrases)

    def train(self, training_data: TrainingData) -> Resource:
        """Collects the phrases; there is nothing to learn."""
        phrases: dict[str, list[str]] = {}
        for feature in training_data.regex_features:
            if feature["name"] in self._intents:
                phrases.setdefault(feature["name"], []).append(feature["pattern"])
        self._compile(phrases)
        with self._model_storage.write_to(self._resource) as folder:
            rasa.shared.utils.io.dump_obj_as_json_to_file(folder / _FILE, phrases)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets the intent with full confidence where a phrase matches."""
        for message in messages:
            for each in (message, *parts(message)):
                suspected = self._suspect(each) if each is message else None  # a clause alone says too little
                intent = self.match(each.get(TEXT) or "") or suspected
                if intent:
                    self._decide(each, intent)
        return messages

    def match(self, text: str) -> str | None:
        """The intent whose phrase stands in the text, if any."""
        plain = "".join(normalise(text).split())
        tried = (self._patterns[place] for place in self._sieve.passing(plain))
        return next((intent for intent, pattern in tried if pattern.search(plain)), None)

    def _suspect(self, message: Message) -> str | None:
        """The intent that the classifier thinks likely enough, be others likelier still."""
        for other in message.get(INTENT_RANKING_KEY, []):
            if other[PREDICTED_CONFIDENCE_KEY] >= self._suspected.get(other[INTENT_NAME_KEY], 2.0):
                return str(other[INTENT_NAME_KEY])
        return None

    @staticmethod
    def _decide(message: Message, intent: str) -> None:
        winner = {INTENT_NAME_KEY: intent, PREDICTED_CONFIDENCE_KEY: 1.0}
        others = [
            {**other, PREDICTED_CONFIDENCE_KEY: 0.0}
            for other in message.get(INTENT_RANKING_KEY, [])
            if other[INTENT_NAME_KEY] != intent
        ]
        message.set(INTENT, winner, add_to_output=True)
        message.set(INTENT_RANKING_KEY, [winner, *others], add_to_output=True)

    def _compile(self, phrases: dict[str, list[str]]) -> None:
        """Each phrase by itself, so that a text meets only those that it can hold."""
        listed = [(intent, phrase) for intent in self._intents for phrase in phrases.get(intent, ())]
        self._patterns = [(intent, re.compile(phrase, re.IGNORECASE)) for intent, phrase in listed]
        self._sieve = Sieve([phrase for _, phrase in listed])
