"""A decision that is corrected twice and then taken back: whoever was told anything of it hears so, once.

The decision is real; titles of revocations and corrections are made up.
"""

from collections import Counter

import pytest

from customers.standing import Standing
from notices.jobs import Jobs
from tests.unit.notices.clientele import Clientele
from tests.unit.notices.conftest import Opening
from tests.unit.notices.decided import CORRECTED, DECIDED, DECISION, NEWER, REF, REVOKED, events
from tests.unit.notices.office import office
from tests.unit.notices.phones import Phones
from tests.unit.notices.promises import QUICK
from tests.unit.notices.watching import announced, at
from tests.unit.notices.world import World

SET_RIGHT = announced("2025-06-19", CORRECTED)
AGAIN_TITLE = DECISION + "（二次更正后）"
AGAIN = announced("2025-06-20", AGAIN_TITLE)
LISTS = [DECIDED], [SET_RIGHT, DECIDED], [AGAIN, SET_RIGHT, DECIDED]
TAKEN_BACK = announced("2025-06-25", REVOKED)
BEFORE, AFTER = (
    announced("2025-06-18", "关于重大诉讼进展的公告"),
    announced("2025-06-21", "关于召开股东大会的通知"),
)


async def corrected_twice(world: World) -> None:
    """One investor is told by the decision, one more by each correction; the share is sold at once."""
    for number, listed in enumerate(LISTS, 1):
        world.clientele.investor(f"telegram:{number}", holds=[REF])
        world.clock.forward(hours=20 if number == 3 else 2)
        await world.look(*listed)
        await world.settled()
        world.clientele.do("delete from holding")


def withdrawals(world: World) -> Counter[str]:
    """How often whom was told that it does not hold any more."""
    rows = world.clientele.do(
        "select c.user_id, count(*)::int as n from message m join conversation c on c.id = m.conversation_id"
        " where m.sender = 'system' and m.text ~ '已撤销|不再列出' group by c.user_id"
    )
    return Counter({row["user_id"]: row["n"] for row in rows})


async def test_a_correction_sets_right_what_was_corrected_before(world: World) -> None:
    await corrected_twice(world)
    decision, first, second = await events(world.ours.conversations.database)
    assert (decision.corrected_by, first.corrected_by) == (first.number, second.number)
    assert second.corrected_by is None
    assert dict(world.phones.rung) == {"1": 3, "2": 2, "3": 1}
    [step] = await Standing(world.ours.conversations.database).of([REF])
    assert step.title == AGAIN_TITLE


async def test_everybody_who_was_told_by_any_of_them_hears_of_the_revocation_once(world: World) -> None:
    await corrected_twice(world)
    world.clientele.investor("telegram:4", holds=[REF])  # since then; was told nothing
    world.clock.now = at("2025-06-25 18:00")
    for _ in range(2):
        await world.look(TAKEN_BACK, *LISTS[-1])
        await world.settled()
    assert withdrawals(world) == {"1": 1, "2": 1, "3": 1}
    assert dict(world.phones.rung) == {"1": 4, "2": 3, "3": 2}


async def test_what_its_source_lists_no_more_is_withdrawn_for_all_of_them_once(world: World) -> None:
    await corrected_twice(world)
    for _ in range(3):
        world.clock.forward(minutes=32)
        await world.look(AFTER, NEWER, BEFORE)
        await world.settled()
    assert withdrawals(world) == {"1": 1, "2": 1, "3": 1}


async def test_nothing_that_waits_goes_out_once_it_is_set_right_or_taken_back(
    clientele: Clientele, gateway: Opening
) -> None:
    telegram = Phones("telegram")
    world = World(office(await gateway(telegram), "telegram", "wechat"), clientele, telegram)
    clientele.investor("telegram:1", holds=[REF])
    clientele.investor("wechat:2", holds=[REF], left=9)  # nobody sends there yet
    states = []
    async with Jobs(clientele.dsn, world.ours.campaigns.tasks, QUICK):
        for listed in LISTS:
            await world.look(*listed)
            await world.worked()
            states.append([state for _, state in world.campaigns()])
            world.clock.forward(hours=20)
        world.clock.now = at("2025-06-25 18:00")
        await world.look(TAKEN_BACK, *LISTS[-1])
        await world.worked()
        wechat = Phones()
        await gateway(wechat)
        await world.settled()
    assert states == [["sending"], ["stopped", "sending"], ["stopped", "stopped", "sending"]]
    assert [state for _, state in world.campaigns()] == ["stopped", "stopped", "stopped", "finished"]
    assert dict(telegram.rung) == {"1": 4}
    assert dict(wechat.rung) == {}


@pytest.mark.parametrize("late", [1, 2, 3])
async def test_a_campaign_whose_turn_comes_after_the_revocation_tells_nobody(idle: World, late: int) -> None:
    """`late`: that many of the three are found before anybody does the jobs."""
    idle.clientele.investor("telegram:1", holds=[REF])
    async with Jobs(idle.clientele.dsn, idle.ours.campaigns.tasks, QUICK):
        for listed in LISTS[: 3 - late]:
            await idle.look(*listed)
            await idle.settled()
            idle.clock.forward(hours=20)
    told = idle.phones.rung["1"]
    for listed in LISTS[3 - late :]:
        await idle.look(*listed)
        idle.clock.forward(hours=20)
    idle.clock.now = at("2025-06-25 18:00")
    await idle.look(TAKEN_BACK, *LISTS[-1])
    idle.clientele.investor("telegram:2", holds=[REF])
    async with Jobs(idle.clientele.dsn, idle.ours.campaigns.tasks, QUICK):
        await idle.worked()
        await idle.settled() if told else None
    assert dict(idle.phones.rung) == ({"1": told + 1} if told else {})
    assert withdrawals(idle) == ({"1": 1} if told else {})
