"""The audit log for who checks what was done at the desk."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from desk.audit.log import Audit
from desk.people.caller import Caller
from desk.routes.guard import Guard, answer, whole


class AuditRoutes:
    """Reads it, a page at a time; nothing here writes."""

    def __init__(self, audit: Audit) -> None:
        self._audit = audit

    def routes(self, guard: Guard) -> APIRouter:
        router = APIRouter()
        guard.add(router, "GET", "/desk/api/audit", self._rows, "audit")
        return router

    async def _rows(self, request: Request, _caller: Caller) -> Response:
        asked = request.query_params
        entries, intact = await self._audit.find(
            before=whole(asked.get("before"), "before"),
            actor=asked.get("actor") or None,
            act=asked.get("act") or None,
            subject=asked.get("subject") or None,
        )
        return answer({"rows": entries, "intact": intact, "head": str(await self._audit.head())})
