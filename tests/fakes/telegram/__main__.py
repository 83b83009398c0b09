"""Run the fake as a process: one line of JSON with its address and a token, then serve until killed."""

import argparse
import asyncio
import json
import signal
import sys

from tests.fakes.telegram.serving import telegram


async def _run(port: int, pace: float) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with telegram(pace=pace, port=port) as fake:
        sys.stdout.write(json.dumps({"url": fake.url, "token": fake.platform.token}) + "\n")
        sys.stdout.flush()
        await stop.wait()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.telegram", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--pace", type=float, default=0.9, help="seconds between two messages to a chat")
    arguments = parser.parse_args()
    asyncio.run(_run(arguments.port, arguments.pace))


if __name__ == "__main__":
    main()
