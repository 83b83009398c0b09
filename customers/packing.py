"""A table that was read, in few letters: how the gateway hands what stood in a file to the brain. Pure."""

import json
from dataclasses import astuple
from decimal import Decimal

from customers.importing import Row, Table, Unread

MOST_ROWS = 220
"""Rows that go along: some more than an investor's list has room for."""
MOST_UNREAD = 20
LONGEST_NAME = 16
"""Characters of a name: with its share of the dialogue's state in mind, which has 128 KB."""
_BRACES = str.maketrans({"{": "", "}": ""})


def pack(table: Table) -> str:
    """JSON of lists, without braces, which part the payloads of buttons. Rows that find no room are counted
    with the lines that were not looked at.
    """
    rows = [
        [row.line, row.code, row.name[:LONGEST_NAME], f"{row.quantity:f}", _told(row.cost)]
        for row in table.rows[:MOST_ROWS]
    ]
    unread = [list(astuple(each)) for each in table.unread[:MOST_UNREAD]]
    left = table.beyond + max(len(table.rows) - MOST_ROWS, 0) + max(len(table.unread) - MOST_UNREAD, 0)
    said = json.dumps([rows, unread, left], ensure_ascii=False, separators=(",", ":"))
    return said.translate(_BRACES)


def _told(cost: Decimal | None) -> str | None:
    return None if cost is None else f"{cost:f}"


def unpack(packed: str) -> Table:
    """What `pack` made. Raises ValueError for anything else."""
    rows, unread, beyond = json.loads(packed)
    return Table(
        tuple(
            Row(line, code, name, Decimal(quantity), None if cost is None else Decimal(cost))
            for line, code, name, quantity, cost in rows
        ),
        tuple(Unread(line, text, why) for line, text, why in unread),
        beyond,
    )
