"""How many messages a platform lets us write to whom and until when, seen by every gateway and agent.

An investor's act opens a window of its kind; a later one of the same kind takes its place, as no platform
says that they add up. Our count may be lower than the platform's, never higher for long: its word closes it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from conversations.database import Database
from conversations.together import Together

_NEWEST = """
select distinct on (kind) id, expires_at, total, used from quota_window
where channel = %(channel)s and user_id = %(user)s order by kind, opened_at desc, id desc"""

_OPEN = """
with replaced as (
    delete from quota_window where channel = %(channel)s and user_id = %(user)s
        and (kind = %(kind)s and opened_at < %(at)s or expires_at <= now()))
insert into quota_window (channel, user_id, kind, opened_at, expires_at, total)
select %(channel)s, %(user)s, %(kind)s, %(at)s, %(ends)s, %(total)s
where %(ends)s > now() and not exists (
    select from quota_window where channel = %(channel)s and user_id = %(user)s
        and kind = %(kind)s and opened_at >= %(at)s)
returning id"""

_TAKE = f"""
update quota_window w set used = used + 1
from unnest(%(users)s::text[]) as asked(user_id) cross join lateral (
    select id from ({_NEWEST.replace("%(user)s", "asked.user_id")}) newest
    where expires_at > now() and used < total order by expires_at, id limit 1) best
where w.id = best.id and w.used < w.total
returning w.id, w.user_id"""  # noqa: S608 - our own text

_GIVE_BACK = "update quota_window set used = used - 1 where id = %(id)s and used > 0 returning id"

_LEFT = f"""
select coalesce(sum(total - used), 0)::int as messages, max(expires_at) filter (where used < total) as until
from ({_NEWEST}) newest where expires_at > now()"""  # noqa: S608 - our own text

_USE_UP = """
update quota_window set used = total where channel = %(channel)s and user_id = %(user)s returning id"""

_CLOSE = "delete from quota_window where channel = %(channel)s and user_id = %(user)s returning id"

_CLEAR = "delete from quota_window where expires_at <= now() returning id"
CLEAR_EVERY = 3600.0  # seconds


@dataclass(frozen=True, slots=True)
class Left:
    """What may still be written: `messages`, some of them `until` then; None where nothing is left."""

    messages: int
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Taken:
    """One message that may be sent."""

    window: int


class Quotas:
    """The ledger of all channels that have a quota. Raises StoreUnavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._takes = Together(self._take)

    async def open(
        self, channel: str, user: str, kind: str, *, total: int, seconds: float, at: datetime
    ) -> bool:
        """The investor did at `at` what allows `total` messages within `seconds`. False if that was counted
        before: a platform's second delivery of the same opens nothing.
        """
        ends = at + timedelta(seconds=seconds)
        return await self._any(_OPEN, channel, user, kind=kind, total=total, at=at, ends=ends)

    async def take(self, channel: str, user: str) -> Taken | None:
        """One message out of the window that ends first; None where none is left."""
        return await self._takes.ask((channel, user))

    async def _take(self, asked: Sequence[tuple[str, str]]) -> list[Taken | None]:
        """Each channel's at once; who asks for two messages in one breath gets them one after the other."""
        answers: list[Taken | None] = [None] * len(asked)
        rest = dict(enumerate(asked))
        while rest:
            first = {account: number for number, account in reversed(rest.items())}
            for channel in {channel for channel, _ in first}:
                users = [user for own, user in first if own == channel]
                rows = await self._database.rows(_TAKE, {"channel": channel, "users": users})
                for row in rows:
                    answers[first[channel, row["user_id"]]] = Taken(row["id"])
            rest = {number: each for number, each in rest.items() if first[each] != number}
        return answers

    async def give_back(self, taken: Taken) -> None:
        """It was surely not sent."""
        await self._database.rows(_GIVE_BACK, {"id": taken.window})

    async def left(self, channel: str, user: str) -> Left:
        row = await self._database.row(_LEFT, {"channel": channel, "user": user})
        return Left(row["messages"], row["until"]) if row else Left(0, None)

    async def use_up(self, channel: str, user: str) -> None:
        """The platform says that nothing is left in what is open."""
        await self._any(_USE_UP, channel, user)

    async def close(self, channel: str, user: str) -> None:
        """The platform says that nothing is open."""
        await self._any(_CLOSE, channel, user)

    async def clear(self) -> None:
        """Drop what lapsed, of investors who did not come back, too."""
        await self._database.rows(_CLEAR, {})

    async def _any(self, statement: str, channel: str, user: str, **values: Any) -> bool:
        return bool(await self._database.rows(statement, {"channel": channel, "user": user, **values}))
