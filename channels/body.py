"""The body of a call, and never more of it than a channel takes."""

from starlette.requests import ClientDisconnect, Request

from channels.errors import OversizedUpdate, UnreadableUpdate

LONGEST_BODY = 1_000_000  # bytes


async def read_body(request: Request) -> bytes:
    """All of it; raises OversizedUpdate before more than LONGEST_BODY bytes are kept."""
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > LONGEST_BODY:
                raise OversizedUpdate(LONGEST_BODY)
    except ClientDisconnect as gone:
        raise UnreadableUpdate("cut off") from gone
    return bytes(body)
