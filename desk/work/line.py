"""One open socket of a page of the desk: what it may say, and what it is told, by one writer, in order.

    page → {"type":"watch","conversation":12,"after":40,"epoch":3,"note":7}   from these places on
           {"type":"unwatch","conversation":12}  {"type":"presence","state":"ready"}
           {"type":"beat","used":true}
    desk → hello, board, conversation, presence, error, unwatched, ping

What cannot be read is answered with an error and changes nothing else. A page that does not take what it is
sent in time has gone.
"""

import asyncio
import json
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Set
from typing import Any, Protocol

from conversations import StoreUnavailable
from conversations.privacy import trace_of
from desk.encoding import encode
from desk.errors import DeskError, NotSignedIn, Unavailable, Unreadable
from desk.people.caller import Caller
from desk.work.board import Part, Sheet
from desk.work.watching import BESIDE, Beside, Library, Places, Watched

PING = 15.0  # seconds
SEND_WITHIN = 10.0  # seconds
LONGEST = 4_096  # characters of a frame of a page
MOST = 20  # conversations watched at once
COMPLAINTS = 20  # errors that wait to be told; a page that makes more is not told of all
ENDED, TRY_LATER, BROKEN = 4401, 1013, 1011  # close codes
LAST = 2**31 - 1
"""The greatest place in a transcript."""
STATES = ("ready", "busy", "away")
log = logging.getLogger(__name__)


class Gone(Exception):  # noqa: N818 - it is no fault
    """The page has closed the socket, or takes nothing any more."""


class Wire(Protocol):
    """The socket itself; every call raises Gone when it is closed."""

    async def send(self, text: str) -> None: ...
    async def receive(self) -> str: ...
    async def close(self, code: int) -> None: ...


class Desk(Protocol):
    """What a line asks of the gateway's hub."""

    @property
    def library(self) -> Library: ...
    async def present(self, caller: Caller) -> None: ...
    async def sign(self, caller: Caller, state: str) -> None: ...
    async def is_alive(self, caller: Caller) -> bool: ...
    async def used(self, caller: Caller) -> None: ...
    def watches(self, line: "Line", conversation_id: int) -> None: ...
    def forgets(self, line: "Line", conversation_id: int) -> None: ...


class Line:
    """Serves one socket of `caller` until either side goes, or takes nothing for `send_within` seconds."""

    def __init__(
        self,
        desk: Desk,
        wire: Wire,
        caller: Caller,
        hello: Mapping[str, Any],
        send_within: float = SEND_WITHIN,
    ) -> None:
        self.caller = caller
        self._send_within = send_within
        self._desk = desk
        self._wire = wire
        self._hello = hello
        self._watched: dict[int, Watched] = {}
        self._rung: dict[int, Set[Beside]] = {}
        self._words: deque[str] = deque(maxlen=COMPLAINTS)
        self._sheet: Sheet | None = None
        self._board: Part | None = None
        self._wake = asyncio.Event()
        self._over = False
        self._standing: str | None = None
        self._acts: Mapping[str, Callable[[Mapping[str, Any]], Awaitable[None]]] = {
            "watch": self._watch,
            "unwatch": self._unwatch,
            "presence": self._say_presence,
            "beat": self._beat,
        }

    async def run(self) -> None:
        """Returns when the socket is closed."""
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._tell())
                tasks.create_task(self._listen())
        except* Gone:
            pass  # the page comes back with its places
        except* NotSignedIn:
            await self._close(ENDED)
        except* (StoreUnavailable, Unavailable):
            await self._close(TRY_LATER)
        except* Exception as broken:  # a fault of ours: its words may be an investor's, so none are logged
            log.error("a page's line broke: %s", "".join(map(trace_of, broken.exceptions)))
            await self._close(BROKEN)

    def ring(self, conversation_id: int, beside: Set[Beside] = BESIDE) -> None:
        """There is news of a conversation; `beside` as in Watched.news."""
        if conversation_id in self._watched:
            self._rung[conversation_id] = self._rung.get(conversation_id, frozenset()) | beside
            self._wake.set()

    def offer(self, sheet: Sheet) -> None:
        """A newer board; one that was not taken yet is skipped."""
        self._sheet = sheet
        self._wake.set()

    def stand(self, state: str) -> None:
        """What the agent is now, whoever has said it; told where it is new."""
        if state != self._standing:
            self._standing = state
            self._words.append(encode({"type": "presence", "state": state}))
            self._wake.set()

    def end(self) -> None:
        """The session is over."""
        self._over = True
        self._wake.set()

    async def _tell(self) -> None:
        await self._send(encode({"type": "hello", **self._hello}))
        loop = asyncio.get_running_loop()
        ping_at = loop.time() + PING
        while True:
            try:
                async with asyncio.timeout_at(ping_at):
                    await self._wake.wait()
            except TimeoutError:  # it was quiet
                await self._send('{"type":"ping"}')
                ping_at = loop.time() + PING
                continue
            self._wake.clear()
            await self._tell_all()

    async def _tell_all(self) -> None:
        if self._over:
            raise NotSignedIn
        while self._words:
            await self._send(self._words.popleft())
        await self._tell_board()
        while self._rung:
            number = next(iter(self._rung))
            await self._tell_of(number, self._rung.pop(number))

    async def _tell_of(self, number: int, beside: Set[Beside]) -> None:
        watched = self._watched.get(number)
        try:
            if watched:
                async for frame in watched.news(beside):
                    await self._send(frame)
        except Unavailable:
            raise
        except DeskError as refusal:  # it is not theirs any more, or never was
            self._forget(number)
            fault = {"why": refusal.code, "conversation": number}
            await self._send(encode({"type": "unwatched", **fault}))

    async def _tell_board(self) -> None:
        if self._sheet is None:
            return
        part, self._sheet = self._sheet.cut(self.caller), None
        if self._board is None or part.lasting != self._board.lasting:
            self._board = part
            await self._send(f'{{"type":"board","board":{part.whole}}}')

    async def _listen(self) -> None:
        await self._desk.present(self.caller)
        while True:
            text = await self._wire.receive()
            try:
                frame = _read(text)
                await self._acts[frame["type"]](frame)
            except Unreadable as fault:
                self._complain(fault)

    async def _watch(self, frame: Mapping[str, Any]) -> None:
        number = _count(frame, "conversation")
        places = Places(_count(frame, "after", 0), _count(frame, "epoch", 0), _count(frame, "note", 0))
        if number not in self._watched and len(self._watched) >= MOST:
            raise Unreadable("too_many")
        self._watched[number] = Watched(self._desk.library, self.caller, number, places)
        self._desk.watches(self, number)
        self.ring(number)

    async def _unwatch(self, frame: Mapping[str, Any]) -> None:
        self._forget(_count(frame, "conversation"))

    async def _say_presence(self, frame: Mapping[str, Any]) -> None:
        state = frame.get("state")
        if state not in STATES or not self.caller.may("serve"):
            raise Unreadable("state")
        await self._desk.sign(self.caller, state)

    async def _beat(self, frame: Mapping[str, Any]) -> None:
        """`used`: somebody sits at the page. An open page by itself keeps no session alive."""
        if not await self._desk.is_alive(self.caller):
            raise NotSignedIn
        if frame.get("used") is True:
            await self._desk.used(self.caller)

    def _forget(self, number: int) -> None:
        if self._watched.pop(number, None):
            self._desk.forgets(self, number)

    def _complain(self, fault: DeskError) -> None:
        self._words.append(encode({"type": "error", "error": fault.code, **fault.facts}))
        self._wake.set()

    async def _send(self, text: str) -> None:
        try:
            async with asyncio.timeout(self._send_within):
                await self._wire.send(text)
        except TimeoutError:
            raise Gone from None

    async def _close(self, code: int) -> None:
        try:
            async with asyncio.timeout(self._send_within):
                await self._wire.close(code)
        except (Gone, TimeoutError):  # nobody is there to hear it
            return


def _read(text: str) -> Mapping[str, Any]:
    if len(text) > LONGEST:
        raise Unreadable("frame")
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError):  # no JSON, or brackets without end
        raise Unreadable("frame") from None
    if not isinstance(frame, dict) or frame.get("type") not in ("watch", "unwatch", "presence", "beat"):
        raise Unreadable("type")
    return frame


def _count(frame: Mapping[str, Any], name: str, missing: int | None = None) -> int:
    value = frame.get(name, missing)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LAST:
        raise Unreadable(name)
    return value
