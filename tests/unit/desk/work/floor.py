"""A floor of one test: real conversations, the people of the office, everything they can do and see."""

import asyncio
import itertools
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI

from conversations import Conversations, Inbound
from conversations.attachments import Attachments
from conversations.owners import accept, request_handoff
from conversations.records import Head, Records
from desk.compliance.checking import Checker
from desk.people.caller import Caller, Role
from desk.routes.conversations import ConversationRoutes
from desk.routes.files import FileRoutes
from desk.routes.socket import SocketRoute
from desk.routing.alerts import Alert
from desk.routing.presence import Presences
from desk.routing.terms import Terms
from desk.work.approving import Approval, Checking
from desk.work.boards import Boards
from desk.work.contacts import Contacts
from desk.work.conversations import Work
from desk.work.customer import Customers
from desk.work.live import Live
from desk.work.notes import Notes
from desk.work.opening import Opening
from desk.work.speaking import Speaking
from desk.work.watching import Library
from tests.unit.desk.office import Office

CHECKER = Checker.load()
PICTURE = b"\x89PNG\r\n\x1a\n a picture"


class Floor:
    """`files` are what investors sent, by the name of the file; `kept` the pictures agents sent."""

    def __init__(self, conversations: Conversations, office: Office) -> None:
        database = conversations.database
        self.conversations, self.office = conversations, office
        self.records = Records(database)
        self.files: dict[str, tuple[bytes, str]] = {}
        self.kept: list[bytes] = []
        self.alerts: list[Alert] = []
        self.team: list[dict[str, Any]] = []
        self.opening = Opening(database, office.audit)
        self.contacts = Contacts(database, conversations)
        self.library = Library(self.records, Notes(database, conversations), self.opening)
        approval = Approval(Checking(CHECKER, self.records), office.audit)
        self.work = Work(conversations, self.opening, office.audit, approval, office.agents, self._rules)
        self.speaking = Speaking(conversations, self.opening, approval, self._keep)
        self.customers = Customers(database, self.contacts)
        self.presences = Presences(database)
        known = (self._alerts, self._team, self._rules)
        boards = Boards(database, self.contacts, *known, elsewhere=frozenset({"wechat_kf"}))
        self.live = Live(conversations, self.library, boards, office.sessions, self.presences.sign)
        self._said = itertools.count(1)

    @property
    def app(self) -> FastAPI:
        app = FastAPI()
        attachments = Attachments(self.conversations.database)
        rooms = (
            ConversationRoutes(self.work, self.speaking, self.library, self.customers, self._draft),
            FileRoutes(self.opening, self.office.audit, attachments, self._open),
            SocketRoute(self.live),
        )
        for room in rooms:
            app.include_router(room.routes(self.office.guard))
        return app

    async def desk(
        self, role: Role = "agent", id: str | None = None, **details: Any
    ) -> tuple[httpx.AsyncClient, Caller]:
        """Somebody's browser, signed in, and who they are."""
        browser = self.office.browser_of(self.app)
        return browser, await self.office.signed_in(browser, await self.office.hire(role, id, **details))

    async def says(self, text: str, user: str = "u1") -> int:
        """The investor writes and is answered; gives the conversation's number."""
        inbound = Inbound("web", user, f"m{next(self._said)}", text=text)
        await self.conversations.answer(inbound)
        status = await self.conversations.status("web", user)
        assert status is not None
        return status.conversation_id

    async def waits(self, user: str = "u1", skill: str = "general", priority: int = 0) -> Head:
        """An investor has asked for a person and stands in the queue."""
        number = await self.says("转人工", user)
        known = {"reason": "ask_human", "skill": skill, "topic": "ACC01"}
        step = request_handoff(by="bot", reason="ask_human", priority=priority, handoff=known)
        await self.conversations.move(number, step)
        return await self.head(number)

    async def left(self, user: str = "u1", kind: str = "message") -> Head:
        """An investor has asked for a person after hours: there is a ticket, and the bot goes on."""
        number = await self.says("转人工", user)
        statement = """
        insert into ticket (conversation_id, message_id, kind, topic, opened_at, contact_due, resolve_due)
        values (%(id)s, %(kind)s, %(kind)s, 'ACC01', now() - interval '1 hour', now(), now()) returning id"""
        await self.conversations.database.rows(statement, {"id": number, "kind": kind})
        return await self.head(number)

    async def served(self, caller: Caller, user: str = "u1", skill: str = "general") -> Head:
        """A conversation that `caller` has taken."""
        head = await self.waits(user, skill)
        await self.conversations.move(head.conversation_id, accept(caller.agent))
        return await self.head(head.conversation_id)

    async def head(self, number: int) -> Head:
        head = await self.records.head(number)
        assert head is not None
        return head

    async def texts(self, user: str = "u1") -> list[str | None]:
        """What the investor has before them."""
        return [message.text for message in await self.conversations.messages("web", user)]

    async def acts(self) -> list[tuple[str, str, str]]:
        """What stands in the audit log about conversations, the oldest first."""
        rows, _ = await self.office.audit.find()
        known = [(row.actor, row.act, row.subject) for row in reversed(rows)]
        return [row for row in known if row[2].startswith("conversation:")]

    async def fills(self, number: int, count: int, text: str = "行") -> None:
        """So many lines more, as the investor would have written them."""
        statement = """
        with grown as (
          update conversation set seq = seq + %(count)s where id = %(id)s returning id, seq, epoch)
        insert into message (conversation_id, seq, sender, kind, text, epoch)
        select id, seq - %(count)s + n, 'user', 'text', %(text)s, epoch
        from grown, generate_series(1, %(count)s) n returning seq"""
        values = {"id": number, "count": count, "text": text}
        await self.conversations.database.rows(statement, values)

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[str]:
        """A real server at work; gives its host and port."""
        config = uvicorn.Config(self.app, log_level="warning", timeout_graceful_shutdown=3)
        server = uvicorn.Server(config)
        listening = socket.create_server(("127.0.0.1", 0))
        running = asyncio.create_task(server.serve(sockets=[listening]))
        working = asyncio.create_task(self.at_work())
        try:
            yield f"127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            await running
            working.cancel()
            await asyncio.gather(working, return_exceptions=True)

    async def at_work(self) -> None:
        """What goes on beside the requests, until cancelled."""
        await self.live.run()

    async def _rules(self) -> Terms:
        return Terms()

    async def _alerts(self) -> list[Alert]:
        return self.alerts

    async def _team(self) -> list[dict[str, Any]]:
        return self.team

    async def _draft(self, number: int, agent: str) -> str:
        return ""

    async def _keep(self, content: bytes) -> str:
        self.kept.append(content)
        return f"/media/{'ab' * 32}.png"

    async def _open(self, media: Mapping[str, Any]) -> tuple[bytes, str] | None:
        return self.files.get(media["file"])
