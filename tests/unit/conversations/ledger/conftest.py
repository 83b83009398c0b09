"""Transcripts of days gone by, written into the tables as a turn writes them."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from conversations.database import Database
from conversations.ledger.chain import Day
from conversations.ledger.checking import Checking
from conversations.ledger.sealing import Sealing
from conversations.ledger.verdict import Verdict

YESTERDAY = "((now() at time zone 'Asia/Shanghai')::date - 1)"
NOON = f"({YESTERDAY} + time '12:00') at time zone 'Asia/Shanghai'"
_CONVERSATION = """
insert into conversation (id, channel, user_id, seq) overriding system value
values (%(id)s, 'web', %(user)s, %(seq)s)
on conflict (id) do update set seq = greatest(conversation.seq, excluded.seq)
"""
_MESSAGE = f"""
insert into message (conversation_id, seq, sender, kind, text, epoch, at, message_id)
values (%(id)s, %(seq)s, %(sender)s, %(kind)s, %(text)s, 0,
  {NOON} + %(after)s * interval '1 minute' - %(days)s * interval '1 day', %(name)s)
"""  # noqa: S608 - our own text


class Talks:
    """Who says what when; `days` before yesterday, in the afternoon."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def say(self, conversation: int, *texts: str, days: int = 0, first: int = 1) -> None:
        for seq, text in enumerate(texts, first):
            await self.put(conversation, seq, text, days=days)

    async def put(self, conversation: int, seq: int, text: str, days: int = 0) -> None:
        values = {"id": conversation, "seq": seq, "user": f"u{conversation}", "text": text, "kind": "text"}
        values |= {"sender": "user" if seq % 2 else "bot", "after": seq, "days": days}
        await self.do(_CONVERSATION, **values)
        await self.do(_MESSAGE, **values, name=f"m{conversation}-{seq}")

    async def do(self, statement: str, **values: object) -> None:
        async with self.database.connection() as connection:
            await connection.execute(statement, values)

    async def sealed(self, days: int = 0) -> list[Day]:
        """Seal all up to yesterday, or up to the day that is so many `days` before."""
        return await Sealing(self.database).once(today().date() - timedelta(days=1 + days))

    async def checked(self, newest: int | None = None) -> Verdict:
        return await Checking(self.database).verify(newest)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with Database(database_url, connections=4) as opened:
        yield opened


@pytest.fixture
def talks(database: Database) -> Talks:
    return Talks(database)


def today() -> datetime:
    return datetime.now(UTC) + timedelta(hours=8)
