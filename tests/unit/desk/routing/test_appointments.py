"""Appointments by buttons, from choosing a time to the agent who writes at that time."""

import asyncio
from datetime import datetime, timedelta

import pytest

from conversations.counter import Pressed
from conversations.messages import Reply
from conversations.owners import accept, assign, close, leave_ticket, release, wrap_up
from desk.counter import Counter
from desk.errors import NotNow
from desk.routing.appointments import Appointment
from desk.routing.buttons import AppointmentButtons
from desk.routing.words import load_words, told
from tests.unit.desk.routing.reception import Desk


async def press(desk: Desk, conversation: int, payload: str) -> Reply:
    buttons = AppointmentButtons(desk.appointments, desk.settings, load_words())
    counter = Counter(buttons.handlers)
    reply = await counter.press(Pressed(conversation, "web", "u", "bot", None, payload))
    assert reply is not None
    return reply


def payloads(reply: Reply) -> list[str]:
    return [choice.payload for choice in reply.choices]


async def first_time(desk: Desk, conversation: int) -> datetime:
    return (await desk.appointments.slots(conversation))[0].starts_at


async def booked(desk: Desk, conversation: int) -> Appointment:
    """The first free time; then let it come."""
    return await desk.appointments.book(conversation, await first_time(desk, conversation))


async def comes(desk: Desk, appointment: Appointment, minutes: float = 0) -> None:
    """Let the appointment begin in so many minutes."""
    await desk.sql(
        "update desk_appointment set starts_at = now() + make_interval(secs => %(s)s) where id = %(id)s",
        id=appointment.id,
        s=minutes * 60,
    )


async def state(desk: Desk, appointment: Appointment) -> tuple[str, str]:
    known = await desk.appointments.get(appointment.id)
    assert known is not None
    return known.state, known.agent


async def test_two_times_and_more_are_shown_on_a_page(desk: Desk) -> None:
    await desk.agent("wang", state="gone")
    number = await desk.talk("u1")
    first = await press(desk, number, "desk:slots")
    assert [payload[:10] for payload in payloads(first)[:2]] == ["desk:book:"] * 2
    assert payloads(first)[2] == "desk:slots:1"
    last = await press(desk, number, "desk:slots:2")
    assert payloads(last)[2] == "desk:slots:0"
    assert not set(payloads(first)[:2]) & set(payloads(last)[:2])


@pytest.mark.parametrize(
    "payload",
    ["desk:slots:99", "desk:slots:-1", "desk:slots:x", "desk:book:tomorrow", "desk:book:2026-11-27T09:00"],
)
async def test_a_payload_without_meaning_shows_the_first_page(desk: Desk, payload: str) -> None:
    await desk.agent("wang", state="gone")
    number = await desk.talk("u1")
    assert payloads(await press(desk, number, payload))[2] == "desk:slots:1"


async def test_a_time_is_booked_by_its_button_and_shown_and_cancelled(desk: Desk) -> None:
    await desk.agent("wang", state="gone")
    number = await desk.talk("u1")
    offered = await press(desk, number, "desk:slots")
    reply = await press(desk, number, payloads(offered)[0])
    assert f"已预约 {offered.choices[0].title}" in (reply.text or "")
    shown = await press(desk, number, "desk:appointments")
    assert offered.choices[0].title in (shown.text or "")
    assert payloads(shown) == payloads(reply)
    cancelled = await press(desk, number, payloads(reply)[1])
    assert "已取消" in (cancelled.text or "")
    assert "没有预约" in ((await press(desk, number, "desk:appointments")).text or "")


async def test_the_same_button_twice_is_one_appointment(desk: Desk) -> None:
    await desk.agent("wang", state="gone")
    number = await desk.talk("u1")
    payload = payloads(await press(desk, number, "desk:slots"))[0]
    replies = await asyncio.gather(*(press(desk, number, payload) for _ in range(3)))
    assert len({reply.text for reply in replies}) == 1
    assert len(await desk.sql("select id from desk_appointment")) == 1


async def test_another_time_moves_the_appointment(desk: Desk) -> None:
    await desk.agent("wang", state="gone")
    number = await desk.talk("u1")
    before = await booked(desk, number)
    times = payloads(await press(desk, number, f"desk:move:{before.id}"))
    reply = await press(desk, number, times[1])
    assert "已改到" in (reply.text or "")
    after = await desk.appointments.of(number)
    assert after is not None
    assert (after.id, after.starts_at.isoformat()) == (before.id, times[1].removeprefix("desk:book:"))


async def test_two_who_take_the_same_time_at_once_get_one_and_the_next_offered(desk: Desk) -> None:
    await desk.agent("wang", state="gone")
    numbers = [await desk.talk(f"u{n}") for n in range(2)]
    payload = payloads(await press(desk, numbers[0], "desk:slots"))[0]
    replies = await asyncio.gather(*(press(desk, number, payload) for number in numbers))
    won = ["已预约" in (reply.text or "") for reply in replies]
    assert sorted(won) == [False, True]
    lost = replies[won.index(False)]
    assert "被约走" in (lost.text or "")
    assert payload not in payloads(lost)


async def test_with_two_agents_both_get_the_same_time(desk: Desk) -> None:
    for name in ("wang", "li"):
        await desk.agent(name, state="gone")
    numbers = [await desk.talk(f"u{n}") for n in range(2)]
    at = await first_time(desk, numbers[0])
    both = await asyncio.gather(*(desk.appointments.book(number, at) for number in numbers))
    assert {each.agent for each in both} == {"wang", "li"}


async def test_nobody_cancels_what_is_anothers(desk: Desk) -> None:
    await desk.agent("wang", state="gone")
    mine, other = await desk.talk("u1"), await desk.talk("u2")
    appointment = await booked(desk, mine)
    reply = await press(desk, other, f"desk:cancel:{appointment.id}")
    assert "没有预约" in (reply.text or "")
    assert await state(desk, appointment) == ("booked", "wang")


async def test_a_time_that_is_over_or_was_never_free_is_not_booked(desk: Desk) -> None:
    await desk.agent("wang", state="gone")
    number = await desk.talk("u1")
    at = await first_time(desk, number)
    for wrong in (at - timedelta(days=1), at + timedelta(minutes=7)):
        with pytest.raises(NotNow):
            await desk.appointments.book(number, wrong)
    with pytest.raises(NotNow):
        await desk.appointments.book(number, at, agent="nobody")


async def test_only_who_is_licensed_has_times_for_advice_and_who_served_last_comes_first(desk: Desk) -> None:
    for name in ("an", "wang"):
        await desk.agent(name, state="gone")
    await desk.agent("li", state="gone", skills=["adviser"], licences=["adviser"])
    advice = await desk.queue("u1", skill="adviser")
    assert {slot.agents for slot in await desk.appointments.slots(advice)} == {("li",)}
    known = await desk.talk("u2")
    await desk.sql("insert into desk_contact (conversation_id, last_agent) values (%(id)s, 'wang')", id=known)
    assert (await booked(desk, known)).agent == "wang"


async def test_where_no_time_is_free_it_is_said(desk: Desk) -> None:
    number = await desk.talk("u1")
    reply = await press(desk, number, "desk:slots")
    assert (reply.choices, "没有可约的时间" in (reply.text or "")) == ((), True)


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


def test_moments_are_told_in_shanghais_time() -> None:
    assert told(datetime.fromisoformat("2026-11-27T01:00:00+00:00")) == "11-27 09:00"
