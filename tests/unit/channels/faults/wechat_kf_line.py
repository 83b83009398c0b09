"""微信客服: what investors say stands in WeCom's stream, and the callback rings."""

import itertools
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx

from channels.credentials import WechatKf
from channels.wechat_kf.channel import WechatKfChannel
from conversations.database import Database
from tests.fakes.wechat.envelope import encrypt, nonce, signature, xml
from tests.fakes.wechat.faults import BreakOff, Faults, Refuse, Status
from tests.fakes.wechat.kf_api import kf_api
from tests.fakes.wechat.kf_company import NEW, TOTAL, Company
from tests.fakes.wechat.kf_phone import KfPhone
from tests.fakes.wechat.serving import served
from tests.unit.channels.faults.line import GOES_LATER, REFUSED, Delivery, Line, Signing, Trouble
from tests.unit.conversations.conftest import eventually

SEND = "/cgi-bin/kf/send_msg"
HOUR = 3600
PLACE = "select place from channel_cursor"


class WechatKfLine(Line):
    """A customer before the service account, WeCom's API behind it."""

    away = 200  # nothing is promised: the stream keeps what was said
    wrongly: frozenset[Signing] = frozenset({"badly", "not at all", "long ago"})
    ends = {  # noqa: RUF012 - set once
        "too fast": GOES_LATER,
        "busy": GOES_LATER,
        "broken": GOES_LATER,  # under the same msgid
        "unheard": GOES_LATER,
        "token revoked": GOES_LATER,
        "window closed": REFUSED,
        "gone": REFUSED,
    }

    def __init__(self, company: Company, faults: Faults, base: str, phone: KfPhone) -> None:
        self._company, self._faults, self._phone = company, faults, phone
        self._account = WechatKf(
            corp_id=company.corp_id,
            secret=company.secret,
            token=company.token,
            aes_key=company.aes_key,
            open_kfids=company.accounts,
            api_base=base,
        )
        self.secrets = (company.secret, company.token, company.aes_key, "token_")
        self._numbers = itertools.count(1)

    def join(self, database: Database, media_dir: Path) -> None:
        self._database = database
        self.channel = WechatKfChannel(self._account, database, media_dir, None)

    async def connect(self, url: str) -> None:
        self._phone.webhook = f"{url}/channels/wechat-kf"

    def investor(self) -> str:
        customer = f"wmAJ2GCAAAme{next(self._numbers)}"
        session = self._company.sessions[self._phone.account, customer]
        session.state, session.wrote_at, session.left = NEW, self._company.clock.now(), TOTAL
        return f"{self._phone.account}:{customer}"

    def message(self, user: str, text: str) -> Delivery:
        return self._entry(user, msgtype="text", text={"content": text})

    def strange(self, user: str) -> Sequence[Delivery]:
        hologram = self._entry(user, msgtype="hologram", hologram={"x": 1})
        event = {"event_type": "teleport", "open_kfid": self._phone.account}
        return [hologram, self._entry(user, origin=4, msgtype="event", event=event)]

    def broken(self, user: str) -> Sequence[Delivery]:
        whole = self._entry(user, msgtype="text", text={"content": "x"}).content
        wrong: list[dict[str, Any]] = [
            {"text": "x"},
            {"text": {"content": 7}},
            {"send_time": 10**30},
            {"origin": 99},
            {"msgid": None},
            {"msgtype": ["text"]},
            {"msgtype": "event", "event": {"event_type": 1}},
        ]
        return [Delivery(user, {**whole, "msgid": f"broken-{n}", **part}) for n, part in enumerate(wrong)]

    async def bring(self, delivery: Delivery, signing: Signing = "well") -> int:
        if signing == "well":  # nobody else can put anything into WeCom's stream
            self._company.stream.append(delivery.content)
        return await self._ring(self._bell(), signing)

    async def bring_raw(self, body: bytes) -> int:
        return await self._ring(body.decode(errors="replace"), "well")

    async def settle(self) -> None:
        async def is_read() -> bool:
            row = await self._database.row(PLACE, {})
            return row is not None and row["place"].endswith(f"n{len(self._company.stream):x}")

        await eventually(is_read)

    async def shown(self, user: str) -> list[str]:
        customer = user.partition(":")[2]
        return [bubble.text or "" for bubble in self._company.screens.shown[customer]]

    def make(self, trouble: Trouble, user: str) -> None:
        match trouble:
            case "too fast":
                self._faults.order(SEND, Refuse(45009))
            case "busy":
                self._faults.order(SEND, Status(503))
            case "broken":
                self._faults.order(SEND, Status(500))
            case "unheard":
                self._faults.order(SEND, BreakOff(done=True))
            case "token revoked":
                self._company.tokens.given.clear()  # 40014; WeCom's 40001 is about the secret
            case "window closed":
                self._faults.order(SEND, Refuse(95002))
            case "gone":
                self._faults.order(SEND, Refuse(84061))

    def _entry(self, user: str, **fields: Any) -> Delivery:
        entry = {
            "msgid": f"4gNjnp_{next(self._numbers)}",
            "send_time": int(self._company.clock.now()),
            "origin": 3,
            "open_kfid": self._phone.account,
            "external_userid": user.partition(":")[2],
            **fields,
        }
        return Delivery(user, entry)

    def _bell(self) -> str:
        event = {"MsgType": "event", "Event": "kf_msg_or_event", "OpenKfId": self._phone.account}
        return xml({"ToUserName": self._company.corp_id, "Token": self._company.ring(), **event})

    async def _ring(self, plain: str, signing: Signing) -> int:
        secret = encrypt(plain, self._company.aes_key, self._company.corp_id)
        body = xml({"ToUserName": self._company.corp_id, "Encrypt": secret, "AgentID": ""})
        query = self._signed(secret, HOUR if signing == "long ago" else 0)
        if signing == "badly":
            query["msg_signature"] = "0" * 40
        elif signing == "not at all":
            del query["msg_signature"]
        async with httpx.AsyncClient(trust_env=False) as client:
            response = await client.post(self._phone.webhook, params=query, content=body.encode())
        return response.status_code

    def _signed(self, secret: str, ago: int) -> dict[str, str]:
        at, number = str(int(self._company.clock.now()) - ago), nonce()
        signed = signature(self._company.token, at, number, secret)
        return {"msg_signature": signed, "timestamp": at, "nonce": number}


@asynccontextmanager
async def wechat_kf_line() -> AsyncIterator[Line]:
    company = Company()
    faults = Faults(kf_api(company))
    async with served(faults) as base, httpx.AsyncClient(trust_env=False) as client:
        yield WechatKfLine(company, faults, base, KfPhone(company, "", client))
