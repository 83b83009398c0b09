"""The steps of a turn in PostgreSQL: begin and finish, and what to do where a turn was left alone.

Between begin and finish no connection is held. Nothing here talks to anybody else.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from conversations import sql
from conversations.database import Connection, Database, Row, jsonb
from conversations.intake import Accepted
from conversations.languages import Wished, none_wished
from conversations.messages import Message, Owner, Reply
from conversations.speech import Said, Speech

LEASE = timedelta(seconds=150)  # more than hearing.HEAR_WITHIN, pace.LONGEST and answering.TURN_WITHIN
LOCK_CLASS = 0x57454E  # "WEN": the class of the gateways' liveness locks


@dataclass(frozen=True, slots=True)
class Begun:
    """The message is stored; `leased` says that this gateway is to answer now."""

    conversation_id: int
    inbound_id: int
    owner: Owner
    epoch: int
    seq: int
    waiting: int
    leased: bool
    seen: bool
    state: dict[str, Any] | None
    language: str | None
    payload: str | None


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to answer in one conversation, worth something only while `token` stands on its row."""

    conversation_id: int
    token: int


@dataclass(frozen=True, slots=True)
class Open:
    """A message to be answered, with all the answer needs; in `language`, if its investor wished for one;
    `behind` it so many wait that came later. When it was taken up it had `waited` seconds.
    """

    conversation_id: int
    inbound_id: int
    seq: int
    channel: str
    user: str
    epoch: int
    message_id: str
    kind: str
    text: str | None
    payload: str | None
    refusal: str | None
    state: dict[str, Any] | None
    media: dict[str, Any] | None = None
    takeovers: int = 0
    language: str | None = None
    behind: int = 0
    waited: float = 0.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an answer consists of. `by` is "bot" or "notice:<name>"; without `state` the dialogue stays where
    it was.
    """

    replies: tuple[Reply, ...]
    by: str = "bot"
    topic: str | None = None
    intent: str | None = None
    confidence: float | None = None
    entities: list[dict[str, Any]] | None = None
    state: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Finished:
    """The answer is in the transcript up to `seq`; `waiting` more messages wait under `lease`, a new one."""

    seq: int
    waiting: int
    replies: tuple[Message, ...]
    lease: Lease


@dataclass(frozen=True, slots=True)
class TakenUp:
    """A conversation somebody left with a message unanswered, now leased to us."""

    lease: Lease
    owner: Owner
    epoch: int


def new_token() -> int:
    """A token no other turn has; room is left to add a conversation's number."""
    return secrets.randbits(62)


class Turns:
    """The statements of conversations.sql for the gateway whose liveness lock is `holder`."""

    def __init__(self, database: Database, wished: Wished = none_wished) -> None:
        self._database = database
        self._begin, self._oldest = sql.begin(wished), sql.oldest(wished)

    async def begin(self, connection: Connection, accepted: Accepted, holder: int, token: int) -> Begun:
        """Store the message once and take the lease if it is free; a delivery seen before changes nothing.

        Raises psycopg's UniqueViolation when its twin was stored at the same moment: then it is seen the next
        time.
        """
        values = _begin_values(accepted, holder, token)
        row = await (await connection.execute(self._begin, values)).fetchone()
        return Begun(**cast(Row, row))

    async def oldest(self, lease: Lease) -> Open | None:
        """The next message under `lease`; None when the lease is lost or nothing waits."""
        row = await self._database.row(
            self._oldest, {"conversation_id": lease.conversation_id, "token": lease.token}
        )
        return Open(user=row.pop("user_id"), **row) if row else None

    async def finish(
        self, lease: Lease, message: Open, outcome: Outcome, connection: Connection
    ) -> Finished | None:
        """Write the answer if lease and epoch still hold; None, and nothing written, if they do not.

        A lease is good for one answer, so that the same call may be repeated.
        """
        following = Lease(lease.conversation_id, new_token())
        speech = Speech(message.channel, outcome.replies, message.language)
        said = Said(
            sender="bot",
            epoch=message.epoch,
            message_id=message.message_id,
            topic=outcome.topic,
            intent=outcome.intent,
            confidence=outcome.confidence,
            inbound_id=message.inbound_id,
        )
        values = {
            **speech.values(said),
            **_finish_values(lease, message, outcome),
            "following": following.token,
        }
        row = await (await connection.execute(sql.FINISH, values)).fetchone()
        if row is None:
            return None
        replies = speech.messages(row["seq"], row["at"], said)
        return Finished(row["seq"], row["waiting"], replies, following)

    async def take_up(self, holder: int, tokens: Sequence[int], limit: int) -> list[TakenUp]:
        """Lease conversations whose turn nobody is at; `tokens` are the turns this gateway is at."""
        values = {"holder": holder, "tokens": list(tokens), "limit": limit, "lease": LEASE}
        rows = await self._database.rows(
            sql.TAKE_UP, {**values, "token": new_token(), "lock_class": LOCK_CLASS}
        )
        return [TakenUp(Lease(r["conversation_id"], r["token"]), r["owner"], r["epoch"]) for r in rows]


def _begin_values(accepted: Accepted, holder: int, token: int) -> dict[str, Any]:
    inbound = accepted.inbound
    return {
        "channel": inbound.channel,
        "user": inbound.user,
        "key": accepted.key,
        "message_id": inbound.message_id,
        "kind": inbound.kind,
        "text": inbound.text,
        "length": accepted.length,
        "refusal": accepted.refusal,
        "button": inbound.button,
        "media": jsonb(inbound.media),
        "at": inbound.at,
        "holder": holder,
        "token": token,
        "lease": LEASE,
    }


def _finish_values(lease: Lease, message: Open, outcome: Outcome) -> dict[str, Any]:
    return {
        "conversation_id": lease.conversation_id,
        "token": lease.token,
        "seq": message.seq,
        "by": outcome.by,
        "entities": jsonb(outcome.entities or None),
        "state": jsonb(outcome.state),
        "lease": LEASE,
    }
