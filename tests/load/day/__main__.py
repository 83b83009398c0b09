"""`make load`: ten minutes of the opening peak before the whole system, then the highest rate it holds.

2,000,000 turns a day are 23 a second, 53 in the peak. Everything runs on this machine: the system, both
platforms, recorded upstreams, agents and callers. In the middle a share is delisted and everybody is told.
"""

import argparse
import asyncio
import statistics
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from tests.e2e.channels.conftest import dsn_of
from tests.e2e.system import System, run_system
from tests.e2e.upstreams import NOT_BEHIND_THEM, run_upstreams
from tests.load.campaign import running_platform
from tests.load.connection import Address
from tests.load.day.agents import serving
from tests.load.day.books import Account, audit
from tests.load.day.callers import PHONE, Callers
from tests.load.day.delisting import tell_everybody
from tests.load.day.talk import day
from tests.load.day.watching import Usage, watched
from tests.load.report import Row, draw_table, save
from tests.load.stock import CACHE
from tests.load.webhooks import SECRET

PEAK = 53.0  # turns a second
MINUTES = 10.0
WARMING = 15.0  # seconds until models, caches and connections are warm
RATES = (70.0, 85.0, 100.0, 110.0, 120.0, 130.0, 150.0)
SETTLED_WITHIN = 60.0
BROKEN = 10  # of which it is said what is wrong
HELD = 1.0  # seconds of the 95th percentile up to which a rate counts as held


@dataclass(frozen=True)
class Peak:
    """Seconds of each answered turn; turns that were refused or never answered."""

    seconds: list[float]
    rate: float
    refused: int
    lost: int
    usage: Usage

    def percentile(self, percent: int) -> float:
        """Milliseconds."""
        return statistics.quantiles(self.seconds, n=100)[percent - 1] * 1000

    @property
    def held(self) -> bool:
        return not self.lost and not self.refused and self.percentile(95) <= HELD * 1000


async def measure(
    system: System, platforms: Address, peak_rate: float, minutes: float, rates: Sequence[float]
) -> list[Row]:
    gateway, dsn = Address("127.0.0.1", system.port), dsn_of(system)
    callers = Callers(gateway, platforms)
    async with serving(dsn, gateway), callers.listening():
        await talk(system, callers, 20.0, WARMING, seed=9)
        told = asyncio.create_task(tell_everybody(dsn, minutes * 60 / 2))
        peak = await talk(system, callers, peak_rate, minutes * 60, seed=1)
        informed = await told
        books = await audit(dsn, callers.accepted, callers.notes)
        held = 0.0
        for number, rate in enumerate(rates, 2):
            seen = await talk(system, callers, rate, 60.0, seed=number)
            sys.stderr.write(f"{rate:g}/s: {_line(seen)}\n")
            if not seen.held:
                break
            held = seen.rate
        at_last = await audit(dsn, callers.accepted, callers.notes)
    sys.stderr.writelines(f"{each}\n" for each in at_last.broken[:BROKEN])
    return rows_of(peak, books, held, at_last, informed)


async def talk(system: System, callers: Callers, rate: float, seconds: float, seed: int) -> Peak:
    """One stretch at one rate."""
    first = len(callers.turns)
    async with watched(system) as usage:
        await callers.say_all(day(rate, seconds, seed))
        await callers.settle(SETTLED_WITHIN)
    turns = callers.turns[first:]
    took = [turn.seconds for turn in turns if turn.seconds is not None]
    refused = sum(turn.refused is not None for turn in turns)
    return Peak(took, len(took) / seconds, refused, len(turns) - len(took) - refused, usage)


def rows_of(peak: Peak, books: Account, held: float, at_last: Account, informed: int) -> list[Row]:
    """The table of a run."""
    turns = len(peak.seconds)
    return [
        Row("turns of the peak", "", turns),
        Row("turns a second", "", peak.rate),
        *(
            Row(f"from call to send, p{each}", "ms", peak.percentile(each), goal=_goal(each))
            for each in (50, 95, 99)
        ),
        Row("refused", "", peak.refused, goal=("=", 0)),
        Row("lost", "", peak.lost + books.missing, goal=("=", 0)),
        Row("rules of the books broken", "", len(books.broken), goal=("=", 0)),
        Row("outcome unknown", "", books.unknown, goal=("=", 0)),
        Row("duplicated", "", books.duplicated, goal=("=", 0)),
        Row("out of order", "", books.disordered, goal=("=", 0)),
        Row("told of the delisting in the middle", "", informed),
        *(
            Row(f"CPU a turn: {name}", "ms", used * 1000 / turns)
            for name, used in sorted(peak.usage.cpu.items())
        ),
        *(
            Row(_memory(name, peak.usage), "MB", readings[-1], ratio=peak.usage.grown(name), goal=("≤", 1.2))
            for name, readings in sorted(peak.usage.memory.items())
        ),
        Row("highest rate held for a minute", "/s", held, goal=("≥", 100)),
        Row("lost, doubled or out of order at any rate", "", at_last.faults, goal=("=", 0)),
    ]


def _goal(percent: int) -> tuple[str, float] | None:
    return ("≤", 300) if percent == 95 else None


def _memory(name: str, usage: Usage) -> str:
    return f"memory: {name}, from {', '.join(f'{each:.0f}' for each in usage.over_time(name)[:-1])} MB to"


def _line(seen: Peak) -> str:
    took = ", ".join(f"p{each} {seen.percentile(each):.0f} ms" for each in (50, 95, 99))
    used = ", ".join(
        f"{name} {cpu * 1000 / len(seen.seconds):.1f} ms" for name, cpu in seen.usage.cpu.items()
    )
    return f"{seen.rate:.1f} answered, {took}, refused {seen.refused}, lost {seen.lost}; CPU a turn: {used}"


@contextmanager
def everything() -> Iterator[tuple[System, Address]]:
    """The system with both platforms, before recorded upstreams."""
    with run_upstreams() as upstreams, running_platform("-m", "tests.load.day.platforms") as base:
        account = PHONE.platform.account
        variables = {
            **upstreams.variables,
            **NOT_BEHIND_THEM,
            "MARKET_MODE": "live",
            "TELEGRAM_BOT_TOKEN": "1:load",
            "TELEGRAM_SECRET_TOKEN": SECRET,
            "TELEGRAM_API_BASE": base,
            "WECHAT_APP_ID": account.app_id,
            "WECHAT_APP_SECRET": account.app_secret,
            "WECHAT_TOKEN": account.token,
            "WECHAT_AES_KEY": account.aes_key,
            "WECHAT_API_BASE": base,
        }
        with run_system(variables) as system:
            yield system, Address("127.0.0.1", int(base.rpartition(":")[2]))


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m tests.load.day", description=__doc__)
    options.add_argument("--peak", type=float, default=PEAK, help="turns a second")
    options.add_argument("--minutes", type=float, default=MINUTES, help="of the peak")
    options.add_argument("--rates", type=float, nargs="*", default=RATES, help="tried for a minute each")
    chosen = options.parse_args()
    with everything() as (system, platforms):
        rows = asyncio.run(measure(system, platforms, chosen.peak, chosen.minutes, chosen.rates))
    save(rows, CACHE / "load.json")
    sys.stdout.write(draw_table(rows) + "\n")
    return int(any(row.met is False for row in rows))


if __name__ == "__main__":
    sys.exit(main())
