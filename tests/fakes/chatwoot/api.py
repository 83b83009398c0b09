"""The API of a Chatwoot 4 as far as an API inbox needs it, over what the office knows."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.fakes.chatwoot.office import LONGEST, Flooded, Office, Talk

Endpoint = Callable[[Request], Awaitable[Response]]


def chatwoot_app(office: Office) -> Starlette:
    """Ready to be served."""
    desk = _Api(office)
    account = f"/api/v1/accounts/{office.account}"
    routes = [
        ("GET", "/contacts/search", desk.search),
        ("POST", "/contacts", desk.make_contact),
        ("GET", "/contacts/{contact:int}/conversations", desk.talks_of),
        ("POST", "/conversations", desk.open),
        ("GET", "/conversations/{number:int}", desk.show),
        ("POST", "/conversations/{number:int}/toggle_status", desk.toggle_status),
        ("POST", "/conversations/{number:int}/toggle_priority", desk.toggle_priority),
        ("GET", "/conversations/{number:int}/messages", desk.messages),
        ("POST", "/conversations/{number:int}/messages", desk.post),
        ("PATCH", "/conversations/{number:int}/messages/{message:int}", desk.report),
    ]
    guarded = [Route(account + path, desk.guarded(end), methods=[method]) for method, path, end in routes]
    return Starlette(routes=[*guarded, Route("/files/{name}", desk.file)])


class _Api:
    def __init__(self, office: Office) -> None:
        self._office = office

    def guarded(self, endpoint: Endpoint) -> Endpoint:
        """Asks for the token, and is away as often as the office says."""

        async def guard(request: Request) -> Response:
            if self._office.down:
                self._office.down -= 1
                return Response(status_code=502)
            if request.headers.get("api_access_token") != self._office.token:
                return JSONResponse({"error": "Invalid Access Token"}, 401)
            number = request.path_params.get("number")
            if number is not None and number not in self._office.talks:
                return JSONResponse({"error": "Resource could not be found"}, 404)
            answer = await endpoint(request)
            if self._office.deaf and request.method == "POST":
                self._office.deaf -= 1
                return Response(status_code=504)  # it was done, and nobody heard so
            return answer

        return guard

    async def search(self, request: Request) -> Response:
        asked = request.query_params["q"]
        found = [each for each in self._office.contacts.values() if asked in str(each["identifier"])]
        return JSONResponse({"meta": {"count": len(found)}, "payload": found})

    async def make_contact(self, request: Request) -> Response:
        contact = self._office.contact(await request.json())
        if contact is None:
            return JSONResponse({"message": "Identifier has already been taken"}, 422)
        inbox = {"source_id": contact["source"], "inbox": {"id": self._office.inbox}}
        return JSONResponse({"payload": {"contact": contact, "contact_inbox": inbox}})

    async def talks_of(self, request: Request) -> Response:
        contact = request.path_params["contact"]
        found = [_shown(talk) for talk in self._office.talks.values() if talk.contact == contact]
        return JSONResponse({"payload": found})

    async def open(self, request: Request) -> Response:
        wanted = await request.json()
        if (
            wanted.get("inbox_id") != self._office.inbox
            or wanted.get("contact_id") not in self._office.contacts
        ):
            return JSONResponse({"error": "Resource could not be found"}, 404)
        return JSONResponse(_shown(self._office.open(wanted)))

    async def show(self, request: Request) -> Response:
        return JSONResponse(_shown(self._talk(request)))

    async def toggle_status(self, request: Request) -> Response:
        self._talk(request).status = (await request.json())["status"]
        return JSONResponse({"payload": {"success": True}})

    async def toggle_priority(self, request: Request) -> Response:
        self._talk(request).priority = (await request.json())["priority"]
        return Response(status_code=200, content="{}", media_type="application/json")

    async def messages(self, request: Request) -> Response:
        """Behind `after` the first hundred, else the newest twenty."""
        after = request.query_params.get("after")
        messages = self._talk(request).messages
        found = [m for m in messages if m["id"] > int(after)][:100] if after else messages[-20:]
        return JSONResponse({"meta": {}, "payload": found})

    async def post(self, request: Request) -> Response:
        wanted = await request.json()
        if not wanted.get("content") or len(wanted["content"]) > LONGEST:
            return JSONResponse({"error": "Content is invalid"}, 422)
        try:
            return JSONResponse(self._office.post(self._talk(request), wanted))
        except Flooded:
            return JSONResponse({"error": "Too many messages"}, 429)

    async def report(self, request: Request) -> Response:
        wanted: dict[str, Any] = await request.json()
        for message in self._talk(request).messages:
            if message["id"] == request.path_params["message"]:
                message.update(status=wanted["status"], external_error=wanted.get("external_error"))
                return JSONResponse(message)
        return JSONResponse({"error": "Resource could not be found"}, 404)

    async def file(self, request: Request) -> Response:
        return Response(self._office.files[request.path_params["name"]])

    def _talk(self, request: Request) -> Talk:
        return self._office.talks[request.path_params["number"]]


def _shown(talk: Talk) -> dict[str, Any]:
    return {
        "id": talk.id,
        "status": talk.status,
        "priority": talk.priority,
        "custom_attributes": talk.attributes,
        "contact_inbox": {"source_id": talk.source},
    }
