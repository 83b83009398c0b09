"""A thousand investors who ask for one share in the same moment, while nobody knows its price yet."""

import asyncio
import time
from dataclasses import dataclass
from datetime import datetime

from market.cache import MOVING
from market.session import SHANGHAI, Session
from market.sources.calendar import load_trading_days
from tests.load.connection import Connection
from tests.load.product import Product

INVESTORS = 1000
QUESTION = "平安银行多少钱"
ANSWERED_WITHIN = 120.0


@dataclass(frozen=True)
class Stampede:
    """Requests at the sources, how many the age of a price allows, and seconds until all were answered."""

    requests: int
    allowed: int
    seconds: float


async def measure_stampede(product: Product) -> Stampede:
    before, answered = product.upstreams.count(), product.system.turns()
    start = time.perf_counter()
    await asyncio.gather(*(_ask(product, f"crowd-{number}") for number in range(INVESTORS)))
    while product.system.turns() < answered + INVESTORS:
        if time.perf_counter() - start > ANSWERED_WITHIN:
            raise TimeoutError(f"{INVESTORS} investors, {product.system.turns() - answered} answers")
        await asyncio.sleep(0.1)
    seconds = time.perf_counter() - start
    return Stampede(product.upstreams.count() - before, allowed_requests(seconds), seconds)


def allowed_requests(seconds: float) -> int:
    """One; while prices move, one for each time that a price grows too old meanwhile."""
    moving = Session(load_trading_days()).is_moving(datetime.now(SHANGHAI))
    return 1 + int(seconds / MOVING.total_seconds()) if moving else 1


async def _ask(product: Product, sender: str) -> None:
    """The answer may come later: then the gateway says 202."""
    async with Connection(product.address) as connection:
        await connection.post("/api/chat", {"sender": sender, "text": QUESTION}, good=(200, 202))
