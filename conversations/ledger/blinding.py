"""Takes the salts of messages out of the ledger: their leaves stay, and say nothing any more.

A trigger lets a salt be overwritten with zeros and nothing else.
"""

from collections.abc import Sequence

from conversations.database import Connection
from conversations.ledger.leaves import GONE, SALT
from conversations.ledger.sealing import BESIDE

_OF = """
select day, first, last, salts from ledger_leaf
where conversation_id = %(conversation_id)s and last >= %(lowest)s and first <= %(highest)s
"""
_BLIND = """
update ledger_leaf set salts = %(salts)s where day = %(day)s and conversation_id = %(conversation_id)s
"""
_BLIND_ALL = """
update ledger_leaf set salts = decode(repeat('00', length(salts)), 'hex')
where conversation_id = any(%(ids)s)
"""


async def blind(connection: Connection, conversation_id: int, seqs: Sequence[int]) -> None:
    """Of these messages, in the caller's transaction, which holds the conversation's row."""
    await connection.execute(BESIDE)
    if not seqs:
        return
    values = {"conversation_id": conversation_id, "lowest": min(seqs), "highest": max(seqs)}
    for row in await (await connection.execute(_OF, values)).fetchall():
        salts = bytearray(row["salts"])
        for seq in seqs:
            if row["first"] <= seq <= row["last"]:
                start = SALT * (seq - row["first"])
                salts[start : start + SALT] = GONE
        blinded = {"salts": bytes(salts), "day": row["day"], "conversation_id": conversation_id}
        await connection.execute(_BLIND, blinded)


async def blind_all(connection: Connection, ids: Sequence[int]) -> None:
    """Of these conversations, in the caller's transaction, which holds their rows."""
    await connection.execute(BESIDE)
    await connection.execute(_BLIND_ALL, {"ids": list(ids)})
