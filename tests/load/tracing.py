"""`python -m tests.load.tracing`: what traces cost the gateway, off and on, as parts of a turn's CPU time.

A turn is that of the gateway's process over a real PostgreSQL, with stand-ins for Rasa and the collector in
the same process, whose time is counted too. On and off take turns, since the machine does other work besides.
"""

import asyncio
import statistics
import sys
import time

from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import BatchSpanProcessor

from conversations import Brain, Conversations, Inbound
from gateway.running import empty_database
from telemetry import spans
from telemetry.exporting import Tracing
from tests.fakes.brain import TOKEN, FakeBrain
from tests.fakes.collector import run_collector

TURNS, ROUNDS, CALLS = 150, 7, 100_000


class Counting(BatchSpanProcessor):
    """Sends as ever, and counts."""

    ended = 0

    def on_end(self, span: ReadableSpan) -> None:
        self.ended += 1
        super().on_end(span)


def silent_call() -> float:
    """Seconds of a span where traces are off: the quickest of some rounds."""
    rounds = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for _ in range(CALLS):
            with spans.span("turn", channel="web", message_kind="text", conversation="x") as span:
                span.tell(outcome="bot", topic="QUO01")
        rounds.append((time.process_time() - began) / CALLS)
    return min(rounds)


async def cpu_of_a_turn(conversations: Conversations, number: int) -> float:
    began = time.process_time()
    for each in range(TURNS):
        with spans.span("request", "server", ""):
            await conversations.answer(
                Inbound("web", f"u{number}-{each % 20}", f"m{number}-{each}", text="你好")
            )
    return (time.process_time() - began) / TURNS


async def compare(dsn: str, processor: Counting) -> tuple[float, float]:
    """CPU seconds of a turn with traces off and on, medians of rounds taken in turns."""
    off: list[float] = []
    on: list[float] = []
    async with FakeBrain() as fake, Brain(fake.url, TOKEN) as brain:
        conversations = await Conversations.open(dsn, brain)
        await cpu_of_a_turn(conversations, 0)
        for number in range(1, 2 * ROUNDS + 1):
            spans.use(Tracing("wenpan-gateway", processor) if number % 2 else None)
            (on if number % 2 else off).append(await cpu_of_a_turn(conversations, number))
        spans.use(None)
        await conversations.close()
    return statistics.median(off), statistics.median(on)


def main() -> None:
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

    with empty_database() as dsn, run_collector() as collector:
        processor = Counting(OTLPSpanExporter(endpoint=f"{collector.url}/v1/traces"))
        off, on = asyncio.run(compare(dsn, processor))
        processor.shutdown()  # type: ignore[no-untyped-call]  # the library's
    silent = silent_call()
    a_turn = processor.ended / TURNS / ROUNDS
    lines = (
        f"a turn of the gateway, traces off: {off * 1e3:.2f} ms of CPU",
        f"a span that nobody keeps: {silent * 1e9:.0f} ns",
        f"the {a_turn:.0f} of a turn: {a_turn * silent / off:.4%} of it",
        f"traces on, sent to a collector: {on / off:.2f} times the CPU",
    )
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
