"""`/health`: whether each part answers, for load balancers, the supervisor and people."""

import asyncio

import httpx
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse

from conversations import Conversations
from gateway.channel_states import ChannelStates
from gateway.ledger_states import LedgerStates
from gateway.processes import health_of_actions
from gateway.settings import Settings


class Health:
    """Asks every part at once."""

    def __init__(
        self,
        conversations: Conversations,
        client: httpx.AsyncClient,
        settings: Settings,
        channels: ChannelStates,
        ledger: LedgerStates,
    ) -> None:
        self._conversations, self._client, self._channels = conversations, client, channels
        self._ledger = ledger
        self._actions = health_of_actions(settings.actions_url)
        self._market_mode = settings.market_mode

    async def report(self) -> tuple[bool, dict[str, object]]:
        """Whether all is well, and each part's state: "ok" or "down"."""
        rooms, actions = await asyncio.gather(self._conversations.health(), self._actions_alive())
        if rooms["store"]:
            await self._channels.refresh()
            await self._ledger.refresh()
        well = {
            "database": rooms["store"] and rooms["alive"],
            "rasa": rooms["brain"],
            "actions": actions is not None,
        }
        market = (actions or {}).get("market", {"asked": self._market_mode})
        parts = {name: "ok" if fine else "down" for name, fine in well.items()}
        all_well = all(well.values())
        return all_well, {
            "status": "ok" if all_well else "down",
            "parts": parts,
            "market": market,
            "channels": self._channels.report(),
            "ledger": self._ledger.report(),
        }

    async def _actions_alive(self) -> dict[str, object] | None:
        try:
            answer = await self._client.get(self._actions)
            body = answer.json()
        except (httpx.HTTPError, ValueError):  # not there, too slow, or something else listens there
            return None
        return body if answer.status_code == 200 and isinstance(body, dict) else None


def health_routes(health: Health) -> APIRouter:
    """GET /health: 200 when every part is well, else 503; the body is the same."""

    async def show(request: Request) -> JSONResponse:
        well, report = await health.report()
        return JSONResponse(report, 200 if well else 503, {"Cache-Control": "no-store"})

    router = APIRouter()
    router.add_route("/health", show, methods=["GET"])
    return router
