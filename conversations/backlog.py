"""What waits in these tables: messages for their answers, answers for their platforms.

Counted up to MOST, so that a campaign's million rows never make the asking slow.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from conversations.database import Database

MOST = 10_000

# A channel's rows in the order in which they will go: what waits to be tried again is not late.
_OUTBOX = f"""
select c.channel, count(w.due)::int as waiting,
       coalesce(extract(epoch from now() - min(w.due)), 0)::float8 as late
from unnest(%(channels)s::text[]) as c(channel) left join lateral (
  select o.next_attempt_at as due from outbox o where o.channel = c.channel and o.state = 'pending'
  order by o.priority desc, o.next_attempt_at limit {MOST}) w on true
group by c.channel"""  # noqa: S608 - our own text
_UNANSWERED = f"""
select count(*)::int as waiting, coalesce(extract(epoch from now() - min(w.received_at)), 0)::float8 as late
from (select i.received_at from inbound i where i.answered_at is null limit {MOST}) w"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Line:
    """How many wait, and for how many seconds the first has been due; `channel` is empty for the inbox."""

    channel: str
    waiting: int
    late: float


async def outbox(database: Database, channels: Sequence[str]) -> list[Line]:
    """Each channel's; raises StoreUnavailable."""
    rows = await database.rows(_OUTBOX, {"channels": list(channels)})
    return [Line(row["channel"], row["waiting"], max(row["late"], 0.0)) for row in rows]


async def unanswered(database: Database) -> Line:
    """Messages the bot has not answered yet, those under way among them; raises StoreUnavailable."""
    [row] = await database.rows(_UNANSWERED, {})
    return Line("", row["waiting"], row["late"])
