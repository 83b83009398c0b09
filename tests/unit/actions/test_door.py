"""Whoever does not have the token learns of the action server that it lives, and nothing else."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import httpx
import pytest
import pytest_asyncio
from sanic import Sanic

from actions.__main__ import build
from actions.server import OPEN_PATH, TOKEN_HEADER, App
from actions.settings import Settings
from tests.unit.actions.test_server import served

pytestmark = pytest.mark.asyncio(loop_scope="module")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
TOKEN = "the-token-of-this-test"
WRONG = (None, b"", b"wrong", f"{TOKEN}x".encode(), f"Bearer {TOKEN}".encode(), "tökèn".encode(), b"\xff")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The product's own action server with all its addresses."""
    settings = Settings.read({"INTERNAL_TOKEN": TOKEN, "MARKET_MODE": "demo"})
    app = build(replace(settings, media_dir=tmp_path_factory.mktemp("media")))
    yield app
    Sanic.unregister_app(app)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def client(app: App) -> AsyncIterator[httpx.AsyncClient]:
    async with served(app) as client:
        yield client


def known(token: bytes | None) -> dict[bytes, bytes]:
    return {} if token is None else {TOKEN_HEADER.encode(): token}


def paths(app: App) -> set[str]:
    return {f"/{route.path}" for route in app.router.routes}


async def test_a_stranger_is_refused_at_every_address(app: App, client: httpx.AsyncClient) -> None:
    assert {"/webhook", "/actions", "/sources", "/report", "/brief", "/quotes"} <= paths(app)
    others = {"/", "/no/such/page", "//actions", f"{OPEN_PATH}/x", "/static/x"}
    for path in sorted(paths(app) | others):
        for method in METHODS:
            if (method, path) != ("GET", OPEN_PATH):
                answer = await client.request(method, path, content=b"{}")
                assert answer.status_code == 401, (method, path, answer.status_code)


@pytest.mark.parametrize("token", WRONG)
async def test_a_wrong_token_is_none(app: App, client: httpx.AsyncClient, token: bytes | None) -> None:
    for path in sorted(paths(app) - {OPEN_PATH}):
        answer = await client.post(path, headers=known(token), content=b"{}")
        assert (answer.status_code, answer.json()["error"]) == (401, "bad_token"), path


@pytest.mark.parametrize("token", WRONG)
async def test_anybody_is_told_that_it_lives_and_no_more(
    client: httpx.AsyncClient, token: bytes | None
) -> None:
    answer = await client.get(OPEN_PATH, headers=known(token))
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


async def test_who_has_the_token_is_told_what_is_served(client: httpx.AsyncClient) -> None:
    said = (await client.get(OPEN_PATH, headers=known(TOKEN.encode()))).json()
    assert said["market"]["mode"] == "demo"
    assert said["knowledge"]
    assert (await client.get("/sources", headers=known(TOKEN.encode()))).status_code == 200
