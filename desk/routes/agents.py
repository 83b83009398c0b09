"""The agents' list for who sets up the desk."""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict
from starlette.requests import Request
from starlette.responses import Response

from desk.people.agents import Agents
from desk.people.caller import Caller
from desk.routes.guard import Guard, answer, read

AGENTS = "/desk/api/agents"


class Details(BaseModel):
    """What was said of an agent; whether it can be is for the room to tell."""

    model_config = ConfigDict(extra="allow")

    @property
    def said(self) -> dict[str, Any]:
        return dict(self.model_extra or {})


class Reset(BaseModel):
    second: bool = False


class AgentRoutes:
    """Making and changing asks for a password just given: it decides who may do what."""

    def __init__(self, agents: Agents) -> None:
        self._agents = agents

    def routes(self, guard: Guard) -> APIRouter:
        router = APIRouter()
        guard.add(router, "GET", AGENTS, self._list, "set")
        guard.add(router, "POST", AGENTS, self._create, "set", fresh=True)
        guard.add(router, "GET", f"{AGENTS}/{{id}}", self._get, "set")
        guard.add(router, "PUT", f"{AGENTS}/{{id}}", self._change, "set", fresh=True)
        guard.add(router, "POST", f"{AGENTS}/{{id}}/reset", self._reset, "set", fresh=True)
        guard.add(router, "POST", f"{AGENTS}/{{id}}/end-sessions", self._end_sessions, "set")
        return router

    async def _list(self, _request: Request, _caller: Caller) -> Response:
        return answer({"agents": await self._agents.list()})

    async def _get(self, request: Request, _caller: Caller) -> Response:
        return answer({"agent": await self._agents.get(request.path_params["id"])})

    async def _create(self, request: Request, caller: Caller) -> Response:
        said = (await read(request, Details)).said
        given = await self._agents.create(caller.agent, said)
        return answer({"agent": await self._agents.get(said["id"]), "password": given}, 201)

    async def _change(self, request: Request, caller: Caller) -> Response:
        said = (await read(request, Details)).said
        return answer({"agent": await self._agents.change(caller.agent, request.path_params["id"], said)})

    async def _reset(self, request: Request, caller: Caller) -> Response:
        second = (await read(request, Reset)).second
        given = await self._agents.reset(caller.agent, request.path_params["id"], second=second)
        return answer({"password": given})

    async def _end_sessions(self, request: Request, caller: Caller) -> Response:
        return answer({"ended": await self._agents.end_sessions(caller.agent, request.path_params["id"])})
