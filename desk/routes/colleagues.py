"""GET /desk/api/colleagues: who serves, and whether they are there, for whoever hands a conversation on."""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from desk.people.caller import Caller
from desk.routes.guard import Guard, answer
from desk.routing.roster import Person, Roster
from desk.routing.terms import Terms


class ColleagueRoutes:
    """The caller is among them, so that a page knows how its agent stands."""

    def __init__(self, roster: Roster, rules: Callable[[], Awaitable[Terms]]) -> None:
        self._roster = roster
        self._rules = rules

    def routes(self, guard: Guard) -> APIRouter:
        router = APIRouter()
        guard.add(router, "GET", "/desk/api/colleagues", self._list, "serve")
        return router

    async def _list(self, _request: Request, _caller: Caller) -> Response:
        people = await self._roster.people((await self._rules()).grace)
        return answer({"colleagues": [_shown(person) for person in people]})


def _shown(person: Person) -> dict[str, object]:
    return {
        "agent": person.agent,
        "name": person.name,
        "number": person.number,
        "state": person.standing,
        "load": person.load,
        "capacity": person.capacity,
        "skills": person.skills,
    }
