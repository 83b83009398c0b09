"""WS /desk/api/socket: who opens it is seen at the handshake; the rest is the line's."""

from fastapi import APIRouter
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from desk.errors import DeskError
from desk.routes.guard import Guard, refusal
from desk.routes.people import me
from desk.work.line import Gone
from desk.work.live import Live


class SocketRoute:
    """Offers it to the guard."""

    def __init__(self, live: Live) -> None:
        self._live = live

    def routes(self, guard: Guard) -> APIRouter:
        async def follow(websocket: WebSocket) -> None:
            try:
                caller = await guard.caller(websocket)
            except DeskError as error:
                await websocket.send_denial_response(refusal(error))
                return
            await websocket.accept()
            await self._live.serve(_Socket(websocket), caller, {"me": me(caller)})

        router = APIRouter()
        router.add_websocket_route("/desk/api/socket", follow)
        return router


class _Socket:
    """A Starlette socket as the line knows it."""

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket

    async def send(self, text: str) -> None:
        try:
            await self._socket.send_text(text)
        except (WebSocketDisconnect, RuntimeError):  # it was closed a moment ago
            raise Gone from None

    async def receive(self) -> str:
        """Bytes are read as what they are not: an empty frame, which the line complains of."""
        if self._socket.client_state != WebSocketState.CONNECTED:
            raise Gone
        message = await self._socket.receive()
        if message["type"] == "websocket.disconnect":
            raise Gone
        return message.get("text") or ""

    async def close(self, code: int) -> None:
        try:
            await self._socket.close(code)
        except (WebSocketDisconnect, RuntimeError):  # the other side was quicker
            raise Gone from None
