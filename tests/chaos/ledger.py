"""The product's own tables as books; numbers of people nowhere but in the addresses that tie them."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any

import psycopg
from psycopg.rows import dict_row

from tests.chaos.balance import Imbalance
from tests.chaos.books import Accepted, Asked, Books, Promise, Said, Sent, Step, Talk

TALKS = """
select id, channel, user_id as user, owner, epoch, seq, waiting, lease_token is not null as leased
from conversation"""
LONG = "select id from conversation where seq > 4"
SAID = """
select conversation_id as talk, seq, sender, epoch, message_id, coalesce(text, '') as text, image
from message"""
ASKED = """
select i.conversation_id as talk, i.seq, m.message_id, i.answered_by, i.reply_first as first,
  i.reply_last as last
from inbound i join message m on m.conversation_id = i.conversation_id and m.seq = i.seq"""
SENT = """
select id, conversation_id as talk, seq, state, error, coalesce(provider_ref, '') = 'passive' as passive,
  lease_token is not null as leased
from outbox"""
STEPS = """
select conversation_id as talk, epoch, from_owner as before, to_owner as after from transition"""
PROMISES = "select conversation_id as talk, message_id, state from followup"
# Nothing of these is under way once all is quiet; conversations that people have are for people to end.
OPEN = """
select
  (select count(*) from conversation where waiting > 0) as unanswered,
  (select count(*) from conversation where owner = 'queued') as queued,
  (select count(*) from conversation where owner = 'assigned') as offered,
  (select count(*) from conversation where owner = 'human') as with_people,
  (select count(*) from conversation where owner = 'wrapup') as wrapped_up,
  (select count(*) from outbox where state in ('pending', 'sending')) as unsent,
  (select count(*) from followup where state = 'wanted') as promised"""
STORED = """
select c.channel, c.user_id as user, m.message_id
from inbound i join message m on m.conversation_id = i.conversation_id and m.seq = i.seq
join conversation c on c.id = i.conversation_id"""
UNSENT_BEFORE = """
select count(*) as unsent from outbox
where channel = %(channel)s and state in ('pending', 'sending') and created_at < now() - %(age)s"""
# Whoever is named by a lease, a job under way, or a worker, and has no lock or no heartbeat any more.
DEAD = """
with alive as (
  select objid::bigint as holder from pg_locks where locktype = 'advisory' and classid = 0x57454E and granted
    and database = (select oid from pg_database where datname = current_database()))
select 'conversation ' || id as what from conversation
  where lease_holder is not null and lease_holder not in (select holder from alive)
union all select 'outbox ' || id from outbox
  where lease_holder is not null and lease_holder not in (select holder from alive)
union all select 'job ' || j.id from procrastinate_jobs j
  left join procrastinate_workers w on w.id = j.worker_id
  where j.status = 'doing' and (w.id is null or w.last_heartbeat < now() - interval '20 seconds')"""
BACKENDS = """
select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()"""
HELD_BY_THE_DEAD = "held by the dead"


class Ledger:
    """The database at `dsn`; every call opens its own connection, for the server may be another by now."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn

    async def read(self, accepted: Sequence[Accepted], unheard: Collection[Accepted]) -> Books:
        """All rows, beside what was accepted of whom."""
        talks, said, asked, sent, steps, promises = [
            await self._rows(statement) for statement in (TALKS, SAID, ASKED, SENT, STEPS, PROMISES)
        ]
        return Books(
            talks=[Talk(**row) for row in talks],
            said=[Said(**row) for row in said],
            asked=[Asked(**row) for row in asked],
            sent=[Sent(**row) for row in sent],
            steps=[Step(**row) for row in steps],
            promises=[Promise(**row) for row in promises],
            accepted=accepted,
            unheard=unheard,
        )

    async def under_way(self) -> dict[str, int]:
        """How much of what is still under way."""
        [row] = await self._rows(OPEN)
        return {name: count for name, count in row.items() if count}

    async def stored(self) -> set[Accepted]:
        return {Accepted(**row) for row in await self._rows(STORED)}

    async def unsent(self, channel: str, seconds: float) -> int:
        """What waits to be sent for longer than that."""
        values = {"channel": channel, "age": timedelta(seconds=seconds)}
        [row] = await self._rows(UNSENT_BEFORE, values)
        return int(row["unsent"])

    async def held_by_the_dead(self) -> list[Imbalance]:
        return [Imbalance(HELD_BY_THE_DEAD, row["what"]) for row in await self._rows(DEAD)]

    async def numbers(self) -> list[int]:
        """Of conversations that have gone on for a while."""
        return [row["id"] for row in await self._rows(LONG)]

    async def backends(self) -> list[int]:
        """The server's processes that serve the product."""
        return [row["pid"] for row in await self._rows(BACKENDS)]

    async def _rows(self, statement: str, values: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        async with await psycopg.AsyncConnection.connect(
            self._dsn, autocommit=True, row_factory=dict_row, connect_timeout=5
        ) as connection:
            return await (await connection.execute(statement, values)).fetchall()
