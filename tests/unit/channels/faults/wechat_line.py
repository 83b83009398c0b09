"""The official account, in plain and in safe mode."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

from channels.credentials import Wechat
from channels.wechat.channel import WechatChannel
from conversations.database import Database
from tests.fakes.wechat.api import api
from tests.fakes.wechat.envelope import Fields, nonce, signature, xml
from tests.fakes.wechat.faults import BreakOff, Faults, Refuse, Status
from tests.fakes.wechat.judging import Mode, judge_response
from tests.fakes.wechat.phone import Phone
from tests.fakes.wechat.platform import MESSAGE, Platform
from tests.fakes.wechat.serving import served
from tests.unit.channels.faults.line import (
    GOES_LATER,
    NOBODY_KNOWS,
    REFUSED,
    Delivery,
    End,
    Line,
    Signing,
    Trouble,
)

SEND = "/cgi-bin/message/custom/send"
PASSIVE = 0.5  # seconds; a test has less time than WeChat
HOUR = 3600
ATTACKS = (
    '<!DOCTYPE xml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><xml>{fields}<Content>&b;</Content></xml>',
    '<!DOCTYPE xml [<!ENTITY f SYSTEM "file:///etc/passwd">]><xml>{fields}<Content>&f;</Content></xml>',
    '<!DOCTYPE xml SYSTEM "http://127.0.0.1:9/x.dtd"><xml>{fields}<Content>x</Content></xml>',
    "<xml>{fields}<Content>&unknown;</Content></xml>",
    "<xml>{fields}<Content><![CDATA[open</Content></xml>",
    "<xml>{fields}",
    "<xml><MsgType>text</MsgType><Content>nobody's</Content><MsgId>1</MsgId></xml>",
)


class WechatLine(Line):
    """A phone before the account, WeChat's API behind it."""

    wrongly: frozenset[Signing] = frozenset({"badly", "not at all", "long ago"})
    ends = {  # noqa: RUF012 - set once
        "too fast": GOES_LATER,
        "busy": GOES_LATER,
        "broken": NOBODY_KNOWS,
        "unheard": End("unknown", 1),
        "token revoked": GOES_LATER,
        "window closed": REFUSED,
        "gone": REFUSED,
    }

    def __init__(self, mode: Mode, platform: Platform, faults: Faults, base: str, phone: Phone) -> None:
        self._mode, self._platform, self._faults, self._phone = mode, platform, faults, phone
        account = platform.account
        self._account = Wechat(
            app_id=account.app_id,
            app_secret=account.app_secret,
            token=account.token,
            aes_key=None if mode == "plain" else account.aes_key,
            api_base=base,
        )
        self.secrets = (account.app_secret, account.token, account.aes_key, "token_")
        self._numbers = iter(range(24_000_000_000_000_000, 25_000_000_000_000_000))
        self._taken: set[str] = set()

    def join(self, database: Database, media_dir: Path) -> None:
        self.channel = WechatChannel(self._account, database, media_dir, None, passive=PASSIVE)

    async def connect(self, url: str) -> None:
        self._phone.webhook = f"{url}/channels/wechat"

    def investor(self) -> str:
        user = f"oLVPpjqs9BhvzwPj5A-{next(self._numbers)}"
        self._platform.heard(user, MESSAGE)
        return user

    def message(self, user: str, text: str) -> Delivery:
        return self._delivery(user, {"MsgType": "text", "Content": text})

    def strange(self, user: str) -> Sequence[Delivery]:
        kinds: list[Fields] = [
            {"MsgType": "hologram", "Content": "x"},
            {"MsgType": "event", "Event": "teleport", "EventKey": "x"},
        ]
        return [self._delivery(user, kind) for kind in kinds]

    def broken(self, user: str) -> Sequence[Delivery]:
        fields = self._delivery(user, {"MsgType": "text"}).content
        inner = xml(fields).removeprefix("<xml>").removesuffix("</xml>")
        return [Delivery(user, attack.replace("{fields}", inner)) for attack in ATTACKS]

    async def bring(self, delivery: Delivery, signing: Signing = "well") -> int:
        content = delivery.content if isinstance(delivery.content, str) else xml(delivery.content)
        body, query = self._phone.sealed(content, self._query(signing))
        if signing in ("badly", "not at all"):
            names = ("signature", "msg_signature")
            query = {name: value for name, value in query.items() if name not in names}
            query |= dict.fromkeys(names, "0" * 40) if signing == "badly" else {}
        response = await self._phone.post(body, query)
        if response.status_code == 200 and body and delivery.user:
            self._show(delivery, response.content)
        return response.status_code

    async def bring_raw(self, body: bytes) -> int:
        if self._mode == "plain":
            return (await self._phone.post(body, self._query("well"))).status_code
        sealed, query = self._phone.sealed(body.decode(errors="replace"), self._query("well"))
        return (await self._phone.post(sealed, query)).status_code

    async def shown(self, user: str) -> list[str]:
        return [bubble.text or "" for bubble in self._platform.screens.shown[user]]

    def make(self, trouble: Trouble, user: str) -> None:
        match trouble:
            case "too fast":
                self._faults.order(SEND, Refuse(45011))
            case "busy":
                self._faults.order(SEND, Status(503))
            case "broken":
                self._faults.order(SEND, Status(500))
            case "unheard":
                self._faults.order(SEND, BreakOff(done=True))
            case "token revoked":
                self._platform.stable_tokens.revoke()
            case "window closed":
                self._faults.order(SEND, Refuse(45015))
            case "gone":
                self._platform.followers[user].subscribed = False

    def _delivery(self, user: str, fields: Fields) -> Delivery:
        number = {} if fields.get("MsgType") == "event" else {"MsgId": next(self._numbers)}
        return Delivery(user, self._phone.content(user, {**fields, **number}))

    def _query(self, signing: Signing) -> dict[str, str]:
        if signing != "long ago":
            return self._phone.query()
        at, number = str(int(self._platform.clock.now()) - HOUR), nonce()
        signed = signature(self._platform.account.token, at, number)
        return {"signature": signed, "timestamp": at, "nonce": number}

    def _show(self, delivery: Delivery, response: bytes) -> None:
        """WeChat shows one reply to a message, however often it had to deliver it."""
        verdict = judge_response(response, self._platform.account, delivery.user, self._mode)
        assert verdict.fault is None, verdict.fault
        key = str(delivery.content)
        if verdict.bubble and key not in self._taken:
            self._platform.screens.show(delivery.user, verdict.bubble)
            self._taken.add(key)


@asynccontextmanager
async def wechat_line(mode: Mode) -> AsyncIterator[Line]:
    platform = Platform()
    faults = Faults(api(platform))
    async with served(faults) as base, httpx.AsyncClient(trust_env=False) as client:
        yield WechatLine(mode, platform, faults, base, Phone(platform, "", client, mode))
