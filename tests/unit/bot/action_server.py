"""A little action server on a free port: it answers as rasa-sdk does, or misbehaves as a test asks."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

Handler = Callable[[dict[str, Any]], Awaitable[web.StreamResponse]]


def reply(*responses: dict[str, Any], events: list[dict[str, Any]] | None = None) -> web.Response:
    return web.json_response({"events": events or [], "responses": list(responses)})


def slot(name: str, value: Any) -> dict[str, Any]:
    return {"event": "slot", "name": name, "value": value}


async def quote(call: dict[str, Any]) -> web.Response:
    said = {"response": "utter_quote", "name": "贵州茅台", "code": "600519", "price": "1234.50"}
    return reply(said, events=[slot("topic", "QUO01")])


async def save(call: dict[str, Any]) -> web.Response:
    slots = call["tracker"]["slots"]
    said = {"response": "utter_saved", "years": slots["test_years"], "loss": slots["test_loss"]}
    return reply(said, events=[slot("test_done", True), slot("test_years", None), slot("test_loss", None)])


async def hand_over(call: dict[str, Any]) -> web.Response:
    wish = {"reason": "asked", "skill": "general", "priority": 2}
    return reply({"response": "utter_handoff"}, events=[slot("handoff", wish)])


async def validate(call: dict[str, Any]) -> web.Response:
    last = call["tracker"]["slots"]
    filled = [name for name in ("test_years", "test_loss") if last.get(name) is not None]
    return reply(events=[slot(name, last[name]) for name in filled])


async def note(call: dict[str, Any]) -> web.Response:
    return reply()


USUAL: dict[str, Handler] = {
    "action_quote": quote,
    "action_save": save,
    "action_handoff": hand_over,
    "validate_test_form": validate,
    "action_note": note,
}


class ActionServer:
    """Runs in a thread of its own; `handlers` may be exchanged, `calls` holds headers and bodies."""

    def __init__(self) -> None:
        self.handlers = dict(USUAL)
        self.calls: list[tuple[dict[str, str], dict[str, Any]]] = []
        self.url = ""
        self._loop = asyncio.new_event_loop()
        self._up = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> "ActionServer":
        self._thread.start()
        self._up.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def reset(self) -> None:
        self.handlers = dict(USUAL)
        self.calls.clear()

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._start())
        self._up.set()
        self._loop.run_forever()
        self._loop.run_until_complete(self._runner.cleanup())
        self._loop.close()

    async def _start(self) -> None:
        app = web.Application()
        app.router.add_post("/webhook", self._answer)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/webhook"

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.calls.append((dict(request.headers), body))
        try:
            return await self.handlers[body["next_action"]](body)
        except ConnectionResetError:  # a handler that plays a killed process
            assert request.transport is not None
            request.transport.abort()
            raise
