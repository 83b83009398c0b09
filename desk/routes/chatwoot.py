"""`POST /desk/chatwoot`: the webhook of our inbox in a team's Chatwoot, acknowledged at once, read later."""

import asyncio
import json
import logging
import time

from fastapi import APIRouter
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from desk.chatwoot.bridge import Bridge
from desk.chatwoot.parse import conversation_of
from desk.chatwoot.signature import is_signed
from desk.routes.wire import WITHIN

log = logging.getLogger(__name__)


def chatwoot_routes(bridge: Bridge, secret: str) -> APIRouter:
    """A webhook says which conversation to look at; what is new there comes from the API."""

    async def hear(request: Request) -> Response:
        try:
            async with asyncio.timeout(WITHIN):
                body = await request.body()
        except (ClientDisconnect, TimeoutError):  # it does not come to an end
            return JSONResponse({"error": "unreadable"}, 400)
        timestamp = request.headers.get("x-chatwoot-timestamp", "")
        signature = request.headers.get("x-chatwoot-signature", "")
        if not is_signed(secret, timestamp, body, signature, time.time()):
            return JSONResponse({"error": "bad_signature"}, 403)
        if number := _about(body):
            bridge.ring(number)
        return Response(status_code=200)

    router = APIRouter()
    router.add_route("/desk/chatwoot", hear, methods=["POST"])
    return router


def _about(body: bytes) -> int | None:
    try:
        return conversation_of(json.loads(body))
    except (ValueError, RecursionError):  # signed, and no JSON: nothing that a repeat would mend
        log.warning("a webhook of Chatwoot's could not be read")
        return None
