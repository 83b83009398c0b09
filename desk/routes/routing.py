"""The addresses of routing: what is set of it, the team, the order of the queue, alerts."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, RootModel
from starlette.requests import Request
from starlette.responses import Response

from conversations import Conversations
from conversations.errors import OwnerChanged, TransitionRefused
from conversations.owners import assign
from conversations.queueing import prioritise
from conversations.records import Head
from desk.audit.log import Audit
from desk.errors import AlreadyTaken, NotAllowed, NotNow, Unknown
from desk.people.caller import Caller
from desk.routes.guard import Guard, answer, read, whole
from desk.routing.alerts import Alerts
from desk.routing.presence import Presences
from desk.routing.roster import Person, Roster
from desk.routing.settings import NAMES, READERS, Name, Settings


class Anything(RootModel[dict[str, Any]]):
    """What is set is read by its own room."""


class Standing(BaseModel):
    model_config = ConfigDict(extra="forbid")

    state: Literal["ready", "busy", "away"]


class Priority(BaseModel):
    model_config = ConfigDict(extra="forbid")

    priority: int = Field(ge=0, le=9, strict=True)


class Assignment(BaseModel):
    model_config = ConfigDict(extra="forbid")

    agent: str = Field(min_length=1, max_length=64)


class RoutingRoutes:
    """Offers them to the guard."""

    def __init__(
        self, conversations: Conversations, settings: Settings, roster: Roster, alerts: Alerts, audit: Audit
    ) -> None:
        self._conversations = conversations
        self._settings = settings
        self._roster = roster
        self._alerts = alerts
        self._audit = audit
        self._presences = Presences(conversations.database)

    def routes(self, guard: Guard) -> APIRouter:
        router = APIRouter()
        for name in NAMES:
            guard.add(router, "GET", f"/desk/api/settings/{name}", partial(self._get, name), None)
            guard.add(router, "PUT", f"/desk/api/settings/{name}", partial(self._put, name), None)
        guard.add(router, "GET", "/desk/api/team", self._team, "lead")
        guard.add(router, "POST", "/desk/api/team/{agent}/state", self._state, "lead")
        guard.add(router, "POST", "/desk/api/queue/{id}/priority", self._prioritise, "lead")
        guard.add(router, "POST", "/desk/api/queue/{id}/assign", self._assign, "lead")
        guard.add(router, "GET", "/desk/api/alerts", self._unseen, "serve")
        guard.add(router, "POST", "/desk/api/alerts/{id}/seen", self._see, "serve")
        return router

    async def _get(self, name: Name, _request: Request, caller: Caller) -> Response:
        if not (caller.may("set") or caller.may("lead")):
            raise NotAllowed("set")
        return answer(await self._whole(name))

    async def _put(self, name: Name, request: Request, caller: Caller) -> Response:
        """What is not in the body is as by default from then on."""
        if not (caller.may("set") or (name == "routing" and caller.may("lead"))):
            raise NotAllowed("set")
        value = (await read(request, Anything)).root
        after, before = READERS[name](value).value, await self._whole(name)
        changed = {key: after[key] for key in after if after[key] != before[key]}
        await self._audit.write(caller.agent, "setting", f"setting:{name}", changed)
        return answer(await self._settings.put(name, value, caller.agent))

    async def _team(self, _request: Request, _caller: Caller) -> Response:
        return answer({"team": [_shown(person) for person in await self._people()]})

    async def _state(self, request: Request, caller: Caller) -> Response:
        agent, state = request.path_params["agent"], (await read(request, Standing)).state
        if agent not in {person.agent for person in await self._people()}:
            raise Unknown("agent")
        await self._audit.write(caller.agent, "presence", f"agent:{agent}", {"state": state})
        await self._presences.set(agent, state)
        return answer({})

    async def _prioritise(self, request: Request, caller: Caller) -> Response:
        number, priority = _number(request), (await read(request, Priority)).priority
        detail = {"priority": priority}
        await self._audit.write(caller.agent, "queue", f"conversation:{number}", detail)
        if not await prioritise(self._conversations.database, number, priority):
            raise NotNow("not_waiting")
        await self._conversations.ring(number)
        return answer({})

    async def _assign(self, request: Request, caller: Caller) -> Response:
        number, agent = _number(request), (await read(request, Assignment)).agent
        head = await self._conversations.records.head(number)
        if head is None:
            raise Unknown("conversation")
        if head.owner not in ("queued", "ticket"):
            raise AlreadyTaken(head.owner)
        await self._check(agent, head)
        await self._audit.write(caller.agent, "queue", f"conversation:{number}", {"agent": agent})
        step = assign(agent, by=caller.agent, reason="assigned by a supervisor", epoch=head.epoch)
        try:
            moved = await self._conversations.move(number, step)
        except (OwnerChanged, TransitionRefused) as error:  # somebody was quicker
            raise AlreadyTaken(error.owner) from error
        return answer({"epoch": moved.epoch})

    async def _check(self, agent: str, head: Head) -> None:
        """Who it is given to must be there, and licensed for it."""
        person = next((each for each in await self._people() if each.agent == agent), None)
        if person is None:
            raise Unknown("agent")
        if not person.is_there:
            raise NotNow("not_there")
        licences = (await self._settings.read()).routing.licences
        licence = licences.get((head.handoff or {}).get("skill") or "")
        if licence is not None and licence not in person.licences:
            raise NotNow("not_licensed")

    async def _unseen(self, _request: Request, caller: Caller) -> Response:
        return answer({"alerts": await self._alerts.unseen(caller.agent, leads=caller.may("lead"))})

    async def _see(self, request: Request, caller: Caller) -> Response:
        if not await self._alerts.see(_number(request), caller.agent, leads=caller.may("lead")):
            raise Unknown("alert")
        return answer({})

    async def _people(self) -> list[Person]:
        return await self._roster.people((await self._settings.read()).routing.grace)

    async def _whole(self, name: Name) -> Mapping[str, Any]:
        known = await self._settings.read()
        values: Mapping[Name, dict[str, Any]] = {
            "routing": known.routing.value,
            "hours": known.hours.value,
            "appointments": known.appointments.value,
        }
        return values[name]


def _number(request: Request) -> int:
    number = whole(request.path_params["id"], "id")
    if number is None:
        raise Unknown("conversation")
    return number


def _shown(person: Person) -> dict[str, object]:
    return {
        "agent": person.agent,
        "name": person.name,
        "number": person.number,
        "role": person.role,
        "state": person.standing,
        "since": person.since,
        "idle": round(person.idle),
        "load": person.load,
        "capacity": person.capacity,
        "skills": person.skills,
        "licences": person.licences,
        "languages": person.languages,
    }
