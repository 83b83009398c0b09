"""`python -m tests.load.briefs`: what composing for many distinct watchlists costs, and walking subscribers.

Facts are the samples, so that no upstream is measured: what a live source takes comes on top, once a share.
"""

import asyncio
import random
import sys
from contextlib import suppress
from statistics import quantiles
from time import perf_counter

from actions.brief.briefing import Briefing
from actions.brief.roster import build_briefing
from actions.errors import NothingToTell
from actions.facts import FactWords
from actions.identify import Identifier
from actions.residue import Residue
from actions.sector.lines import SectorWords
from conversations.database import Database
from conversations.messages import Reply
from customers.briefs import KINDS
from gateway.running import empty_database
from market.market import Market
from market.names import Names
from market.sector_names import SectorNames
from market.sources.demo import load_samples
from tests.unit.market.given import Clock
from tests.unit.notices.subscribers import Sending, subscribe

LISTS = 500
INVESTORS = 100_000
AT_ONCE = 6


def watchlists(count: int = LISTS) -> list[tuple[str, ...]]:
    """Distinct lists of three to twelve securities, the same in each run."""
    chance, known = random.Random(7), sorted(load_samples())  # noqa: S311 - no secret
    lists: set[tuple[str, ...]] = set()
    while len(lists) < count:
        lists.add(tuple(chance.sample(known, chance.randint(3, 12))))
    return sorted(lists)


async def compose(briefing: Briefing, kind: str) -> tuple[list[float], float]:
    """Milliseconds of each composition, six at once as the job asks for them, and of all together."""
    places, took = asyncio.Semaphore(AT_ONCE), []

    async def one(refs: tuple[str, ...]) -> None:
        async with places:
            begun = perf_counter()
            with suppress(NothingToTell):  # few samples have bars to tell of a week
                await briefing.prepare(f"{kind}:{','.join(refs)}")
            took.append((perf_counter() - begun) * 1000)

    begun = perf_counter()
    await asyncio.gather(*(one(refs) for refs in watchlists()))
    return took, (perf_counter() - begun) * 1000


async def measure_composing() -> None:
    async with Market.open("demo") as market:
        names = Identifier(Names.load(), Residue.load())
        sectors = SectorNames(SectorWords.load().aliases)
        for kind in KINDS:
            took, together = await compose(build_briefing(market, names, FactWords.load(), sectors), kind)
            each, cuts = together / LISTS, quantiles(took, n=100)
            sys.stdout.write(
                f"{kind}: {LISTS} lists, {each:.2f} ms each, p50 {cuts[49]:.2f} ms, p99 {cuts[98]:.2f} ms\n"
            )


async def measure_walking(dsn: str) -> None:
    """Subscribers who watch one of eight lists, with a post and compositions that cost nothing."""
    subscribe(dsn, INVESTORS, "close")
    async with Database(dsn, connections=2) as database:
        sending = Sending(database, Clock("2026-11-27 15:10"))
        begun = perf_counter()
        await sending.look("close", "2026-11-27 15:10")
        took = perf_counter() - begun
    handed = len(sending.post.sent)
    assert all(isinstance(each.reply, Reply) for each in sending.post.sent.values())
    sys.stdout.write(f"walking: {handed} investors in {took:.1f} s, {handed / took:.0f} a second\n")


def main() -> None:
    asyncio.run(measure_composing())
    with empty_database() as dsn:
        asyncio.run(measure_walking(dsn))


if __name__ == "__main__":
    main()
