"""The investors' side: what they do in WeChat is delivered to our webhook as WeChat delivers it.

Three tries of `cut_off` seconds each, `again_after` apart; then, or after a response that WeChat cannot
read, the user is told that the account is out of service.
"""

import asyncio
import itertools
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

import httpx

from tests.fakes.wechat.envelope import Fields, encrypt, nonce, signature, xml
from tests.fakes.wechat.judging import Mode, Verdict, judge_response
from tests.fakes.wechat.platform import CLICK, MESSAGE, Follower, Platform
from tests.fakes.wechat.screen import OUT_OF_SERVICE, Shown

TRIES = 3
CUT_OFF = 5.0


@dataclass(frozen=True, slots=True)
class Delivery:
    """How a message fared: each try's status, None where no answer came in time, and WeChat's verdict."""

    statuses: tuple[int | None, ...]
    verdict: Verdict | None

    @property
    def taken(self) -> bool:
        return self.verdict is not None and self.verdict.fault is None


class Phone:
    """Everybody's phone; `webhook` is our address as the operator entered it."""

    def __init__(
        self,
        platform: Platform,
        webhook: str,
        client: httpx.AsyncClient,
        mode: Mode = "plain",
        cut_off: float = CUT_OFF,
        again_after: float = 0.0,
    ) -> None:
        self.platform, self.webhook, self.mode = platform, webhook, mode
        self.cut_off, self.again_after = cut_off, again_after
        self._client = client
        self._numbers = itertools.count(23000000000000000 + secrets.randbelow(10**12))

    async def say(self, user: str, text: str, **more: "str | int | Fields") -> Delivery:
        return await self.message(user, "text", {"Content": text, **more})

    async def choose(self, user: str, entry: str, words: str) -> Delivery:
        """A tap on an entry of a menu message: a text with the entry's id; it opens a click's window only."""
        self.platform.heard(user, CLICK)
        return await self.deliver(user, self._numbered("text", {"Content": words, "bizmsgmenuid": entry}))

    async def show(self, user: str, content: bytes, mime: str = "image/jpeg") -> Delivery:
        """A photo."""
        media_id = self.platform.keep(content, mime)
        return await self.message(
            user, "image", {"PicUrl": "http://mmbiz.qpic.cn/photo", "MediaId": media_id}
        )

    async def speak(self, user: str, content: bytes, recognition: str | None = None) -> Delivery:
        """A voice message."""
        fields: dict[str, str | int | Fields] = {
            "MediaId": self.platform.keep(content, "audio/amr"),
            "Format": "amr",
        }
        if recognition is not None:
            fields["Recognition"] = recognition
        return await self.message(user, "voice", fields)

    async def subscribe(self, user: str, scene: str = "") -> Delivery:
        follower = self.platform.followers.setdefault(user, Follower())
        follower.subscribed = True
        self.platform.heard(user, CLICK)
        return await self.event(user, "subscribe", f"qrscene_{scene}" if scene else "")

    async def unsubscribe(self, user: str) -> Delivery:
        self.platform.followers.setdefault(user, Follower()).subscribed = False
        return await self.event(user, "unsubscribe")

    async def grant(self, user: str, template: str, answer: str = "accept") -> Delivery:
        """A tap in the window that asks for one 订阅通知."""
        if answer == "accept":
            self.platform.grants[user, template] += 1
        asked = {"TemplateId": template, "SubscribeStatusString": answer, "PopupScene": "2"}
        return await self.event(user, "subscribe_msg_popup_event", SubscribeMsgPopupEvent={"List": asked})

    async def settle_template(self, user: str, number: int, status: str = "success") -> Delivery:
        """WeChat's word on a template message."""
        return await self.event(user, "TEMPLATESENDJOBFINISH", MsgID=number, Status=status)

    async def scan(self, user: str, scene: str) -> Delivery:
        self.platform.heard(user, CLICK)
        return await self.event(user, "SCAN", scene)

    async def click(self, user: str, key: str) -> Delivery:
        """An entry of the custom menu."""
        self.platform.heard(user, CLICK)
        return await self.event(user, "CLICK", key)

    async def message(self, user: str, kind: str, fields: Fields) -> Delivery:
        """Any message of a user."""
        self.platform.heard(user, MESSAGE)
        return await self.deliver(user, self._numbered(kind, fields))

    async def event(self, user: str, event: str, key: str = "", **more: "str | int | Fields") -> Delivery:
        """Any event; those have no MsgId."""
        return await self.deliver(user, {"MsgType": "event", "Event": event, "EventKey": key, **more})

    async def deliver(self, user: str, fields: Fields) -> Delivery:
        """One delivery with its tries, always with the same content and each time signed anew."""
        content = self.content(user, fields)
        statuses: list[int | None] = []
        for number in range(TRIES):
            await asyncio.sleep(self.again_after if number else 0.0)
            response = await self._try(user, content)
            statuses.append(response.status_code if response else None)
            if response is not None and response.status_code == 200:
                verdict = judge_response(response.content, self.platform.account, user, self.mode)
                self._show(user, verdict)
                return Delivery(tuple(statuses), verdict)
        self._show(user, Verdict(fault="no answer"))
        return Delivery(tuple(statuses), None)

    async def check_url(self, echo: str = "5837397520665436492") -> bool:
        """What WeChat does when the operator saves the address."""
        query, given = self.query(), echo
        if self.mode != "plain":
            given = encrypt(echo, self.platform.account.aes_key, self.platform.account.app_id)
            signed = signature(self.platform.account.token, query["timestamp"], query["nonce"], given)
            query = {**query, "encrypt_type": "aes", "msg_signature": signed}
        answer = await self._client.get(
            self.webhook, params={**query, "echostr": given}, timeout=self.cut_off
        )
        return answer.status_code == 200 and answer.text == echo

    def content(self, user: str, fields: Fields) -> dict[str, "str | int | Fields"]:
        """A message with its address."""
        head = {"ToUserName": self.platform.account.original_id, "FromUserName": user}
        return {**head, "CreateTime": int(self.platform.clock.now()), **fields}

    def query(self) -> dict[str, str]:
        """The parameters that sign every call."""
        timestamp, number = str(int(self.platform.clock.now())), nonce()
        signed = signature(self.platform.account.token, timestamp, number)
        return {"signature": signed, "timestamp": timestamp, "nonce": number}

    def sealed(self, plain: str, query: Mapping[str, str]) -> tuple[str, dict[str, str]]:
        """Body and parameters for `plain` in the account's mode."""
        account = self.platform.account
        if self.mode == "plain":
            return plain, dict(query)
        secret = encrypt(plain, account.aes_key, account.app_id)
        signed = signature(account.token, query["timestamp"], query["nonce"], secret)
        part = xml({"Encrypt": secret}).removeprefix("<xml>")
        head = plain.removesuffix("</xml>") if self.mode == "compatible" else _addressed(account.original_id)
        return head + part, {**query, "encrypt_type": "aes", "msg_signature": signed}

    async def post(self, body: str | bytes, query: Mapping[str, str]) -> httpx.Response:
        """One call as it is, for what WeChat would never send."""
        content = body.encode() if isinstance(body, str) else body
        headers = {"Content-Type": "text/xml", "User-Agent": "Mozilla/4.0"}
        return await self._client.post(
            self.webhook, params=dict(query), content=content, headers=headers, timeout=self.cut_off
        )

    def _numbered(self, kind: str, fields: Fields) -> Fields:
        return {"MsgType": kind, **fields, "MsgId": next(self._numbers)}

    async def _try(self, user: str, content: Fields) -> httpx.Response | None:
        body, query = self.sealed(xml(content), self.query())
        try:
            return await self.post(body, {**query, "openid": user})
        except httpx.TransportError:  # too slow, or nobody there: WeChat hangs up
            return None

    def _show(self, user: str, verdict: Verdict) -> None:
        if verdict.fault:
            self.platform.screens.show(user, Shown("platform", "text", OUT_OF_SERVICE))
        elif verdict.bubble:
            self.platform.screens.show(user, verdict.bubble)


def _addressed(original_id: str) -> str:
    return xml({"ToUserName": original_id}).removesuffix("</xml>")
