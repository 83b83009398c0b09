"""`GET /desk/api/transcripts/{id}/inspection`: what the rules find in each stretch of a conversation."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from desk.compliance.inspection import Inspection, Inspector
from desk.people.caller import Caller
from desk.routes.guard import Guard, answer
from desk.routes.numbers import ID
from desk.work.opening import Opening
from knowledge.masking import mask


class InspectionRoutes:
    """Offers it to the guard."""

    def __init__(self, inspector: Inspector, opening: Opening) -> None:
        self._inspector = inspector
        self._opening = opening

    def routes(self, guard: Guard) -> APIRouter:
        router = APIRouter()
        guard.add(router, "GET", f"/desk/api/transcripts/{ID}/inspection", self._show, "read")
        return router

    async def _show(self, request: Request, caller: Caller) -> Response:
        head = await self._opening.read(caller, request.path_params["id"], "read")
        inspections = await self._inspector.inspect(head)
        return answer({"segments": [_shown(each) for each in inspections]})


def _shown(inspection: Inspection) -> dict[str, object]:
    return {
        "segment": inspection.segment,
        "agent": inspection.agent,
        "began": inspection.began,
        "ended": inspection.ended,
        "findings": [{**finding.to_json(), "found": mask(finding.found)} for finding in inspection.findings],
    }
