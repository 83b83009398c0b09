"""Turns what is known to go wrong with a platform's call into a status."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from channels.errors import ChannelError
from conversations.errors import StoreUnavailable

Endpoint = Callable[[Request], Awaitable[Response]]


def refusing(endpoint: Endpoint) -> Endpoint:
    """`endpoint` with an answer to each refusal; after a 503 the platform delivers again."""

    async def refuse(request: Request) -> Response:
        try:
            return await endpoint(request)
        except ChannelError as refusal:
            return PlainTextResponse(refusal.code, refusal.status)
        except StoreUnavailable:
            return PlainTextResponse("unavailable", 503)

    return refuse
