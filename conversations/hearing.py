"""Voice messages: what turns them into text is behind a port; here is what becomes of the text."""

import asyncio
from dataclasses import dataclass, replace
from typing import Any, Protocol

from conversations import sql
from conversations.database import Database
from conversations.intake import STORED_TEXT, clean, refusal_of
from conversations.turns import Open

SPOKEN = frozenset({"voice", "audio"})  # kinds of messages
SHOWN = 60  # characters of what was heard that are repeated
HEAR_WITHIN = 35.0  # seconds for fetching the file and for understanding it


@dataclass(frozen=True, slots=True)
class Spoken:
    """A voice message to be understood: its place, and what its channel said of it."""

    conversation_id: int
    seq: int
    channel: str
    media: dict[str, Any]


def shortened(text: str) -> str:
    """What was heard, as it is repeated to who said it."""
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


class Hearing(Protocol):
    """Whatever can turn speech into text."""

    async def hear(self, spoken: Spoken) -> str | None:
        """What was said; None where it cannot be made out. Never raises for what may go wrong with a file."""
        ...


class Deaf:
    """No recogniser at all."""

    async def hear(self, spoken: Spoken) -> str | None:
        return None


class Listening:
    """Puts what was heard into the transcript, and the message on its way like one that was typed."""

    def __init__(self, database: Database, hearing: Hearing) -> None:
        self._database = database
        self._hearing = hearing

    async def listen(self, message: Open) -> Open:
        """`message` as text where it is a voice message that can be understood, else as it is."""
        if message.refusal != "voice" or message.media is None:
            return message
        spoken = Spoken(message.conversation_id, message.seq, message.channel, message.media)
        text = clean(await self._hear(spoken) or "").strip()
        if not text:
            return message
        values = {"conversation_id": message.conversation_id, "seq": message.seq, "text": text[:STORED_TEXT]}
        await self._database.patiently(lambda connection: connection.execute(sql.HEARD, values))
        return replace(message, text=text, refusal=refusal_of("text", text))

    async def _hear(self, spoken: Spoken) -> str | None:
        try:
            async with asyncio.timeout(HEAR_WITHIN):
                return await self._hearing.hear(spoken)
        except TimeoutError:  # the investor waits: better to ask for the words
            return None
