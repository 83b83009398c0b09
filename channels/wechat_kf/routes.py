"""WeCom's calls to us: its check of our address, and the callback, which only says where to look.

Nothing is kept of a callback: if it were lost with us, the stream would be read a little later.
"""

from collections.abc import Callable, Mapping

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from channels.body import read_body
from channels.errors import BadSignature, UnreadableUpdate
from channels.refusing import refusing
from channels.wechat.crypto import Seal
from channels.wechat.xml import read_xml
from channels.wechat_kf.parse import CHANNEL
from conversations.counters import Counters

PATH = "/channels/wechat-kf"
EVENT = "kf_msg_or_event"

Ring = Callable[[str], None]


def wechat_kf_routes(counters: Counters, seal: Seal, bells: Mapping[str, Ring]) -> APIRouter:
    """The one address that WeCom knows; `bells` ring for each service account that is served."""
    callback = _Callback(counters, seal, bells)
    router = APIRouter()
    router.add_route(PATH, refusing(callback.check), methods=["GET"])
    router.add_route(PATH, refusing(callback.take), methods=["POST"])
    return router


class _Callback:
    """Wakes whoever reads the stream."""

    def __init__(self, counters: Counters, seal: Seal, bells: Mapping[str, Ring]) -> None:
        self._counters = counters
        self._seal = seal
        self._bells = bells

    async def check(self, request: Request) -> Response:
        if "msg_signature" not in request.query_params:
            raise BadSignature("not sealed")
        return PlainTextResponse(self._seal.echo(request.query_params))

    async def take(self, request: Request) -> Response:
        body = await read_body(request)
        try:
            opened = self._seal.open(request.query_params, body)
            if not opened.sealed:  # WeCom seals everything
                raise BadSignature("not sealed")
            fields = read_xml(opened.xml)
            if fields.get("Event") == EVENT:
                self._bell_of(fields)(fields.get("Token", ""))
        except UnreadableUpdate:  # the same bytes again would be no better
            self._counters.add("unreadable", CHANNEL)
        return PlainTextResponse("success")

    def _bell_of(self, fields: Mapping[str, str]) -> Ring:
        """Of the account that the callback is about; without one any may be meant."""
        account = fields.get("OpenKfId", "")
        if account:
            return self._bells.get(account, _nobody)
        return self._ring_all

    def _ring_all(self, token: str) -> None:
        for ring in self._bells.values():
            ring(token)


def _nobody(_token: str) -> None:
    """An account that others serve."""
