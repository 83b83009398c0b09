"""What the buttons of appointments do when an investor presses them: each press gets one reply.

slots[:<page>]   times to choose from        appointments   what is booked
book:<time>      book, or move what is booked   cancel:<number>, move:<number>
"""

from collections.abc import Mapping
from datetime import datetime

from conversations.counter import Pressed
from conversations.messages import Choice, Reply
from conversations.notices import Notices
from desk.counter import Handler
from desk.errors import NotNow
from desk.routing.appointments import Appointment, Appointments
from desk.routing.settings import Settings
from desk.routing.slots import Slot, offered, page
from desk.routing.words import told


class AppointmentButtons:
    """Reads the rest of a payload, which anybody may have typed: what has no meaning shows the times."""

    def __init__(self, appointments: Appointments, settings: Settings, words: Notices) -> None:
        self._appointments = appointments
        self._settings = settings
        self._words = words

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """By the word after "desk:"."""
        return {
            "slots": self._slots,
            "book": self._book,
            "move": self._move,
            "cancel": self._cancel,
            "appointments": self._show,
        }

    async def _slots(self, pressed: Pressed, rest: str) -> Reply:
        return await self._page(pressed.conversation_id, int(rest) if rest.isdecimal() else 0)

    async def _move(self, pressed: Pressed, rest: str) -> Reply:
        return await self._page(pressed.conversation_id, 0)

    async def _book(self, pressed: Pressed, rest: str) -> Reply:
        starts_at = _moment(rest)
        if starts_at is None:
            return await self._page(pressed.conversation_id, 0)
        before = await self._appointments.of(pressed.conversation_id)
        try:
            booked = await self._appointments.book(pressed.conversation_id, starts_at)
        except NotNow:  # somebody else was quicker, or the time has passed
            return await self._page(pressed.conversation_id, 0, "slots_taken")
        return await self._told("moved" if before and before.starts_at != starts_at else "booked", booked)

    async def _cancel(self, pressed: Pressed, rest: str) -> Reply:
        number = int(rest) if rest.isdecimal() and len(rest) < 18 else 0
        cancelled = await self._appointments.cancel(number, pressed.conversation_id)
        return self._words.say("cancelled") if cancelled else await self._show(pressed, "")

    async def _show(self, pressed: Pressed, rest: str) -> Reply:
        booked = await self._appointments.of(pressed.conversation_id)
        return await self._told("appointment", booked) if booked else self._words.say("appointment_none")

    async def _told(self, name: str, booked: Appointment) -> Reply:
        minutes = (await self._settings.read()).appointments.remind_minutes
        return say_of(self._words, name, booked, minutes)

    async def _page(self, conversation: int, number: int, name: str = "slots") -> Reply:
        terms = (await self._settings.read()).appointments
        slots = offered(await self._appointments.slots(conversation), terms.shown)
        if not slots:
            return self._words.say("slots_none")
        shown, following = page(slots, number)
        choices = [_choice(slot) for slot in shown]
        if len(slots) > len(shown):
            title = self._words.say("from_the_start" if following is None else "more").text or ""
            choices.append(Choice(title, f"desk:slots:{following or 0}"))
        return Reply(self._words.say(name).text, tuple(choices))


def say_of(words: Notices, name: str, booked: Appointment, minutes: int) -> Reply:
    """The notice `name` about an appointment, of which one is reminded `minutes` before."""
    return words.say(name, at=told(booked.starts_at), number=booked.id, minutes=minutes)


def _choice(slot: Slot) -> Choice:
    return Choice(told(slot.starts_at), f"desk:book:{slot.starts_at.isoformat()}")


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:  # no time
        return None
    return moment if moment.tzinfo else None
