"""Voice messages: what turns them into text is behind a port; here is what becomes of the text."""

from dataclasses import dataclass, replace
from typing import Any, Protocol

from conversations import sql
from conversations.database import Database
from conversations.intake import STORED_TEXT, clean, refusal_of
from conversations.turns import Open


@dataclass(frozen=True, slots=True)
class Spoken:
    """A voice message to be understood: its place, and what its channel said of it."""

    conversation_id: int
    seq: int
    channel: str
    media: dict[str, Any]


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
        text = clean(await self._hearing.hear(spoken) or "").strip()
        if not text:
            return message
        values = {"conversation_id": message.conversation_id, "seq": message.seq, "text": text[:STORED_TEXT]}
        await self._database.patiently(lambda connection: connection.execute(sql.HEARD, values))
        return replace(message, text=text, refusal=refusal_of("text", text))
