"""What staff does about the queue beside steps: put somebody forward, note who waits in vain."""

from conversations.database import Connection, Database, Row
from conversations.tickets import Terms, Ticket, found_or_opened

_PRIORITISE = """
update conversation set priority = %(priority)s where id = %(conversation_id)s and owner = 'queued'
returning epoch
"""
_NOW = "select now() as now, handoff->>'topic' as topic from conversation where id = %(conversation_id)s"
KIND = "message"


async def prioritise(database: Database, conversation_id: int, priority: int) -> bool:
    """A higher priority is served first; False, and nothing changed, for who does not wait."""
    values = {"conversation_id": conversation_id, "priority": priority}
    return await database.row(_PRIORITISE, values) is not None


async def note_waiting(database: Database, terms: Terms, conversation_id: int, key: str) -> Ticket:
    """The ticket of who waits while everybody goes home: the message that is open already, else a new one,
    which `key` keeps from being opened twice.
    """

    async def work(connection: Connection) -> Ticket:
        values = {"conversation_id": conversation_id, "kind": KIND, "message_id": key}
        async with connection.transaction():
            asked: Row = await (await connection.execute(_NOW, values)).fetchone() or {}
            known = {**values, "topic": asked["topic"]}
            ticket, _ = await found_or_opened(connection, terms, known, asked["now"])
        return ticket

    return await database.patiently(work)
