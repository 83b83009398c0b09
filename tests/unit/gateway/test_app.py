"""The application over real conversations and a real database; Rasa and actions are small stand-ins."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import httpx
import psycopg
import pytest

from gateway.app import create_app, open_rooms
from gateway.settings import Settings
from tests.unit.gateway.neighbour import Neighbour

NOWHERE = "http://127.0.0.1:9"  # the discard port: nobody listens


def settings(rasa: str, actions: str, **more: str) -> Settings:
    environ = {"RASA_URL": rasa, "ACTIONS_URL": f"{actions}/webhook", "MARKET_MODE": "demo", **more}
    return Settings.read(environ, lambda name: f"kept-secret-{name}")


@asynccontextmanager
async def running(of: Settings, database_url: str) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(of, lambda: open_rooms(of, database_url))
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1") as client,
    ):
        yield client


@contextmanager
def away(database_url: str, postgres_dsn: str) -> Iterator[None]:
    """Within, a test's database is gone; then there is an empty one in its place."""
    name = database_url.split("/")[-1].split("?")[0]
    with psycopg.connect(postgres_dsn, autocommit=True) as connection:
        connection.execute(f"drop database {name} with (force)")
        try:
            yield
        finally:
            connection.execute(f"create database {name}")


@pytest.fixture
async def client(neighbour: Neighbour, database_url: str) -> AsyncIterator[httpx.AsyncClient]:
    async with running(settings(neighbour.url, neighbour.url), database_url) as client:
        yield client


async def test_health_is_200_when_every_part_answers(client: httpx.AsyncClient) -> None:
    answer = await client.get("/health")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "parts": {"database": "ok", "rasa": "ok", "actions": "ok"},
        "market": {"asked": "demo"},
        "channels": {"wechat": {"on": False}, "wechat_kf": {"on": False}, "telegram": {"on": False}},
        "ledger": {"sealed": None, "intact": None, "checked_at": None},
    }


@pytest.mark.parametrize("missing", ["rasa", "actions"])
async def test_health_is_503_and_names_the_part_that_is_down(
    neighbour: Neighbour, database_url: str, missing: str
) -> None:
    urls = {"rasa": neighbour.url, "actions": neighbour.url, missing: NOWHERE}
    async with running(settings(**urls), database_url) as client:
        answer = await client.get("/health")
    assert answer.status_code == 503
    assert answer.json()["status"] == "down"
    assert answer.json()["parts"] == {"database": "ok", "rasa": "ok", "actions": "ok", missing: "down"}


async def test_a_part_that_answers_503_is_down(client: httpx.AsyncClient, neighbour: Neighbour) -> None:
    neighbour.status = 503
    assert (await client.get("/health")).json()["parts"] == {
        "database": "ok",
        "rasa": "down",
        "actions": "down",
    }


async def test_health_tells_when_the_database_has_gone(
    client: httpx.AsyncClient, postgres_dsn: str, database_url: str
) -> None:
    with away(database_url, postgres_dsn):
        answer = await client.get("/health")
    assert answer.status_code == 503
    assert answer.json()["parts"]["database"] == "down"


async def test_a_message_becomes_an_answer_through_all_rooms(
    client: httpx.AsyncClient, neighbour: Neighbour
) -> None:
    answer = await client.post("/api/chat", json={"sender": "u1", "text": "贵州茅台多少钱"})
    assert answer.status_code == 200
    said = [reply["text"] for reply in answer.json()["replies"]]
    body = neighbour.turn.get("body", neighbour.turn)
    assert said == [message["text"] for message in body["messages"]]


async def test_metrics_count_turns_and_requests_but_name_nobody(client: httpx.AsyncClient) -> None:
    await client.post("/api/chat", json={"sender": "very-private", "text": "贵州茅台多少钱"})
    await client.get("/api/chat/very-private/messages")
    await client.get("/no/such/very-private")
    shown = (await client.get("/metrics")).text
    assert 'wenpan_http_seconds_count{method="POST",path="/api/chat",status="200"} 1.0' in shown
    assert 'path="/api/chat/{sender}/messages",status="200"} 1.0' in shown
    assert 'wenpan_http_seconds_count{method="GET",path="other",status="404"} 1.0' in shown
    assert 'wenpan_received_total{kind="web"} 1.0' in shown
    assert "very-private" not in shown


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff\xfe", b'"text"', b"null"])
async def test_malformed_json_is_400(client: httpx.AsyncClient, body: bytes) -> None:
    answer = await client.post("/api/chat", content=body)
    assert answer.status_code == 400
    assert answer.json()["error"] == "malformed"


@pytest.mark.parametrize("announced", [True, False])
async def test_more_than_a_megabyte_is_refused(client: httpx.AsyncClient, announced: bool) -> None:
    chunks = [b"x" * 100_000] * 11

    async def trickle() -> AsyncIterator[bytes]:
        for chunk in chunks:
            yield chunk

    answer = await client.post("/api/chat", content=b"".join(chunks) if announced else trickle())
    assert answer.status_code == 413
    assert answer.json()["error"] == "too_large"


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json", "/.env", "/no/such/page"])
async def test_what_is_not_there_is_404_in_our_own_form(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path)
    assert (answer.status_code, answer.json()) == (404, {"error": "not_found"})


async def test_a_wrong_method_is_405(client: httpx.AsyncClient) -> None:
    assert (await client.delete("/api/chat")).json() == {"error": "method_not_allowed"}


@pytest.mark.parametrize("path", ["/", "/health", "/no/such/page"])
async def test_every_answer_carries_the_safe_headers(client: httpx.AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in headers


async def test_behind_tls_browsers_are_told_to_stay_there(neighbour: Neighbour, database_url: str) -> None:
    public = settings(neighbour.url, neighbour.url, PUBLIC_URL="https://chat.example.com")
    async with running(public, database_url) as client:
        assert "max-age" in (await client.get("/health")).headers["Strict-Transport-Security"]
