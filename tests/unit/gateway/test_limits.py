"""More than the rate is 429 with a time to wait, by address and investor; a demo's own machine is free."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from channels.web.session import Sessions
from gateway.app import create_app, open_rooms
from gateway.errors import SettingsFaulty
from gateway.settings import Settings
from tests.unit.gateway.neighbour import Neighbour
from tests.unit.gateway.reading_settings import read
from tests.unit.gateway.test_app import settings

PUBLIC = "https://chat.example.com"
STRANGER, ANOTHER = "203.0.113.9", "198.51.100.7"
MEASURING = {"Authorization": "Bearer kept-secret-METRICS_TOKEN"}
SAID = {"sender": "u1", "text": "贵州茅台多少钱"}


@asynccontextmanager
async def calling(of: Settings, database_url: str, peer: str) -> AsyncIterator[httpx.AsyncClient]:
    """A client at `peer` of the whole application."""
    app = create_app(of, lambda: open_rooms(of, database_url))
    transport = httpx.ASGITransport(app, client=(peer, 4711))
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://chat.example.com") as client,
    ):
        yield client


def limited(neighbour: Neighbour, **more: str) -> Settings:
    return settings(neighbour.url, neighbour.url, **more)


def signed(of: Settings, sender: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {Sessions(of.session_secret).issue(sender)}"}


async def test_an_address_gets_429_when_to_come_again_and_a_kind_text(
    neighbour: Neighbour, database_url: str
) -> None:
    of = limited(neighbour, PUBLIC_URL=PUBLIC, LIMIT_CHAT_ADDRESS="2/minute", LIMIT_PAGE_ADDRESS="3/minute")
    async with calling(of, database_url, STRANGER) as client:
        answers = [await client.post("/api/session") for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        refused = answers[-1]
        assert 0 < int(refused.headers["Retry-After"]) <= 30
        assert refused.json()["error"] == "too_many"
        assert f"{refused.headers['Retry-After']} 秒" in refused.json()["text"]
        assert refused.headers["X-Content-Type-Options"] == "nosniff"
        assert (await client.post("/api/chat", json=SAID)).status_code == 429
        assert [(await client.get("/")).status_code for _ in range(4)] == [200, 200, 200, 429]
        assert (await client.get("/health")).status_code == 200
        assert (await client.get("/metrics", headers=MEASURING)).status_code == 200


async def test_behind_our_proxy_each_caller_has_a_limit_of_their_own(
    neighbour: Neighbour, database_url: str
) -> None:
    of = limited(neighbour, PUBLIC_URL=PUBLIC, LIMIT_CHAT_ADDRESS="1/minute")
    async with calling(of, database_url, "127.0.0.1") as client:
        for caller, status in (
            (STRANGER, 200),
            (STRANGER, 429),
            (ANOTHER, 200),
            (f"{ANOTHER}, {STRANGER}", 429),
        ):
            answer = await client.post("/api/session", headers={"X-Forwarded-For": caller})
            assert answer.status_code == status, caller


async def test_who_is_no_proxy_of_ours_is_not_believed(neighbour: Neighbour, database_url: str) -> None:
    of = limited(neighbour, PUBLIC_URL=PUBLIC, LIMIT_CHAT_ADDRESS="1/minute")
    async with calling(of, database_url, ANOTHER) as client:
        statuses = [
            (await client.post("/api/session", headers={"X-Forwarded-For": f"192.0.2.{n}"})).status_code
            for n in range(3)
        ]
    assert statuses == [200, 429, 429]


async def test_an_investor_who_writes_too_fast_is_told_and_nothing_of_it_is_stored(
    neighbour: Neighbour, database_url: str
) -> None:
    of = limited(neighbour, PUBLIC_URL=PUBLIC, LIMIT_CHAT_USER="2/minute")
    async with calling(of, database_url, STRANGER) as client:
        known = signed(of, "u1")
        answers = [await client.post("/api/chat", json=SAID, headers=known) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert answers[-1].headers["Retry-After"] == str(answers[-1].json()["seconds"])
        kept = (await client.get("/api/chat/u1/messages", headers=known)).json()["messages"]
        assert sum(message["sender"] == "user" for message in kept) == 2
        other = await client.post("/api/chat", json={**SAID, "sender": "u2"}, headers=signed(of, "u2"))
        assert other.status_code == 200


async def test_in_a_demo_programs_of_the_same_machine_are_not_limited(
    neighbour: Neighbour, database_url: str
) -> None:
    rates = dict.fromkeys(("LIMIT_CHAT_USER", "LIMIT_CHAT_ADDRESS", "LIMIT_PAGE_ADDRESS"), "1/hour")
    app = create_app(of := limited(neighbour, **rates), lambda: open_rooms(of, database_url))
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1") as client,
    ):
        for _ in range(3):
            assert (await client.post("/api/chat", json=SAID)).status_code == 200
            assert (await client.get("/")).status_code == 200
        proxied = [await client.get("/", headers={"X-Forwarded-For": STRANGER}) for _ in range(2)]
        assert [answer.status_code for answer in proxied] == [200, 429]


async def test_signing_in_at_the_desk_has_a_limit_beside_that_of_passwords(
    neighbour: Neighbour, database_url: str
) -> None:
    of = limited(neighbour, PUBLIC_URL=PUBLIC, LIMIT_SIGN_IN_ADDRESS="2/minute")
    async with calling(of, database_url, STRANGER) as client:
        statuses = [
            (await client.post("/desk/api/sign-in", json={}, headers={"Origin": PUBLIC})).status_code
            for _ in range(3)
        ]
    assert statuses == [400, 400, 429]


def test_the_rates_are_handed_to_the_children_as_they_were_read() -> None:
    given = read(
        LIMIT_CHAT_USER="5/second", LIMIT_PAGE_ADDRESS="off", TRUSTED_PROXIES="10.0.0.0/8, 192.168.1.4"
    ).limits
    assert given.page_address is None
    assert read(**given.variables()).limits == given
    nobody = read(TRUSTED_PROXIES="off").limits
    assert nobody.proxies == ()
    assert read(**nobody.variables()).limits == nobody


@pytest.mark.parametrize("rate", ["60", "0/minute", "60/day", "-1/minute", "1.5/second", "1/minute/hour"])
def test_what_is_no_rate_is_said_so(rate: str) -> None:
    with pytest.raises(SettingsFaulty, match="LIMIT_CHAT_USER is"):
        read(LIMIT_CHAT_USER=rate)


@pytest.mark.parametrize("proxies", ["everybody", "10.0.0.1/8", "10.0.0.0/33"])
def test_what_is_no_network_is_said_so(proxies: str) -> None:
    with pytest.raises(SettingsFaulty, match="TRUSTED_PROXIES is"):
        read(TRUSTED_PROXIES=proxies)
