"""Run the stand-ins as a process: one line of JSON with their addresses, then serve until killed."""

import argparse
import asyncio
import contextlib
import json
import signal
import sys

from tests.fakes.upstreams.control import serve_control
from tests.fakes.upstreams.proxy import Upstreams


async def _run(port: int, control_port: int) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    upstreams = Upstreams()
    await upstreams.start(port)
    async with contextlib.aclosing(upstreams) as _, await serve_control(upstreams, control_port) as control:
        address = f"http://127.0.0.1:{control.sockets[0].getsockname()[1]}"
        line = {"proxy": upstreams.proxy, "ca": str(upstreams.ca), "control": address}
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()
        await stop.wait()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.upstreams", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="of the proxy; 0 takes a free one")
    parser.add_argument("--control-port", type=int, default=0, help="of POST /switch and GET /counts")
    arguments = parser.parse_args()
    asyncio.run(_run(arguments.port, arguments.control_port))


if __name__ == "__main__":
    main()
