"""The addresses of transcripts: search, read page by page, see unmasked, take out of the house."""

import asyncio
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from conversations.messages import SHANGHAI
from conversations.records import Place
from desk.errors import Unreadable
from desk.people.caller import Caller
from desk.routes.guard import Guard, answer, read
from desk.routes.numbers import ID
from desk.routes.wire import queried
from desk.transcripts.document import record_of
from desk.transcripts.dossier import Dossier
from desk.transcripts.exports import Exported, Exporter, Format, Wanted
from desk.transcripts.gathering import PAGE
from desk.transcripts.search import LISTED, Filter, Hit, Search
from desk.work.opening import Opening

LATELY = timedelta(days=7)
LONGEST = timedelta(days=366)
Number = Annotated[int, Field(ge=0, le=2**31 - 1)]
Word = Annotated[str, Field(min_length=1, max_length=100)]


class Sought(BaseModel):
    """The search; a day is meant whole. `before` is the `next` of the page ahead."""

    model_config = ConfigDict(extra="forbid")
    since: date | datetime | None = None
    until: date | datetime | None = None
    channel: Word | None = None
    topic: Word | None = None
    agent: Word | None = None
    outcome: Word | None = None
    rating: Annotated[int, Field(ge=1, le=5)] | None = None
    text: Annotated[str, Field(min_length=2, max_length=100)] | None = None
    before: Word | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = LISTED


class Page(BaseModel):
    model_config = ConfigDict(extra="forbid")
    after: Number = 0
    limit: Annotated[int, Field(ge=1, le=PAGE)] = PAGE


class Unmasking(Page):
    reason: Annotated[str, Field(max_length=500)]


class Exporting(BaseModel):
    """`copy_` leaves out what is not for the investor; it is called "copy"."""

    model_config = ConfigDict(extra="forbid")
    format: Format
    reason: Annotated[str, Field(max_length=500)]
    unmask: bool = False
    copy_: Annotated[bool, Field(alias="copy")] = False


class TranscriptRoutes:
    """Endpoints; each takes the request and who calls."""

    def __init__(self, search: Search, exporter: Exporter, opening: Opening) -> None:
        self._search = search
        self._exporter = exporter
        self._opening = opening

    def routes(self, guard: Guard) -> APIRouter:
        router = APIRouter()
        one = f"/desk/api/transcripts/{ID}"
        guard.add(router, "GET", "/desk/api/transcripts", self.find, "read")
        guard.add(router, "GET", one, self.show, None)
        guard.add(router, "POST", f"{one}/unmask", self.unmask, "unmask", fresh=True)
        guard.add(router, "POST", f"{one}/export", self.export, "export", fresh=True)
        return router

    async def find(self, request: Request, _caller: Caller) -> Response:
        """What fits, the latest first."""
        sought = queried(request, Sought)
        before = _place(sought.before) if sought.before else None
        hits, following = await self._search.find(_filter(sought), before, sought.limit)
        return answer({"found": [_hit(hit) for hit in hits], "next": _token(following)})

    async def show(self, request: Request, caller: Caller) -> Response:
        """A page, masked; opening what is not one's own leaves its trace first."""
        number, page = request.path_params["id"], queried(request, Page)
        await self._opening.read(caller, number, "read")
        return await _shown(await self._exporter.page(number, page.after, page.limit))

    async def unmask(self, request: Request, caller: Caller) -> Response:
        """The same page as it was written."""
        number, wish = request.path_params["id"], await read(request, Unmasking)
        await self._opening.read(caller, number, "read")
        return await _shown(
            await self._exporter.unmasked_page(caller, number, wish.reason, wish.after, wish.limit)
        )

    async def export(self, request: Request, caller: Caller) -> Response:
        """The whole as a file."""
        number, wish = request.path_params["id"], await read(request, Exporting)
        await self._opening.how(caller, await self._opening.head(number), "read")
        wanted = Wanted(wish.format, wish.reason, wish.unmask, internal=not wish.copy_)
        return handed(await self._exporter.export(caller, number, wanted))


def handed(file: Exported) -> Response:
    """A file for the disk: no browser shows it under our address."""
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": f'attachment; filename="{file.name}"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(file.content, headers=headers, media_type=file.mime)


async def _shown(dossier: Dossier) -> Response:
    record = await asyncio.to_thread(record_of, dossier)
    return answer({"masked": dossier.masked, **record, "next": dossier.following})


def _filter(sought: Sought) -> Filter:
    until = _moment(sought.until, end=True) if sought.until else datetime.now(SHANGHAI)
    since = _moment(sought.since) if sought.since else until - LATELY
    if not timedelta() < until - since <= LONGEST:
        raise Unreadable("since")
    known = sought.model_dump(include={"channel", "topic", "agent", "text", "outcome", "rating"})
    return Filter(since, until, **known)


def _moment(said: date | datetime, *, end: bool = False) -> datetime:
    """A time without its zone is Shanghai's; a day begins, or ends with the next."""
    if isinstance(said, datetime):
        return said if said.tzinfo else said.replace(tzinfo=SHANGHAI)
    return datetime.combine(said + timedelta(days=end), time(), SHANGHAI)


def _place(token: str) -> Place:
    at, _, number = token.rpartition("_")
    try:
        return datetime.fromisoformat(at).astimezone(SHANGHAI), int(number)
    except (ValueError, OverflowError) as error:  # none of our tokens
        raise Unreadable("before") from error


def _token(place: Place | None) -> str | None:
    return f"{place[0].astimezone(SHANGHAI).isoformat()}_{place[1]}" if place else None


def _hit(hit: Hit) -> dict[str, Any]:
    found = hit.found
    return {
        "number": found.conversation_id,
        "channel": found.channel,
        "user": found.user,
        "owner": found.owner,
        "agent": found.agent,
        "lines": found.lines,
        "first_at": found.first_at,
        "last_at": found.last_at,
        "topics": found.topics,
        "outcomes": hit.outcomes,
        "ratings": hit.ratings,
    }
