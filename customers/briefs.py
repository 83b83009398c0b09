"""Who wants which brief and what they watch: set by chat, and read a batch at a time by who sends them.

A brief is a kind of subscription, "brief_<kind>". It takes the consent to records.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from conversations.database import Database
from customers.consents import Consents
from customers.errors import ConsentMissing
from customers.investors import begin

Kind = Literal["morning", "midday", "close", "weekly"]
KINDS: tuple[Kind, ...] = get_args(Kind)

# A wish that stands already is left as it is: a message may be heard twice.
_WISH = """
insert into subscription (investor_id, kind, wanted)
select %(investor)s, 'brief_' || kind, true from unnest(%(kinds)s::text[]) kind
on conflict (investor_id, kind) do update set wanted = true, changed_at = now()
where not subscription.wanted"""
_LEAVE = """
update subscription s set wanted = false, changed_at = now() from investor_account a
where a.channel = %(channel)s and a.user_id = %(user)s and s.investor_id = a.investor_id and s.wanted
and s.kind in (select 'brief_' || kind from unnest(%(kinds)s::text[]) kind)"""
_WATCHED = """
select w.ref from watched w join investor_account a using (investor_id)
where a.channel = %(channel)s and a.user_id = %(user)s order by w.added_at, w.ref"""
_BATCH = """
select s.investor_id, coalesce(w.refs, array[]::text[]) as refs from (
  select investor_id from subscription
  where kind = 'brief_' || %(kind)s::text and wanted and investor_id > %(after)s
  order by investor_id limit %(size)s
) s left join lateral (
  select array_agg(ref order by added_at, ref) as refs from watched where investor_id = s.investor_id
) w on true order by s.investor_id"""
# Of somebody who was joined to this one the consents stand under the old number.
_STILL = """
with numbers as (
  select id, id as number from unnest(%(investors)s::bigint[]) id
  union all select joined_into, id from investor where joined_into = any(%(investors)s)
), newest as (
  select distinct on (n.id) n.id, c.given from numbers n
  join investor_consent c on c.investor_id = n.number and c.kind = 'records' order by n.id, c.id desc
)
select s.investor_id from subscription s join newest n on n.id = s.investor_id
where s.kind = 'brief_' || %(kind)s::text and s.wanted and n.given"""


@dataclass(frozen=True, slots=True)
class Reader:
    """An investor who wants a brief, and what they watch, the first one added first."""

    investor_id: int
    refs: tuple[str, ...]


class BriefWishes:
    """By account what they say, by number who is sent something. Raises StoreUnavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._consents = Consents(database)

    async def agreed(self, channel: str, user: str) -> None:
        """Raises ConsentMissing where their wishes may not be kept."""
        if not await self._consents.given(channel, user, "records"):
            raise ConsentMissing("records")

    async def subscribe(self, channel: str, user: str, kinds: Collection[str]) -> None:
        """They want these kinds from now on. Raises ConsentMissing."""
        await self.agreed(channel, user)
        async with self._database.transaction() as connection:
            investor = await begin(connection, channel, user)
            await connection.execute(_WISH, {"investor": investor, "kinds": list(kinds)})

    async def unsubscribe(self, channel: str, user: str, kinds: Collection[str]) -> None:
        """They do not want these kinds any more; that takes no consent."""
        values = {"channel": channel, "user": user, "kinds": list(kinds)}
        async with self._database.transaction() as connection:
            await connection.execute(_LEAVE, values)

    async def watched(self, channel: str, user: str) -> tuple[str, ...]:
        """What they watch, the first one added first; nothing of who has not agreed to records."""
        if not await self._consents.given(channel, user, "records"):
            return ()
        rows = await self._database.rows(_WATCHED, {"channel": channel, "user": user})
        return tuple(row["ref"] for row in rows)

    async def batch(self, kind: str, after: int, size: int) -> list[Reader]:
        """The next `size` who want this kind, by number, behind `after`."""
        rows = await self._database.rows(_BATCH, {"kind": kind, "after": after, "size": size})
        return [Reader(row["investor_id"], tuple(row["refs"])) for row in rows]

    async def still(self, kind: str, investors: Sequence[int]) -> set[int]:
        """Those of them who want it at this moment, and still agree to what it is made from."""
        rows = await self._database.rows(_STILL, {"kind": kind, "investors": list(investors)})
        return {row["investor_id"] for row in rows}
