"""What staff does about the queue beside steps: put somebody forward, note who waits in vain."""

from datetime import datetime

from conversations.database import Connection, Database, Row
from conversations.tickets import FIND, INSERT, Terms, Ticket

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
            found = await (await connection.execute(FIND, values)).fetchone()
            if found is None:
                new = {**values, "topic": asked["topic"], **_dates(asked["now"], terms)}
                found = await (await connection.execute(INSERT, new)).fetchone()
        return Ticket(**(found or {}))

    return await database.patiently(work)


def _dates(opened: datetime, terms: Terms) -> dict[str, datetime]:
    return {
        "opened_at": opened,
        "contact_due": terms.due(opened, terms.contact_days),
        "resolve_due": terms.due(opened, terms.answer_days),
    }
