"""Our Telegram client against mockpost, a Bot API that somebody else wrote: do the shapes agree?

It has no limits and sends no secret token; for those there is tests/fakes/telegram.
"""

import os
import socket
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from channels.body import read_object
from channels.credentials import Telegram
from channels.telegram.address import Address
from channels.telegram.client import BotApi
from channels.telegram.parse import Heard, parse_update
from channels.telegram.render import Text
from channels.telegram.words import Words
from conversations.messages import SHANGHAI, Button
from tests.fakes.wechat.serving import served

PROGRAM = Path(__file__).parents[2] / ".tools" / "peers" / "mockpost" / "bin" / "mockpost"
TOKEN = "7000001:token-of-the-fake-bot"
PORTS = ("HTTP_PORT", "SMTP_PORT", "FTP_PORT", "FTPS_PORT", "FTPS_IMPLICIT_PORT", "SFTP_PORT")
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 32
ANN = Address(42)

pytestmark = pytest.mark.skipif(not PROGRAM.exists(), reason="mockpost is not installed: make peers")


@pytest.fixture(scope="module")
def peer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a mockpost that runs as a process."""
    folder = tmp_path_factory.mktemp("mockpost")
    ports = {f"MOCKPOST_{name}": str(_free_port()) for name in PORTS}
    address = f"http://127.0.0.1:{ports['MOCKPOST_HTTP_PORT']}"
    environment = {**os.environ, **ports, "MOCKPOST_DB_PATH": str(folder / "mockpost.db")}
    with (folder / "log").open("w") as log:
        process = subprocess.Popen([PROGRAM], cwd=folder, env=environment, stdout=log, stderr=log)
        try:
            _wait_for(f"{address}/health", process)
            yield address
        finally:
            process.terminate()
            process.wait(10)


@pytest.fixture
async def api(peer: str) -> AsyncIterator[BotApi]:
    client = BotApi(Telegram(bot_token=TOKEN, api_base=f"{peer}/telegram"))
    yield client
    await client.close()


@pytest.fixture
async def desk(peer: str) -> AsyncIterator[httpx.AsyncClient]:
    """Mockpost's own side: what it was sent, and people who write."""
    async with httpx.AsyncClient(base_url=peer, trust_env=False, timeout=10) as client:
        yield client


@dataclass(frozen=True, slots=True)
class Taken:
    content_type: str
    body: bytes


async def newest(desk: httpx.AsyncClient) -> dict[str, Any]:
    messages = (await desk.get("/api/messages", params={"channel": "telegram"})).json()
    return dict(max(messages, key=lambda message: message["created_at"]))


def said(update: dict[str, Any]) -> tuple[str, str | None]:
    meaning = parse_update(
        update, BotApi(Telegram(bot_token=TOKEN)).me, Words.load().commands, datetime.now(SHANGHAI)
    )
    assert isinstance(meaning, Heard)
    return meaning.inbound.user, meaning.inbound.text


async def test_it_knows_the_bot(api: BotApi) -> None:
    await api.introduce()
    assert (api.me.id, api.me.username) == (7000001, "mockpost_bot")


async def test_it_takes_a_text_with_a_keyboard(api: BotApi, desk: httpx.AsyncClient) -> None:
    rows = ((Button("a" * 16, "平安银行"),),)
    assert (await api.send_text(ANN, Text("1 < 2", 0, rows), marked=True)).isdigit()
    taken = await newest(desk)
    assert taken["recipient"] == "42"
    assert "1 &lt; 2" in taken["body"]
    assert '"callback_data": "aaaaaaaaaaaaaaaa"' in taken["body"]


async def test_it_takes_a_picture_and_typing(api: BotApi, desk: httpx.AsyncClient) -> None:
    assert (await api.send_picture(ANN, PNG, Text("走势"), marked=True)).isdigit()
    assert (await newest(desk))["body"] == "走势"
    await api.show_typing(ANN)
    await api.acknowledge("1")


async def test_its_updates_come_when_asked_for(api: BotApi, desk: httpx.AsyncClient) -> None:
    await desk.post("/telegram/client/sendMessage", json={"chat_id": 43, "text": "贵州茅台多少钱"})
    found = await api.updates(None, wait=0)
    assert "贵州茅台多少钱" in [update["message"]["text"] for update in found]  # it leaves out who wrote them


async def test_its_updates_are_read_when_it_brings_them(api: BotApi, desk: httpx.AsyncClient) -> None:
    taken: list[Taken] = []

    async def take(request: Request) -> Response:
        taken.append(Taken(request.headers["content-type"], await request.body()))
        return Response()

    await desk.post("/api/apps", json={"name": "wenpan", "creds": {"telegram_token": TOKEN}})
    async with served(Starlette(routes=[Route("/hook", take, methods=["POST"])])) as url:
        await api.set_webhook(f"{url}/hook", "secret")
        assert (await api.webhook()).url == f"{url}/hook"
        await desk.post(
            "/telegram/client/sendMessage",
            json={"chat_id": 44, "text": "早"},
            headers={"X-MockPost-App": "wenpan"},
        )
        await api.delete_webhook()
    (update,) = taken
    assert update.content_type == "application/json"
    assert said(read_object(update.body)) == ("44", "早")
    assert not (await api.webhook()).url


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def _wait_for(address: str, process: subprocess.Popen[bytes], within: float = 60.0) -> None:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx.get(address, trust_env=False).raise_for_status()
        except httpx.HTTPError:  # not yet
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(address)
