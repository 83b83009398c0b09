"""How soon an event stands in the outbox of everybody it concerns, and how fast it goes out from there.

`python -m tests.load.campaign --investors 1000000`. The platform is a bare one on loopback that takes
everything at once; database, platform and workers share the machine.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from gateway.running import empty_database
from tests.e2e.processes import find_free_port, start, stop, wait_until_up
from tests.e2e.system import ROOT
from tests.load.clients import seed
from tests.load.report import Row, draw_table

INVESTORS = 200_000
SECONDS = 20.0
PLATFORM = """
import sys, uvicorn
TOKEN = b'{"access_token":"t","expires_in":7200}'
TAKEN = b'{"errcode":0,"errmsg":"ok"}'

async def app(scope, receive, send):
    if scope["type"] != "http":
        return
    while (await receive()).get("more_body"):
        pass
    body = TOKEN if scope["path"].endswith("token") else TAKEN
    head = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": head})
    await send({"type": "http.response.body", "body": body})

quick = {"loop": "uvloop", "http": "httptools", "lifespan": "off"}
uvicorn.run(app, port=int(sys.argv[1]), log_level="critical", access_log=False, **quick)
"""


@dataclass(frozen=True)
class CampaignFigures:
    """Seconds of the expansion; MB soon after it began and at its end; messages a second by workers."""

    investors: int
    queued: int
    seconds: float
    early: float
    late: float
    rates: dict[int, float]
    cpu: float


def measure_campaign(investors: int = INVESTORS, workers: tuple[int, ...] = (1, 2)) -> CampaignFigures:
    with empty_database() as dsn, running_platform("-c", PLATFORM) as base:
        event = seed(dsn, investors)
        grown = _work("expand", dsn, base, str(event))
        with psycopg.connect(dsn) as connection:
            row = connection.execute("select count(*) from outbox").fetchone()
        rates, cpu = dict[int, float](), 0.0
        for count in workers:
            done = [_begin("send", dsn, base, str(SECONDS)) for _ in range(count)]
            figures = [_end(each) for each in done]
            rates[count] = sum(each["rate"] for each in figures)
            cpu = cpu or figures[0]["cpu"]
    return CampaignFigures(
        investors, int(row[0]) if row else 0, grown["seconds"], grown["early"], grown["late"], rates, cpu
    )


def campaign_rows(figures: CampaignFigures) -> list[Row]:
    """The goal of the expansion is five minutes for a million."""
    million = figures.seconds * 1_000_000 / figures.investors
    grown = figures.late / figures.early
    return [
        Row(f"an event expanded to {figures.investors} investors", "s", figures.seconds),
        Row("the same for a million, at this pace", "s", million, goal=("≤", 300)),
        Row("memory of the expansion", "MB", figures.late, ratio=grown, goal=("≤", 1.2)),
        *(
            Row(f"messages a second, workers: {count}", "", rate, goal=("≥", 300) if count == 1 else None)
            for count, rate in figures.rates.items()
        ),
        Row("CPU of a worker a message", "ms", figures.cpu),
    ]


@contextmanager
def running_platform(*program: str) -> Iterator[str]:
    """The address of a program of Python's that is told the port to serve at."""
    port = find_free_port()
    base = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(prefix="platform-") as name:
        log = Path(name) / "platform.log"
        process = start([sys.executable, *program, str(port)], ROOT, log)
        try:
            wait_until_up(base, process, log)
            yield base
        finally:
            stop(process)


def _begin(*arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.load.campaign_worker", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE)


def _end(process: subprocess.Popen[bytes]) -> dict[str, float]:
    said, _ = process.communicate()
    return dict(json.loads(said))


def _work(*arguments: str) -> dict[str, float]:
    return _end(_begin(*arguments))


if __name__ == "__main__":
    options = argparse.ArgumentParser(prog="python -m tests.load.campaign", description=__doc__)
    options.add_argument("--investors", type=int, default=INVESTORS)
    measured = measure_campaign(options.parse_args().investors)
    sys.stdout.write(draw_table(campaign_rows(measured)) + f"\n{measured}\n")
