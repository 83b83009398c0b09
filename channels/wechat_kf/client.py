"""WeCom's API of 微信客服 as far as we call it. Raises a WechatError or TokenAway; no token shows in either.

Each call is made with the token that all processes share, and once more with a new one where it was refused.
"""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from channels.channel import File
from channels.credentials import WechatKf
from channels.errors import MediaGone, TokenAway
from channels.tokens import AccessTokens, Token
from channels.wechat.errors import BadCredentials, Busy, NoAnswer, NotReached, TokenRefused
from channels.wechat.wire import TIMEOUT, Answer, Wire
from channels.wechat_kf.errors import named
from channels.wechat_kf.parse import parties
from channels.wechat_kf.states import Standing, State
from conversations.database import Database

PAGE = 1000  # entries of the stream that one call gives at most


@dataclass(frozen=True, slots=True)
class Page:
    """A part of the stream; `place` is where it goes on, and there may be `more` even if it is empty."""

    entries: Sequence[Any]
    place: str
    more: bool


class KfClient:
    """One company's 微信客服. Constructing it reaches nobody; `http` is closed with it."""

    def __init__(
        self, credentials: WechatKf, database: Database, http: httpx.AsyncClient | None = None
    ) -> None:
        self.account = f"wechat_kf:{credentials.corp_id}"
        self._credentials = credentials
        self._http = http or httpx.AsyncClient(timeout=TIMEOUT, trust_env=True)
        self._wire = Wire(credentials.api_base, self._http, named)
        self._tokens = AccessTokens(database, self.account, self._ask_token)

    async def close(self) -> None:
        await self._http.aclose()

    async def page(self, open_kfid: str, place: str | None, callback_token: str | None) -> Page:
        """What came after `place`; without a callback's token this may be asked only now and then."""
        wanted = {"open_kfid": open_kfid, "limit": PAGE, "voice_format": 0}
        if place:
            wanted["cursor"] = place
        if callback_token:
            wanted["token"] = callback_token
        answer = await self._post("/cgi-bin/kf/sync_msg", wanted)
        entries, following = answer.get("msg_list") or [], answer.get("next_cursor")
        if not isinstance(entries, list) or not isinstance(following, str | None):
            raise NoAnswer
        return Page(entries, following or place or "", answer.get("has_more") == 1)

    async def send(self, user: str, key: str, message: Mapping[str, Any]) -> None:
        """Say `message` under the msgid `key`."""
        open_kfid, customer = parties(user)
        address = {"touser": customer, "open_kfid": open_kfid, "msgid": key}
        await self._post("/cgi-bin/kf/send_msg", {**address, **message})

    async def send_granted(self, code: str, key: str, message: Mapping[str, Any]) -> None:
        """Say `message` by a grant of WeCom's; the grant is used up."""
        await self._post("/cgi-bin/kf/send_msg_on_event", {"code": code, "msgid": key, **message})

    async def standing(self, user: str) -> Standing:
        """Where the session stands."""
        answer = await self._post("/cgi-bin/kf/service_state/get", _session(user))
        try:
            state = State(answer["service_state"])
        except (KeyError, ValueError) as exc:  # none, or one that we do not know
            raise NoAnswer from exc
        return Standing(state, answer.get("servicer_userid") or None if state == State.HUMAN else None)

    async def move(self, user: str, standing: Standing) -> str | None:
        """Have the session stand so; a grant of one word in the new state, if WeCom gives one."""
        wanted = {**_session(user), "service_state": int(standing.state)}
        if standing.servicer:
            wanted["servicer_userid"] = standing.servicer
        answer = await self._post("/cgi-bin/kf/service_state/trans", wanted)
        return answer.get("msg_code") or None

    async def upload(self, name: str, content: bytes, mime: str) -> str:
        """WeCom's id of a picture of ours, good for three days."""
        files = {"media": (name, content, mime)}
        answer = await self._call("POST", "/cgi-bin/media/upload", {"type": "image"}, files=files)
        if not answer.get("media_id"):
            raise NoAnswer
        return str(answer["media_id"])

    async def download(self, media_id: str, limit: int) -> File:
        """A file of at most `limit` bytes that an investor sent. Raises MediaTooLarge and MediaGone, too."""
        wanted = {"media_id": media_id}
        came = await self._with_token(
            lambda token: self._wire.fetch("/cgi-bin/media/get", {**wanted, **token}, limit)
        )
        if not isinstance(came, File):
            raise MediaGone
        return came

    async def served(self) -> frozenset[str]:
        """The service accounts that we may serve."""
        answer = await self._post("/cgi-bin/kf/account/list", {"offset": 0, "limit": 100})
        return frozenset(str(one.get("open_kfid")) for one in answer.get("account_list") or ())

    async def _post(self, path: str, body: Mapping[str, Any]) -> Answer:
        return await self._call("POST", path, {}, content=_json(body))

    async def _call(self, method: str, path: str, params: Mapping[str, str], **content: Any) -> Answer:
        return await self._with_token(
            lambda token: self._wire.ask(method, path, {**params, **token}, **content)
        )

    async def _with_token[T](self, call: Callable[[Mapping[str, str]], Awaitable[T]]) -> T:
        token = await self._tokens.get()
        try:
            return await call({"access_token": token})
        except TokenRefused:  # it was replaced, at WeCom's own discretion
            pass
        return await call({"access_token": await self._tokens.renew(token)})

    async def _ask_token(self, _force: bool) -> Token:
        """WeCom gives the same one until its end, and cannot be made to give another."""
        wanted = {"corpid": self._credentials.corp_id, "corpsecret": self._credentials.secret}
        try:
            answer = await self._wire.ask("GET", "/cgi-bin/gettoken", wanted)
            return Token(str(answer["access_token"]), float(answer["expires_in"]))
        except TokenRefused as error:  # here 40001 is the secret
            raise BadCredentials(error.code) from None
        except (NoAnswer, NotReached, Busy, KeyError, ValueError, TypeError):  # none came, or none to be read
            raise TokenAway from None


def _session(user: str) -> dict[str, Any]:
    open_kfid, customer = parties(user)
    return {"open_kfid": open_kfid, "external_userid": customer}


def _json(body: Mapping[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
