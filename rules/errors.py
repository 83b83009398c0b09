"""What can go wrong when rules are read or asked.

RulesError
├ BadRows          ours to mend: a table of rows can't be read, in `file` and `faults`
└ UnknownTopic     ours to mend: the code asks for a `topic` that no row of the table knows

A rule that exists but whose value nobody could find is no error: it is a `rules.row.Unknown`.
"""

from pathlib import Path


class RulesError(Exception):
    """Root of the tree."""


class BadRows(RulesError):
    """`faults` are sentences, one for each row that can't be used."""

    def __init__(self, file: Path, faults: list[str]) -> None:
        super().__init__(f"{file.name}: {' '.join(faults)}")
        self.file = file
        self.faults = faults


class UnknownTopic(RulesError):
    """Raised for a topic that is in no row, whatever the day."""

    def __init__(self, table: str, topic: str) -> None:
        super().__init__(f"{table} has no rows about {topic!r}")
        self.table = table
        self.topic = topic
