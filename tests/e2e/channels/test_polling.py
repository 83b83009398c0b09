"""A gateway without a public address: Telegram is asked for what people say."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg

from tests.e2e import processes
from tests.e2e.channels.conftest import Town, settled
from tests.e2e.channels.ways import WAYS
from tests.fakes.telegram.platform import Webhook

NUMBER = 2_000
ELSEWHERE = ("WECHAT_APP_ID", "WECHAT_APP_SECRET", "WECHAT_TOKEN", "WECHAT_AES_KEY")
ELSEWHERE_TOO = tuple(f"WECHAT_KF_{name}" for name in ("CORP_ID", "SECRET", "TOKEN", "AES_KEY", "OPEN_KFIDS"))


async def test_what_is_said_while_nobody_asked_and_afterwards_is_answered(town: Town) -> None:
    person = WAYS["telegram"](town.phones, NUMBER)
    async with await psycopg.AsyncConnection.connect(town.dsn, autocommit=True) as connection:
        town.phones.telegram.platform.webhook = Webhook("http://127.0.0.1:9/nobody", "x")
        await person.say("贵州茅台多少钱")
        async with polling(town):
            await settled(connection, person, 1)
            assert "贵州茅台 600519" in "\n".join((await person.look()).lines)
            assert town.phones.telegram.platform.webhook is None
            await person.say("那五粮液呢")
            await settled(connection, person, 2)
            assert "五粮液 000858" in "\n".join((await person.look()).lines)


@asynccontextmanager
async def polling(town: Town) -> AsyncIterator[None]:
    """A second gateway over the same database, which has Telegram alone."""
    port, folder = processes.find_free_port(), town.system.folder
    variables = {
        **town.system.variables,
        **dict.fromkeys((*ELSEWHERE, *ELSEWHERE_TOO, "TELEGRAM_SECRET_TOKEN"), ""),
        **{"TELEGRAM_MODE": "polling", "DATABASE_URL": town.dsn, "PORT": str(port)},
    }
    log = folder / "polling.log"
    process = processes.start([folder / ".venv/bin/python", "-m", "gateway.serve"], folder, log, variables)
    try:
        address = f"http://127.0.0.1:{port}/health"
        await asyncio.to_thread(processes.wait_until_up, address, process, log)
        yield
    finally:
        await asyncio.to_thread(processes.stop, process, 30)
        town.phones.connect(town.system.url)
