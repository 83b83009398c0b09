"""The delisting lines of the boards as rules, and what the warnings mean: without any share."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from actions.limits.words import LimitsWords, grouped
from actions.risk.words import Speech
from actions.rule_stamps import RuleStamp
from rules.boards import BOARDS
from rules.delisting import DAILY, SUMMED, YEARLY, Delisting, Kind, Line
from rules.row import Row

_NUMBERED = 2
"""Documents that are told by their numbers."""


@dataclass
class LinesSheet:
    """The numeric lines of some boards on a day; `rows` are what the lines told rest on."""

    delisting: Delisting
    boards: Sequence[str]
    names: LimitsWords
    speech: Speech
    day: date
    rows: list[Row] = field(default_factory=list)

    def lines(self, text: str = "") -> list[str]:
        """The usual kinds of lines, or those that a text asks for."""
        words = self.speech.words.rules
        kinds: list[Kind] = [*DAILY, *SUMMED, *YEARLY]
        wanted = [kind for kind in kinds if re.search(words["asked"][kind], text)] or words["usual"]
        return [line for kind in wanted if (line := self._line(kind))]

    def _line(self, kind: Kind) -> str:
        found = {
            board: line
            for board in self.boards
            if isinstance(line := self.delisting.line(kind, board, self.day), Line)
        }
        if not found:
            return ""
        self.rows += [row for line in found.values() for row in (line.below, line.days) if row is not None]
        words = self.speech.words.rules
        told = {board: self._item(kind, line) for board, line in found.items()}
        groups = grouped(list(found), told)
        items = [told[group[0]].format(boards=self._names(group)) for group in groups]
        pattern = words["daily" if kind in DAILY else "summed" if kind in SUMMED else kind]
        joined = self.speech.words.join.join(items)
        return str(
            pattern.format(kind=self.speech.words.kinds[kind], items=joined, boards=self._names(tuple(found)))
        )

    def _names(self, boards: Sequence[str]) -> str:
        if len(boards) == len(BOARDS):
            return str(self.speech.words.rules["all_boards"])
        return self.names.names(boards)

    def _item(self, kind: Kind, line: Line) -> str:
        """One value with the place for the boards that share it left open."""
        words, below = self.speech.words.rules, self.speech.line(kind, line.below.number)
        if line.days is None:
            return str(words["item"].replace("{below}", below))
        item = words["summed_item" if kind in SUMMED else "daily_item"]
        return str(item.replace("{below}", below).replace("{days}", line.days.value))

    def stamp(self, stamp: RuleStamp) -> str:
        """The documents by their numbers; where they are many, what they are called together."""
        documents = {row.document for row in self.rows}
        if len(documents) <= _NUMBERED:
            return stamp.sign(*self.rows)
        since = max(row.effective_from for row in self.rows if row.effective_from)
        return str(self.speech.words.rules["documents"].format(date=since.isoformat(), mark=stamp.mark))
