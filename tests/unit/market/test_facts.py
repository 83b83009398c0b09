"""Facts of any kind: asked once, kept for their time, from the first source that can say."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from market.errors import SourceBusy, SourceChanged, SourceFailed, SourceUnavailable
from market.fact import Allowance, Fact, Gap, Kind
from market.facts import Facts, known
from market.houses import Houses
from tests.unit.market.given import Clock, Stopwatch, moment

NUMBER = Kind[str, int]("number", ttl=timedelta(minutes=1), allowance=Allowance(source=0.2, total=0.5))
NOW = "2026-11-23 10:00:00"
DOWN = SourceUnavailable("x", "no")


@dataclass
class Scripted:
    """A source that answers, fails or hangs as it is told, and counts what it is asked."""

    name: str
    says: int | SourceFailed | None = None
    knows: str = "ab"
    hangs: bool = False
    kind: Kind[str, int] = NUMBER
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.host = f"{self.name}.example"

    def covers(self, key: str) -> bool:
        return key in self.knows

    async def fetch(self, key: str) -> Fact[int] | None:
        self.asked.append(key)
        await asyncio.sleep(60 if self.hangs else 0)
        if isinstance(self.says, SourceFailed):
            raise self.says
        return None if self.says is None else Fact(self.says, moment(NOW), self.name)


class World:
    """Facts of scripted sources, with clocks that are moved by hand."""

    def __init__(self, *sources: Scripted, size: int = 100) -> None:
        self.watch = Stopwatch()
        self.houses = Houses(Clock(NOW), self.watch)
        self.facts = Facts(sources, self.houses, self.watch, size)

    async def ask(self, key: str = "a") -> int | str:
        found = await self.facts.get(NUMBER, key)
        return found.value if isinstance(found, Fact) else found.reason


async def test_the_first_source_answers_and_the_second_is_left_alone() -> None:
    first, second = Scripted("first", 1), Scripted("second", 2)
    assert await World(first, second).ask() == 1
    assert second.asked == []


@pytest.mark.parametrize("failure", [DOWN, SourceChanged("x", ("a",)), SourceBusy("x")])
async def test_where_one_fails_the_next_is_asked(failure: SourceFailed) -> None:
    assert await World(Scripted("first", failure), Scripted("second", 2)).ask() == 2


async def test_a_source_that_hangs_is_given_up_and_the_next_is_asked() -> None:
    world = World(Scripted("first", 1, hangs=True), Scripted("second", 2))
    assert await world.ask() == 2
    assert world.houses.of("first", "first.example").failures == {"SourceTimeout": 1}


async def test_a_thousand_askers_are_one_question() -> None:
    first = Scripted("first", 1)
    world = World(first)
    assert await asyncio.gather(*(world.ask() for _ in range(1000))) == [1] * 1000
    assert first.asked == ["a"]


async def test_an_answer_stands_for_its_time_and_is_then_asked_for_anew() -> None:
    first = Scripted("first", 1)
    world = World(first)
    await world.ask()
    world.watch.seconds += 59
    await world.ask()
    assert len(first.asked) == 1
    world.watch.seconds += 2
    first.says = 2
    assert await world.ask() == 2


async def test_when_all_fail_the_last_known_is_told_as_stale() -> None:
    first = Scripted("first", 1)
    world = World(first)
    await world.ask()
    world.watch.seconds += 61
    first.says = DOWN
    found = await world.facts.get(NUMBER, "a")
    assert isinstance(found, Gap)
    assert found.reason == "source_down"
    stale = known(found)
    assert stale is not None
    assert (stale.value, stale.stale) == (1, True)
    world.watch.seconds += 16
    assert known(await world.facts.get(NUMBER, "a")) == stale


async def test_an_outage_is_not_hammered() -> None:
    first = Scripted("first", DOWN)
    world = World(first)
    for _ in range(20):
        assert await world.ask() == "source_down"
    assert len(first.asked) == 1


async def test_nobody_knows_is_something_else_than_nothing_there() -> None:
    world = World(Scripted("first", None, knows="a"))
    assert await world.ask("a") == "no_data"
    assert await world.ask("z") == "not_covered"


async def test_what_one_could_not_say_is_not_denied_by_another() -> None:
    """A source that fails may know what the next has never heard of."""
    assert await World(Scripted("first", DOWN), Scripted("second", None)).ask() == "source_down"


async def test_an_open_breaker_lets_nobody_through_until_it_has_rested() -> None:
    first, second = Scripted("first", DOWN), Scripted("second", 2)
    world = World(first, second)
    for key in "abababab":
        world.watch.seconds += 61
        assert await world.ask(key) == 2
    assert len(first.asked) == 3 + 1


async def test_whoever_waits_too_long_is_told_so_and_the_answer_still_comes() -> None:
    slow = Kind[str, int]("number", ttl=timedelta(minutes=1), allowance=Allowance(source=5, total=0.01))
    release = asyncio.Event()

    class Slow(Scripted):
        async def fetch(self, key: str) -> Fact[int] | None:
            await release.wait()
            return await super().fetch(key)

    world = World(Slow("first", 1))
    assert isinstance(await world.facts.get(slow, "a"), Gap)
    release.set()
    await asyncio.sleep(0.01)
    assert await world.ask() == 1


async def test_the_cache_forgets_what_nobody_asks_for() -> None:
    first = Scripted("first", 1, knows="abcdef")
    world = World(first, size=2)
    for key in "abca":
        await world.ask(key)
    assert first.asked == ["a", "b", "c", "a"]


async def test_a_heavy_answer_takes_the_room_of_several() -> None:
    heavy = Scripted("heavy", 1, knows="abcdef", kind=replace(NUMBER, name="heavy", weight=2))
    light = Scripted("light", 1, knows="abcdef")
    world = World(heavy, light, size=4)
    for key in "ab":
        await world.facts.get(heavy.kind, key)
    await world.ask("c")
    for key in "ba":
        await world.facts.get(heavy.kind, key)
    assert heavy.asked == ["a", "b", "a"]


async def test_hosts_behind_one_wall_share_their_turns_and_others_do_not() -> None:
    houses = Houses(Clock(NOW), Stopwatch())
    assert houses.pace("push2.eastmoney.com") is houses.pace("push2his.eastmoney.com")
    assert houses.pace("push2.eastmoney.com") is not houses.pace("datacenter-web.eastmoney.com")
    assert houses.of("新浪财经", "hq.sinajs.cn").pace is None
