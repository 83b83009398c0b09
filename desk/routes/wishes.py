"""The addresses of investors' wishes about their own data."""

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from desk.people.caller import Caller
from desk.routes.guard import Guard, answer, read
from desk.routes.numbers import ID
from desk.routes.transcripts import handed
from desk.routes.wire import queried
from desk.transcripts.exports import Format
from desk.transcripts.gathering import LAST_NUMBER
from desk.transcripts.wishes import Kind, Wish, Wishes

Number = Annotated[int, Field(ge=1, le=LAST_NUMBER)]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Taken(Body):
    conversation: Number
    kind: Kind
    text: Annotated[str, Field(min_length=1, max_length=2000)]


class Listing(Body):
    open: bool = True
    before: Number | None = None


class Copying(Body):
    format: Format
    reason: Annotated[str, Field(max_length=500)]


class Answered(Body):
    granted: bool
    reason: Annotated[str, Field(max_length=500)] = ""


class WishRoutes:
    """Endpoints; each takes the request and who calls."""

    def __init__(self, wishes: Wishes) -> None:
        self._wishes = wishes

    def routes(self, guard: Guard) -> APIRouter:
        router = APIRouter()
        all_, one = "/desk/api/wishes", f"/desk/api/wishes/{ID}"
        guard.add(router, "GET", all_, self.list, "wishes")
        guard.add(router, "POST", all_, self.take, "wishes")
        guard.add(router, "GET", one, self.show, "wishes")
        guard.add(router, "POST", f"{one}/copy", self.copy, "wishes", fresh=True)
        guard.add(router, "POST", f"{one}/answer", self.answer, "wishes", fresh=True)
        return router

    async def list(self, request: Request, _caller: Caller) -> Response:
        """Open ones by their day, or all of them, the latest first."""
        wanted = queried(request, Listing)
        found = await self._wishes.listed(only_open=wanted.open, before=wanted.before)
        return answer({"wishes": [_shown(wish) for wish in found]})

    async def take(self, request: Request, caller: Caller) -> Response:
        """Write down what an investor wishes."""
        body = await read(request, Taken)
        return answer(_shown(await self._wishes.take(caller, body.conversation, body.kind, body.text)), 201)

    async def show(self, request: Request, _caller: Caller) -> Response:
        """One, and of a deletion what would go."""
        wish = await self._wishes.get(_id(request))
        if wish.kind != "delete":
            return answer(_shown(wish))
        sifted = await self._wishes.outlook(wish.id)
        outlook = {"free": len(sifted.free), "kept": len(sifted.kept), "duties": sifted.duties}
        return answer({**_shown(wish), "outlook": outlook})

    async def copy(self, request: Request, caller: Caller) -> Response:
        """The file for the investor."""
        body = await read(request, Copying)
        return handed(await self._wishes.copy(caller, _id(request), body.format, body.reason))

    async def answer(self, request: Request, caller: Caller) -> Response:
        """Grant or refuse; the investor is told."""
        body = await read(request, Answered)
        wish = await self._wishes.answer(caller, _id(request), granted=body.granted, reason=body.reason)
        return answer(_shown(wish))


def _id(request: Request) -> int:
    return min(int(request.path_params["id"]), LAST_NUMBER)


def _shown(wish: Wish) -> dict[str, Any]:
    fields = {name: getattr(wish, name) for name in Wish.__dataclass_fields__}
    return {"conversation": fields.pop("conversation_id"), **fields}
