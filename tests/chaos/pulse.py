"""How long it takes until all is well after a fault: somebody asks all the time, and somebody counts."""

import asyncio
import itertools
import time
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field

import httpx
import psycopg

from tests.chaos.crowd import Crowd
from tests.chaos.ledger import Ledger
from tests.chaos.schedule import Fault

EVERY = 0.25  # seconds
WITHIN = 10.0  # seconds for one answer
GIVEN_UP = 120.0  # seconds after which a fault's end is not waited for any more
QUESTION = "印花税多少"
"""Its answer takes the gateway, the database, Rasa and the action server."""


@dataclass
class Pulse:
    """`seconds` are what each fault took to mend, by its name; `GIVEN_UP` where it did not."""

    crowd: Crowd
    ledger: Ledger
    seconds: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    _beats: list[float] = field(default_factory=list)
    """When each question was asked that was answered."""

    async def beat(self) -> None:
        """Ask, until cancelled; each question by somebody new, whom nothing holds up."""
        for number in itertools.count():
            began = time.monotonic()
            body = {"sender": f"pulse-{number}", "text": QUESTION}
            with suppress(httpx.TransportError):  # the gateway is dead, or slow
                answer = await self.crowd.phones.web.post("/api/chat", json=body, timeout=WITHIN)
                if answer.status_code == 200 and answer.json()["topic"]:
                    self._beats.append(began)
            await asyncio.sleep(max(0.0, began + EVERY - time.monotonic()))

    async def measure(self, fault: Fault) -> None:
        """From now until a question is answered; after a platform's outage until all is sent that waited."""
        ended = time.monotonic()
        while time.monotonic() < ended + GIVEN_UP:
            if await self._is_well(fault, ended):
                break
            await asyncio.sleep(0.05 if fault.kind != "outage" else 0.5)
        self.seconds[fault.name].append(round(time.monotonic() - ended, 2))

    async def _is_well(self, fault: Fault, ended: float) -> bool:
        if fault.kind != "outage":
            return bool(self._beats) and self._beats[-1] >= ended
        try:
            return await self.ledger.unsent(fault.target, time.monotonic() - ended) == 0
        except psycopg.Error:  # the server is away just now
            return False
