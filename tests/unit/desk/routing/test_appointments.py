"""Appointments by buttons: choosing a time, moving it, giving it up."""

import asyncio
from datetime import datetime, timedelta

import pytest

from conversations.counter import Pressed
from conversations.messages import Reply
from desk.counter import Counter
from desk.errors import NotNow
from desk.routing.buttons import AppointmentButtons
from desk.routing.words import load_words, told
from tests.unit.desk.routing.booking import booked, first_time, state
from tests.unit.desk.routing.reception import Desk


async def press(desk: Desk, conversation: int, payload: str) -> Reply:
    buttons = AppointmentButtons(desk.appointments, desk.settings, load_words())
    counter = Counter(buttons.handlers)
    reply = await counter.press(Pressed(conversation, "web", "u", "bot", None, payload))
    assert reply is not None
    return reply


def payloads(reply: Reply) -> list[str]:
    return [choice.payload for choice in reply.choices]


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


def test_moments_are_told_in_shanghais_time() -> None:
    assert told(datetime.fromisoformat("2026-11-27T01:00:00+00:00")) == "11-27 09:00"
