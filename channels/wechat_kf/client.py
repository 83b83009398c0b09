"""WeCom's API of 微信客服 as far as we call it. Raises a WechatError or TokenAway, which show no token."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from channels.channel import File
from channels.credentials import WechatKf
from channels.errors import MediaGone
from channels.http import platform_client
from channels.tokens import AccessTokens, Token
from channels.wechat.caller import Caller, given
from channels.wechat.errors import NoAnswer
from channels.wechat.wire import TIMEOUT, Wire
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
        self._http = http or platform_client(TIMEOUT)
        self._wire = Wire(credentials.api_base, self._http, named)
        self._caller = Caller(self._wire, AccessTokens(database, self.account, self._ask_token))

    async def close(self) -> None:
        await self._http.aclose()

    async def page(self, open_kfid: str, place: str | None, callback_token: str | None) -> Page:
        """What came after `place`; without a callback's token this may be asked only now and then."""
        wanted = {"open_kfid": open_kfid, "limit": PAGE, "voice_format": 0}
        if place:
            wanted["cursor"] = place
        if callback_token:
            wanted["token"] = callback_token
        answer = await self._caller.post("/cgi-bin/kf/sync_msg", wanted)
        entries, following = answer.get("msg_list") or [], answer.get("next_cursor")
        if not isinstance(entries, list) or not isinstance(following, str | None):
            raise NoAnswer
        return Page(entries, following or place or "", answer.get("has_more") == 1)

    async def send(self, user: str, key: str, message: Mapping[str, Any]) -> None:
        """Say `message` under the msgid `key`."""
        open_kfid, customer = parties(user)
        address = {"touser": customer, "open_kfid": open_kfid, "msgid": key}
        await self._caller.post("/cgi-bin/kf/send_msg", {**address, **message})

    async def send_granted(self, code: str, key: str, message: Mapping[str, Any]) -> None:
        """Say `message` by a grant of WeCom's; the grant is used up."""
        await self._caller.post("/cgi-bin/kf/send_msg_on_event", {"code": code, "msgid": key, **message})

    async def standing(self, user: str) -> Standing:
        """Where the session stands."""
        answer = await self._caller.post("/cgi-bin/kf/service_state/get", _session(user))
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
        answer = await self._caller.post("/cgi-bin/kf/service_state/trans", wanted)
        return answer.get("msg_code") or None

    async def upload(self, name: str, content: bytes, mime: str) -> str:
        """WeCom's id of a picture of ours, good for three days."""
        return await self._caller.upload(name, content, mime)

    async def download(self, media_id: str, limit: int) -> File:
        """A file of at most `limit` bytes that an investor sent. Raises MediaTooLarge and MediaGone, too."""
        came = await self._caller.download(media_id, limit)
        if not isinstance(came, File):
            raise MediaGone
        return came

    async def served(self) -> frozenset[str]:
        """The service accounts that we may serve."""
        answer = await self._caller.post("/cgi-bin/kf/account/list", {"offset": 0, "limit": 100})
        return frozenset(str(one.get("open_kfid")) for one in answer.get("account_list") or ())

    async def _ask_token(self, _force: bool) -> Token:
        """WeCom gives the same one until its end, and cannot be made to give another."""
        wanted = {"corpid": self._credentials.corp_id, "corpsecret": self._credentials.secret}
        return await given(self._wire.ask("GET", "/cgi-bin/gettoken", wanted))


def _session(user: str) -> dict[str, Any]:
    open_kfid, customer = parties(user)
    return {"open_kfid": open_kfid, "external_userid": customer}
