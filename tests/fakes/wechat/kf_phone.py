"""The people of a fake WeCom company: investors who write, agents on its desk, the callback that rings."""

from collections.abc import Mapping
from typing import Any

import httpx

from tests.fakes.wechat.envelope import encrypt, nonce, signature, xml
from tests.fakes.wechat.kf_company import ENDED, HUMAN, NEW, TOTAL, Company, Place

CUT_OFF = 5.0


class KfPhone:
    """What people do at the first service account; each act rings our callback unless `silent`."""

    def __init__(self, company: Company, webhook: str, client: httpx.AsyncClient) -> None:
        self.company, self.webhook = company, webhook
        self.silent = False
        self._client = client

    @property
    def account(self) -> str:
        return self.company.accounts[0]

    async def say(self, customer: str, text: str, **more: Any) -> dict[str, Any]:
        return await self.message(customer, "text", {"content": text, **more})

    async def choose(self, customer: str, entry: str, words: str) -> dict[str, Any]:
        """A tap on an entry of a menu."""
        return await self.say(customer, words, menu_id=entry)

    async def speak(self, customer: str, content: bytes) -> dict[str, Any]:
        """A voice message."""
        return await self.message(customer, "voice", {"media_id": self.company.keep(content, "audio/amr")})

    async def message(self, customer: str, kind: str, content: dict[str, Any]) -> dict[str, Any]:
        """Any message of an investor: it opens a session where there is none, and five messages for us."""
        session = self.company.sessions[self._place(customer)]
        if session.state == ENDED:
            session.state = NEW
        session.wrote_at, session.left = self.company.clock.now(), TOTAL
        entry = self.company.add(3, kind, content, open_kfid=self.account, external_userid=customer)
        await self._ring()
        return entry

    async def enter(self, customer: str) -> None:
        """An investor opens the chat."""
        code = self.company.give_greeting(self._place(customer))
        greeting = {"welcome_code": code} if code else {}
        await self.event(customer, "enter_session", scene="", scene_param="", **greeting)

    async def take(self, customer: str, servicer: str = "zhangsan") -> None:
        """An agent takes an investor out of the queue."""
        session = self.company.sessions[self._place(customer)]
        session.state, session.servicer = HUMAN, servicer
        code = self.company.give_code(self._place(customer), HUMAN)
        change = {"change_type": 1, "new_servicer_userid": servicer, "msg_code": code}
        await self.event(customer, "session_status_change", **change)

    async def serve(self, customer: str, text: str, servicer: str = "zhangsan") -> dict[str, Any]:
        """An agent writes to an investor."""
        entry = self.company.add(
            5,
            "text",
            {"content": text},
            open_kfid=self.account,
            external_userid=customer,
            servicer_userid=servicer,
        )
        await self._ring()
        return entry

    async def end(self, customer: str) -> None:
        """An agent ends the session."""
        session = self.company.sessions[self._place(customer)]
        old, session.state, session.servicer = session.servicer, ENDED, ""
        code = self.company.give_code(self._place(customer), ENDED)
        change = {"change_type": 3, "old_servicer_userid": old, "msg_code": code}
        await self.event(customer, "session_status_change", **change)

    async def lose(self, customer: str, key: str, reason: int) -> None:
        """A message that WeCom took does not arrive."""
        await self.event(customer, "msg_send_fail", fail_msgid=key, fail_type=reason)

    async def event(self, customer: str, kind: str, **fields: Any) -> None:
        """Any event."""
        who = {"open_kfid": self.account, "external_userid": customer}
        self.company.add(4, "event", {"event_type": kind, **who, **fields})
        await self._ring()

    async def ring(self, token: str | None = None) -> httpx.Response:
        """The callback."""
        fields: Mapping[str, str | int] = {
            "ToUserName": self.company.corp_id,
            "CreateTime": int(self.company.clock.now()),
            "MsgType": "event",
            "Event": "kf_msg_or_event",
            "Token": token or self.company.ring(),
            "OpenKfId": self.account,
        }
        return await self.post(xml(fields))

    async def post(self, plain: str) -> httpx.Response:
        """A call with `plain` inside the envelope."""
        secret = encrypt(plain, self.company.aes_key, self.company.corp_id)
        body = xml({"ToUserName": self.company.corp_id, "Encrypt": secret, "AgentID": ""})
        return await self._client.post(
            self.webhook, params=self.query(secret), content=body.encode(), timeout=CUT_OFF
        )

    async def check_url(self, echo: str = "1616140317555161061") -> bool:
        """What WeCom does when the operator saves the address."""
        secret = encrypt(echo, self.company.aes_key, self.company.corp_id)
        query = {**self.query(secret), "echostr": secret}
        answer = await self._client.get(self.webhook, params=query, timeout=CUT_OFF)
        return answer.status_code == 200 and answer.text == echo

    def query(self, secret: str) -> dict[str, str]:
        """The parameters that sign a call."""
        timestamp, number = str(int(self.company.clock.now())), nonce()
        signed = signature(self.company.token, timestamp, number, secret)
        return {"msg_signature": signed, "timestamp": timestamp, "nonce": number}

    def state(self, customer: str) -> int:
        return self.company.sessions[self._place(customer)].state

    def _place(self, customer: str) -> Place:
        return self.account, customer

    async def _ring(self) -> None:
        if not self.silent:
            await self.ring()
