"""WeChat's API as far as we call it. Raises a WechatError or TokenAway; no token shows in either.

Each call is made with the token that all processes share, and once more with a new one where it was refused.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx

from channels.channel import File
from channels.credentials import Wechat
from channels.errors import MediaGone, TokenAway
from channels.tokens import AccessTokens, Token
from channels.wechat.errors import BadCredentials, Busy, NoAnswer, NotReached, TokenRefused
from channels.wechat.wire import TIMEOUT, Answer, Wire
from conversations.database import Database

VIDEO_HOSTS = (".qq.com", ".qpic.cn")


class WechatClient:
    """One official account. Constructing it reaches nobody; `http` is closed with it."""

    def __init__(
        self, credentials: Wechat, database: Database, http: httpx.AsyncClient | None = None
    ) -> None:
        self.account = f"wechat:{credentials.app_id}"
        self._credentials = credentials
        self._http = http or httpx.AsyncClient(timeout=TIMEOUT, trust_env=True)
        self._wire = Wire(credentials.api_base, self._http)
        self._tokens = AccessTokens(database, self.account, self._ask_token)

    async def close(self) -> None:
        await self._http.aclose()

    async def send_text(self, user: str, content: str) -> None:
        await self._send(user, "text", {"content": content})

    async def send_image(self, user: str, media_id: str) -> None:
        await self._send(user, "image", {"media_id": media_id})

    async def send_menu(self, user: str, head: str, choices: Mapping[str, str]) -> None:
        """`choices` are the words of each entry by its id, in order."""
        entries = [{"id": entry, "content": words} for entry, words in choices.items()]
        await self._send(user, "msgmenu", {"head_content": head, "list": entries, "tail_content": ""})

    async def show_typing(self, user: str, *, typing: bool = True) -> None:
        """That an answer is being written, for 15 s; a message ends it by itself."""
        command = "Typing" if typing else "CancelTyping"
        await self._post("/cgi-bin/message/custom/typing", {"touser": user, "command": command})

    async def upload(self, name: str, content: bytes, mime: str) -> str:
        """WeChat's id of a picture of ours, good for three days."""
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
            came = await self._wire.fetch(self._video_of(came), {}, limit)
        if not isinstance(came, File):
            raise MediaGone
        return came

    async def create_menu(self, menu: Answer) -> None:
        """The custom menu, in place of the one that is there."""
        await self._post("/cgi-bin/menu/create", menu)

    async def callback_addresses(self) -> list[str]:
        """Where WeChat calls us from: a call that changes nothing and shows that ours get through."""
        answer = await self._call("GET", "/cgi-bin/getcallbackip", {})
        return [str(address) for address in answer.get("ip_list") or ()]

    async def _send(self, user: str, kind: str, body: Answer) -> None:
        await self._post("/cgi-bin/message/custom/send", {"touser": user, "msgtype": kind, kind: body})

    async def _post(self, path: str, body: Answer) -> Answer:
        return await self._call("POST", path, {}, content=_json(body))

    async def _call(self, method: str, path: str, params: Mapping[str, str], **content: Any) -> Answer:
        return await self._with_token(
            lambda token: self._wire.ask(method, path, {**params, **token}, **content)
        )

    async def _with_token[T](self, call: Callable[[Mapping[str, str]], Awaitable[T]]) -> T:
        token = await self._tokens.get()
        try:
            return await call({"access_token": token})
        except TokenRefused:  # another process, or somebody by hand, has had a new one made
            pass
        return await call({"access_token": await self._tokens.renew(token)})

    async def _ask_token(self, force: bool) -> Token:
        wanted = {
            "grant_type": "client_credential",
            "appid": self._credentials.app_id,
            "secret": self._credentials.app_secret,
            "force_refresh": force,
        }
        try:
            answer = await self._wire.ask("POST", "/cgi-bin/stable_token", {}, content=_json(wanted))
            return Token(str(answer["access_token"]), float(answer["expires_in"]))
        except TokenRefused as exc:  # here 40001 is the secret
            raise BadCredentials(exc.code) from None
        except (NoAnswer, NotReached, Busy, KeyError, ValueError, TypeError):  # none came, or none to be read
            raise TokenAway from None

    def _video_of(self, answer: Answer) -> str:
        """Where WeChat says that a video lies; nowhere else is asked."""
        url = str(answer.get("video_url", ""))
        host = urlsplit(url).hostname or ""
        if host != urlsplit(self._credentials.api_base).hostname and not host.endswith(VIDEO_HOSTS):
            raise MediaGone
        return url


def _json(body: Answer) -> bytes:
    """Chinese as it is: WeChat shows \\uXXXX letter by letter."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
