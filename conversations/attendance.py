"""What is said to an investor outside turns: by the agent in charge, by who joined them, by the room itself.

A colleague who has joined speaks under the owner's epoch, so that nobody speaks into a conversation that has
moved on. Every step sends those who joined away.
"""

from collections.abc import Set

from conversations import owners_sql, sql
from conversations.database import Connection
from conversations.errors import OwnerChanged
from conversations.messages import Message, Owner, Reply
from conversations.moving import lock
from conversations.notices import Notices
from conversations.owners import Moved
from conversations.speech import Said, Voice, message_of


class Attendance:
    """Speaks inside a transaction of the caller's."""

    def __init__(self, notices: Notices, voice: Voice) -> None:
        self._notices = notices
        self._voice = voice

    async def say(
        self,
        connection: Connection,
        conversation_id: int,
        agent: str,
        reply: Reply,
        epoch: int,
        message_id: str | None = None,
    ) -> tuple[Message, ...]:
        """What `agent` says to the investor, once for each `message_id`; raises OwnerChanged unless the
        conversation is theirs, or they have joined it, in `epoch`.
        """
        row = await lock(connection, conversation_id)
        if message_id and (earlier := await self.said(connection, conversation_id, agent, message_id)):
            return (earlier,)
        may = agent == row["agent"] or agent in row["joined"]
        if not may or (row["owner"], row["epoch"]) != ("human", epoch):
            raise OwnerChanged(row["owner"], row["epoch"])
        said = Said("agent", epoch, message_id, agent=agent)
        return await self._voice.speak(connection, row, [reply], said)

    async def said(
        self, connection: Connection, conversation_id: int, agent: str, message_id: str
    ) -> Message | None:
        """What `agent` has said under this name before."""
        values = {"conversation_id": conversation_id, "agent": agent, "message_id": message_id}
        row = await (await connection.execute(sql.SAID, values)).fetchone()
        return message_of(row) if row else None

    async def join(
        self, connection: Connection, conversation_id: int, agent: str, epoch: int, name: str, number: str
    ) -> Moved:
        """`agent` speaks beside the owner from now on, and the investor is told so once; the epoch stays.
        Raises OwnerChanged unless an agent has the conversation in `epoch`.
        """
        row = await lock(connection, conversation_id)
        if (row["owner"], row["epoch"]) != ("human", epoch):
            raise OwnerChanged(row["owner"], row["epoch"])
        said: tuple[Message, ...] = ()
        if agent != row["agent"] and await _is_new(connection, conversation_id, agent):
            notice = self._notices.say("joined", name=name, number=number)
            told = Said("system", epoch, agent=agent)
            said = await self._voice.speak(connection, row, [notice], told)
        return Moved(
            conversation_id=conversation_id,
            channel=row["channel"],
            user=row["user_id"],
            before="human",
            owner="human",
            epoch=epoch,
            said=said,
            segment=row["segment"],
            agent=row["agent"],
        )

    async def leave(self, connection: Connection, conversation_id: int, agent: str) -> bool:
        """`agent` speaks no more beside the owner; False where they had not joined."""
        values = {"conversation_id": conversation_id, "agent": agent}
        return await (await connection.execute(owners_sql.LEAVE, values)).fetchone() is not None

    async def tell(
        self,
        connection: Connection,
        conversation_id: int,
        reply: Reply,
        owners: Set[Owner] | None = None,
    ) -> tuple[Message, ...]:
        """The room itself says something, () and nothing said unless one of `owners` has the conversation."""
        row = await lock(connection, conversation_id)
        if owners is not None and row["owner"] not in owners:
            return ()
        return await self._voice.speak(connection, row, [reply], Said("system", row["epoch"]))

    async def answer(
        self, connection: Connection, conversation_id: int, reply: Reply, message_id: str, inbound_id: int
    ) -> tuple[Message, ...]:
        """What the room itself says to a message, whoever has the conversation."""
        row = await lock(connection, conversation_id)
        said = Said("system", row["epoch"], message_id, inbound_id=inbound_id)
        return await self._voice.speak(connection, row, [reply], said)


async def _is_new(connection: Connection, conversation_id: int, agent: str) -> bool:
    values = {"conversation_id": conversation_id, "agent": agent}
    return await (await connection.execute(owners_sql.JOIN, values)).fetchone() is not None
