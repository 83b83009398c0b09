"""How each fault is done to the running system, and undone."""

import contextlib
import os
import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

import libfaketime
import psycopg

from tests.chaos.disk import Disk
from tests.chaos.ledger import Ledger
from tests.chaos.outages import Outage
from tests.chaos.schedule import Fault
from tests.e2e.system import System, children_of
from tests.e2e.upstreams import Upstreams
from tests.fakes.upstreams.proxy import MODES

AS_IT_IS = "+0"
Undo = Callable[[], None]


@dataclass
class Breaker:
    """Everything that can break. `break_it` gives what undoes it; None where nothing was there."""

    system: System
    ledger: Ledger
    upstreams: Upstreams
    outages: Mapping[str, Outage]
    disk: Disk | None
    clock: Path
    chance: Random

    async def break_it(self, fault: Fault) -> Undo | None:
        if fault.kind == "stop":
            return self._stop(fault.target)
        if fault.kind in ("kill", "restart"):
            pid = await self._backend() if fault.target == "backend" else self._pid(fault.target)
            number = signal.SIGKILL if fault.kind == "kill" else signal.SIGINT
            return _nothing if _sent(pid, number) else None
        return self._spoil(fault)

    def mend(self) -> None:
        """Whatever was left broken."""
        for outage in self.outages.values():
            outage.end()
        self.upstreams.mend()
        self._set_right()
        if self.disk:
            self.disk.empty()

    def _spoil(self, fault: Fault) -> Undo | None:
        """What stands around the product."""
        match fault.kind, self.disk:
            case "outage", _:
                self.outages[fault.target].begin(fault.how)
                return self.outages[fault.target].end
            case "upstreams", _:
                [mode] = [mode for mode in MODES if mode == fault.how]
                self.upstreams.spoil_all(mode)
                return self.upstreams.mend
            case "clock", _:
                self.clock.write_text(fault.how)
                return self._set_right
            case "disk", Disk() as disk:
                disk.fill()
                return disk.empty
        return None

    def _pid(self, name: str) -> int | None:
        return self.system.pids().get(name)

    async def _backend(self) -> int | None:
        """A process of the server that serves the product."""
        try:
            return self.chance.choice(await self.ledger.backends() or [None])
        except psycopg.Error:  # the server is away just now
            return None

    def _stop(self, name: str) -> Undo | None:
        """The program and all it has started, from the first to the last: so nothing new is started."""
        pid = self._pid(name)
        if pid is None or not _sent(pid, signal.SIGSTOP):
            return None
        stopped = [pid, *(child for child in children_of(pid) if _sent(child, signal.SIGSTOP))]

        def go_on() -> None:
            for each in stopped:
                _sent(each, signal.SIGCONT)

        return go_on

    def _set_right(self) -> None:
        self.clock.write_text(AS_IT_IS)


def jumping(clock: Path) -> dict[str, str]:
    """What makes a program and all it starts believe the file `clock`, looked at once a second. How long it
    waits for something stays true, and the times of files are the disk's.
    """
    clock.write_text(AS_IT_IS)
    _, preloaded = libfaketime.get_reload_information()  # type: ignore[no-untyped-call]  # it has no types
    del preloaded["FAKETIME_NO_CACHE"]
    return {
        **preloaded,
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_CACHE_DURATION": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "NO_FAKE_STAT": "1",
    }


def _sent(pid: int | None, number: signal.Signals) -> bool:
    """Whether there was a process to hear it."""
    if pid is None:
        return False
    with contextlib.suppress(ProcessLookupError):  # it is gone already
        os.kill(pid, number)
        return True
    return False


def _nothing() -> None:
    """It mends by itself."""
