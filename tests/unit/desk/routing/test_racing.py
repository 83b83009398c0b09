"""Two who act at the same moment: one wins, the other is refused, and two routers are as one."""

import asyncio

from conversations.errors import TransitionError
from conversations.owners import accept, release
from tests.unit.desk.routing.reception import Desk


async def test_two_agents_who_accept_at_once_are_one_owner(desk: Desk) -> None:
    for name in ("wang", "li"):
        await desk.agent(name)
    number = await desk.queue("u1")
    await desk.router.once()
    epoch = (await desk.head(number)).epoch
    steps = [desk.conversations.move(number, accept(name, epoch=epoch)) for name in ("wang", "li")]
    results = await asyncio.gather(*steps, return_exceptions=True)
    assert [isinstance(result, TransitionError) for result in results].count(True) == 1
    await desk.router.once()
    assert (await desk.head(number)).owner == "human"


async def test_an_investor_who_goes_back_while_the_router_offers_them_is_the_bots(desk: Desk) -> None:
    """Whoever is second is refused: an assignment is never of somebody who has gone."""
    await desk.agent("wang", capacity=20)
    numbers = [await desk.queue(f"u{n}", 9 - n) for n in range(5)]
    epochs = {number: (await desk.head(number)).epoch for number in numbers}
    going = [
        desk.conversations.move(number, release(by="investor", reason="button", epoch=epochs[number]))
        for number in numbers
    ]
    results = (await asyncio.gather(desk.router.once(), *going, return_exceptions=True))[1:]
    for number, result in zip(numbers, results, strict=True):
        owner = (await desk.head(number)).owner
        assert owner == ("assigned" if isinstance(result, TransitionError) else "bot")


async def test_an_agent_who_accepts_while_their_time_runs_out_wins_or_loses_cleanly(desk: Desk) -> None:
    await desk.agent("wang")
    number = await desk.queue("u1")
    await desk.router.once()
    await desk.later(number, 31)
    epoch = (await desk.head(number)).epoch
    taken = desk.conversations.move(number, accept("wang", epoch=epoch))
    result = (await asyncio.gather(taken, desk.router.once(), return_exceptions=True))[0]
    owner = (await desk.head(number)).owner
    assert owner in ({"queued", "assigned"} if isinstance(result, TransitionError) else {"human"})


async def test_two_routers_at_once_offer_each_conversation_once(desk: Desk) -> None:
    for name in ("wang", "li"):
        await desk.agent(name, capacity=5)
    numbers = [await desk.queue(f"u{n}", 60 - n) for n in range(8)]
    second = desk.another_router()
    await asyncio.gather(*(router.once() for router in (desk.router, second) * 3))
    assert {owner for owner, _ in await desk.owners(*numbers)} == {"assigned"}
    steps = await desk.sql("select count(*)::int as n from transition where to_owner = 'assigned'")
    assert steps == [{"n": 8}]
    loads = await desk.sql("select count(*)::int as n from conversation group by agent order by 1")
    assert loads == [{"n": 4}, {"n": 4}]


async def test_a_router_takes_over_when_the_other_ones_gateway_is_gone(desk: Desk) -> None:
    number = await desk.queue("u1")
    await desk.agent("wang")
    second = desk.another_router()
    async with desk.conversations.database.transaction() as connection:
        await connection.execute("select pg_advisory_xact_lock(hashtextextended('desk:router', 0))")
        await second.once()
        assert await desk.owners(number) == [("queued", None)]
        assert second.counts.waiting is None
    await second.once()
    assert await desk.owners(number) == [("assigned", "wang")]
