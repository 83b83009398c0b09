"""Appointments when their time comes: reminded of, begun, kept, missed."""

import pytest

from conversations.owners import accept, assign, close, leave_ticket, release, wrap_up
from tests.unit.desk.routing.booking import booked, comes, first_time, state
from tests.unit.desk.routing.reception import Desk


async def test_the_investor_and_the_agent_are_reminded_once(desk: Desk) -> None:
    await desk.agent("wang")
    number = await desk.talk("u1")
    appointment = await booked(desk, number)
    await comes(desk, appointment, 16)
    await desk.router.once()
    assert await desk.told("u1") == []
    await comes(desk, appointment, 14)
    for _ in range(2):
        await desk.router.once()
    assert ["提醒您" in text for text in await desk.told("u1")] == [True]
    assert [alert.reason for alert in await desk.alerts.unseen("wang", leads=False)] == ["appointment"]
    assert await desk.alerts.unseen("chief", leads=True) == []


async def test_who_moves_an_appointment_is_reminded_of_the_new_time_and_so_is_the_agent(desk: Desk) -> None:
    await desk.agent("wang")
    number = await desk.talk("u1")
    appointment = await booked(desk, number)
    await comes(desk, appointment, 14)
    await desk.router.once()
    alert = (await desk.alerts.unseen("wang", leads=False))[0]
    assert await desk.alerts.see(alert.id, "wang", leads=False)
    times = await desk.appointments.slots(number)
    assert (await desk.appointments.change(appointment.id, times[3].starts_at)).id == appointment.id
    await comes(desk, appointment, 14)
    await desk.router.once()
    assert sum("提醒您" in text for text in await desk.told("u1")) == 2
    assert len(await desk.alerts.unseen("wang", leads=False)) == 1


async def test_an_appointment_knows_what_the_open_ticket_is_about(desk: Desk) -> None:
    await desk.agent("wang", state="gone")
    number = await desk.talk("u1")
    await desk.sql(
        "insert into ticket (conversation_id, message_id, kind, topic, opened_at, contact_due, resolve_due)"
        " values (%(id)s, 'm', 'message', 'ACC03', now(), now(), now())",
        id=number,
    )
    assert (await booked(desk, number)).topic == "ACC03"


@pytest.mark.parametrize("before", ["bot", "ticket", "closed", "queued"])
async def test_at_its_time_the_conversation_goes_to_the_agent(desk: Desk, before: str) -> None:
    await desk.agent("li")
    await desk.agent("wang", state="busy")
    number = await desk.talk("u1")
    appointment = await desk.appointments.book(number, await first_time(desk, number), "wang")
    if before == "ticket":
        await desk.conversations.move(number, leave_ticket(by="investor", reason="button"))
    if before == "closed":
        await desk.conversations.move(number, close(by="system", reason="idle"))
    if before == "queued":
        await desk.sql("update desk_presence set state = 'busy'")
        await desk.queue("u1")
    await comes(desk, appointment, -0.1)
    await desk.router.once()
    assert await desk.owners(number) == [("assigned", "wang")]
    assert await state(desk, appointment) == ("begun", "wang")
    step = await desk.sql("select reason from transition order by epoch desc limit 1")
    assert step == [{"reason": "appointment"}]
    await desk.conversations.move(number, accept("wang"))
    await desk.router.once()
    assert await state(desk, appointment) == ("kept", "wang")


async def test_who_talks_with_another_agent_at_that_time_is_left_to_them(desk: Desk) -> None:
    await desk.agent("wang")
    await desk.agent("li")
    number = await desk.talk("u1")
    appointment = await desk.appointments.book(number, await first_time(desk, number), "wang")
    await desk.queue("u1")
    await desk.conversations.move(number, assign("li"))
    await comes(desk, appointment, -0.1)
    await desk.router.once()
    assert await desk.owners(number) == [("assigned", "li")]
    await desk.conversations.move(number, accept("li"))
    await desk.router.once()
    assert await desk.owners(number) == [("human", "li")]
    assert (await state(desk, appointment))[0] == "kept"


async def test_where_the_agent_is_away_another_takes_it(desk: Desk) -> None:
    await desk.agent("wang", state="away")
    await desk.agent("li", skills=["margin"])
    await desk.agent("zhao", capacity=2)
    number = await desk.talk("u1")
    appointment = await desk.appointments.book(number, await first_time(desk, number), "wang")
    await comes(desk, appointment, -0.1)
    await desk.router.once()
    assert await desk.owners(number) == [("assigned", "zhao")]
    assert await state(desk, appointment) == ("begun", "zhao")


async def test_where_nobody_can_it_is_missed_and_offered_anew(desk: Desk) -> None:
    await desk.agent("wang", state="gone")
    number = await desk.talk("u1")
    appointment = await booked(desk, number)
    await comes(desk, appointment, -9)
    await desk.router.once()
    assert await state(desk, appointment) == ("booked", "wang")
    await comes(desk, appointment, -11)
    for _ in range(2):
        await desk.router.once()
    assert (await state(desk, appointment))[0] == "missed"
    said = [m for m in await desk.conversations.messages("web", "u1") if m.sender == "system"]
    assert [[button.title for button in message.buttons] for message in said] == [["预约时间"]]
    assert await desk.owners(number) == [("bot", None)]


async def test_who_gives_up_waiting_for_the_agent_has_missed_it(desk: Desk) -> None:
    await desk.agent("wang")
    number = await desk.talk("u1")
    appointment = await booked(desk, number)
    await comes(desk, appointment, -0.1)
    await desk.router.once()
    await desk.conversations.move(number, release(by="investor", reason="button"))
    await desk.router.once()
    assert (await state(desk, appointment))[0] == "missed"


async def test_a_talk_that_is_wrapped_up_at_that_time_has_kept_it(desk: Desk) -> None:
    await desk.agent("wang")
    number = await desk.talk("u1")
    appointment = await booked(desk, number)
    await desk.queue("u1")
    await desk.conversations.move(number, accept("wang"))
    await desk.conversations.move(number, wrap_up("wang"))
    await comes(desk, appointment, -0.1)
    await desk.router.once()
    assert (await state(desk, appointment))[0] == "kept"
