"""The trained pipeline, asked message by message without the rest of Rasa."""

import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.constants import TOKENS_NAMES
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

_NO_QUESTIONS = {"nlu_fallback", "ask_several"}


@dataclass(frozen=True)
class Understood:
    """What became of a message: `likely` are the intents of the ranking, the likeliest first.

    `milliseconds` went by until then, and `busy` of them the processor worked on it.
    """

    intent: str
    confidence: float
    likely: list[str]
    parts: list[str]
    milliseconds: float
    busy: float


class Pipeline:
    """The components of a model's pipeline in their order."""

    def __init__(self, components: Sequence[Any]) -> None:
        self._components = components

    @classmethod
    def load(cls, archive: Path, *, encoder: bool) -> "Pipeline":
        """The pipeline of a model, with its encoder or with characters alone."""
        with tempfile.TemporaryDirectory() as folder:
            storage, metadata = LocalModelStorage.from_model_archive(Path(folder), archive)
            context = ExecutionContext(GraphSchema({}))
            components = []
            for name, node in metadata.predict_schema.nodes.items():
                if node.fn != "process":
                    continue
                config = {**node.uses.get_default_config(), **node.config}
                if "encoder" in config:
                    config["encoder"] = encoder
                components.append(node.uses.load(config, storage, node.resource or Resource(name), context))
            return cls(components)

    def lemma(self, text: str) -> str:
        """The text as the classifier of intents reads it."""
        [message] = self._components[0].process([Message({TEXT: text})])
        return str(message.get(TOKENS_NAMES[TEXT])[0].lemma)

    def understand(self, text: str) -> Understood:
        """One message, through all components."""
        started, idle = time.perf_counter(), time.process_time()
        messages = [Message({TEXT: text})]
        for component in self._components:
            messages = component.process(messages)
        milliseconds, busy = (time.perf_counter() - started) * 1000, (time.process_time() - idle) * 1000
        [message] = messages
        ranking = [each for each in message.get(INTENT_RANKING_KEY) if each["name"] not in _NO_QUESTIONS]
        return Understood(
            intent=message.get(INTENT)["name"],
            confidence=ranking[0]["confidence"],
            likely=[each["name"] for each in ranking],
            parts=[each["value"] for each in message.get(ENTITIES, []) if each["entity"] == "part"],
            milliseconds=milliseconds,
            busy=busy,
        )
