"""What an investor has agreed to: an append-only list, of which the newest word of a kind counts.

`records` is to keep what is needed to serve them (watchlist, wishes), `finances` what is sensitive (holdings,
the risk test: 个人信息保护法 28–30, a separate consent), `marketing` to be written to about services,
`abroad` to have account data sent where a channel's servers are (38–39).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from conversations.database import Database
from customers.investors import begin

ConsentKind = Literal["records", "finances", "marketing", "abroad"]

_STANDING = """
select distinct on (c.kind) c.kind, c.given, c.version, c.at
from investor_consent c join investor_account a using (investor_id)
where a.channel = %(channel)s and a.user_id = %(user)s order by c.kind, c.id desc"""
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
    """Consents by account. Raises StoreUnavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def standing(self, channel: str, user: str) -> dict[str, Standing]:
        """By kind, those that were ever given."""
        rows = await self._database.rows(_STANDING, {"channel": channel, "user": user})
        return {row["kind"]: Standing(**row) for row in rows}

    async def given(self, channel: str, user: str, kind: ConsentKind) -> bool:
        """Whether it holds now."""
        standing = (await self.standing(channel, user)).get(kind)
        return standing is not None and standing.given

    async def record(
        self, channel: str, user: str, kind: ConsentKind, *, given: bool, version: str, message_id: str
    ) -> int:
        """Write a word down, once for each message that says it; returns whose it is."""
        async with self._database.transaction() as connection:
            investor = await begin(connection, channel, user)
            values = {"investor": investor, "kind": kind, "given": given, "version": version}
            await connection.execute(_ADD, values | {"channel": channel, "message_id": message_id})
        return investor
