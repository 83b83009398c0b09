"""Commands over HTTP for a fake that runs as a process of its own: make an investor act, look at a screen.

POST /control/say {"user","text"}, /control/choose {"user","entry","words"}, /control/subscribe {"user"},
/control/click {"user","key"}, /control/refuse {"path","code"}, /control/revoke, /control/forward {"seconds"};
GET /control/screen?user=…
"""

from dataclasses import asdict
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.fakes.wechat.faults import Faults, Refuse
from tests.fakes.wechat.phone import Delivery, Phone

ACTS = ("say", "choose", "subscribe", "unsubscribe", "scan", "click")


def control(phone: Phone, faults: Faults) -> Starlette:
    """The application beside the API."""

    async def act(request: Request) -> Response:
        wanted: dict[str, Any] = await request.json()
        delivery: Delivery = await getattr(phone, request.url.path.rpartition("/")[2])(**wanted)
        fault = delivery.verdict.fault if delivery.verdict else "no answer"
        return JSONResponse({"statuses": delivery.statuses, "fault": fault})

    async def refuse(request: Request) -> Response:
        wanted = await request.json()
        faults.order(wanted["path"], Refuse(wanted["code"]))
        return JSONResponse({})

    async def revoke(_request: Request) -> Response:
        phone.platform.stable_tokens.revoke()
        return JSONResponse({})

    async def forward(request: Request) -> Response:
        phone.platform.clock.forward((await request.json())["seconds"])
        return JSONResponse({})

    async def screen(request: Request) -> Response:
        shown = phone.platform.screens.shown[request.query_params["user"]]
        return JSONResponse([{**asdict(bubble), "image": bubble.image is not None} for bubble in shown])

    others = {"refuse": refuse, "revoke": revoke, "forward": forward}
    return Starlette(
        routes=[
            *(Route(f"/control/{name}", act, methods=["POST"]) for name in ACTS),
            *(Route(f"/control/{name}", handler, methods=["POST"]) for name, handler in others.items()),
            Route("/control/screen", screen),
        ]
    )
