"""The rows of data/notices/compliance.yml, read once: what is looked for, what excuses it, what is said."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Self

import yaml

from desk.compliance.folding import Folding
from desk.errors import RowsBroken

FILE = Path(__file__).resolve().parents[2] / "data" / "notices" / "compliance.yml"

Level = Literal["warn", "block"]

_GAP = r"[^,。!?;:\n]{0,8}"
_WORD = re.compile(r"<([a-z]+)>")
_UNBOUND = re.compile(r"(?<=[)\]\w])[*+]|\{\d+,\}")
_PATTERNS = frozenset(
    {"patterns", "when_priced", "unless_before", "unless_after", "unless", "unless_sentence"}
)


@dataclass(frozen=True)
class Row:
    """One rule. `patterns` count always, `when_priced` only where prices or products were spoken of before.

    Who holds `licence` is told `licensed` instead, where the risk notice lacks. `abroad` is the level on a
    channel whose servers stand abroad. `plain` rows see what was written with its blanks, `links` find
    addresses on the web, `notice` rows want the risk notice.
    """

    id: str
    level: Level
    reason: str
    source: str
    patterns: re.Pattern[str]
    when_priced: re.Pattern[str] | None = None
    unless_before: re.Pattern[str] | None = None
    unless_after: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None
    unless_sentence: re.Pattern[str] | None = None
    licence: str | None = None
    licensed: str | None = None
    abroad: Level | None = None
    plain: bool = False
    links: bool = False
    notice: bool = False


@dataclass(frozen=True)
class Remark:
    """What is said of a session that lacks something; `said` is what would have been enough."""

    level: Level
    reason: str
    source: str
    said: re.Pattern[str] | None = None


@dataclass(frozen=True)
class Rows:
    """Everything of the file. `notice` is the risk notice as it may be added, `noticed` what counts as one;
    `quoted` is what stands before words of somebody else.
    """

    rules: tuple[Row, ...]
    session: Mapping[str, Remark]
    folding: Folding
    hosts: frozenset[str]
    abroad: frozenset[str]
    notice: str
    noticed: re.Pattern[str]
    quoted: re.Pattern[str]

    @classmethod
    def load(cls, file: Path = FILE) -> Self:
        """Raises RowsBroken."""
        try:
            table = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
            words = _Words(table["words"])
            return cls(
                tuple(_row(cells, words) for cells in table["rules"]),
                {name: _remark(cells, words) for name, cells in table["session"].items()},
                Folding(table["letters"]),
                frozenset(table["hosts"]),
                frozenset(table["abroad"]),
                table["notice"]["text"],
                words.compiled(table["notice"]["said"]),
                words.compiled("<quoting>"),
            )
        except (
            yaml.YAMLError,
            KeyError,
            TypeError,
            ValueError,
            re.error,
        ) as error:  # no table, or no pattern
            raise RowsBroken(file.name, f"{type(error).__name__}: {error}") from error


class _Words:
    """Writes patterns out: <name> is a row of `words`, … a gap within a clause. What repeats has a bound, so
    that a long text costs no more than its length.
    """

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = words

    def compiled(self, pattern: str | list[str]) -> re.Pattern[str]:
        several = [pattern] if isinstance(pattern, str) else pattern
        return re.compile("|".join(self._written(each) for each in several))

    def _written(self, pattern: str) -> str:
        if _UNBOUND.search(pattern):
            raise ValueError(f"a repetition without a bound: {pattern}")
        spread = _WORD.sub(lambda found: f"(?:{self._written(self._words[found[1]])})", pattern)
        return spread.replace("| ", "|").replace("…", _GAP)


def _row(cells: Mapping[str, Any], words: _Words) -> Row:
    read: dict[str, Any] = {
        key: words.compiled(value) if key in _PATTERNS else value for key, value in cells.items()
    }
    return Row(**read)


def _remark(cells: Mapping[str, Any], words: _Words) -> Remark:
    said = words.compiled(cells["said"]) if "said" in cells else None
    return Remark(cells["level"], cells["reason"], cells["source"], said)
