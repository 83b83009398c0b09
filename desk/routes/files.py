"""What investors sent as files: shown to who may read the conversation, and run by no browser."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from conversations.attachments import Attachments
from desk.errors import Unknown
from desk.people.caller import Caller
from desk.routes.conversations import number_of
from desk.routes.guard import Guard
from desk.work.opening import Opening, Trail

Open = Callable[[Mapping[str, Any]], Awaitable[tuple[bytes, str] | None]]
"""The content of a message's `media` and its type, by its first bytes; None where there is none here."""
SHOWN = ("image/png", "image/jpeg", "image/gif", "image/webp", "audio/")
ALONE = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; media-src 'self'; sandbox"


class FileRoutes:
    """GET /desk/api/files/{conversation}/{seq}"""

    def __init__(self, opening: Opening, trail: Trail, attachments: Attachments, open_file: Open) -> None:
        self._opening = opening
        self._trail = trail
        self._attachments = attachments
        self._open = open_file

    def routes(self, guard: Guard) -> APIRouter:
        router = APIRouter()
        guard.add(router, "GET", "/desk/api/files/{conversation}/{seq}", self._show, None)
        return router

    async def _show(self, request: Request, caller: Caller) -> Response:
        number, seq = number_of(request, "conversation"), number_of(request, "seq")
        head = await self._opening.read(caller, number)
        if not 0 < seq <= head.seq:
            raise Unknown("file")
        if await self._opening.how(caller, head) == "watched":
            await self._trail.write(caller.agent, "view", f"conversation:{number}", {"file": seq})
        attachment = await self._attachments.of(number, seq)
        found = await self._open(attachment.media) if attachment and "file" in attachment.media else None
        if found is None:
            raise Unknown("file")
        content, mime = found
        return Response(content, headers=_headers(f"{number}-{seq}", mime), media_type=mime)


def _headers(name: str, mime: str) -> dict[str, str]:
    shown = mime.startswith(SHOWN)
    ending = mime.partition("/")[2].partition(";")[0] or "bin"
    return {
        "Cache-Control": "private, no-store",
        "Content-Disposition": f'{"inline" if shown else "attachment"}; filename="{name}.{ending}"',
        "Content-Security-Policy": ALONE,
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }
