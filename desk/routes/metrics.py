"""The addresses of the figures of service: a period counted, and the conversations behind one figure."""

from datetime import date, datetime, time, timedelta
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from conversations.messages import SHANGHAI
from desk.errors import Unknown, Unreadable
from desk.metrics.report import By, Service
from desk.people.caller import Caller
from desk.routes.guard import Guard, answer
from desk.routes.wire import queried

LONGEST = timedelta(days=92)


class Period(BaseModel):
    """Whole days of Shanghai; `to` is the last of them. `from_` is called "from"."""

    model_config = ConfigDict(extra="forbid")
    from_: Annotated[date, Field(alias="from")]
    to: date
    by: By | None = None

    @property
    def span(self) -> tuple[datetime, datetime]:
        """From midnight to midnight; raises Unreadable for one that runs backwards or too long."""
        begin = datetime.combine(self.from_, time(), SHANGHAI)
        end = datetime.combine(self.to, time(), SHANGHAI) + timedelta(days=1)
        if not timedelta() < end - begin <= LONGEST:
            raise Unreadable("to")
        return begin, end


class MetricRoutes:
    """Offers them to the guard."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def routes(self, guard: Guard) -> APIRouter:
        router = APIRouter()
        guard.add(router, "GET", "/desk/api/metrics", self._page, "measure")
        guard.add(router, "GET", "/desk/api/metrics/{name}/conversations", self._behind, "measure")
        return router

    async def _page(self, request: Request, _caller: Caller) -> Response:
        period = queried(request, Period)
        begin, end = period.span
        page = await self._service.page(begin, end, period.by)
        return answer({"from": period.from_, "to": period.to, **page})

    async def _behind(self, request: Request, _caller: Caller) -> Response:
        rows = await self._service.behind(request.path_params["name"], *queried(request, Period).span)
        if rows is None:
            raise Unknown("figure")
        return answer({"rows": rows})
