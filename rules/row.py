"""Dated rows: how they are read from rules/rows/, and how to ask what is in force on a day."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import combinations, product
from pathlib import Path
from typing import Self

from rules.errors import BadRows, UnknownTopic

ROWS = Path(__file__).parent / "rows"
ANY = "any"
"""A row for every board, or for every status of a share."""

_COLUMNS = (
    "topic",
    "board",
    "status",
    "value",
    "unit",
    "effective_from",
    "effective_to",
    "verified",
    "document",
    "clause",
)
_TEXTS = frozenset({"text", "index", "times"})
"""Units whose values are no numbers."""


@dataclass(frozen=True, slots=True)
class Document:
    """Where a rule stands: its short name, its official number and its address, "" where not known."""

    key: str
    name: str
    number: str
    address: str


@dataclass(frozen=True, slots=True)
class Row:
    """A value in force from `effective_from` to `effective_to`, both included; None is open.

    `verified` says that the clause or an official quotation of it was seen; every other value is to be
    shown with a mark.
    """

    topic: str
    board: str
    status: str
    value: str
    unit: str
    effective_from: date | None
    effective_to: date | None
    verified: bool
    document: Document
    clause: str = ""

    @property
    def number(self) -> Decimal:
        return Decimal(self.value)

    @property
    def count(self) -> int:
        return int(self.number)

    def covers(self, day: date) -> bool:
        begun = self.effective_from is None or self.effective_from <= day
        return begun and (self.effective_to is None or day <= self.effective_to)

    def overlaps(self, other: "Row") -> bool:
        return _starts_before_end(self, other) and _starts_before_end(other, self)


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody could find the value; `document` is where it must stand, where that is known."""

    topic: str
    board: str
    status: str
    day: date
    document: Document | None = None


class Table:
    """The rows of one subject. Asked for a board and a status, the most particular row answers."""

    def __init__(self, name: str, rows: Iterable[Row]) -> None:
        self.name = name
        self._rows: dict[tuple[str, str, str], list[Row]] = {}
        for row in rows:
            self._rows.setdefault((row.topic, row.board, row.status), []).append(row)
        self._topics = frozenset(topic for topic, _, _ in self._rows)

    @classmethod
    def load(cls, name: str, folder: Path = ROWS) -> Self:
        """Read `<name>.csv` of the folder. Raises BadRows naming every fault."""
        file = folder / f"{name}.csv"
        documents = load_documents(folder)
        rows: list[Row] = []
        faults: list[str] = []
        for line, cells in _read(file, _COLUMNS):
            try:
                rows += _rows(cells, documents)
            except (
                ValueError,
                KeyError,
                InvalidOperation,
            ) as error:  # a date, a number or a document is wrong
                faults.append(f"Line {line}: {error}.")
        faults += _overlaps(rows)
        if faults:
            raise BadRows(file, faults)
        return cls(name, rows)

    def __iter__(self) -> Iterator[Row]:
        return (row for rows in self._rows.values() for row in rows)

    def ask(self, topic: str, board: str, day: date, status: str = ANY) -> Row | Unknown:
        """The row in force on that day, else Unknown. Raises UnknownTopic."""
        if topic not in self._topics:
            raise UnknownTopic(self.name, topic)
        for key in ((board, status), (board, ANY), (ANY, status), (ANY, ANY)):
            for row in self._rows.get((topic, *key), ()):
                if row.covers(day):
                    return row if row.value else Unknown(topic, board, status, day, row.document)
        return Unknown(topic, board, status, day)


def load_documents(folder: Path = ROWS) -> dict[str, Document]:
    """The documents that rows name, by key."""
    columns = ("key", "name", "number", "address")
    return {cells["key"]: Document(**cells) for _, cells in _read(folder / "documents.csv", columns)}


def all_verified(rows: Iterable[Row]) -> bool:
    """Whether nothing that an answer rests on needs the mark of the unverified."""
    return all(row.verified for row in rows)


def _read(file: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    with file.open(encoding="utf-8", newline="") as opened:
        reader = csv.DictReader(opened)
        if tuple(reader.fieldnames or ()) != columns:
            raise BadRows(file, [f"The columns are not {', '.join(columns)}."])
        for cells in reader:
            yield reader.line_num, {name: (value or "").strip() for name, value in cells.items()}


def _rows(cells: Mapping[str, str], documents: Mapping[str, Document]) -> Iterator[Row]:
    """One row for each board and each status that a line names."""
    if cells["value"] and cells["unit"] not in _TEXTS:
        Decimal(cells["value"])
    if cells["verified"] not in {"true", "false"}:
        raise ValueError(f"verified is {cells['verified']!r}")
    for board, status in product(cells["board"].split(), cells["status"].split()):
        yield Row(
            topic=cells["topic"],
            board=board,
            status=status,
            value=cells["value"],
            unit=cells["unit"],
            effective_from=_date(cells["effective_from"]),
            effective_to=_date(cells["effective_to"]),
            verified=cells["verified"] == "true",
            document=documents[cells["document"]],
            clause=cells["clause"],
        )


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _starts_before_end(first: Row, second: Row) -> bool:
    return (first.effective_from or date.min) <= (second.effective_to or date.max)


def _overlaps(rows: list[Row]) -> list[str]:
    """Two rows must never answer the same question on the same day."""
    asked: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        asked.setdefault((row.topic, row.board, row.status), []).append(row)
    return [
        f"Two rows about {' '.join(key)} overlap."
        for key, same in asked.items()
        for first, second in combinations(same, 2)
        if first.overlaps(second)
    ]
