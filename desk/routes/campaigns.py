"""The addresses of campaigns: agents call whom nothing reached, who leads begins and stops them."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from desk.audit.log import Audit
from desk.campaigns import Campaigns, Outcome
from desk.errors import NotNow, Unknown
from desk.people.caller import Caller
from desk.routes.guard import Guard, answer, read, whole
from desk.routes.wire import LARGEST

CAMPAIGNS = "/desk/api/campaigns"


class Beginning(BaseModel):
    model_config = ConfigDict(extra="forbid")
    event: Annotated[int, Field(ge=1, le=LARGEST, strict=True)]
    rehearsal: bool = False


class Call(BaseModel):
    model_config = ConfigDict(extra="forbid")
    outcome: Outcome


class CampaignRoutes:
    """Offers them to the guard; what changes something is in the log first."""

    def __init__(self, campaigns: Campaigns, audit: Audit) -> None:
        self._campaigns = campaigns
        self._audit = audit

    def routes(self, guard: Guard) -> APIRouter:
        router = APIRouter()
        one = f"{CAMPAIGNS}/{{number}}"
        guard.add(router, "GET", CAMPAIGNS, self._list, "serve")
        guard.add(router, "GET", one, self._show, "serve")
        guard.add(router, "GET", f"{CAMPAIGNS}/times/{{event}}", self._times, "lead")
        guard.add(router, "POST", CAMPAIGNS, self._begin, "lead")
        guard.add(router, "POST", f"{one}/stop", self._stop, "lead")
        guard.add(router, "POST", f"{one}/calls/{{notice}}", self._call, "serve")
        return router

    async def _list(self, _request: Request, _caller: Caller) -> Response:
        return answer({"campaigns": await self._campaigns.newest(), "events": await self._campaigns.events()})

    async def _show(self, request: Request, _caller: Caller) -> Response:
        number = _number(request, "number")
        shown = await self._campaigns.show(number)
        if shown is None:
            raise Unknown("campaign")
        return answer({"campaign": shown, "calls": await self._campaigns.calls(number)})

    async def _times(self, request: Request, _caller: Caller) -> Response:
        after = whole(request.query_params.get("after", "0"), "after") or 0
        return answer({"times": await self._campaigns.times(_number(request, "event"), after)})

    async def _begin(self, request: Request, caller: Caller) -> Response:
        body = await read(request, Beginning)
        act = "campaign_rehearse" if body.rehearsal else "campaign_begin"
        await self._audit.write(caller.agent, act, f"event:{body.event}", {})
        number = await self._campaigns.begin_by(body.event, caller.agent, rehearsal=body.rehearsal)
        if number is None:
            raise Unknown("campaign")
        return answer({"id": number}, 201)

    async def _stop(self, request: Request, caller: Caller) -> Response:
        number = _number(request, "number")
        await self._audit.write(caller.agent, "campaign_stop", f"campaign:{number}", {})
        if not await self._campaigns.stop_by(number):
            raise NotNow("ended")
        return answer({})

    async def _call(self, request: Request, caller: Caller) -> Response:
        body = await read(request, Call)
        number, notice = _number(request, "number"), _number(request, "notice")
        detail = {"notice": notice, "outcome": body.outcome}
        await self._audit.write(caller.agent, "campaign_call", f"campaign:{number}", detail)
        noted = await self._campaigns.called(number, notice, body.outcome, caller.agent)
        if noted == "taken":
            raise NotNow("call_taken")
        if noted == "gone":
            raise Unknown("campaign")
        return answer({})


def _number(request: Request, name: str) -> int:
    return whole(request.path_params[name], name) or 0
