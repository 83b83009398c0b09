"""A storm over the whole system, from its start to the reading of the books."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import httpx
import psycopg

from tests.chaos.arrivals import beside, misplaced
from tests.chaos.balance import Imbalance, imbalances
from tests.chaos.books import Books, fates_of
from tests.chaos.crowd import Crowd, Investor
from tests.chaos.disk import Disk, small_disk
from tests.chaos.faults import Breaker, jumping
from tests.chaos.ledger import Ledger
from tests.chaos.outages import Town, town
from tests.chaos.people import KINDS
from tests.chaos.pulse import Pulse
from tests.chaos.remains import keep_logs, keep_notes, processes_in, traces_in
from tests.chaos.report import Report
from tests.chaos.schedule import Fault, plan
from tests.chaos.staff import Staff, hired
from tests.e2e.channels.conftest import dsn_of
from tests.e2e.system import System, run_system
from tests.e2e.upstreams import NOT_BEHIND_THEM, Upstreams, run_upstreams

QUIET_WITHIN = 180.0  # seconds after the last fault, on a machine that others use too
SERVED_WITHIN = 60.0
TOLD_EVERY = 10.0
DESK_WITHIN = 6.0  # a page of the desk does not wait longer for one answer, and asks again
NO_DISK = "full disk (no small file system can be mounted here)"
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Load:
    """How many investors write on each channel, how long each waits between two messages, in seconds, and how
    often a message asks for a person.
    """

    people: int = 40
    pause: tuple[float, float] = (4.0, 12.0)
    wishes: float = 0.005


@dataclass
class Storm:
    """What is in it, and what was seen."""

    system: System
    town: Town
    crowd: Crowd
    people: Sequence[Investor]
    staff: Staff
    breaker: Breaker
    pulse: Pulse
    ledger: Ledger
    tell: Tell
    done: Counter[str] = field(default_factory=Counter)
    wrong: list[Imbalance] = field(default_factory=list)

    async def blow(self, faults: Sequence[Fault], seconds: float) -> None:
        """Everybody writes while things break; then all is mended, and the last message of each is taken."""
        ended = asyncio.Event()
        writing = [asyncio.create_task(each.write(ended)) for each in self.people]
        beating = asyncio.create_task(self.pulse.beat())
        began = time.monotonic()
        async with asyncio.TaskGroup() as breaking:
            for fault in faults:
                await asyncio.sleep(max(0.0, began + fault.at - time.monotonic()))
                breaking.create_task(self._break(fault))
            await asyncio.sleep(max(0.0, began + seconds - time.monotonic()))
            ended.set()
        self.breaker.mend()
        beating.cancel()
        await self._ended(writing)

    async def _break(self, fault: Fault) -> None:
        undo = await self.breaker.break_it(fault)
        if undo is None:
            self.tell(f"{fault}: nothing there to break")
            return
        self.done[fault.name] += 1
        try:
            await asyncio.sleep(fault.seconds)
        finally:
            undo()
        await self.pulse.measure(fault)
        self.tell(f"{fault}: mended in {self.pulse.seconds[fault.name][-1]:.1f} s")

    async def _ended(self, writing: Sequence[asyncio.Task[None]]) -> None:
        _, late = await asyncio.wait(writing, timeout=SERVED_WITHIN)
        for task in late:
            self.wrong.append(Imbalance("a message was never taken", task.get_name()))
            task.cancel()
        for end in await asyncio.gather(*writing, return_exceptions=True):
            if isinstance(end, Exception):
                self.wrong.append(Imbalance("somebody who wrote broke", repr(end)))

    async def settle(self) -> None:
        """Until nothing is under way any more, or time is up."""
        self.staff.finish()
        began = told = time.monotonic()
        while still := await self._still():
            if time.monotonic() > told + TOLD_EVERY:
                told = time.monotonic()
                self.tell(f"still: {', '.join(still)}")
            if time.monotonic() > began + QUIET_WITHIN:
                self.wrong.append(Imbalance("it did not become quiet", ", ".join(still)))
                return
            await asyncio.sleep(0.3)

    async def _still(self) -> list[str]:
        """What is not done yet."""
        try:
            async with asyncio.timeout(10):
                under_way = await self.ledger.under_way()
                stored = await self.ledger.stored()
                health = (await self.crowd.phones.web.get("/health")).status_code
        except (psycopg.Error, httpx.TransportError, TimeoutError):  # it is on its way
            return ["not up"]
        found = [f"{count} {name}" for name, count in under_way.items()]
        found += [f"health {health}"] if health != 200 else []
        waiting = [each for each in self.crowd.accepted if each not in stored]
        found += [f"{len(waiting)} not stored"] if waiting else []
        brought = self.town.phones.telegram.platform.waiting
        return found + ([f"{len(brought)} updates not taken"] if brought else [])

    async def serve_again(self) -> None:
        """After all of it everybody is still served, and pictures can be kept."""
        await asyncio.gather(*(each.say("印花税多少") for each in self.people))
        body = {"sender": "picture", "text": "贵州茅台日K"}
        answer = await self.crowd.phones.web.post("/api/chat", json=body)
        if answer.status_code != 200 or not any(reply["image"] for reply in answer.json()["replies"]):
            self.wrong.append(Imbalance("it does not serve as before", f"a chart: {answer.status_code}"))

    async def balance(self, logs: Path | None) -> Books:
        """Read the books, and write down what is wrong with them; into the folder `logs` what was seen."""
        books = await self.ledger.read(self.crowd.accepted, self.crowd.unheard)
        screens = {(each.channel, each.user): await each.screen() for each in self.people}
        if logs:
            await asyncio.to_thread(keep_notes, logs, "seen", beside(books, screens))
        self.wrong += [*imbalances(books), *misplaced(books, screens), *await self.ledger.held_by_the_dead()]
        self.wrong += [Imbalance("an answer that must not be", each) for each in self.crowd.broken]
        self.wrong += [
            Imbalance("an answer of the desk that must not be", each) for each in self.staff.broken
        ]
        return books


@asynccontextmanager
async def _started(seed: int, load: Load, tell: Tell, disk: Disk | None, clock: Path) -> AsyncIterator[Storm]:
    """The product and all around it, well."""
    chance = Random(seed)  # noqa: S311 - repeatable
    async with AsyncExitStack() as stack:
        upstreams = stack.enter_context(run_upstreams())
        around = await stack.enter_async_context(town())
        system = await stack.enter_async_context(_running(_variables(around, upstreams, disk, clock)))
        around.phones.connect(system.url)
        ledger = Ledger(dsn_of(system))
        client = await stack.enter_async_context(httpx.AsyncClient(trust_env=False, timeout=DESK_WITHIN))
        staff = await hired(system.url, dsn_of(system), client, Random(seed))  # noqa: S311
        await stack.enter_async_context(staff.at_work())
        crowd = Crowd(around.phones, load.pause, load.wishes)
        yield Storm(
            system=system,
            town=around,
            crowd=crowd,
            people=[kind(crowd, number, seed) for kind in KINDS for number in range(load.people)],
            staff=staff,
            breaker=Breaker(system, ledger, upstreams, around.outages, disk, clock, chance),
            pulse=Pulse(crowd, ledger),
            ledger=ledger,
            tell=tell,
        )


@asynccontextmanager
async def _running(variables: Mapping[str, str]) -> AsyncIterator[System]:
    running = run_system(variables)
    system = await asyncio.to_thread(running.__enter__)
    try:
        yield system
    finally:
        await asyncio.to_thread(running.__exit__, None, None, None)


def _variables(around: Town, upstreams: Upstreams, disk: Disk | None, clock: Path) -> dict[str, str]:
    names = {"MEDIA_DIR": "media", "RECEIVED_DIR": "received"} if disk else {}
    return {
        "MARKET_MODE": "live",
        **upstreams.variables,
        **NOT_BEHIND_THEM,
        **around.phones.variables,
        **jumping(clock),
        **{variable: str(disk.folder / name) for variable, name in names.items() if disk},
    }


async def _lived_through(storm: Storm, faults: Sequence[Fault], seconds: float) -> float:
    """How many seconds after the last fault all was quiet."""
    await storm.blow(faults, seconds)
    over = time.monotonic()
    await storm.settle()
    quiet = time.monotonic() - over
    storm.tell(f"quiet after {quiet:.1f} s")
    await storm.serve_again()
    await storm.settle()
    return quiet


async def run(
    seed: int, minutes: float, tell: Tell, load: Load | None = None, logs: Path | None = None
) -> Report:
    """A storm from the product's start to its end; `logs` is a folder for its logs, if they are wanted."""
    with small_disk() as disk, TemporaryDirectory(prefix="wenpan-clock-") as folder:
        faults = plan(seed, minutes * 60, set() if disk else {"disk"})
        async with _started(seed, load or Load(), tell, disk, Path(folder) / "clock") as storm:
            quiet = await _lived_through(storm, faults, minutes * 60)
            books = await storm.balance(logs)
            place, traces = storm.system.folder, traces_in(storm.system.folder)
            if logs:
                keep_logs(place, logs)
    return Report(
        seed=seed,
        minutes=minutes,
        done=storm.done,
        seconds=storm.pulse.seconds,
        fates=fates_of(books),
        refused=len(storm.crowd.unheard),
        again=storm.crowd.again,
        settled_in=quiet,
        wrong=[*storm.wrong, *(Imbalance("a process is left", str(pid)) for pid in processes_in(place))],
        left_out=() if disk else (NO_DISK,),
        traces=traces,
    )
