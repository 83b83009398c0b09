"""`/health` and below: whether each part answers, for people, load balancers and who starts processes.

`/health` asks every part. `/health/ready` asks only what this gateway cannot do without: without Rasa or
actions it still takes messages, which are answered later. `/health/live` asks nobody: a process that says so
need not be started again.
"""

import asyncio
from collections.abc import Mapping

import httpx
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse

from conversations import Conversations
from gateway.channel_states import ChannelStates
from gateway.draining import Leaving
from gateway.ledger_states import LedgerStates
from gateway.processes import health_of_actions
from gateway.settings import Settings
from notices.report import TOKEN_HEADER


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
        self._known = {TOKEN_HEADER: settings.internal_token}
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

    async def ready(self) -> bool:
        """Whether a message can be stored, and be answered from here."""
        return await self._conversations.can_take()

    async def _actions_alive(self) -> dict[str, object] | None:
        try:
            answer = await self._client.get(self._actions, headers=self._known)
            body = answer.json()
        except (httpx.HTTPError, ValueError):  # not there, too slow, or something else listens there
            return None
        return body if answer.status_code == 200 and isinstance(body, dict) else None


def health_routes(health: Health, leaving: Leaving) -> APIRouter:
    """GET /health: 200 when every part is well, else 503; the body is the same. On the way out it and
    /health/ready are 503.
    """

    async def show(request: Request) -> JSONResponse:
        well, report = await health.report()
        if leaving.begun:
            well, report = False, {**report, "status": "leaving"}
        return _said(well, report)

    async def ready(request: Request) -> JSONResponse:
        if leaving.begun:
            return _said(False, {"status": "leaving"})
        able = await health.ready()
        return _said(able, {"status": "ok" if able else "down"})

    async def live(request: Request) -> JSONResponse:
        return _said(True, {"status": "ok"})

    router = APIRouter()
    for path, answer in (("/health", show), ("/health/ready", ready), ("/health/live", live)):
        router.add_route(path, answer, methods=["GET"])
    return router


def _said(well: bool, body: Mapping[str, object]) -> JSONResponse:
    return JSONResponse(body, 200 if well else 503, {"Cache-Control": "no-store"})
