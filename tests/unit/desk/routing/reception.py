"""A desk whose agents, queue and clock a test moves: real rows, real conversations, no waiting."""

import asyncio
import uuid
from dataclasses import dataclass, field
from typing import Any

from conversations import Answer, Conversations, Inbound
from conversations.locks import Locks
from conversations.owners import request_handoff
from conversations.records import Head
from conversations.tickets import Terms
from desk.routing.alerts import Alerts
from desk.routing.appointments import Appointments
from desk.routing.diary import Diary
from desk.routing.patience import Patience
from desk.routing.presence import Presences
from desk.routing.roster import Roster
from desk.routing.router import Router
from desk.routing.settings import Settings

ALWAYS = {"trading": [["00:00", "24:00"]], "other": [["00:00", "24:00"]], "peak": None}
NEVER: dict[str, Any] = {"trading": [], "other": [], "peak": None}


@dataclass
class Desk:
    """One gateway's desk over `conversations`."""

    conversations: Conversations
    settings: Settings = field(init=False)
    alerts: Alerts = field(init=False)
    appointments: Appointments = field(init=False)
    presences: Presences = field(init=False)
    router: Router = field(init=False)

    def __post_init__(self) -> None:
        database = self.conversations.database
        self.settings = Settings(database, lambda _day: True)
        self.alerts = Alerts(database, self.conversations.ring)
        self.appointments = Appointments(database, self.settings)
        self.presences = Presences(database)
        self.router = self.another_router()

    def another_router(self) -> Router:
        database = self.conversations.database
        diary = Diary(self.conversations, self.alerts)
        patience = Patience(self.conversations, Terms())
        shared = (self.settings, Roster(database), self.alerts, diary, patience)
        return Router(self.conversations, Locks(database), *shared)

    async def agent(self, name: str, **known: Any) -> str:
        """Somebody at the desk, ready unless told otherwise."""
        row = {"capacity": 1, "skills": [], "licences": [], "languages": [], "role": "agent", **known}
        state = row.pop("state", "ready")
        await self.sql(
            "insert into desk_agent (id, name, number, role, password, skills, licences, languages, capacity)"
            " values (%(id)s, %(id)s, %(id)s, %(role)s, '', %(skills)s, %(licences)s, %(languages)s,"
            " %(capacity)s)",
            id=name,
            **row,
        )
        if state != "gone":
            await self.presences.sign(name, state)
        return name

    async def talk(self, user: str) -> int:
        """A conversation with the bot."""
        answer = await self.conversations.answer(self.says(user))
        assert isinstance(answer, Answer)
        status = await self.conversations.status("web", user)
        assert status is not None
        return status.conversation_id

    async def queue(self, user: str, waited: float = 0.0, *, priority: int = 0, **handoff: object) -> int:
        """Somebody who asked for a person `waited` seconds ago."""
        number = await self.talk(user)
        step = request_handoff(by="investor", reason="asked", priority=priority, handoff=handoff or None)
        await self.conversations.move(number, step)
        await self.later(number, waited)
        return number

    async def later(self, number: int, seconds: float) -> None:
        """Let the conversation be so much older, with all that was said in it."""
        for statement in (
            "update conversation set moved_at = moved_at - make_interval(secs => %(s)s),"
            " queued_at = queued_at - make_interval(secs => %(s)s), told_at = null where id = %(id)s",
            "update inbound set received_at = received_at - make_interval(secs => %(s)s)"
            " where conversation_id = %(id)s",
            "update message set at = at - make_interval(secs => %(s)s) where conversation_id = %(id)s",
            "update desk_told set at = at - make_interval(secs => %(s)s) where conversation_id = %(id)s",
        ):
            await self.sql(statement, id=number, s=seconds)

    async def vanish(self, agent: str) -> None:
        """The browser is gone: no sign for longer than the grace."""
        await self.sql(
            "update desk_presence set seen_at = now() - interval '31 seconds' where agent = %(a)s", a=agent
        )

    async def head(self, number: int) -> Head:
        head = await self.conversations.records.head(number)
        assert head is not None
        return head

    async def owners(self, *numbers: int) -> list[tuple[str, str | None]]:
        heads = await asyncio.gather(*(self.head(number) for number in numbers))
        return [(head.owner, head.agent) for head in heads]

    async def told(self, user: str) -> list[str]:
        """What the room has said to them, the latest last."""
        said = await self.conversations.messages("web", user)
        return [message.text or "" for message in said if message.sender == "system"]

    async def sql(self, statement: str, **values: Any) -> list[dict[str, Any]]:
        async with self.conversations.database.connection() as connection:
            cursor = await connection.execute(statement, values)
            return await cursor.fetchall() if cursor.description else []

    def says(self, user: str, text: str = "转人工", **fields: Any) -> Inbound:
        return Inbound(channel="web", user=user, message_id=uuid.uuid4().hex, text=text, **fields)
