"""The one place where the desk is joined: what conversations ask of it, and what agents work with."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from fastapi import APIRouter

from conversations import Brain, Conversations
from conversations.attachments import Attachments
from conversations.counter import Answered
from conversations.database import Database
from conversations.locks import Locks
from conversations.messages import Reply
from conversations.rounds import always
from conversations.tickets import Terms as TicketTerms
from desk.audit.log import Audit
from desk.compliance.checking import Checker
from desk.compliance.inspection import Inspector
from desk.counter import Counter
from desk.metrics.reading import Reading
from desk.metrics.report import Service
from desk.people.agents import Agents
from desk.people.passwords import Passwords
from desk.people.sessions import Sessions
from desk.people.signing_in import SigningIn
from desk.people.vault import Vault
from desk.routes.agents import AgentRoutes
from desk.routes.aids import AidRoutes
from desk.routes.appointments import AppointmentRoutes
from desk.routes.audit import AuditRoutes
from desk.routes.colleagues import ColleagueRoutes
from desk.routes.conversations import ConversationRoutes
from desk.routes.files import FileRoutes, Open
from desk.routes.guard import Guard
from desk.routes.inspection import InspectionRoutes
from desk.routes.metrics import MetricRoutes
from desk.routes.page import page_routes
from desk.routes.people import OwnAccount
from desk.routes.routing import RoutingRoutes
from desk.routes.socket import SocketRoute
from desk.routes.transcripts import TranscriptRoutes
from desk.routes.wishes import WishRoutes
from desk.routing.alerts import Alerts
from desk.routing.appointments import Appointments
from desk.routing.buttons import AppointmentButtons
from desk.routing.diary import Diary
from desk.routing.patience import Patience
from desk.routing.presence import Presences
from desk.routing.reception import Reception
from desk.routing.roster import Roster
from desk.routing.router import Router
from desk.routing.settings import Settings
from desk.routing.terms import Terms
from desk.routing.words import load_words
from desk.satisfaction.ratings import Ratings
from desk.transcripts.asked import AskedWishes
from desk.transcripts.exports import Exporter
from desk.transcripts.gathering import Archive
from desk.transcripts.received import Received
from desk.transcripts.retention import Retention
from desk.transcripts.search import Search
from desk.transcripts.wishes import Wishes
from desk.transcripts.words import Words
from desk.work.approving import Approval, Checking
from desk.work.boards import Boards
from desk.work.canned import CannedReplies
from desk.work.contacts import Contacts
from desk.work.conversations import Work
from desk.work.customer import Customers, Profiles, QuotaLeft, nobody_known
from desk.work.drafts import Drafts
from desk.work.library import Handbook
from desk.work.live import Live
from desk.work.notes import Notes
from desk.work.opening import Opening
from desk.work.pictures import Pictures
from desk.work.speaking import Speaking
from desk.work.suggesting import Suggesting
from desk.work.watching import Library

TEAM = ("agent", "name", "number", "role", "standing", "since", "load", "capacity", "skills")
"""What a board shows of an agent; what changes by itself each second is not in it."""


class Routed(Protocol):
    """What has addresses behind the guard."""

    def routes(self, guard: Guard) -> APIRouter: ...


class Front:
    """What conversations ask of the desk: who is there, and what its buttons do. It stands before they open.

    `elsewhere` are channels whose platform has a desk of its own.
    """

    def __init__(
        self, database: Database, is_trading_day: Callable[[date], bool], elsewhere: Set[str] = frozenset()
    ) -> None:
        self.database = database
        self.elsewhere = elsewhere
        self.settings = Settings(database, is_trading_day)
        self.reception = Reception(database, self.settings)
        self.appointments = Appointments(database, self.settings)
        self._ratings = Ratings(database)
        buttons = AppointmentButtons(self.appointments, self.settings, load_words())
        self.counter = Counter({**buttons.handlers, "rate": self._ratings.press}, after=self._after)

    async def _after(self, answered: Answered) -> Reply | None:
        return await self._ratings.ask_about_bot(answered.conversation_id, answered.seq, answered.intent)


@dataclass(frozen=True, kw_only=True)
class Outside:
    """What the desk is lent by those who join it with the rest.

    `locks` stands on a database of its own; `quota` says what a platform still lets us write, `open_file`
    what an investor sent, `profiles` what they can bear, `keep_picture` an address for a picture; `media` and
    `received` are the folders of both, `hosts` the names under which we are reached ourselves. `guests` are
    rooms of others that stand behind the same guard; their views are files of desk/web.
    """

    brain: Brain
    locks: Locks
    handbook: Handbook
    quota: QuotaLeft
    open_file: Open
    keep_picture: Callable[[bytes], Any]
    media: Path
    received: Path
    secret_key: str
    public_url: str | None
    keep_years: int
    ticket_terms: TicketTerms
    hosts: frozenset[str] = frozenset()
    profiles: Profiles = nobody_known
    guests: Sequence[Routed] = ()


class People:
    """Who works here, and how they come in."""

    def __init__(self, database: Database, secret_key: str) -> None:
        self.audit = Audit(database)
        self._presences = Presences(database)
        self.sessions = Sessions(database)
        passwords = Passwords()
        self.agents = Agents(database, passwords, self.sessions)
        self.signing_in = SigningIn(database, passwords, self.sessions, Vault(secret_key))

    def rooms(self) -> Iterator[Routed]:
        yield OwnAccount(self.signing_in, self.sessions, self.audit, self._presences.gone)
        yield AgentRoutes(self.agents)
        yield AuditRoutes(self.audit)


class Desk:
    """The agents' console over conversations; `run` beside its addresses."""

    def __init__(self, front: Front, conversations: Conversations, outside: Outside) -> None:
        self._front = front
        self._conversations = conversations
        self._outside = outside
        self._database = conversations.database
        self._people = People(self._database, outside.secret_key)
        self._opening = Opening(self._database, self._people.audit)
        self._contacts = Contacts(self._database, conversations)
        self._roster = Roster(self._database, front.elsewhere)
        self.alerts = Alerts(self._database, conversations.ring)
        self._checker = Checker.load(outside.hosts)
        self._replies = CannedReplies(self._database, self._checker.check)
        self.service = Service(Reading(self._database), front.settings.opening)
        self._live = self._make_live()
        self.router = self._make_router()

    @property
    def routers(self) -> list[APIRouter]:
        """All its addresses, the page among them."""
        guard = Guard(self._people.sessions, self._outside.public_url)
        own = (self._people.rooms(), self._work_rooms(), self._routing_rooms(), self._record_rooms())
        return [
            page_routes(),
            *(room.routes(guard) for rooms in (*own, self._outside.guests) for room in rooms),
        ]

    @property
    def forgetting(self) -> list[Callable[[], Awaitable[object]]]:
        """What is dropped once a night: transcripts kept long enough, sessions that ended long ago."""
        received = Received(self._database, self._outside.received)
        retention = Retention(
            self._database,
            self._conversations.erasing,
            received,
            self._people.audit,
            self._outside.keep_years,
        )
        return [retention.once, self._people.sessions.clear]

    @property
    def asked(self) -> AskedWishes:
        """What investors wish about their transcript by chat."""
        return AskedWishes(self._database)

    async def run(self) -> None:
        """Give conversations to agents and show them, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            for work in (self.attend, self._front.reception.run, self.router.run):
                tasks.create_task(always(work))

    async def attend(self) -> None:
        """Show what goes on, until cancelled; who gets what is decided elsewhere."""
        await self._replies.stock()
        async with asyncio.TaskGroup() as tasks:
            for work in (self._live.run, self._people.audit.keep_checking):
                tasks.create_task(always(work))

    def _make_router(self) -> Router:
        conversations, outside, alerts = self._conversations, self._outside, self.alerts
        diary, patience = Diary(conversations, alerts), Patience(conversations, outside.ticket_terms)
        shared = (conversations, outside.locks, self._front.settings, self._roster)
        return Router(*shared, alerts, diary, patience)

    def _make_live(self) -> Live:
        notes = Notes(self._database, self._conversations)
        library = Library(self._conversations.records, notes, self._opening)
        known = (self.alerts.all, self._team, self._terms)
        boards = Boards(self._database, self._contacts, *known, self._front.elsewhere)
        sign = Presences(self._database).sign
        return Live(self._conversations, library, boards, self._people.sessions, sign)

    def _work_rooms(self) -> Iterator[Routed]:
        """What an agent does in a conversation."""
        outside, trail, database = self._outside, self._people.audit, self._database
        approval = Approval(Checking(self._checker, self._conversations.records), trail)
        people = (approval, self._people.agents, self._terms)
        work = Work(self._conversations, self._opening, trail, *people)
        speaking = Speaking(self._conversations, self._opening, approval, Pictures(outside.keep_picture).keep)
        customers, drafts = (
            Customers(database, self._contacts, outside.quota, outside.profiles),
            Drafts(database),
        )
        suggesting = Suggesting(outside.brain, database, self._opening, outside.handbook, trail)
        yield ConversationRoutes(work, speaking, self._live.library, customers, drafts.of)
        yield AidRoutes(self._opening, self._replies, drafts, outside.handbook, suggesting)
        yield FileRoutes(self._opening, trail, Attachments(database), outside.open_file)
        yield SocketRoute(self._live)

    def _routing_rooms(self) -> Iterator[Routed]:
        """Who gets what, and when."""
        shared = (self._conversations, self._front.settings, self._roster)
        yield ColleagueRoutes(self._roster, self._terms)
        yield RoutingRoutes(*shared, self.alerts, self._people.audit)
        yield AppointmentRoutes(*shared, self._front.appointments)

    def _record_rooms(self) -> Iterator[Routed]:
        """What stays of it."""
        database, audit, outside = self._database, self._people.audit, self._outside
        exporter = Exporter(Archive(database), audit, outside.media, Words.load())
        received = Received(database, outside.received)
        yield TranscriptRoutes(Search(database), exporter, self._opening)
        yield InspectionRoutes(Inspector(database, self._checker, self._terms), self._opening)
        yield WishRoutes(Wishes(self._conversations, database, exporter, received, audit))
        yield MetricRoutes(self.service)

    async def _terms(self) -> Terms:
        return (await self._front.settings.read()).routing

    async def _team(self) -> list[Mapping[str, Any]]:
        people = await self._roster.people((await self._terms()).grace)
        return [{name: getattr(person, name) for name in TEAM} for person in people]
