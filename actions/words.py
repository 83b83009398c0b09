"""The phrase tables of data/notices: every word that an action puts into a response."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Self

import yaml

from actions.errors import BadWords

NOTICES = Path(__file__).parents[1] / "data" / "notices"
QUOTE_WORDS = NOTICES / "quote.yml"


def load_words[T](kind: type[T], file: Path) -> T:
    """The table in `file` as the dataclass `kind`. Raises BadWords naming every key that is missing."""
    table: dict[str, Any] = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    if lacking := [name for name in names if name not in table]:
        raise BadWords(file, lacking)
    return kind(**{name: table[name] for name in names})


@dataclass(frozen=True)
class QuoteWords:
    """The table as it stands in data/notices/quote.yml; keys there are the names here."""

    none: str
    today: str
    other_day: str
    join: str
    gap: str
    statuses: Mapping[str, str]
    suspended: str
    missing: Mapping[str, str]
    stamps: Mapping[str, str]
    units: Mapping[str, int]
    lots: str
    fields: Mapping[str, str]
    buttons: Mapping[str, list[str]]
    market_button: str
    chart_button: str
    market: list[str]

    @classmethod
    def load(cls, file: Path = QUOTE_WORDS) -> Self:
        """Read the table. Raises BadWords naming every key that is missing."""
        return load_words(cls, file)


@dataclass(frozen=True)
class DialogueWords:
    """The table data/notices/dialogue.yml; keys there are the names here."""

    onward: str
    person: str

    @classmethod
    def load(cls) -> Self:
        return load_words(cls, NOTICES / "dialogue.yml")
