"""Every table by name: one row asked for by its address, for those who quote rules."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Self

from rules.errors import UnknownTopic
from rules.row import ANY, ROWS, Row, Table, Unknown

_ADDRESS = re.compile(r"(?P<table>\w+)\.(?P<topic>\w+)(?:@(?P<board>\w+))?(?:/(?P<status>[\w]+))?")
_DOCUMENTS = "documents"


class Book:
    """`table.topic@board/status`; board and status may be left out, and mean any."""

    def __init__(self, tables: Mapping[str, Table]) -> None:
        self._tables = tables

    @classmethod
    @cache
    def load(cls, folder: Path = ROWS) -> Self:
        """Read once in a process: rows come with a version."""
        names = sorted(file.stem for file in folder.glob("*.csv") if file.stem != _DOCUMENTS)
        return cls({name: Table.load(name, folder) for name in names})

    def ask(self, address: str, day: date) -> Row | Unknown:
        """The row in force. Raises UnknownTopic for an address of nothing."""
        found = _ADDRESS.fullmatch(address)
        if found is None or found["table"] not in self._tables:
            raise UnknownTopic("rules", address)
        table = self._tables[found["table"]]
        return table.ask(found["topic"], found["board"] or ANY, day, found["status"] or ANY)
