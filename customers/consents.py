"""What an investor has agreed to: an append-only list, of which the newest word of a kind counts.

`records` is to keep what is needed to serve them (watchlist, wishes), `finances` what is sensitive (holdings,
the risk test: 个人信息保护法 28–30, a separate consent), `marketing` to be written to about services,
`abroad` to have account data sent where a channel's servers are (38–39).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from conversations.database import Connection, Database, Row
from customers.erasure import Erased, erase
from customers.errors import ConsentMissing
from customers.investors import OF, begin, held

ConsentKind = Literal["records", "finances", "marketing", "abroad"]
KINDS: tuple[ConsentKind, ...] = get_args(ConsentKind)

_NEWEST = """
select distinct on (c.kind) c.kind, c.given, c.version, c.at
from investor_consent c where c.investor_id = {investor} order by c.kind, c.id desc"""
_GIVEN = """coalesce((
  select c.given from investor_consent c where c.investor_id = {investor} and c.kind = '{kind}'
  order by c.id desc limit 1), false)"""
_STANDING = _NEWEST.format(investor=f"({OF})")
_OF_NUMBER = _NEWEST.format(investor="%(investor)s")
_ADD = """
insert into investor_consent (investor_id, kind, given, version, channel, message_id)
values (%(investor)s, %(kind)s, %(given)s, %(version)s, %(channel)s, %(message_id)s)
on conflict do nothing"""


@dataclass(frozen=True, slots=True)
class Standing:
    """The newest word on one kind: `version` is that of the words that were shown."""

    kind: ConsentKind
    given: bool
    version: str
    at: datetime


class Consents:
    """Consents by account; a person's count on each of their accounts. Raises StoreUnavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def standing(self, channel: str, user: str) -> dict[ConsentKind, Standing]:
        """By kind, those that were ever given."""
        rows = await self._database.rows(_STANDING, {"channel": channel, "user": user})
        return _by_kind(rows)

    async def given(self, channel: str, user: str, kind: ConsentKind) -> bool:
        """Whether it holds now."""
        standing = (await self.standing(channel, user)).get(kind)
        return standing is not None and standing.given

    async def require(self, channel: str, user: str, kind: ConsentKind) -> None:
        """Raises ConsentMissing unless it holds now."""
        if not await self.given(channel, user, kind):
            raise ConsentMissing(kind)

    async def record(
        self, channel: str, user: str, kind: ConsentKind, *, given: bool, version: str, message_id: str
    ) -> int:
        """Write a word down, once for each message that says it; returns whose it is."""
        async with self._database.transaction() as connection:
            investor = await begin(connection, channel, user)
            values = {"investor": investor, "kind": kind, "given": given, "version": version}
            await connection.execute(_ADD, values | {"channel": channel, "message_id": message_id})
        return investor

    async def withdraw(
        self, channel: str, user: str, kinds: Sequence[ConsentKind], *, version: str, message_id: str
    ) -> Erased:
        """Take back those of `kinds` that were given, and drop at once what was kept because of any of them
        but for what a law keeps; returns what went.
        """
        async with self._database.transaction() as connection:
            investor = await held(connection, channel, user)
            if investor is None:
                return Erased()
            standing = await standing_of(connection, investor)
            values = {"investor": investor, "given": False, "version": version, "channel": channel}
            for kind in kinds:
                if kind in standing and standing[kind].given:
                    await connection.execute(_ADD, values | {"kind": kind, "message_id": message_id})
            return await erase(connection, investor, kinds)


async def standing_of(connection: Connection, investor: int) -> dict[ConsentKind, Standing]:
    """The newest words of a person by their present number: a join says them again under it."""
    return _by_kind(await (await connection.execute(_OF_NUMBER, {"investor": investor})).fetchall())


async def agreed(connection: Connection, channel: str, user: str, kind: ConsentKind) -> int:
    """Whose account it is, for something that is kept with this consent in the same transaction. Raises
    ConsentMissing, and leaves nobody written down.
    """
    investor = await begin(connection, channel, user)
    standing = (await standing_of(connection, investor)).get(kind)
    if standing is None or not standing.given:
        raise ConsentMissing(kind)
    return investor


def given_by(investor: str, kind: ConsentKind) -> str:
    """SQL, for statements of others over many: whether this present number, a column of theirs, agrees."""
    return _GIVEN.format(investor=investor, kind=kind)


def _by_kind(rows: Sequence[Row]) -> dict[ConsentKind, Standing]:
    return {row["kind"]: Standing(**row) for row in rows}
