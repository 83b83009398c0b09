"""Takes a transcript out of the house: who may, what for, and a row in the log before anybody has it."""

import asyncio
import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Literal

from conversations.messages import SHANGHAI
from desk.audit.log import Audit
from desk.errors import FreshSignInNeeded, Unreadable
from desk.people.caller import Caller
from desk.transcripts.document import Document, Stamp, document_of
from desk.transcripts.dossier import Dossier
from desk.transcripts.gathering import PAGE, Archive
from desk.transcripts.masking import masked
from desk.transcripts.page import page_of
from desk.transcripts.pictures import pictures_of
from desk.transcripts.printing import Printer
from desk.transcripts.words import Words

Format = Literal["json", "html", "pdf"]
MIMES = {"json": "application/json", "html": "text/html; charset=utf-8", "pdf": "application/pdf"}
SHORTEST_REASON, LONGEST_REASON = 5, 200  # characters


@dataclass(frozen=True, slots=True)
class Exported:
    """A file to be handed out."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for. `internal` is false for what an investor is given."""

    format: Format
    reason: str
    unmask: bool = False
    internal: bool = True


class Exporter:
    """Masked unless the caller may see more, says why, and has just shown who they are."""

    def __init__(
        self, archive: Archive, audit: Audit, media: Path, words: Words, printer: Printer | None = None
    ) -> None:
        self._archive = archive
        self._audit = audit
        self._media = media
        self._words = words
        self._printer = printer or Printer()

    async def page(self, conversation_id: int, after: int = 0, limit: int = PAGE) -> Dossier:
        """What is shown of a page without further ado."""
        dossier = await self._archive.page(conversation_id, after, limit)
        return await asyncio.to_thread(masked, dossier)

    async def unmasked_page(
        self, caller: Caller, conversation_id: int, reason: str, after: int = 0, limit: int = PAGE
    ) -> Dossier:
        """The same as it was written. Raises NotAllowed, FreshSignInNeeded, Unreadable."""
        dossier = await self._archive.page(conversation_id, after, limit)
        await self._unmask(caller, conversation_id, reason)
        return dossier

    async def export(self, caller: Caller, conversation_id: int, wanted: Wanted) -> Exported:
        """The whole as a file. Raises NotAllowed, FreshSignInNeeded, Unreadable, Unknown, Unavailable."""
        reason = vouched(caller, wanted.reason)
        dossier = await self._archive.whole(conversation_id)
        if wanted.unmask:
            await self._unmask(caller, conversation_id, reason)
        else:
            dossier = await asyncio.to_thread(masked, dossier)
        stamp = Stamp(
            datetime.now(SHANGHAI), _signature(caller, internal=wanted.internal), reason, wanted.internal
        )
        document = document_of(dossier, stamp, await pictures_of(dossier, self._media))
        content = await self._made(document, wanted.format)
        detail = {
            "format": wanted.format,
            "masked": dossier.masked,
            "internal": wanted.internal,
            "reason": reason,
            "messages": dossier.seq,
            "sha256": sha256(content).hexdigest(),
        }
        await self._audit.write(caller.agent, "export", f"conversation:{conversation_id}", detail)
        name = f"transcript-{conversation_id}-{stamp.at:%Y%m%d-%H%M%S}.{wanted.format}"
        return Exported(name, MIMES[wanted.format], content)

    async def _unmask(self, caller: Caller, conversation_id: int, reason: str) -> None:
        caller.require("unmask")
        detail = {"reason": vouched(caller, reason)}
        await self._audit.write(caller.agent, "unmask", f"conversation:{conversation_id}", detail)

    async def _made(self, document: Document, format: Format) -> bytes:
        if format == "pdf":
            return await self._printer.print(document)
        if format == "html":
            return await asyncio.to_thread(page_of, document, self._words)
        return await asyncio.to_thread(_encoded, document)


def _encoded(document: Document) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _signature(caller: Caller, *, internal: bool) -> str:
    """Who exported it; an investor knows staff by number."""
    return f"{caller.number} {caller.name}" if internal else caller.number


def vouched(caller: Caller, reason: str) -> str:
    """The reason, of somebody who has just shown who they are."""
    reason = " ".join(reason.split())
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        raise Unreadable("reason")
    if not caller.fresh:
        raise FreshSignInNeeded
    return reason
