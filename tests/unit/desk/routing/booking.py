"""An appointment of a test: booked at the first free time, which comes when the test says so."""

from datetime import datetime

from desk.routing.appointments import Appointment
from tests.unit.desk.routing.reception import Desk


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
