"""The body of a call, and never more of it than a channel takes."""

import asyncio
import json
from typing import Any

from starlette.requests import ClientDisconnect, Request

from channels.errors import OversizedUpdate, UnreadableUpdate

LONGEST_BODY = 1_000_000  # bytes
WITHIN = 20.0  # seconds


async def read_body(request: Request, within: float = WITHIN) -> bytes:
    """All of it; raises OversizedUpdate before more than LONGEST_BODY bytes are kept, and UnreadableUpdate
    where it does not come to an end.
    """
    body = bytearray()
    try:
        async with asyncio.timeout(within):
            async for chunk in request.stream():
                body += chunk
                if len(body) > LONGEST_BODY:
                    raise OversizedUpdate(LONGEST_BODY)
    except (ClientDisconnect, TimeoutError) as gone:
        raise UnreadableUpdate("cut off") from gone
    return bytes(body)


def read_object(body: bytes) -> dict[str, Any]:
    """The JSON object that a body is; raises UnreadableUpdate."""
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError) as error:  # bytes, syntax, endless digits; brackets nested too deep
        raise UnreadableUpdate("not JSON") from error
    if not isinstance(fields, dict):
        raise UnreadableUpdate("not a JSON object")
    return fields
