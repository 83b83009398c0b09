"""What comes in and goes out of the desk's addresses: JSON of a limited size, times of Shanghai."""

import asyncio
import re
from collections.abc import Mapping

from pydantic import BaseModel, ValidationError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from desk.encoding import encode
from desk.errors import DeskError, TooManyTries, Unreadable

LONGEST_BODY = 256_000  # bytes
WITHIN = 20.0  # seconds
DATA = "default-src 'none'; frame-ancestors 'none'"
"""The policy of what is no page."""
LARGEST = 2**63 - 1  # a number that PostgreSQL counts to
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")  # valid JSON that no text column can hold


async def read[Model: BaseModel](request: Request, model: type[Model]) -> Model:
    """The body as `model`; raises Unreadable with the field that is wrong, "body" where it is no JSON."""
    body = await _body(request)
    if _NUL.search(body):
        raise Unreadable("body")
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        raise _unreadable(error, "body") from None


def queried[Model: BaseModel](request: Request, model: type[Model]) -> Model:
    """The query as `model`; raises Unreadable with the field that is wrong."""
    try:
        return model.model_validate(dict(request.query_params))
    except ValidationError as error:
        raise _unreadable(error, "query") from None


def answer(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """`value` as JSON that nobody keeps; dataclasses, models, sets, decimals and times may stand in it."""
    kept = {"Cache-Control": "no-store", "Content-Security-Policy": DATA, **(headers or {})}
    return Response(encode(value), status, kept, media_type="application/json")


def whole(text: str | None, field: str, most: int = LARGEST) -> int | None:
    """A number out of a path or a query, None where there is none; raises Unreadable."""
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 20 and int(text) <= most):
        raise Unreadable(field)
    return int(text)


def refusal(error: DeskError) -> Response:
    """What an error says to the caller."""
    headers = {"Retry-After": str(error.seconds)} if isinstance(error, TooManyTries) else None
    return answer({"error": error.code, **error.facts}, error.status, headers)


def _unreadable(error: ValidationError, whole: str) -> Unreadable:
    """The field that is wrong, or the `whole`."""
    fault = error.errors(include_url=False, include_context=False, include_input=False)[0]
    return Unreadable(".".join(map(str, fault["loc"])) or whole)


async def _body(request: Request) -> bytes:
    body = bytearray()
    try:
        async with asyncio.timeout(WITHIN):
            async for chunk in request.stream():
                body += chunk
                if len(body) > LONGEST_BODY:
                    raise Unreadable("body")
    except (ClientDisconnect, TimeoutError) as gone:  # it does not come to an end
        raise Unreadable("body") from gone
    return bytes(body)
