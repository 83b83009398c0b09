"""Run the fake as a process: one line of JSON with its address, then serve until killed."""

import argparse
import asyncio
import json
import signal
import sys

import httpx
from starlette.applications import Starlette
from starlette.routing import Mount

from tests.fakes.wechat.api import api
from tests.fakes.wechat.control import control
from tests.fakes.wechat.faults import Faults
from tests.fakes.wechat.phone import Phone
from tests.fakes.wechat.platform import Platform
from tests.fakes.wechat.serving import served


async def _run(webhook: str, mode: str, port: int) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    platform = Platform()
    faults = Faults(api(platform))
    async with httpx.AsyncClient(trust_env=False) as client:
        phone = Phone(platform, webhook, client, mode)  # type: ignore[arg-type]  # one of the choices
        both = Starlette(routes=[*control(phone, faults).routes, Mount("/", faults)])
        async with served(both, port) as url:
            account = platform.account
            line = {"url": url, "app_id": account.app_id, "app_secret": account.app_secret}
            sys.stdout.write(json.dumps({**line, "token": account.token, "aes_key": account.aes_key}) + "\n")
            sys.stdout.flush()
            await stop.wait()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.wechat", description=__doc__)
    parser.add_argument("--webhook", default="http://127.0.0.1:8000/channels/wechat")
    parser.add_argument("--mode", choices=("plain", "compatible", "safe"), default="safe")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    arguments = parser.parse_args()
    asyncio.run(_run(arguments.webhook, arguments.mode, arguments.port))


if __name__ == "__main__":
    main()
