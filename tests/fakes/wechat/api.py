"""WeChat's API over HTTP as far as we call it: `api.weixin.qq.com` on loopback."""

import json
import re
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.fakes.wechat.files import kind_of, parts_of
from tests.fakes.wechat.menus import judge_menu
from tests.fakes.wechat.platform import BAD_JSON, BAD_MEDIA_ID, OK, Platform

BAD_SECRET = 40001
BAD_GRANT = 40002
BAD_MEDIA_TYPE = 40004
BAD_FILE_SIZE = 40006
BAD_APP_ID = 40013
ESCAPED = 40033  # Chinese must come as it is, not as \uXXXX
BAD_PICTURE = 40137
BAD_ADDRESS = 40164
NO_FILE = 41005
ESCAPE = re.compile(rb"(?<!\\)(?:\\\\)*\\u[0-9a-fA-F]{4}")
PICTURE_BYTES = 10 * 1024 * 1024
CALLBACK_ADDRESSES = ["101.89.47.18", "101.91.34.103"]

Handler = Callable[[Request], Awaitable[Response]]


def api(platform: Platform) -> Starlette:
    """The application; its answers are HTTP 200 whatever their code, as WeChat's are."""
    calls = _Api(platform)
    return Starlette(
        routes=[
            Route("/cgi-bin/stable_token", calls.stable_token, methods=["POST"]),
            Route("/cgi-bin/token", calls.ordinary_token),
            Route("/cgi-bin/getcallbackip", calls.guarded(calls.callback_addresses)),
            Route("/cgi-bin/message/custom/send", calls.guarded(calls.send), methods=["POST"]),
            Route("/cgi-bin/message/template/send", calls.guarded(calls.send_template), methods=["POST"]),
            Route("/cgi-bin/message/subscribe/bizsend", calls.guarded(calls.bizsend), methods=["POST"]),
            Route("/cgi-bin/message/custom/typing", calls.guarded(calls.typing), methods=["POST"]),
            Route("/cgi-bin/media/upload", calls.guarded(calls.upload), methods=["POST"]),
            Route("/cgi-bin/media/get", calls.guarded(calls.download)),
            Route("/video/{media_id}", calls.video),
            Route("/cgi-bin/menu/create", calls.guarded(calls.create_menu), methods=["POST"]),
        ]
    )


class _Api:
    def __init__(self, platform: Platform) -> None:
        self._platform = platform

    def guarded(self, handler: Handler) -> Handler:
        """`handler` for callers with a good token."""

        async def checked(request: Request) -> Response:
            if request.method == "POST" and "content-length" not in request.headers:
                return Response(status_code=412)
            code = self._platform.stable_tokens.judge(request.query_params.get("access_token"))
            return (
                said(code, "invalid credential, access_token is invalid") if code else await handler(request)
            )

        return checked

    async def stable_token(self, request: Request) -> Response:
        wanted = await _json(request)
        if wanted is None or wanted.get("grant_type") != "client_credential":
            return said(BAD_GRANT, "invalid grant_type")
        if code := self._credentials(wanted.get("appid"), wanted.get("secret")):
            return said(code, "invalid appid or appsecret, or address not in whitelist")
        code, token = self._platform.stable_tokens.stable(force=wanted.get("force_refresh") is True)
        return _token(token.value, token.ends - self._platform.clock.now()) if token else said(code)

    async def ordinary_token(self, request: Request) -> Response:
        query = request.query_params
        if code := self._credentials(query.get("appid"), query.get("secret")):
            return said(code)
        token = self._platform.ordinary_tokens.ordinary()
        return _token(token.value, token.ends - self._platform.clock.now())

    async def callback_addresses(self, _request: Request) -> Response:
        return JSONResponse({"ip_list": CALLBACK_ADDRESSES})

    async def send(self, request: Request) -> Response:
        if ESCAPE.search(await request.body()):
            return said(ESCAPED, "invalid charset")
        message = await _json(request)
        if message is None:
            return said(BAD_JSON, "data format error")
        return said(self._platform.send(message), f"of {message.get('touser')}")

    async def send_template(self, request: Request) -> Response:
        code, number = self._platform.fill(await _json(request) or {}, granted=False)
        return said(code) if code else JSONResponse({"errcode": OK, "errmsg": "ok", "msgid": number})

    async def bizsend(self, request: Request) -> Response:
        return said(self._platform.fill(await _json(request) or {}, granted=True)[0])

    async def typing(self, request: Request) -> Response:
        wanted = await _json(request) or {}
        return said(self._platform.type(str(wanted.get("touser")), str(wanted.get("command"))))

    async def upload(self, request: Request) -> Response:
        parts = parts_of(request.headers.get("content-type", ""), await request.body())
        part = next((part for part in parts if part.name == "media" and part.filename), None)
        if request.query_params.get("type") != "image":
            return said(BAD_MEDIA_TYPE, "invalid media type")
        if part is None or not part.content:
            return said(NO_FILE, "media data missing")
        if len(part.content) > PICTURE_BYTES:
            return said(BAD_FILE_SIZE, "invalid meida size")
        mime = kind_of(part.content)
        if mime is None:
            return said(BAD_PICTURE, "invalid image format")
        media_id = self._platform.keep(part.content, mime)
        return JSONResponse(
            {"type": "image", "media_id": media_id, "created_at": int(self._platform.clock.now())}
        )

    async def download(self, request: Request) -> Response:
        found = self._platform.file(request.query_params.get("media_id", ""))
        if found is None:
            return said(BAD_MEDIA_ID, "invalid media_id")
        if found.mime.startswith("video/"):
            media_id = request.query_params["media_id"]
            return JSONResponse({"video_url": str(request.url_for("video", media_id=media_id))})
        headers = {"Content-disposition": f'attachment; filename="{found.mime.replace("/", ".")}"'}
        return Response(found.content, media_type=found.mime, headers=headers)

    async def video(self, request: Request) -> Response:
        """Where WeChat says that a video lies; it asks for no token."""
        found = self._platform.file(request.path_params["media_id"])
        return Response(found.content, media_type=found.mime) if found else Response(status_code=404)

    async def create_menu(self, request: Request) -> Response:
        menu = await _json(request)
        if code := judge_menu(menu):
            return said(code, "invalid button")
        self._platform.menu = menu
        return said(OK)

    def _credentials(self, app_id: object, secret: object) -> int:
        account = self._platform.account
        if app_id != account.app_id:
            return BAD_APP_ID
        if secret != account.app_secret:
            return BAD_SECRET
        return BAD_ADDRESS if self._platform.banned_addresses else OK


def said(code: int, message: str = "refused") -> JSONResponse:
    """WeChat's way to say how it went."""
    return JSONResponse({"errcode": code, "errmsg": message if code else "ok"})


async def _json(request: Request) -> dict[str, Any] | None:
    try:
        body = json.loads(await request.body())
    except ValueError:  # no JSON
        return None
    return body if isinstance(body, dict) else None


def _token(value: str, seconds: float) -> JSONResponse:
    return JSONResponse({"access_token": value, "expires_in": int(seconds)})
