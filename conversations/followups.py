"""What the bot has promised to say later: written down with its turn, said once, and only while the bot may
speak.

The promise and the job that keeps it are one commit with the turn's answer. The job may run twice, on
whatever gateway; the promise is settled once, under the lock of its conversation's row:

    wanted ──▶ said      the replies are in the transcript
       ├─────▶ failed    it could not be prepared, and the investor was told so
       └─────▶ dropped   people own the conversation by now: nothing is said

What counts is who owns the conversation now. Whether people had it in between does not matter: what was asked
for is still what was asked for.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from conversations.brain import Followup
from conversations.database import Connection, Database
from conversations.messages import Reply
from conversations.speech import Said, Voice
from conversations.turns import Open

QUEUE = "followups"  # of the job queue
TASK = "follow_up"  # its argument `followup` is a promise's number

Fate = Literal["said", "failed", "dropped"]

# The wish and its job. Who has asked for several things waits behind those who have asked for one.
PROMISE = """
with wanted as (
  insert into followup (conversation_id, message_id, kind, key, topic)
  values (%(conversation_id)s, %(message_id)s, %(kind)s, %(key)s, %(topic)s)
  on conflict do nothing
  returning id
), before as (
  select count(*)::int as wanted from followup
  where conversation_id = %(conversation_id)s and state = 'wanted'
)
select procrastinate_defer_jobs_v1(array[
  row(%(queue)s::varchar, %(task)s::varchar, -before.wanted, null, null,
      jsonb_build_object('followup', wanted.id), null)::procrastinate_job_to_defer_v1
]) from wanted, before
"""

WANTED = """
select id as number, kind, key, extract(epoch from now() - created_at)::float8 as age
from followup where id = %(number)s and state = 'wanted'
"""

# The promise and its conversation as they are now, kept until the end of the transaction.
HOLD = """
select c.id, c.channel, c.user_id, c.owner, c.epoch, f.kind, f.message_id, f.topic
from followup f join conversation c on c.id = f.conversation_id
where f.id = %(number)s and f.state = 'wanted'
for no key update of c, f
"""

SETTLE = "update followup set state = %(fate)s, settled_at = now() where id = %(number)s"


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise not kept yet: what `kind` of thing about what (`key`), given `age` seconds ago."""

    number: int
    kind: str
    key: str
    age: float


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a promise, and where."""

    fate: Fate
    kind: str
    conversation_id: int
    channel: str
    user: str


async def promise(
    connection: Connection, conversation_id: int, message: Open, followup: Followup, topic: str | None
) -> None:
    """Write a promise down and have its job done, both with the caller's transaction."""
    values = {"conversation_id": conversation_id, "message_id": message.message_id, "topic": topic}
    values |= {"kind": followup.kind, "key": followup.key, "queue": QUEUE, "task": TASK}
    await connection.execute(PROMISE, values)


async def wanted(database: Database, number: int) -> Promise | None:
    """The promise of this number; None once it is settled."""
    row = await database.row(WANTED, {"number": number})
    return Promise(**row) if row else None


async def settle(
    connection: Connection,
    number: int,
    fitting: Callable[[str], Sequence[Reply]],
    voice: Voice,
    *,
    failed: bool,
) -> Settled | None:
    """Say what is `fitting` for the channel if the bot still owns the conversation; None, and nothing said,
    if it was settled before.
    """
    async with connection.transaction():
        row = await (await connection.execute(HOLD, {"number": number})).fetchone()
        if row is None:
            return None
        fate: Fate = "dropped" if row["owner"] != "bot" else "failed" if failed else "said"
        await connection.execute(SETTLE, {"number": number, "fate": fate})
        if fate != "dropped":
            said = Said("bot", row["epoch"], row["message_id"], row["topic"])
            await voice.speak(connection, row, fitting(row["channel"]), said)
        return Settled(fate, row["kind"], row["id"], row["channel"], row["user_id"])
