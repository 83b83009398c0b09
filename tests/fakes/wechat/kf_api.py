"""WeCom's API of 微信客服 over HTTP as far as we call it: `qyapi.weixin.qq.com` on loopback."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.fakes.wechat.api import said
from tests.fakes.wechat.files import kind_of, parts_of
from tests.fakes.wechat.kf_codes import (
    BAD_ACCOUNT,
    BAD_ADDRESS,
    BAD_CALLBACK_TOKEN,
    BAD_CORP,
    BAD_FILE_SIZE,
    BAD_JSON,
    BAD_MEDIA_ID,
    BAD_MEDIA_TYPE,
    BAD_PARAMETER,
    BAD_SECRET,
    BAD_TOKEN,
    NO_FILE,
    OK,
    TOO_OFTEN,
)
from tests.fakes.wechat.kf_company import Company, Place
from tests.fakes.wechat.kf_messages import bubble_of
from tests.fakes.wechat.tokens import SUPERSEDED

PICTURE_BYTES = 10 * 1024 * 1024
LIMIT = 1000
POLLS = 30  # calls of sync_msg without a callback's token that are borne in a minute
MSGID = re.compile(r"[0-9a-zA-Z_-]{1,32}")

Handler = Callable[[dict[str, Any]], Response]


def kf_api(company: Company, *, page: int = LIMIT) -> Starlette:
    """The application; a page of the stream has at most `page` entries, whatever is asked for."""
    calls = _Api(company, page)
    posts = {
        "kf/sync_msg": calls.sync,
        "kf/send_msg": calls.send,
        "kf/send_msg_on_event": calls.send_on_event,
        "kf/service_state/get": calls.state,
        "kf/service_state/trans": calls.move,
        "kf/account/list": calls.accounts,
    }
    return Starlette(
        routes=[
            Route("/cgi-bin/gettoken", calls.token),
            *(
                Route(f"/cgi-bin/{path}", calls.guarded(post), methods=["POST"])
                for path, post in posts.items()
            ),
            Route("/cgi-bin/media/upload", calls.upload, methods=["POST"]),
            Route("/cgi-bin/media/get", calls.download),
        ]
    )


class _Api:
    def __init__(self, company: Company, page: int) -> None:
        self._company, self._page = company, page
        self._polls: list[float] = []

    def guarded(self, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
        """`handler` for callers with a good token and a JSON object."""

        async def checked(request: Request) -> Response:
            if code := self._judge(request):
                return said(code, "invalid access_token")
            try:
                body = await request.json()
            except ValueError:  # no JSON
                body = None
            return handler(body) if isinstance(body, dict) else said(BAD_JSON, "data format error")

        return checked

    async def token(self, request: Request) -> Response:
        """The same token again while it is good."""
        query, company = request.query_params, self._company
        if query.get("corpid") != company.corp_id:
            return said(BAD_CORP, "invalid corpid")
        if query.get("corpsecret") != company.secret:
            return said(BAD_SECRET, "invalid credential")
        code, token = company.tokens.stable()
        if token is None:
            return said(code)
        seconds = int(token.ends - company.clock.now())
        return _fine(access_token=token.value, expires_in=seconds)

    def sync(self, body: dict[str, Any]) -> Response:
        company = self._company
        account = str(body.get("open_kfid"))
        if account not in company.accounts:
            return said(BAD_ACCOUNT, "invalid open_kfid")
        if code := self._judge_call(str(body.get("token") or "")):
            return said(code, "invalid msg token or too many calls")
        limit = body.get("limit", LIMIT)
        if not isinstance(limit, int) or not 0 < limit <= LIMIT:
            return said(BAD_PARAMETER, "invalid limit")
        code, entries, cursor, more = company.read(
            account, str(body.get("cursor") or ""), min(limit, self._page)
        )
        return said(code) if code else _fine(next_cursor=cursor, has_more=more, msg_list=entries)

    def send(self, body: dict[str, Any]) -> Response:
        company = self._company
        place = (str(body.get("open_kfid")), str(body.get("touser")))
        key = str(body.get("msgid", ""))
        if code := company.judge_place(place) or _judge_key(key):
            return said(code)
        bubble, code = bubble_of(company, body)
        if bubble is None:
            return said(code)
        if (place[0], key) in company.taken:
            return said(BAD_PARAMETER, "duplicated msgid")
        if code := company.spend(place):
            return said(code, "send msg count limit or session status invalid")
        return self._show(place, key, bubble)

    def send_on_event(self, body: dict[str, Any]) -> Response:
        company, key = self._company, str(body.get("msgid", ""))
        if body.get("msgtype") not in ("text", "msgmenu"):
            return said(BAD_PARAMETER, "invalid msgtype")
        bubble, code = bubble_of(company, body)
        if bubble is None or _judge_key(key):
            return said(code or BAD_PARAMETER)
        place = company.use_code(str(body.get("code")), menu=body["msgtype"] == "msgmenu")
        if place is None:
            return said(BAD_PARAMETER, "invalid code")
        return self._show(place, key, bubble)

    def state(self, body: dict[str, Any]) -> Response:
        place = _place(body)
        if code := self._company.judge_place(place):
            return said(code)
        session = self._company.sessions[place]
        return _fine(service_state=session.state, servicer_userid=session.servicer)

    def move(self, body: dict[str, Any]) -> Response:
        place, wanted = _place(body), body.get("service_state")
        if not isinstance(wanted, int) or wanted not in range(5):
            return said(BAD_PARAMETER, "invalid service_state")
        if code := self._company.judge_place(place):
            return said(code)
        code, msg_code = self._company.move(place, wanted, str(body.get("servicer_userid") or ""))
        return said(code) if code else _fine(**({"msg_code": msg_code} if msg_code else {}))

    def accounts(self, _body: dict[str, Any]) -> Response:
        return _fine(
            account_list=[{"open_kfid": account, "name": "客服"} for account in self._company.accounts]
        )

    async def upload(self, request: Request) -> Response:
        if code := self._judge(request):
            return said(code)
        parts = parts_of(request.headers.get("content-type", ""), await request.body())
        part = next((part for part in parts if part.name == "media" and part.filename), None)
        if request.query_params.get("type") != "image":
            return said(BAD_MEDIA_TYPE, "invalid media type")
        if part is None or not part.content:
            return said(NO_FILE, "media data missing")
        mime = kind_of(part.content)
        if mime is None or not 5 < len(part.content) <= PICTURE_BYTES:
            return said(BAD_FILE_SIZE, "invalid file")
        media_id = self._company.keep(part.content, mime)
        return _fine(type="image", media_id=media_id, created_at=str(int(self._company.clock.now())))

    async def download(self, request: Request) -> Response:
        if code := self._judge(request):
            return said(code)
        _, found = self._company.file(request.query_params.get("media_id", ""))
        if found is None:
            return said(BAD_MEDIA_ID, "invalid media_id")
        headers = {"Content-disposition": 'attachment; filename="voice.amr"'}
        return Response(found.content, media_type=found.mime, headers=headers)

    def _show(self, place: Place, key: str, bubble: Any) -> Response:
        self._company.taken.add((place[0], key))
        self._company.screens.show(place[1], bubble)
        return _fine(msgid=key)

    def _judge(self, request: Request) -> int:
        if self._company.banned_addresses:
            return BAD_ADDRESS
        code = self._company.tokens.judge(request.query_params.get("access_token"))
        return BAD_TOKEN if code == SUPERSEDED else code

    def _judge_call(self, token: str) -> int:
        """Whose call of sync_msg is borne: without a callback's token only a few in a minute."""
        now = self._company.clock.now()
        if token:
            return OK if self._company.callback_tokens.get(token, 0) > now else BAD_CALLBACK_TOKEN
        self._polls = [at for at in self._polls if at > now - 60]
        self._polls.append(now)
        return TOO_OFTEN if len(self._polls) > POLLS else OK


def _place(body: dict[str, Any]) -> Place:
    return str(body.get("open_kfid")), str(body.get("external_userid"))


def _judge_key(key: str) -> int:
    return OK if MSGID.fullmatch(key) else BAD_PARAMETER


def _fine(**fields: Any) -> JSONResponse:
    return JSONResponse({"errcode": 0, "errmsg": "ok", **fields})
