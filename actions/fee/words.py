"""The words around the reckoning of fees."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from actions.fee.reading import Marks
from actions.words import NOTICES, load_words


@dataclass(frozen=True)
class FeeWords:
    """The table data/notices/fee.yml; keys there are the names here."""

    marks: Mapping[str, str]
    others: str
    sides: Mapping[str, str]
    side_join: str
    ten_thousand: str
    head: str
    items: Mapping[str, str]
    round: str
    notes: Mapping[str, str]
    buttons: Mapping[str, str]

    @classmethod
    def load(cls) -> Self:
        return load_words(cls, NOTICES / "fee.yml")

    def patterns(self) -> Marks:
        return Marks(**self.marks)
