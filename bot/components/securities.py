"""Finds securities in a message: entities for the actions, a masked token for the intent classifier."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.clauses import Clause, split
from bot.components.masking import mask
from bot.components.parts import ASKS, PARTS, START
from market.names import Mention, Names, normalise

SECURITY = "security"
SEARCHED = 1000
"""Characters of a message that are searched for securities; nobody names one only after a thousand."""


class Finder(Protocol):
    """What the tokenizer needs of `market.names.Names`."""

    def find(self, text: str) -> Sequence[Mention]: ...


@functools.lru_cache(maxsize=2)
def load_names(folder: str | None) -> Names:
    """The lexicon, read once a process however often Rasa builds the component."""
    return Names.load(Path(folder)) if folder else Names.load()


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class SecuritiesTokenizer(Tokenizer):
    """One token a message, whose lemma is the masked text (see `masking`), and one entity a mention.

    The entity's value is the mention's refs joined by a comma: one is certain, several are ambiguous. A
    single token keeps character n-grams free of the blanks that featurizers put between tokens.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`lexicon`: a folder, None for the project's own; `ordinary_words`: see `mask`."""
        return {
            "lexicon": None,
            "ordinary_words": [],
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
        }

    @staticmethod
    def supported_languages() -> list[str] | None:
        """Simplified and traditional Chinese, with the English words investors mix in."""
        return ["zh"]

    def __init__(self, config: dict[str, Any], names: Finder) -> None:
        """Takes the finder ready-made, so that tests choose the securities."""
        super().__init__(config)
        self._names = names
        self._ordinary_words = frozenset(config["ordinary_words"])

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SecuritiesTokenizer:
        """Builds the component for a graph run."""
        return cls(config, load_names(config["lexicon"]))

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Another lexicon masks other words, so cached features of the old one must not be used."""
        folder = Path(config.get("lexicon") or "data/lexicon")
        digest = hashlib.sha256()
        for file in sorted(folder.glob("*")):
            digest.update(file.read_bytes())
        return digest.hexdigest()

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """The whole text as one token."""
        text = message.get(attribute)
        return [self._token(text, self._find(text))]

    def process(self, messages: list[Message]) -> list[Message]:
        """Tokenizes messages of a conversation and attaches the securities found in them."""
        for message in messages:
            text = message.get(TEXT) or ""
            mentions = self._find(text)
            message.set(TOKENS_NAMES[TEXT], [self._token(text, mentions)])
            entities = [self._entity(mention) for mention in mentions]
            message.set(ENTITIES, message.get(ENTITIES, []) + entities, add_to_output=True)
            message.set(PARTS, self._parts(text, mentions))
        return messages

    def _parts(self, text: str, mentions: Sequence[Mention]) -> list[Message]:
        """The clauses of a text of several; a name alone is none, since it says nothing of what is asked."""
        clauses = split(text[:SEARCHED])
        if len(clauses) < 2:
            return []
        names = {(mention.start, mention.end) for mention in mentions}
        return [self._part(text, each, mentions) for each in clauses if (each.start, each.end) not in names]

    def _part(self, text: str, clause: Clause, mentions: Sequence[Mention]) -> Message:
        """A clause as a message of its own, with the securities that stand in it."""
        words = text[clause.start : clause.end]
        own = [
            replace(mention, start=mention.start - clause.start, end=mention.end - clause.start)
            for mention in mentions
            if clause.start <= mention.start and mention.end <= clause.end
        ]
        entities = [self._entity(mention) for mention in own]
        part = Message({TEXT: words, START: clause.start, ASKS: clause.asks, ENTITIES: entities})
        part.set(TOKENS_NAMES[TEXT], [self._token(words, own)])
        return part

    def _find(self, text: str) -> Sequence[Mention]:
        return self._names.find(text[:SEARCHED])

    def _token(self, text: str, mentions: Sequence[Mention]) -> Token:
        return Token(text, 0, lemma=mask(text, mentions, normalise, self._ordinary_words))

    @staticmethod
    def _entity(mention: Mention) -> dict[str, Any]:
        return {
            "entity": SECURITY,
            "value": ",".join(mention.refs),
            "start": mention.start,
            "end": mention.end,
            "text": mention.text,
            "basis": mention.basis,
            "extractor": SecuritiesTokenizer.__name__,
        }
