"""Voice messages and files: what turns them into words is behind ports; here is what becomes of those."""

import asyncio
import logging
from collections.abc import Awaitable
from dataclasses import dataclass, replace
from typing import Any, Protocol

from conversations import sql
from conversations.database import Database
from conversations.errors import StoreUnavailable
from conversations.intake import STORED_TEXT, clean, refusal_of
from conversations.privacy import trace_of
from conversations.turns import Open

SPOKEN = frozenset({"voice", "audio"})  # kinds of messages
SHOWN = 60  # characters of what was heard that are repeated
HEAR_WITHIN = 35.0  # seconds for fetching the file and for understanding it
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A voice message or a file to be understood: its place, and what its channel said of it."""

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


class Reading(Protocol):
    """Whatever can make of a file something that the brain is told."""

    async def read(self, sent: Spoken) -> str | None:
        """A payload of the brain; None for a file that says nothing to it. Never raises for what may go wrong
        with a file.
        """
        ...


class Deaf:
    """No recogniser at all."""

    async def hear(self, spoken: Spoken) -> str | None:
        return None


class Listening:
    """Puts what was heard into the transcript, and the message on its way like one that was typed; what was
    read in a file goes the way of a button.
    """

    def __init__(self, database: Database, hearing: Hearing, reading: Reading | None = None) -> None:
        self._database = database
        self._hearing = hearing
        self._reading = reading

    async def listen(self, message: Open) -> Open:
        """`message` as text or payload where it is speech or a file that is understood, else as it is."""
        if message.refusal == "file" and message.media is not None and self._reading is not None:
            payload = await self._within(self._reading.read(_spoken(message, message.media)))
            return replace(message, payload=payload, refusal=None) if payload else message
        if message.refusal != "voice" or message.media is None:
            return message
        heard = await self._within(self._hearing.hear(_spoken(message, message.media)))
        text = clean(heard or "").strip()
        if not text:
            return message
        values = {"conversation_id": message.conversation_id, "seq": message.seq, "text": text[:STORED_TEXT]}
        await self._database.patiently(lambda connection: connection.execute(sql.HEARD, values))
        return replace(message, text=text, refusal=refusal_of("text", text))

    @staticmethod
    async def _within(understood: Awaitable[str | None]) -> str | None:
        try:
            async with asyncio.timeout(HEAR_WITHIN):
                return await understood
        except TimeoutError:  # the investor waits: better to ask for the words
            return None
        except StoreUnavailable:  # the turn is taken up again when the store is back
            raise
        except Exception as exc:  # of the disk or our own: better to ask for the words than to say nothing
            log.error("a file was not understood: %s", trace_of(exc))
            return None


def _spoken(message: Open, media: dict[str, Any]) -> Spoken:
    return Spoken(message.conversation_id, message.seq, message.channel, media)
