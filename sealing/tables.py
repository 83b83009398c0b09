"""Personal fields of a table's rows: sealed together in the column `sealed`, bound to their row.

A row from before stands in plain columns until the keys are rotated; whoever reads takes what is there.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sealing.errors import SealBroken
from sealing.keys import Keys

PADDED = 64
"""Bytes that the length is rounded up to, so that it does not tell how much somebody holds."""

Decode = Callable[[Any], Any]


def as_it_is(value: Any) -> Any:
    """Text, truth, lists and objects are JSON's own."""
    return value


def decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)


@dataclass(frozen=True)
class Table:
    """`key` are the columns that name a row for good, `fields` the columns that are sealed, with how each
    comes back from JSON.
    """

    name: str
    key: tuple[str, ...]
    fields: Mapping[str, Decode]

    def seal(self, keys: Keys, row: Mapping[str, Any]) -> bytes:
        """What to write into `sealed`; the plain columns stay null. Raises KeysMissing."""
        content = json.dumps({name: row[name] for name in self.fields}, ensure_ascii=False, default=str)
        coded = content.encode("utf-8", "surrogatepass")
        return keys.seal(self.name, self.place(row), coded.ljust(-(-len(coded) // PADDED) * PADDED))

    def open(self, keys: Keys, row: Mapping[str, Any], *left_out: str) -> dict[str, Any]:
        """The row with its fields as they were, without `sealed` and the columns `left_out`. Raises
        KeyUnknown and SealBroken.
        """
        sealed = row["sealed"]
        opened = {name: value for name, value in row.items() if name not in ("sealed", *left_out)}
        if sealed is None:
            return opened
        content = json.loads(keys.open(self.name, self.place(row), bytes(sealed)))
        if content.keys() != self.fields.keys():
            raise SealBroken(self.name)
        return opened | {name: decode(content[name]) for name, decode in self.fields.items()}

    def place(self, row: Mapping[str, Any]) -> tuple[int | str, ...]:
        return tuple(row[name] for name in self.key)
