"""WeChat's API as far as we call it. Raises a WechatError or TokenAway; no token shows in either."""

from collections.abc import Mapping
from urllib.parse import urlsplit

import httpx

from channels.channel import File
from channels.credentials import Wechat
from channels.errors import MediaGone
from channels.http import platform_client
from channels.tokens import AccessTokens, Token
from channels.wechat.caller import Caller, given, written
from channels.wechat.wire import TIMEOUT, Answer, Wire
from conversations.database import Database

VIDEO_HOSTS = (".qq.com", ".qpic.cn")
# What JSON could only write as \uXXXX, which WeChat refuses; nobody would see it.
_UNSEEN = dict.fromkeys({*range(0x20)} - {*map(ord, "\t\n\r")})


class WechatClient:
    """One official account. Constructing it reaches nobody; `http` is closed with it."""

    def __init__(
        self, credentials: Wechat, database: Database, http: httpx.AsyncClient | None = None
    ) -> None:
        self.account = f"wechat:{credentials.app_id}"
        self._credentials = credentials
        self._http = http or platform_client(TIMEOUT)
        self._wire = Wire(credentials.api_base, self._http)
        self._caller = Caller(self._wire, AccessTokens(database, self.account, self._ask_token))

    async def close(self) -> None:
        await self._http.aclose()

    async def send_text(self, user: str, content: str) -> None:
        await self._send(user, "text", {"content": content.translate(_UNSEEN)})

    async def send_image(self, user: str, media_id: str) -> None:
        await self._send(user, "image", {"media_id": media_id})

    async def send_menu(self, user: str, head: str, choices: Mapping[str, str]) -> None:
        """`choices` are the words of each entry by its id, in order."""
        entries = [{"id": entry, "content": words.translate(_UNSEEN)} for entry, words in choices.items()]
        menu = {"head_content": head.translate(_UNSEEN), "list": entries, "tail_content": ""}
        await self._send(user, "msgmenu", menu)

    async def send_template(self, user: str, template: str, fields: Mapping[str, str]) -> str | None:
        """WeChat's reference, under which TEMPLATESENDJOBFINISH tells what became of it."""
        return await self._fill("/cgi-bin/message/template/send", user, template, fields)

    async def send_subscribed(self, user: str, template: str, fields: Mapping[str, str]) -> str | None:
        """A 订阅通知, for one subscription that was given."""
        return await self._fill("/cgi-bin/message/subscribe/bizsend", user, template, fields)

    async def show_typing(self, user: str, *, typing: bool = True) -> None:
        """That an answer is being written, for 15 s; a message ends it by itself."""
        command = "Typing" if typing else "CancelTyping"
        await self._caller.post("/cgi-bin/message/custom/typing", {"touser": user, "command": command})

    async def upload(self, name: str, content: bytes, mime: str) -> str:
        """WeChat's id of a picture of ours, good for three days."""
        return await self._caller.upload(name, content, mime)

    async def download(self, media_id: str, limit: int) -> File:
        """A file of at most `limit` bytes that an investor sent. Raises MediaTooLarge and MediaGone, too."""
        came = await self._caller.download(media_id, limit)
        if not isinstance(came, File):
            came = await self._wire.fetch(self._video_of(came), {}, limit)
        if not isinstance(came, File):
            raise MediaGone
        return came

    async def create_menu(self, menu: Answer) -> None:
        """The custom menu, in place of the one that is there."""
        await self._caller.post("/cgi-bin/menu/create", menu)

    async def callback_addresses(self) -> list[str]:
        """Where WeChat calls us from: a call that changes nothing and shows that ours get through."""
        answer = await self._caller.get("/cgi-bin/getcallbackip")
        return [str(address) for address in answer.get("ip_list") or ()]

    async def _send(self, user: str, kind: str, body: Answer) -> None:
        message = {"touser": user, "msgtype": kind, kind: body}
        await self._caller.post("/cgi-bin/message/custom/send", message)

    async def _fill(self, path: str, user: str, template: str, fields: Mapping[str, str]) -> str | None:
        data = {name: {"value": value.translate(_UNSEEN)} for name, value in fields.items()}
        answer = await self._caller.post(path, {"touser": user, "template_id": template, "data": data})
        return str(answer["msgid"]) if answer.get("msgid") else None

    async def _ask_token(self, force: bool) -> Token:
        wanted = {
            "grant_type": "client_credential",
            "appid": self._credentials.app_id,
            "secret": self._credentials.app_secret,
            "force_refresh": force,
        }
        return await given(self._wire.ask("POST", "/cgi-bin/stable_token", {}, content=written(wanted)))

    def _video_of(self, answer: Answer) -> str:
        """Where WeChat says that a video lies; nowhere else is asked."""
        url = str(answer.get("video_url", ""))
        host = urlsplit(url).hostname or ""
        if host != urlsplit(self._credentials.api_base).hostname and not host.endswith(VIDEO_HOSTS):
            raise MediaGone
        return url
