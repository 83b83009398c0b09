"""From the announcements to the phone: who was told hears once that it is corrected or taken back.

The decision is real; titles of revocations and corrections are made up.
"""

from notices.jobs import Jobs
from tests.unit.notices.decided import CORRECTED, DECIDED, NEWER, REF, REVOKED
from tests.unit.notices.promises import QUICK
from tests.unit.notices.watching import announced, at
from tests.unit.notices.world import World

TAKEN_BACK = announced("2025-06-25", REVOKED)
SET_RIGHT = announced("2025-06-19", CORRECTED)


async def test_a_decision_that_is_revoked_is_told_to_those_who_were_told_once(world: World) -> None:
    world.clientele.investor("telegram:1", holds=[REF])
    world.clientele.investor("telegram:2", watches=[REF])
    await world.look(DECIDED)
    await world.settled()
    world.clientele.investor("telegram:3", holds=[REF])  # since then; was told nothing
    world.clock.now = at("2025-06-25 18:00")
    for _ in range(2):
        await world.look(TAKEN_BACK, DECIDED)
        await world.settled()
    assert world.campaigns() == [("delisting_decision", "finished"), ("delisting_withdrawn", "finished")]
    assert dict(world.phones.rung) == {"1": 2, "2": 2}
    assert world.texts()[-1] == (
        "恒立退 000622：退市决定已撤销\n"
        "公告：关于收到撤销公司股票终止上市决定的公告\n"
        "发布日期 2025-06-25，来源：巨潮资讯\n"
        "之前发给您的退市提醒不再有效。\n"
        "接下来看恢复交易的日期，以公司和交易所的后续公告为准。\n"
        "想问清楚，可以回复“人工”，或联系您的开户券商。"
    )


async def test_a_title_that_was_corrected_is_told_as_corrected_and_may_be_taken_back_too(
    world: World,
) -> None:
    world.clientele.investor("telegram:1", holds=[REF])
    await world.look(DECIDED)
    await world.settled()
    world.clientele.investor("telegram:2", holds=[REF])
    world.clientele.do("delete from holding where investor_id = 1")  # sold: was told all the same
    world.clock.forward(hours=2)
    await world.look(SET_RIGHT, DECIDED)
    await world.settled()
    assert dict(world.phones.rung) == {"1": 2, "2": 1}
    assert world.texts()[-1].startswith(
        "恒立退 000622：退市公告有更正\n更正后的公告：关于收到股票终止上市决定的公告（更正后）\n"
    )
    world.clock.now = at("2025-06-25 18:00")
    await world.look(TAKEN_BACK, SET_RIGHT, DECIDED)
    await world.settled()
    assert dict(world.phones.rung) == {"1": 3, "2": 2}
    assert [kind for kind, _ in world.campaigns()] == [
        "delisting_decision",
        "delisting_corrected",
        "delisting_withdrawn",
    ]


async def test_what_was_corrected_before_its_turn_is_told_once_and_taken_back(idle: World) -> None:
    idle.clientele.investor("telegram:1", holds=[REF])
    await idle.look(DECIDED)
    idle.clock.forward(minutes=2)
    await idle.look(SET_RIGHT, DECIDED)
    async with Jobs(idle.clientele.dsn, idle.ours.campaigns.tasks, QUICK):
        await idle.settled()
        assert idle.campaigns() == [("delisting_corrected", "finished")]
        idle.clock.now = at("2025-06-25 18:00")
        await idle.look(TAKEN_BACK, SET_RIGHT, DECIDED)
        await idle.settled()
    assert [text.splitlines()[0] for text in idle.texts()] == [
        "恒立退 000622：退市公告有更正",
        "恒立退 000622：退市决定已撤销",
    ]


async def test_a_decision_and_a_period_that_end_with_one_announcement_are_taken_back_once(
    world: World,
) -> None:
    world.clientele.investor("telegram:1", holds=[REF])
    await world.look(DECIDED)
    await world.settled()
    period = announced("2025-06-24", "关于公司股票进入退市整理期交易的公告")
    world.clock.now = at("2025-06-24 08:00")
    await world.look(period, DECIDED)
    await world.settled()
    world.clock.now = at("2025-06-25 18:00")
    await world.look(TAKEN_BACK, period, DECIDED)
    await world.settled()
    assert dict(world.phones.rung) == {"1": 3}


async def test_what_its_source_lists_no_more_stops_where_it_is(world: World) -> None:
    world.clientele.investor("telegram:1", holds=[REF])
    world.clientele.investor("telegram:2", holds=[REF])
    await world.look(DECIDED)
    await world.settled()
    world.clock.forward(minutes=2)
    await world.look(NEWER)
    world.clock.forward(minutes=32)
    await world.look(NEWER)
    await world.settled()
    assert world.campaigns()[-1] == ("delisting_withdrawn", "finished")
    assert "巨潮资讯已不再列出这份公告" in world.texts()[-1]
    assert "2025-06-19 08:36 查到" in world.texts()[-1]
    assert dict(world.phones.rung) == {"1": 2, "2": 2}
