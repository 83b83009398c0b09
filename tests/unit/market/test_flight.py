"""What is asked together is fetched once, and nobody's patience costs another's answer."""

import asyncio
from collections.abc import Mapping

import pytest

from market.flight import Flight, Found
from market.quote import QuoteMissing
from market.securities import Security
from tests.unit.market.given import security

MOUTAI, PINGAN = security("SH600519"), security("SZ000001")


class Fetcher:
    """Writes down every batch; answers when it is let."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.began = asyncio.Event()
        self.let = asyncio.Event()
        self.let.set()

    async def __call__(self, securities: list[Security]) -> Mapping[str, Found]:
        self.batches.append([s.ref for s in securities])
        self.began.set()
        await self.let.wait()
        return {s.ref: QuoteMissing(s, "no_data") for s in securities}


async def test_a_thousand_askers_of_one_share_are_one_request() -> None:
    fetcher = Fetcher()
    flight = Flight(fetcher)
    answers = await asyncio.gather(*(flight.bring([MOUTAI]) for _ in range(1000)))
    assert fetcher.batches == [["SH600519"]]
    assert all(answer == {"SH600519": QuoteMissing(MOUTAI, "no_data")} for answer in answers)


async def test_what_arrives_together_travels_together() -> None:
    fetcher = Fetcher()
    flight = Flight(fetcher)
    await asyncio.gather(flight.bring([MOUTAI]), flight.bring([PINGAN]), flight.bring([MOUTAI, PINGAN]))
    assert fetcher.batches == [["SH600519", "SZ000001"]]


async def test_what_arrives_on_the_way_waits_for_the_same_answer() -> None:
    fetcher = Fetcher()
    fetcher.let.clear()
    flight = Flight(fetcher, window=0)
    first = asyncio.create_task(flight.bring([MOUTAI]))
    await fetcher.began.wait()
    second = asyncio.create_task(flight.bring([MOUTAI]))
    await asyncio.sleep(0)
    fetcher.let.set()
    assert await first == await second
    assert fetcher.batches == [["SH600519"]]


async def test_a_long_list_is_cut_into_batches_of_sixty() -> None:
    fetcher = Fetcher()
    flight = Flight(fetcher)
    await flight.bring(security(f"SH{600000 + n}") for n in range(150))
    assert [len(batch) for batch in fetcher.batches] == [60, 60, 30]


async def test_an_asker_who_gives_up_leaves_the_others_answer_alone() -> None:
    fetcher = Fetcher()
    fetcher.let.clear()
    flight = Flight(fetcher, window=0)
    impatient = asyncio.create_task(flight.bring([MOUTAI]))
    patient = asyncio.create_task(flight.bring([MOUTAI]))
    await fetcher.began.wait()
    impatient.cancel()
    fetcher.let.set()
    assert (await patient)["SH600519"].security == MOUTAI
    with pytest.raises(asyncio.CancelledError):
        await impatient


async def test_a_fetch_that_breaks_leaves_nobody_waiting() -> None:
    async def broken(_: list[Security]) -> Mapping[str, Found]:
        raise RuntimeError("a fault of ours")

    reported: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: reported.append(context["exception"]))
    flight = Flight(broken)
    assert await flight.bring([MOUTAI]) == {"SH600519": QuoteMissing(MOUTAI, "source_down")}
    await flight.aclose()
    assert [str(error) for error in reported] == ["a fault of ours"]


async def test_closing_lets_go_of_what_is_under_way() -> None:
    fetcher = Fetcher()
    fetcher.let.clear()
    flight = Flight(fetcher, window=0)
    waiting = asyncio.create_task(flight.bring([MOUTAI]))
    await fetcher.began.wait()
    await flight.aclose()
    assert await waiting == {"SH600519": QuoteMissing(MOUTAI, "source_down")}


async def test_nothing_asked_is_nothing_fetched() -> None:
    fetcher = Fetcher()
    assert await Flight(fetcher).bring([]) == {}
    assert fetcher.batches == []
