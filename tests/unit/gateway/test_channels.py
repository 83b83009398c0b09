"""The gateway with every channel on: what comes in on a platform is answered there, and seen by operators."""

import asyncio
import os
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from channels.files import Files
from conversations.database import Database
from gateway.app import create_app, open_rooms
from gateway.channels import made, recogniser
from gateway.ports import free_port
from gateway.settings import Settings
from sealing import Keys
from tests.fakes.brain import turn
from tests.fakes.wechat.kf_phone import KfPhone
from tests.fakes.wechat.phone import Phone
from tests.fakes.wechat.serving import served
from tests.unit.channels.samples import SAMPLES
from tests.unit.gateway.neighbour import Neighbour
from tests.unit.gateway.platforms import Platforms, platforms

OPENID = "oLVPpjqs9BhvzwPj5A-vTYAX3GLc"
CUSTOMER = "wmAJ2GCAAAme1XQRC-NI-q0_ZM9ukoAw"
CHAT = 1001
WECHAT = {"WECHAT_APP_ID": "wx1", "WECHAT_APP_SECRET": "s1", "WECHAT_TOKEN": "token1"}
ASKED, ANSWER = "贵州茅台多少钱", "贵州茅台 600519  1768.90"


@dataclass
class World:
    """A gateway between platforms and a brain that always says the same."""

    platforms: Platforms
    client: httpx.AsyncClient
    wechat: Phone
    company: KfPhone
    folder: Path
    keys: Keys

    async def standing(self) -> dict[str, dict[str, Any]]:
        """What /health says of the channels."""
        channels: dict[str, dict[str, Any]] = (await self.client.get("/health")).json()["channels"]
        return channels

    async def metrics(self) -> str:
        """Beyond loopback, for who has the token."""
        headers = {"Authorization": "Bearer kept-secret-METRICS_TOKEN"}
        return (await self.client.get("/metrics", headers=headers)).raise_for_status().text


async def eventually(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(15):
        while not is_so():  # noqa: ASYNC110 - what is waited for stands in the fakes
            await asyncio.sleep(0.02)


@pytest.fixture
async def world(neighbour: Neighbour, database_url: str, tmp_path: Path) -> AsyncIterator[World]:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    async with platforms() as fakes, httpx.AsyncClient(base_url=address, trust_env=False) as client:
        given = {
            **fakes.variables(),
            "PUBLIC_URL": address,
            "RASA_URL": neighbour.url,
            "ACTIONS_URL": f"{neighbour.url}/webhook",
            "RECEIVED_DIR": str(tmp_path / "received"),
            "VOICE_RECOGNISER": f"echo {ASKED}",
        }
        settings = Settings.read(given, lambda name: f"kept-secret-{name}")
        app = create_app(settings, lambda: open_rooms(settings, database_url))
        async with app.router.lifespan_context(app), served(app, port):
            yield World(
                fakes,
                client,
                Phone(fakes.wechat, f"{address}/channels/wechat", client, "safe"),
                KfPhone(fakes.company, f"{address}/channels/wechat-kf", client),
                tmp_path / "received",
                settings.keys,
            )


async def test_a_message_is_answered_on_the_platform_it_came_from(world: World, neighbour: Neighbour) -> None:
    neighbour.turn = turn(ANSWER)
    await eventually(lambda: world.platforms.telegram.platform.webhook is not None)
    world.platforms.telegram.people.say(CHAT, ASKED)
    await world.company.say(CUSTOMER, ASKED)
    delivery = await world.wechat.say(OPENID, ASKED)
    assert delivery.taken
    shown = (
        lambda: world.platforms.wechat.screens.texts(OPENID),
        lambda: world.platforms.company.screens.texts(CUSTOMER),
        lambda: world.platforms.telegram.platform.texts(CHAT),
    )
    await eventually(lambda: all(texts() for texts in shown))
    assert [str(texts()[0]).endswith(ANSWER) for texts in shown] == [True, True, True]


async def test_the_addresses_are_those_that_operators_enter(world: World) -> None:
    assert await world.wechat.check_url()
    assert await world.company.check_url()
    await eventually(lambda: world.platforms.telegram.platform.webhook is not None)
    webhook = world.platforms.telegram.platform.webhook
    assert webhook is not None
    assert webhook.url == f"{world.client.base_url}/channels/telegram".replace("//channels", "/channels")


async def test_a_file_is_fetched_from_its_platform_and_shown_to_nobody(world: World) -> None:
    await world.wechat.show(OPENID, SAMPLES["image/png"], "image/png")
    await eventually(lambda: world.folder.is_dir() and any(world.folder.glob("*.png")))
    (kept,) = world.folder.glob("*.png")  # noqa: ASYNC240 - a test's own folder
    assert await Files(world.folder, keys=world.keys).read(kept.name) == SAMPLES["image/png"]
    assert (await world.client.get(f"/media/{kept.name}")).status_code == 404


async def test_health_and_metrics_tell_how_each_channel_stands(world: World) -> None:
    await world.company.say(CUSTOMER, ASKED)
    async with asyncio.timeout(15):
        while (channels := await world.standing())["wechat_kf"]["last_sent"] is None:  # noqa: ASYNC110 - a page
            await asyncio.sleep(0.05)
    assert {name: state["on"] for name, state in channels.items()} == {
        "wechat": True,
        "wechat_kf": True,
        "telegram": True,
    }
    assert channels["telegram"]["last_sent"] is None
    assert channels["wechat_kf"]["last_sent"].endswith("+08:00")
    assert channels["wechat_kf"]["quota"] == {"investors": 1, "used_up": 0}
    shown = await world.metrics()
    assert 'wenpan_channel_on{channel="telegram"} 1.0' in shown
    assert 'wenpan_channel_open{channel="wechat_kf"} 1.0' in shown
    assert re.search(r'wenpan_channel_last_sent_timestamp_seconds{channel="wechat_kf"} 1\.\d+e\+09', shown)
    assert CUSTOMER not in shown


async def test_a_platform_that_does_not_answer_is_counted_by_why(world: World) -> None:
    await eventually(lambda: world.platforms.telegram.platform.webhook is not None)
    world.platforms.telegram.people.say(CHAT, ASKED)
    world.platforms.telegram.platform.chat(CHAT).blocked = "bot was blocked by the user"
    async with asyncio.timeout(15):
        while 'kind="RecipientGone"' not in (shown := await world.metrics()):  # noqa: ASYNC110 - a page
            await asyncio.sleep(0.05)
    assert 'wenpan_channel_failures_total{channel="telegram",kind="RecipientGone"} 1.0' in shown


@pytest.mark.parametrize(("allowed", "sent"), [("", False), ("yes", True)])
async def test_account_data_goes_abroad_only_where_the_operator_allows_it(allowed: str, sent: bool) -> None:
    environ = {"TELEGRAM_BOT_TOKEN": "1:a", "TELEGRAM_MODE": "polling", "TELEGRAM_ACCOUNT_DATA": allowed}
    settings = Settings.read({**environ, **WECHAT}, lambda name: f"kept-secret-{name}")
    wechat, bot = made(settings, Database("postgresql:///none"))
    assert (wechat.sender.limits.account_data, bot.sender.limits.account_data) == (True, sent)
    await wechat.close()
    await bot.close()


async def test_a_voice_message_is_answered_like_a_typed_one(world: World, neighbour: Neighbour) -> None:
    neighbour.turn = turn(ANSWER)
    await eventually(lambda: world.platforms.telegram.platform.webhook is not None)
    world.platforms.telegram.people.send(CHAT, "voice", SAMPLES["audio/ogg"])
    await world.company.speak(CUSTOMER, SAMPLES["audio/amr"])
    await world.wechat.speak(OPENID, SAMPLES["audio/amr"])
    await eventually(
        lambda: all(
            any(str(text).endswith(ANSWER) for text in texts)
            for texts in (
                world.platforms.wechat.screens.texts(OPENID),
                world.platforms.company.screens.texts(CUSTOMER),
                world.platforms.telegram.platform.texts(CHAT),
            )
        )
    )
    assert sorted(path.suffix for path in world.folder.iterdir()) == [".amr", ".ogg"]


async def test_the_recogniser_is_told_no_secret_of_ours() -> None:
    environ = {
        "VOICE_RECOGNISER": "sh -c env",
        "TELEGRAM_BOT_TOKEN": "1:a",
        "TELEGRAM_MODE": "polling",
        "DATABASE_URL": "postgresql://u:p@db/w",
        "PATH": os.environ["PATH"],
        "MODEL": "small",
    }
    program = recogniser(Settings.read(environ, lambda name: f"kept-secret-{name}"), environ)
    assert program is not None
    told = await program.text_of(Path("voice.ogg"))
    assert told is not None
    assert {line.split("=")[0] for line in told.splitlines()} - {"PWD", "SHLVL", "_"} == {"PATH", "MODEL"}
