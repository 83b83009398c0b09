"""The webhook: Telegram brings an update and is answered once it is stored, or knows to bring it again."""

from hmac import compare_digest

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from channels.body import read_body, read_object
from channels.errors import BadSignature, UnreadableUpdate
from channels.refusing import refusing
from channels.telegram.reception import Reception

PATH = "/channels/telegram"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name


def telegram_routes(reception: Reception, secret: str) -> APIRouter:
    """`secret` is what Telegram was told to send along."""

    async def take(request: Request) -> Response:
        _verify(request, secret)
        await _take(reception, request.headers.get("content-type", ""), await read_body(request))
        return Response()

    router = APIRouter()
    router.add_route(PATH, refusing(take), methods=["POST"])
    return router


def _verify(request: Request, secret: str) -> None:
    given = request.headers.get(SECRET_HEADER, "")
    if not secret or not compare_digest(given.encode(), secret.encode()):
        raise BadSignature


async def _take(reception: Reception, content_type: str, body: bytes) -> None:
    """What is no update today is none tomorrow: it is counted and not asked for again."""
    try:
        if content_type.partition(";")[0].strip().lower() != "application/json":
            raise UnreadableUpdate("not JSON")
        update = read_object(body)
    except UnreadableUpdate:
        reception.count_unreadable()
        return
    await reception.take(update)
