"""The words around an article."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from actions.words import NOTICES, load_words


@dataclass(frozen=True)
class ArticleWords:
    """The table data/notices/article.yml; keys there are the names here."""

    units: Mapping[str, str]
    large: Mapping[str, int]
    times: str
    join: str
    unknown: str
    sources: str
    signatures: Mapping[str, Mapping[str, str]]
    step: str
    buttons: Mapping[str, str]

    @classmethod
    def load(cls) -> Self:
        return load_words(cls, NOTICES / "article.yml")
