"""The order of the sources, their breakers, and the one budget of time."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import pytest

from market.chain import Allowance, Chain
from market.errors import SourceBusy, SourceChanged, SourceFailed, SourceUnavailable
from market.houses import Houses
from market.quote import Quote, QuoteMissing
from market.securities import Security
from market.session import Session
from market.sources.row import Answer, Row
from tests.unit.market.given import Clock, Stopwatch, moment, security

MOUTAI, PINGAN = security("SH600519"), security("SZ000001")


def row(ref: str, volume: int = 100) -> Row:
    price = Decimal("10.00")
    return Row(
        ref=ref,
        name="",
        as_of=moment("2026-11-23 10:00:00"),
        last=price,
        previous_close=price,
        open=price,
        high=price,
        low=price,
        volume=volume,
        amount=price * 100,
    )


@dataclass
class Scripted:
    """A source that does what it is told, and writes down what it was asked."""

    name: str
    answer: Answer | SourceFailed = field(default_factory=Answer)
    host: str = ""
    batch: int = 60
    hangs: bool = False
    asked: list[list[str]] = field(default_factory=list)
    hanging: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.host = self.host or f"{self.name}.example"

    def serves(self, security: Security) -> bool:
        return security.kind == "stock"

    async def fetch(self, securities: Sequence[Security]) -> Answer:
        self.asked.append([s.ref for s in securities])
        if self.hangs:
            self.hanging.set()
            await asyncio.sleep(60)
        if isinstance(self.answer, SourceFailed):
            raise self.answer
        return self.answer


class World:
    """A chain of scripted sources with its clocks."""

    def __init__(self, session: Session, *sources: Scripted, allowance: Allowance | None = None) -> None:
        self.watch = Stopwatch()
        clock = Clock("2026-11-23 10:00:01")
        self.houses = Houses(clock, self.watch)
        self.chain = Chain(sources, session, clock, self.watch, allowance, self.houses)

    async def find(self, *securities: Security) -> dict[str, str]:
        """By ref: who answered, or why nobody did."""
        found = await self.chain.find(securities)
        return {r: q.source if isinstance(q, Quote) else q.reason for r, q in found.items()}


BOTH = Answer((row("SH600519"), row("SZ000001")))
DOWN = SourceUnavailable("first", "no")


async def test_the_first_source_is_enough(session: Session) -> None:
    first, second = Scripted("first", BOTH), Scripted("second", BOTH)
    assert await World(session, first, second).find(MOUTAI) == {"SH600519": "first"}
    assert second.asked == []


async def test_what_one_source_lacks_the_next_is_asked_for(session: Session) -> None:
    first, second = Scripted("first", Answer((row("SH600519"),))), Scripted("second", BOTH)
    world = World(session, first, second)
    assert await world.find(MOUTAI, PINGAN) == {"SH600519": "first", "SZ000001": "second"}
    assert second.asked == [["SZ000001"]]


async def test_a_source_that_lies_about_units_is_passed_over(session: Session) -> None:
    first = Scripted("first", Answer((row("SH600519", volume=10_000),)))
    assert await World(session, first, Scripted("second", BOTH)).find(MOUTAI) == {"SH600519": "second"}


async def test_a_source_that_hangs_gets_its_time_and_no_more(session: Session) -> None:
    first, second = Scripted("first", hangs=True), Scripted("second", BOTH)
    world = World(session, first, second, allowance=Allowance(source=0.02))
    assert await world.find(MOUTAI) == {"SH600519": "second"}


async def test_when_the_budget_is_spent_nobody_else_is_asked(session: Session) -> None:
    first, second = Scripted("first", BOTH), Scripted("second", BOTH)
    world = World(session, first, second, allowance=Allowance(total=0))
    assert await world.find(MOUTAI) == {"SH600519": "source_down"}
    assert first.asked == second.asked == []


async def test_what_every_source_denies_does_not_exist(session: Session) -> None:
    world = World(session, Scripted("first"), Scripted("second"))
    assert await world.find(MOUTAI) == {"SH600519": "no_data"}


async def test_what_one_denies_while_another_is_down_is_not_known(session: Session) -> None:
    world = World(session, Scripted("first", DOWN), Scripted("second"))
    assert await world.find(MOUTAI) == {"SH600519": "source_down"}


async def test_what_two_deny_a_third_is_not_troubled_with(session: Session) -> None:
    third = Scripted("third", BOTH)
    world = World(session, Scripted("first"), Scripted("second"), third)
    assert await world.find(MOUTAI) == {"SH600519": "no_data"}
    assert third.asked == []


async def test_a_source_is_asked_only_for_what_it_serves_and_can_carry(session: Session) -> None:
    small, second = Scripted("small", BOTH, batch=1), Scripted("second", BOTH)
    index = security("SH000001", "index")
    world = World(session, small, second)
    found = await world.find(MOUTAI, PINGAN, index)
    assert found == {"SH600519": "small", "SZ000001": "second", "SH000001": "source_down"}
    assert (small.asked, second.asked) == ([["SH600519"]], [["SZ000001"]])


async def test_after_three_failures_a_source_is_left_alone_and_then_probed(session: Session) -> None:
    first, second = Scripted("first", DOWN), Scripted("second", BOTH)
    world = World(session, first, second)
    for _ in range(5):
        await world.find(MOUTAI)
    assert len(first.asked) == 3
    first.answer = BOTH
    world.watch.seconds += 300
    assert await world.find(MOUTAI) == {"SH600519": "first"}
    assert not world.houses.of("first", "first.example").breaker.is_open


async def test_when_all_are_down_one_is_tried_again_soon(session: Session) -> None:
    first, second = Scripted("first", DOWN), Scripted("second", DOWN)
    world = World(session, first, second)
    for _ in range(3):
        assert await world.find(MOUTAI) == {"SH600519": "source_down"}
    assert len(second.asked) == 3
    second.answer = BOTH
    world.watch.seconds += 5
    assert await world.find(MOUTAI) == {"SH600519": "second"}


async def test_our_own_haste_is_not_the_sources_fault(session: Session) -> None:
    busy = Scripted("busy", SourceBusy("busy"), host="push2.eastmoney.com")
    world = World(session, busy)
    for _ in range(3):
        assert await world.find(MOUTAI) == {"SH600519": "source_down"}
    assert len(busy.asked) == 3


async def test_a_source_with_some_bad_rows_stays_in_use(session: Session) -> None:
    mixed = Scripted("mixed", Answer((row("SH600519"),), {"SZ000001": "number"}))
    world = World(session, mixed)
    for _ in range(5):
        assert await world.find(MOUTAI, PINGAN) == {"SH600519": "mixed", "SZ000001": "source_down"}


async def test_a_source_of_which_nothing_is_believed_is_left_alone(session: Session) -> None:
    lying = Scripted("lying", Answer((row("SH600519", volume=10_000),)))
    world = World(session, lying, Scripted("second", BOTH))
    for _ in range(5):
        assert await world.find(MOUTAI) == {"SH600519": "second"}
    assert len(lying.asked) == 3


async def test_an_outage_is_logged_once_and_its_end_once(
    session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    first = Scripted("first", SourceChanged("first", ("f17",)))
    world = World(session, first, Scripted("second", BOTH))
    with caplog.at_level(logging.INFO, "market"):
        await world.find(MOUTAI)
        await world.find(MOUTAI)
        first.answer = BOTH
        await world.find(MOUTAI)
        await world.find(MOUTAI)
    assert [record.levelname for record in caplog.records] == ["ERROR", "INFO"]
    assert "f17" in caplog.text


async def test_a_kind_of_doubt_is_logged_once(session: Session, caplog: pytest.LogCaptureFixture) -> None:
    lying = Scripted("lying", Answer((row("SH600519", volume=10_000),)))
    world = World(session, lying)
    with caplog.at_level(logging.INFO, "market"):
        await world.find(MOUTAI)
        await world.find(MOUTAI)
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert "units" in caplog.text


async def test_a_call_that_is_cancelled_frees_the_probe(session: Session) -> None:
    first = Scripted("first", DOWN)
    world = World(session, first)
    for _ in range(3):
        await world.find(MOUTAI)
    world.watch.seconds += 300
    first.hangs = True
    probe = asyncio.create_task(world.find(MOUTAI))
    await first.hanging.wait()
    probe.cancel()
    with pytest.raises(asyncio.CancelledError):
        await probe
    first.hangs, first.answer = False, BOTH
    assert await world.find(MOUTAI) == {"SH600519": "first"}


async def test_a_missing_quote_names_its_security(session: Session) -> None:
    found = await World(session, Scripted("first")).chain.find([MOUTAI])
    assert found == {"SH600519": QuoteMissing(MOUTAI, "no_data")}
