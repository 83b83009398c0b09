"""The addresses of appointments: the free times, who has which, booking, moving and giving up."""

from datetime import datetime, timedelta

from fastapi import APIRouter
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from conversations import Conversations
from conversations.messages import SHANGHAI
from desk.errors import NotAllowed, NotNow, Unknown, Unreadable
from desk.people.caller import Caller
from desk.routes.guard import Guard, answer, read, whole
from desk.routing.appointments import Appointment, Appointments
from desk.routing.buttons import say_of
from desk.routing.roster import Roster
from desk.routing.settings import Settings
from desk.routing.words import load_words
from desk.work.access import holds

AHEAD = timedelta(days=14)
"""What is shown where no end is asked for."""


class Time(BaseModel):
    """When, and with whom if that is said."""

    model_config = ConfigDict(extra="forbid")

    starts_at: AwareDatetime
    agent: str | None = Field(default=None, min_length=1, max_length=64)


class Booking(Time):
    conversation: int = Field(ge=1, lt=2**63, strict=True)


class AppointmentRoutes:
    """Offers them to the guard. The investor is told of whatever is done here."""

    def __init__(
        self, conversations: Conversations, settings: Settings, roster: Roster, appointments: Appointments
    ) -> None:
        self._conversations = conversations
        self._settings = settings
        self._roster = roster
        self._appointments = appointments
        self._words = load_words()

    def routes(self, guard: Guard) -> APIRouter:
        router = APIRouter()
        at = "/desk/api/appointments"
        guard.add(router, "GET", at, self._list, "serve")
        guard.add(router, "GET", f"{at}/slots", self._slots, "serve")
        guard.add(router, "POST", at, self._book, "serve")
        guard.add(router, "POST", f"{at}/{{id}}/change", self._change, "serve")
        guard.add(router, "POST", f"{at}/{{id}}/cancel", self._cancel, "serve")
        return router

    async def _list(self, request: Request, caller: Caller) -> Response:
        """From today on: one's own, or with `lead` everybody's."""
        asked = request.query_params
        today = datetime.combine(
            (await self._roster.now()).astimezone(SHANGHAI), datetime.min.time(), SHANGHAI
        )
        since = _moment(asked.get("since"), "since") or today
        until = _moment(asked.get("until"), "until") or since + AHEAD
        agent = (asked.get("agent") or None) if caller.may("lead") else caller.agent
        return answer({"appointments": await self._appointments.between(since, until, agent)})

    async def _slots(self, request: Request, caller: Caller) -> Response:
        number = whole(request.query_params.get("conversation"), "conversation")
        if number is None:
            raise Unreadable("conversation")
        await self._require(caller, number)
        return answer({"slots": await self._appointments.slots(number)})

    async def _book(self, request: Request, caller: Caller) -> Response:
        body = await read(request, Booking)
        before = await self._appointments.of(body.conversation)
        await self._require(caller, body.conversation, before)
        booked = await self._appointments.book(body.conversation, body.starts_at, body.agent)
        return await self._told("moved" if before else "booked", booked)

    async def _change(self, request: Request, caller: Caller) -> Response:
        known = await self._known(request, caller)
        body = await read(request, Time)
        changed = await self._appointments.change(known.id, body.starts_at, body.agent)
        return await self._told("moved", changed)

    async def _cancel(self, request: Request, caller: Caller) -> Response:
        known = await self._known(request, caller)
        cancelled = await self._appointments.cancel(known.id)
        if cancelled is None:
            raise NotNow("over")
        return await self._told("cancelled", cancelled)

    async def _known(self, request: Request, caller: Caller) -> Appointment:
        """The appointment, which is the caller's or of a conversation of theirs."""
        known = await self._appointments.get(whole(request.path_params["id"], "id") or 0)
        if known is None:
            raise Unknown("appointment")
        if known.agent != caller.agent:
            await self._require(caller, known.conversation_id, known)
        return known

    async def _require(self, caller: Caller, conversation: int, booked: Appointment | None = None) -> None:
        """Raise unless the conversation is theirs, or nobody's and no other is `booked`, or they lead."""
        head = await self._conversations.records.head(conversation)
        if head is None:
            raise Unknown("conversation")
        is_left = head.owner == "ticket" and (booked is None or booked.agent == caller.agent)
        if not (caller.may("lead") or holds(caller, head) or is_left):
            raise NotAllowed("lead")

    async def _told(self, name: str, appointment: Appointment) -> Response:
        minutes = (await self._settings.read()).appointments.remind_minutes
        reply = say_of(self._words, name, appointment, minutes)
        await self._conversations.tell(appointment.conversation_id, reply)
        return answer({"appointment": appointment})


def _moment(text: str | None, field: str) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as exc:  # no time
        raise Unreadable(field) from exc
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)
