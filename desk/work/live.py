"""All open pages of this gateway: who watches what, one look behind the bells, one board for all of them.

Bells only wake. What has changed is seen in the tables, by one question for all that was rung and, each
second, for all that is watched; so a lost bell costs a second and nothing else.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Mapping, Set
from typing import Any

from conversations import Conversations
from conversations.database import Row
from conversations.rounds import always
from desk.people.caller import Caller
from desk.people.sessions import Sessions
from desk.routing.presence import SIGN_EVERY
from desk.work.board import Sheet
from desk.work.boards import Boards
from desk.work.line import Line, Wire
from desk.work.watching import BESIDE, Beside, Library

POLL = 1.0  # seconds
BOARD_EVERY = 0.25  # seconds, at least
LOAD = 4  # building boards takes at most one part in so many of the time
CHECK_EVERY = 10.0  # seconds between two looks at the sessions

# Of what is watched: whatever a page shows, and the states of the last lines that may still change.
_PROGRESS = """
select c.id, c.seq, c.epoch, c.waiting, c.joined,
  (select max(n.id) from desk_note n where n.conversation_id = c.id) as note,
  (select max(o.updated_at) from outbox o where o.conversation_id = c.id and o.seq > c.seq - 10) as sent_at,
  (select count(m.topic) * 1000 + count(*) filter (where m.media ? 'wanted') * 20 + count(m.text)
   from message m where m.conversation_id = c.id and m.seq > c.seq - 10) as known,
  (select k.updated_at from desk_contact k where k.conversation_id = c.id) as contact_at
from conversation c where c.id = any(%(ids)s)"""

Sign = Callable[[str, Any], Awaitable[str]]
"""An agent's desk is open; the state they have said, or None. Gives what they are now."""


class Live:
    """The hub. Run `run` beside the sockets."""

    def __init__(
        self, conversations: Conversations, library: Library, boards: Boards, sessions: Sessions, sign: Sign
    ) -> None:
        self.library = library
        self._conversations = conversations
        self._database = conversations.database
        self._boards = boards
        self._sessions = sessions
        self._sign = sign
        self._lines: set[Line] = set()
        self._watchers: defaultdict[int, set[Line]] = defaultdict(set)
        self._known: dict[int, Row] = {}
        self._sheet: tuple[Sheet, bool] | None = None
        self._changed = asyncio.Event()

    async def serve(self, wire: Wire, caller: Caller, hello: Mapping[str, Any]) -> None:
        """One socket, until it is closed."""
        line = Line(self, wire, caller, hello)
        self._show_last(line)
        self._lines.add(line)
        self._changed.set()
        try:
            await line.run()
        finally:
            self._lines.discard(line)
            for number in [number for number, lines in self._watchers.items() if line in lines]:
                self.forgets(line, number)

    async def run(self) -> None:
        """Until cancelled; what breaks once is tried again with the next bell."""
        forget = self._sessions.on_ended(self._end)
        try:
            async with asyncio.TaskGroup() as tasks:
                for work in (self._hear, self._poll, self._draw, self._check):
                    tasks.create_task(always(work))
        finally:
            forget()

    async def present(self, caller: Caller) -> None:
        """Their desk is open."""
        if caller.may("serve"):
            self._stand(caller.agent, await self._sign(caller.agent, None))

    async def sign(self, caller: Caller, state: str) -> None:
        """The agent has said what they are."""
        self._stand(caller.agent, await self._sign(caller.agent, state))
        await self.used(caller)
        self._changed.set()

    async def used(self, caller: Caller) -> None:
        """Somebody sits there, though they wait: the session is not idle."""
        await self._sessions.touch(caller.session)

    def _stand(self, agent: str, state: str) -> None:
        """On every page they have open: a supervisor may have said it, or offers they did not take."""
        for line in self._lines:
            if line.caller.agent == agent:
                line.stand(state)

    async def is_alive(self, caller: Caller) -> bool:
        return await self._sessions.is_alive(caller.session)

    def watches(self, line: Line, conversation_id: int) -> None:
        self._watchers[conversation_id].add(line)

    def forgets(self, line: Line, conversation_id: int) -> None:
        watchers = self._watchers[conversation_id]
        watchers.discard(line)
        if not watchers:
            del self._watchers[conversation_id]
            self._known.pop(conversation_id, None)

    async def _hear(self) -> None:
        """The bells of all gateways."""
        async with self._conversations.news() as news:
            while True:
                rung = await news.next()
                if rung:
                    self._changed.set()
                    await self._look(rung & self._watchers.keys())

    async def _poll(self) -> None:
        """Behind the bells, and for what passes without one."""
        while True:
            await asyncio.sleep(POLL)
            self._changed.set()
            await self._look(self._watchers)

    async def _look(self, numbers: Collection[int]) -> None:
        """Wake who watches one that is not as it was."""
        if not numbers:
            return
        for row in await self._database.rows(_PROGRESS, {"ids": list(numbers)}):
            number, known = row["id"], self._known.get(row["id"])
            if number in self._watchers and known != row:
                self._known[number] = row
                for line in self._watchers[number]:
                    line.ring(number, _beside(known, row))

    def _show_last(self, line: Line) -> None:
        """The board that others see, so that nobody waits for the next one."""
        if self._sheet and line.caller.may("serve"):
            sheet, for_leads = self._sheet
            if for_leads or not line.caller.may("lead"):
                line.offer(sheet)

    async def _draw(self) -> None:
        """A board for everybody, where anything may have changed."""
        loop = asyncio.get_running_loop()
        while True:
            await self._changed.wait()
            self._changed.clear()
            began = loop.time()
            lines = [line for line in self._lines if line.caller.may("serve")]
            self._sheet = await self._drawn_for(lines) if lines else None
            await asyncio.sleep(max(BOARD_EVERY, LOAD * (loop.time() - began)))

    async def _drawn_for(self, lines: Collection[Line]) -> tuple[Sheet, bool]:
        """A new board, offered to all of them, and whether what only leads see was read for it."""
        leads = any(line.caller.may("lead") for line in lines)
        sheet = await self._boards.build(for_leads=leads)
        for line in lines:
            line.offer(sheet)
        return sheet, leads

    async def _check(self) -> None:
        """Whose session has ended elsewhere goes; whose page is open is there."""
        while True:
            await asyncio.sleep(min(CHECK_EVERY, SIGN_EVERY))
            lines = list(self._lines)
            alive = await self._sessions.alive({line.caller.session for line in lines})
            for line in lines:
                if line.caller.session not in alive:
                    line.end()
            there = {line.caller.agent: line.caller for line in lines if line.caller.session in alive}
            for caller in there.values():
                await self.present(caller)

    def _end(self, session: str) -> None:
        for line in self._lines:
            if line.caller.session == session:
                line.end()


def _beside(known: Row | None, row: Row) -> Set[Beside]:
    """What besides the lines is new since it was looked at last."""
    if known is None:
        return BESIDE
    new: dict[Beside, bool] = {
        "steps": row["epoch"] != known["epoch"],
        "notes": row["note"] != known["note"],
    }
    return frozenset(name for name, is_new in new.items() if is_new)
