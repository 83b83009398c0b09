"""Our peer: the whole product as the end-to-end tests start it, before recorded upstreams, fsync on."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.e2e.system import System, new_checkout, start_system
from tests.e2e.upstreams import Upstreams, run_upstreams
from tests.load.connection import Address, Connection, UnexpectedAnswer

REF, QUESTION = "SH600519", "贵州茅台多少钱"


@dataclass(frozen=True)
class Product:
    """A running product; the seconds from command to health when it was new and when it had run before."""

    system: System
    upstreams: Upstreams
    first_start: float
    restart: float
    name: str = "Wenpan"

    @property
    def address(self) -> Address:
        return Address("127.0.0.1", self.system.port)

    async def ask(self, connection: Connection, sender: str) -> None:
        answer = await connection.post("/api/chat", {"sender": sender, "text": QUESTION})
        price = self.upstreams.row(REF).last
        if not answer["replies"] or price not in answer["replies"][0]["text"]:
            raise UnexpectedAnswer(200, json.dumps(answer, ensure_ascii=False).encode())

    def pids(self) -> dict[str, list[int]]:
        return self.system.groups()


@contextmanager
def run_product() -> Iterator[Product]:
    """Started, stopped and started again; the model is trained before."""
    with run_upstreams() as upstreams, new_checkout() as folder:
        variables = {"MARKET_MODE": "live", **upstreams.variables}
        start = time.perf_counter()
        with start_system(folder, variables):
            first_start = time.perf_counter() - start
        start = time.perf_counter()
        with start_system(folder, variables) as system:
            yield Product(system, upstreams, first_start, time.perf_counter() - start)
