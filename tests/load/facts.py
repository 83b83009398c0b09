"""What facts cost: a cached one beside a quote, and a cold report beside all that it asks its sources."""

import json
import statistics
import time
from dataclasses import dataclass

from tests.e2e.system import wait_for
from tests.load.connection import Connection, UnexpectedAnswer
from tests.load.generator import Senders
from tests.load.product import Product

FACT, HEARD = "平安银行是做什么的", "平安银行 000001"
TURNS = 100
COLD = "帮我分析下中国平安"
PARTS = ("【价格走势】", "【估值】", "【财务】", "【资金】", "【日程】", "【风险】")
SLOWNESS = 1.0
REPORTED_WITHIN = 120.0


@dataclass(frozen=True)
class CachedFact:
    """Milliseconds of the median turn that asks for a fact known already, and of one for a quote."""

    fact: float
    quote: float

    @property
    def more(self) -> float:
        return self.fact - self.quote


@dataclass(frozen=True)
class ColdReport:
    """Seconds from the promise to the message, and those that all requests to sources took together."""

    seconds: float
    in_turn: float

    @property
    def share(self) -> float:
        return self.seconds / self.in_turn


async def measure_cached_fact(product: Product) -> CachedFact:
    """Both questions in turns, so that other work of the machine slows them alike."""
    facts: list[float] = []
    quotes: list[float] = []
    senders = Senders()
    async with Connection(product.address) as connection:
        await _ask_fact(connection, "warm-up")
        while len(facts) < TURNS:
            for sender in senders.conversation():
                start = time.perf_counter()
                await _ask_fact(connection, f"{sender}-fact")
                between = time.perf_counter()
                await product.ask(connection, f"{sender}-quote")
                facts.append((between - start) * 1000)
                quotes.append((time.perf_counter() - between) * 1000)
    return CachedFact(statistics.median(facts), statistics.median(quotes))


async def _ask_fact(connection: Connection, sender: str) -> None:
    answer = await connection.post("/api/chat", {"sender": sender, "text": FACT})
    if not answer["replies"] or HEARD not in answer["replies"][0]["text"]:
        raise UnexpectedAnswer(200, json.dumps(answer, ensure_ascii=False).encode())


def measure_cold_report(product: Product) -> ColdReport:
    """A share nobody has asked for yet, and sources that take `SLOWNESS` seconds each."""
    system, upstreams, sender = product.system, product.upstreams, "report"
    upstreams.slow_down(SLOWNESS)
    try:
        seen, before = system.say(sender, COLD)["seq"], upstreams.count()
        start = time.perf_counter()
        wait_for(lambda: bool(system.messages(sender, after=seen)), REPORTED_WITHIN, "no report came")
        seconds = time.perf_counter() - start
    finally:
        upstreams.mend()
    [message] = system.messages(sender, after=seen)
    if not all(part in message["text"] for part in PARTS):
        raise UnexpectedAnswer(200, message["text"].encode())
    return ColdReport(seconds, (upstreams.count() - before) * SLOWNESS)
