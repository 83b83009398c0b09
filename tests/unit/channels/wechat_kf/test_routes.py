"""WeCom's callback wakes whoever reads the stream; what is not WeCom's wakes nobody."""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import httpx
import pytest
from starlette.applications import Starlette

from channels.body import LONGEST_BODY
from channels.wechat.crypto import Seal
from channels.wechat_kf.parse import CHANNEL
from channels.wechat_kf.routes import PATH, wechat_kf_routes
from conversations.counters import Counters
from tests.fakes.wechat.envelope import encrypt, signature, xml
from tests.fakes.wechat.kf_company import Company
from tests.fakes.wechat.kf_phone import KfPhone


@dataclass
class Door:
    """Our address, the phones that call it, and what rang behind it."""

    phone: KfPhone
    client: httpx.AsyncClient
    counters: Counters
    rung: list[str] = field(default_factory=list)

    @property
    def unreadable(self) -> float:
        return self.counters.value("unreadable", CHANNEL)


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    company, counters = Company(), Counters()
    rung: list[str] = []
    seal = Seal(company.token, company.corp_id, company.aes_key)
    app = Starlette(routes=wechat_kf_routes(counters, seal, {company.accounts[0]: rung.append}).routes)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://gateway", trust_env=False
    ) as client:
        yield Door(KfPhone(company, PATH, client), client, counters, rung)


async def test_the_address_is_confirmed(door: Door) -> None:
    assert await door.phone.check_url()


async def test_a_callback_rings_with_its_token(door: Door) -> None:
    response = await door.phone.ring("T1")
    assert (response.status_code, response.text, door.rung) == (200, "success", ["T1"])


async def test_a_callback_without_an_account_rings_at_all(door: Door) -> None:
    await door.phone.post(xml({"Event": "kf_msg_or_event", "Token": "T1"}))
    assert door.rung == ["T1"]


async def test_a_callback_for_somebody_elses_account_is_acknowledged(door: Door) -> None:
    response = await door.phone.post(xml({"Event": "kf_msg_or_event", "Token": "T1", "OpenKfId": "wkOther"}))
    assert (response.status_code, door.rung) == (200, [])


async def test_other_events_of_the_company_are_acknowledged(door: Door) -> None:
    response = await door.phone.post(xml({"MsgType": "event", "Event": "change_contact"}))
    assert (response.status_code, door.rung) == (200, [])


async def test_a_callback_that_wecom_did_not_sign_is_refused(door: Door) -> None:
    door.phone.company.token = "another"
    assert (await door.phone.ring()).status_code == 401
    assert not await door.phone.check_url()
    assert door.rung == []


async def test_a_callback_for_another_company_is_refused(door: Door) -> None:
    door.phone.company.corp_id = "wwOther"
    assert (await door.phone.ring()).status_code == 401


async def test_a_callback_from_long_ago_is_refused(door: Door) -> None:
    door.phone.company.clock.forward(-3600)
    assert (await door.phone.ring()).status_code == 401


async def test_a_callback_that_is_not_sealed_is_refused(door: Door) -> None:
    at, nonce = str(int(time.time())), "n"
    query = {
        "signature": signature(door.phone.company.token, at, nonce),
        "timestamp": at,
        "nonce": nonce,
        "echostr": "1",
    }
    plain = xml({"Event": "kf_msg_or_event", "Token": "T1", "OpenKfId": door.phone.account})
    assert (await door.client.post(PATH, params=query, content=plain)).status_code == 401
    assert (await door.client.get(PATH, params=query)).status_code == 401
    assert door.rung == []


@pytest.mark.parametrize("body", [b"", b"<xml", b"\x00\xff", b"<xml><Encrypt>x</Encrypt></xml>", b"{}"])
async def test_bytes_that_nobody_signed_are_refused(door: Door, body: bytes) -> None:
    query = door.phone.query("something else")
    assert (await door.client.post(PATH, params=query, content=body)).status_code == 401


@pytest.mark.parametrize(
    "plain", ["", "no XML", "<xml><a>", "<!DOCTYPE x [<!ENTITY a 'b'>]><xml><Event>&a;</Event></xml>"]
)
async def test_a_signed_callback_that_cannot_be_read_is_counted_and_acknowledged(
    door: Door, plain: str
) -> None:
    response = await door.phone.post(plain)
    assert (response.status_code, door.unreadable, door.rung) == (200, 1, [])


async def test_a_signed_cipher_that_is_broken_is_counted_and_acknowledged(door: Door) -> None:
    secret = encrypt("x", door.phone.company.aes_key, door.phone.company.corp_id)[:-10]
    response = await door.client.post(PATH, params=door.phone.query(secret), content=xml({"Encrypt": secret}))
    assert (response.status_code, door.unreadable) == (200, 1)


async def test_a_call_beyond_a_megabyte_is_refused(door: Door) -> None:
    response = await door.client.post(PATH, content=b"x" * (LONGEST_BODY + 1))
    assert response.status_code == 413
