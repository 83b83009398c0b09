"""Proofs that a message stands in the tree of its day, for who has neither our database nor our word.

A proof is a JSON object that docs/ledger_check.py checks on its own, down to the root of the day; whether
that root is the one of the day shows a file of roots that was anchored outside.
"""

from dataclasses import dataclass
from typing import Any

from conversations.database import Connection, Database
from conversations.ledger.chain import Day
from conversations.ledger.leaves import (
    COLUMNS,
    GONE,
    SALT,
    Said,
    absent,
    as_sealed,
    commitment,
    header,
    said,
)
from conversations.ledger.sealing import DAYS, leaves_of, sealed_days
from conversations.ledger.tree import SIZE, Path, parted

FORM = "wenpan-proof-1"
_SPAN = """
select l.day, l.first, l.last, l.leaves, l.salts, coalesce((
    select sum(b.last - b.first + 1) from ledger_leaf b
    where b.day = l.day and b.conversation_id < l.conversation_id), 0)::bigint as ahead
from ledger_leaf l
where l.conversation_id = %(conversation)s and l.last >= %(seq)s and l.first <= %(seq)s
"""
_DAY = f"{DAYS} where day = %(day)s"
_MESSAGE = f"""
select {COLUMNS} from message m where m.conversation_id = %(conversation)s and m.seq = %(seq)s
"""  # noqa: S608 - our own columns


class NotSealed(Exception):
    """No seal holds this message: there is none, or its day is not over."""


class NotProvable(Exception):
    """The message is not the one that was sealed; `make verify-ledger` says more."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A place in the tree of a day."""

    day: Day
    index: int
    leaf: bytes
    salt: bytes


class Proving:
    """Raises NotSealed, NotProvable and StoreUnavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def proof(self, conversation: int, seq: int, *, with_content: bool = True) -> dict[str, Any]:
        """Of one message; without its content it shows who wrote when, and a commitment to the words."""
        sealed = await self._sealed(conversation, seq)
        async with self._database.transaction() as connection:
            path = await _path(connection, sealed)
        proved = {
            "form": FORM,
            "index": sealed.index,
            "leaf": sealed.leaf.hex(),
            "path": [each.hex() for each in path],
            "line": sealed.day.line,
            "previous": sealed.day.previous.hex(),
        }
        if sealed.salt == GONE:
            return proved
        values = {"conversation": conversation, "seq": seq}
        row = await self._database.row(_MESSAGE, values)
        message = said(row) if row else absent(conversation, seq)
        return proved | _opened(message, sealed, with_content=with_content)

    async def lines(self) -> list[str]:
        """A line a sealed day: the file of roots."""
        return [day.line for day in await sealed_days(self._database)]

    async def _sealed(self, conversation: int, seq: int) -> Sealed:
        span = await self._database.row(_SPAN, {"conversation": conversation, "seq": seq})
        day = await self._database.row(_DAY, {"day": span["day"]}) if span else None
        if span is None or day is None:
            raise NotSealed
        n = seq - span["first"]
        leaf, salt = span["leaves"][SIZE * n : SIZE * (n + 1)], span["salts"][SALT * n : SALT * (n + 1)]
        return Sealed(Day(**day), span["ahead"] + n, leaf, salt)


async def _path(connection: Connection, sealed: Sealed) -> list[bytes]:
    path = Path(sealed.index, sealed.day.leaves)
    async for _, leaves in leaves_of(connection, sealed.day.day):
        for leaf in parted(leaves):
            path.add(leaf)
    return path.hashes()


def _opened(message: Said, sealed: Sealed, *, with_content: bool) -> dict[str, Any]:
    """The leaf as text, and what its commitment is to."""
    proved = as_sealed(message, sealed.leaf, sealed.salt)
    if proved is None:
        raise NotProvable
    opened: dict[str, Any] = {"sealed": header(proved, commitment(proved.content, sealed.salt))}
    if with_content:
        opened |= {"salt": sealed.salt.hex(), "content": dict(proved.content)}
    return opened
