"""Who wants which brief and what they watch: set by chat, and read a batch at a time by who sends them.

A brief is a kind of subscription, "brief_<kind>". It takes the consent to records.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from conversations.database import Database
from customers.consents import Consents
from customers.sending import kinds_in_sql, wanted_by
from customers.shares import Watchlist
from customers.subscriptions import Subscriptions

Kind = Literal["morning", "midday", "close", "weekly"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_BATCH = """
select s.investor_id, coalesce(w.refs, array[]::text[]) as refs from (
  select investor_id from subscription
  where kind = 'brief_' || %(kind)s::text and wanted and investor_id > %(after)s
  order by investor_id limit %(size)s
) s left join lateral (
  select array_agg(ref order by added_at, ref) as refs from watched where investor_id = s.investor_id
) w on true order by s.investor_id"""
_STILL = f"""
select w.id as investor_id from unnest(%(investors)s::bigint[]) as w(id)
where {wanted_by("w.id", "%(brief)s::text")}"""  # noqa: S608 - our own text


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
        self._subscriptions = Subscriptions(database)

    async def agreed(self, channel: str, user: str) -> None:
        """Raises ConsentMissing where their wishes may not be kept."""
        await self._consents.require(channel, user, "records")

    async def subscribe(self, channel: str, user: str, kinds: Collection[str]) -> None:
        """They want these kinds from now on. Raises ConsentMissing."""
        await self._subscriptions.want(channel, user, _briefs(kinds))

    async def unsubscribe(self, channel: str, user: str, kinds: Collection[str]) -> None:
        """They do not want these kinds any more; that takes no consent."""
        await self._subscriptions.refuse(channel, user, _briefs(kinds))

    async def watched(self, channel: str, user: str) -> tuple[str, ...]:
        """What they watch, the first one added first; nothing of who has not agreed to records."""
        if not await self._consents.given(channel, user, "records"):
            return ()
        return tuple(await Watchlist(self._database).of(channel, user))

    async def batch(self, kind: str, after: int, size: int) -> list[Reader]:
        """The next `size` who want this kind, by number, behind `after`."""
        rows = await self._database.rows(_BATCH, {"kind": kind, "after": after, "size": size})
        return [Reader(row["investor_id"], tuple(row["refs"])) for row in rows]

    async def still(self, kind: str, investors: Sequence[int]) -> set[int]:
        """Those of them who want it at this moment, and still agree to what it is made from."""
        values = {
            "brief": _briefs([kind])[0],
            "investors": list(investors),
            "kinds": kinds_in_sql(),
        }
        rows = await self._database.rows(_STILL, values)
        return {row["investor_id"] for row in rows}


def _briefs(kinds: Collection[str]) -> list[str]:
    """What these are called among all that is sent unasked."""
    return [f"brief_{kind}" for kind in kinds]
