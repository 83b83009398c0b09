"""Who waits is told how it stands, once, and nobody is left waiting for a desk that is closed."""

import pytest

from conversations.owners import accept, release, transfer
from conversations.tickets import unresolved
from tests.unit.desk.routing.reception import NEVER, Desk


async def test_where_nobody_is_there_it_is_said_once_and_the_place_is_kept(desk: Desk) -> None:
    number = await desk.queue("u1")
    before = len(await desk.told("u1"))
    for _ in range(3):
        await desk.router.once()
    said = (await desk.told("u1"))[before:]
    assert len(said) == 1
    assert "没有客服在线" in said[0]
    assert await desk.owners(number) == [("queued", None)]


async def test_where_nobody_comes_a_message_and_an_appointment_are_offered(desk: Desk) -> None:
    number = await desk.queue("u1")
    await desk.router.once()
    await desk.later(number, 119)
    await desk.router.once()
    assert "仍没有客服在线" not in (await desk.told("u1"))[-1]
    await desk.later(number, 2)
    for _ in range(2):
        await desk.router.once()
    said = await desk.conversations.messages("web", "u1")
    assert [button.title for button in said[-1].buttons] == ["留言", "预约时间", "回到机器人"]
    assert sum("仍没有客服在线" in text for text in await desk.told("u1")) == 1


async def test_who_waited_for_nobody_is_served_when_somebody_comes(desk: Desk) -> None:
    number = await desk.queue("u1")
    await desk.router.once()
    await desk.later(number, 500)
    await desk.router.once()
    await desk.agent("wang")
    await desk.router.once()
    assert await desk.owners(number) == [("assigned", "wang")]


async def test_who_waits_for_a_licence_that_nobody_there_has_is_told_so(desk: Desk) -> None:
    await desk.agent("wang")
    await desk.agent("li", state="away", skills=["adviser"], licences=["adviser"])
    await desk.queue("u1", skill="adviser")
    await desk.router.once()
    assert "没有客服在线" in (await desk.told("u1"))[-1]


async def test_who_waits_behind_busy_agents_is_told_again_at_each_limit(desk: Desk) -> None:
    await desk.agent("wang", state="busy")
    number = await desk.queue("u1", 899)
    before = len(await desk.told("u1"))
    await desk.router.once()
    assert len(await desk.told("u1")) == before
    for seconds, minutes in ((2, 15), (900, 30)):
        await desk.later(number, seconds)
        for _ in range(2):
            await desk.router.once()
        assert f"约 {minutes} 分钟" in (await desk.told("u1"))[-1]
    assert len(await desk.told("u1")) == before + 2


async def test_who_waits_all_night_is_not_told_so_all_night(desk: Desk) -> None:
    await desk.agent("wang", state="busy")
    number = await desk.queue("u1")
    for _ in range(6):
        await desk.later(number, 901)
        await desk.router.once()
    assert sum("让您久等了" in text for text in await desk.told("u1")) == 4


async def test_who_is_handed_on_after_a_long_talk_has_not_waited_long(desk: Desk) -> None:
    await desk.agent("wang", state="busy")
    number = await desk.queue("u1")
    await desk.conversations.move(number, accept("wang"))
    await desk.later(number, 1200)
    await desk.conversations.move(number, transfer(by="wang"))
    await desk.router.once()
    assert not any("让您久等了" in text for text in await desk.told("u1"))


async def test_a_new_wait_is_told_anew(desk: Desk) -> None:
    number = await desk.queue("u1")
    await desk.router.once()
    await desk.conversations.move(number, release(by="investor", reason="button"))
    await desk.queue("u1")
    await desk.router.once()
    assert sum("没有客服在线" in text for text in await desk.told("u1")) == 2


async def test_at_closing_time_who_waits_becomes_a_ticket_and_is_offered_an_appointment(desk: Desk) -> None:
    await desk.agent("wang", capacity=0)
    number = await desk.queue("u1", 60)
    tomorrow = (await desk.sql("select (now() + interval '1 day')::date::text as day"))[0]["day"]
    hours = {**NEVER, "special": {tomorrow: [["09:00", "12:00"]]}}
    await desk.settings.put("hours", hours, "admin")
    for _ in range(2):
        await desk.router.once()
    assert await desk.owners(number) == [("ticket", None)]
    said = (await desk.conversations.messages("web", "u1"))[-1]
    assert sum("服务时间已结束" in text for text in await desk.told("u1")) == 1
    tickets = await unresolved(desk.conversations.database)
    assert [(ticket.conversation_id, ticket.kind) for ticket in tickets] == [(number, "message")]
    assert tickets[0].number in (said.text or "")
    assert f"{tomorrow[5:]} 09:00 恢复" in (said.text or "")
    assert "回到机器人" in [button.title for button in said.buttons]


async def test_whom_a_crash_left_untold_at_closing_time_is_told_later(desk: Desk) -> None:
    number = await desk.queue("u1", 60)
    await desk.settings.put("hours", NEVER, "admin")
    await desk.router.once()
    await desk.sql("delete from desk_told where conversation_id = %(id)s", id=number)
    await desk.router.once()
    assert sum("服务时间已结束" in text for text in await desk.told("u1")) == 2
    assert len(await unresolved(desk.conversations.database)) == 1


async def test_what_is_pressing_stays_after_closing_time_and_a_supervisor_hears_of_it(desk: Desk) -> None:
    number = await desk.queue("u1", 60, priority=9, reason="distress")
    await desk.settings.put("hours", NEVER, "admin")
    for _ in range(2):
        await desk.router.once()
    assert await desk.owners(number) == [("queued", None)]
    assert [alert.reason for alert in await desk.alerts.unseen("chief", leads=True)] == ["distress"]
    await desk.agent("wang")
    await desk.router.once()
    assert await desk.owners(number) == [("assigned", "wang")]


async def test_a_talk_under_way_is_not_ended_by_closing_time(desk: Desk) -> None:
    await desk.agent("wang")
    number = await desk.queue("u1", 60)
    await desk.conversations.move(number, accept("wang"))
    await desk.settings.put("hours", NEVER, "admin")
    await desk.router.once()
    assert await desk.owners(number) == [("human", "wang")]


@pytest.mark.parametrize(
    ("priority", "reason", "raised"),
    [(5, "complain", True), (0, "anger", True), (0, "report_theft", True), (4, "asked", False)],
)
async def test_a_pressing_handoff_raises_one_alert_a_segment(
    desk: Desk, priority: int, reason: str, raised: bool
) -> None:
    number = await desk.queue("u1", priority=priority, reason=reason)
    for _ in range(2):
        await desk.router.once()
    alerts = await desk.alerts.unseen("chief", leads=True)
    assert [(alert.conversation_id, alert.reason) for alert in alerts] == [(number, reason)] * raised
    assert await desk.alerts.unseen("wang", leads=False) == []


async def test_an_alert_is_seen_once_and_only_by_who_leads(desk: Desk) -> None:
    await desk.queue("u1", priority=9, reason="distress")
    await desk.router.once()
    alert = (await desk.alerts.unseen("chief", leads=True))[0]
    assert not await desk.alerts.see(alert.id, "wang", leads=False)
    assert await desk.alerts.see(alert.id, "chief", leads=True)
    assert not await desk.alerts.see(alert.id, "deputy", leads=True)
    await desk.router.once()
    assert await desk.alerts.unseen("chief", leads=True) == []


async def test_what_was_pressing_while_the_desk_was_closed_raises_an_alert_by_its_ticket(desk: Desk) -> None:
    number = await desk.talk("u1")
    await desk.sql(
        "insert into ticket (conversation_id, message_id, kind, opened_at, contact_due, resolve_due)"
        " select %(id)s, kind, kind, now(), now(), now()"
        " from unnest('{distress,complaint,message}'::text[]) as kind",
        id=number,
    )
    for _ in range(2):
        await desk.router.once()
    alerts = await desk.alerts.unseen("chief", leads=True)
    assert {alert.conversation_id for alert in alerts} == {number}
    assert sorted(alert.reason for alert in alerts) == ["complaint", "distress"]


async def test_what_people_have_and_has_a_ticket_too_is_one_alert(desk: Desk) -> None:
    number = await desk.queue("u1", priority=6, reason="claim_damages")
    await desk.sql(
        "insert into ticket (conversation_id, message_id, kind, opened_at, contact_due, resolve_due)"
        " values (%(id)s, 'm1', 'claim', now(), now(), now())",
        id=number,
    )
    await desk.router.once()
    assert len(await desk.alerts.unseen("chief", leads=True)) == 1


async def test_what_is_pressing_again_is_an_alert_again(desk: Desk) -> None:
    number = await desk.talk("u1")
    for days, message in ((7, "m1"), (0, "m2")):
        await desk.sql(
            "insert into ticket (conversation_id, message_id, kind, opened_at, contact_due, resolve_due)"
            " values (%(id)s, %(message)s, 'distress', now() - make_interval(days => %(days)s),"
            " now(), now())",
            id=number,
            message=message,
            days=days,
        )
        await desk.router.once()
        [alert] = await desk.alerts.unseen("chief", leads=True)
        await desk.alerts.see(alert.id, "chief", leads=True)
        await desk.sql("update desk_alert set raised_at = now() - make_interval(days => %(days)s)", days=days)
    await desk.router.once()
    assert await desk.alerts.unseen("chief", leads=True) == []
