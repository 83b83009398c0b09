"""Commands over HTTP for a fake that runs as a process of its own: make people act, look at their screens.

POST /control/say {"chat","text"}, /control/say_in_group {"group","person","text"}, /control/block {"chat"},
/control/press {"chat","title"}, /control/edit {"chat","message_id","text"}, /control/unblock {"chat"},
/control/send {"chat","kind","content" in base64},
/control/refuse {"method","status","description","retry_after"};
GET /control/shown?chat=…, GET /control/waiting
"""

import base64
from dataclasses import asdict
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.fakes.telegram.api import BotApi
from tests.fakes.telegram.people import People
from tests.fakes.telegram.platform import Refused

ACTS = ("say", "say_in_group", "edit", "press", "block", "unblock", "send")


def control(people: People, api: BotApi) -> Starlette:
    """The application beside the API; what people do is brought to the bot as soon as it wants it."""

    async def act(request: Request) -> Response:
        wanted: dict[str, Any] = await request.json()
        if "content" in wanted:
            wanted["content"] = base64.b64decode(wanted["content"])
        return JSONResponse(getattr(people, request.url.path.rpartition("/")[2])(**wanted))

    async def refuse(request: Request) -> Response:
        wanted = await request.json()
        parameters = {"retry_after": wanted["retry_after"]} if "retry_after" in wanted else {}
        api.refuse(wanted["method"], Refused(wanted["status"], wanted["description"], **parameters))
        return JSONResponse({})

    async def shown(request: Request) -> Response:
        chat = int(request.query_params["chat"])
        messages = [message for message in people.platform.shown if message.chat == chat]
        return JSONResponse([{**asdict(message), "photo": message.photo is not None} for message in messages])

    async def waiting(_request: Request) -> Response:
        return JSONResponse(people.platform.waiting)

    return Starlette(
        routes=[
            *(Route(f"/control/{name}", act, methods=["POST"]) for name in ACTS),
            Route("/control/refuse", refuse, methods=["POST"]),
            Route("/control/shown", shown),
            Route("/control/waiting", waiting),
        ]
    )
