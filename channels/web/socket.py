"""One open socket: what was said after a place, then everything new, in order and each message once."""

import asyncio
from collections.abc import Mapping
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from channels.web.parse import CHANNEL
from channels.web.render import owner_of, render_message, to_json
from conversations import Conversations, Owner, StoreUnavailable

HEARTBEAT = 20.0  # seconds; the page takes a line that is silent for much longer for dead
BATCH = 200  # messages
TRY_AGAIN_LATER = 1013  # a close code


class Line:
    """Carries one sender's transcript to one reader, until either side goes. `beat` is in seconds."""

    def __init__(
        self,
        conversations: Conversations,
        socket: WebSocket,
        sender: str,
        after: int,
        beat: float = HEARTBEAT,
    ) -> None:
        self._conversations = conversations
        self._socket = socket
        self._sender = sender
        self._seq = after
        self._beat = beat
        self._owner: Owner | None = None

    async def run(self) -> None:
        """Accept the socket and serve it; returns when it is closed."""
        await self._socket.accept()
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._tell())
                tasks.create_task(self._ping())
                tasks.create_task(self._listen())
        except* WebSocketDisconnect:
            pass  # the reader has gone, or this process stops
        except* StoreUnavailable:
            await self._socket.close(TRY_AGAIN_LATER)

    async def _tell(self) -> None:
        """The owner always follows the messages that were missed: by that a reader knows it has them all."""
        async for seq in self._conversations.follow(CHANNEL, self._sender):
            if seq > self._seq:
                await self._tell_messages()
            await self._tell_status()

    async def _tell_messages(self) -> None:
        while True:
            batch = await self._conversations.messages(CHANNEL, self._sender, after=self._seq, limit=BATCH)
            for message in batch:
                await self._send({"type": "message", **render_message(message)})
                self._seq = message.seq
            if len(batch) < BATCH:
                return

    async def _tell_status(self) -> None:
        status = await self._conversations.status(CHANNEL, self._sender)
        owner = owner_of(status)
        if owner != self._owner:
            self._owner = owner
            await self._send({"type": "owner", "owner": owner})
        if status and status.waiting:
            await self._send({"type": "typing"})

    async def _ping(self) -> None:
        while True:
            await asyncio.sleep(self._beat)
            await self._send({"type": "ping"})

    async def _listen(self) -> None:
        """A reader says nothing here; but its going is heard."""
        while (await self._socket.receive())["type"] != "websocket.disconnect":
            pass
        raise WebSocketDisconnect

    async def _send(self, frame: Mapping[str, Any]) -> None:
        await self._socket.send_text(to_json(frame))
