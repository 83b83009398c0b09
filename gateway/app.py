"""The HTTP application: the only place where channels, conversations and the rest are joined."""

import os
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass

import httpx
from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse

from channels.channel import Channel
from channels.files import Files
from channels.web.routes import web_routes
from conversations import Brain, Conversations
from conversations.pace import Pace
from conversations.staff import Staffing
from customers.subscriptions import wished_language
from desk.assembly import Front
from desk.transcripts.received import Received
from gateway.alerts import WatcherStates, alert_tasks
from gateway.backlog import Backlog
from gateway.briefs import brief_tasks
from gateway.callers import Callers
from gateway.channel_states import ChannelStates
from gateway.channels import OpenChannels, open_channels
from gateway.desk import OpenDesk, open_desk, open_front, reception_of, ticket_terms
from gateway.desk_states import DeskStates
from gateway.draining import Leaving
from gateway.health import Health, health_routes
from gateway.ledger_states import LedgerStates, ledger_tasks
from gateway.limits import Limits
from gateway.media import media_routes
from gateway.metrics import Door, HttpMeter, metrics_routes
from gateway.nightly import Nightly
from gateway.processes import door_of_actions
from gateway.resealing import Resealing
from gateway.retention import Retention
from gateway.scrape import State
from gateway.service_states import ServiceStates
from gateway.settings import Settings
from gateway.shield import Shield
from gateway.tickets import TicketCounts
from gateway.unasked import OpenNotices, open_notices
from notices.followups import Followups
from notices.gate import NoticeGate
from notices.heard import HeardButtons
from notices.jobs import Jobs
from notices.report import Reports
from telemetry import spans
from telemetry.traceparent import HEADER

PROBE_WITHIN = 2.0  # seconds the action server has to say that it is well


async def _carry_trace(request: httpx.Request) -> None:
    """What we ask the action server for goes on in our trace; nobody else is asked by this client."""
    if trace := spans.here():
        request.headers[HEADER] = trace


TRACED = {"request": [_carry_trace]}


@dataclass(frozen=True)
class Joined:
    """What the application serves from, opened and closed with it."""

    conversations: Conversations
    channels: Sequence[Channel]
    health: Health
    states: Sequence[State]
    desk: OpenDesk | None = None


Opening = Callable[[], AbstractAsyncContextManager[Joined]]


@asynccontextmanager
async def open_rooms(settings: Settings, database_url: str) -> AsyncIterator[Joined]:
    """The rooms of a real gateway. On leaving, jobs and turns under way are ended before anything is let go
    of.
    """
    async with (
        Brain(settings.rasa_url, settings.rasa_token) as brain,
        httpx.AsyncClient(timeout=PROBE_WITHIN, trust_env=False, event_hooks=TRACED) as client,
        open_channels(settings, database_url, os.environ) as opened,
        open_front(settings, database_url) as front,
    ):
        conversations = await _conversations(settings, database_url, brain, opened, front)
        try:
            async with (
                open_notices(database_url, conversations, opened.senders) as notices,
                open_desk(settings, database_url, front, conversations, brain, [notices.desk]) as desk,
            ):
                jobs = _jobs(settings, database_url, client, conversations, desk, notices)
                async with jobs, opened.at_work(conversations), desk.at_work(), notices.at_work():
                    yield _joined(settings, conversations, client, opened, desk, jobs.queues)
        finally:
            await conversations.close()


async def _conversations(
    settings: Settings, database_url: str, brain: Brain, opened: OpenChannels, front: Front
) -> Conversations:
    """Joined with the channels that are on and with what they ask of the desk; open."""
    rate = settings.limits.channel_user
    return await Conversations.open(
        database_url,
        brain,
        senders=opened.senders,
        staffing=Staffing(ticket_terms(settings), reception_of(settings, front), front.elsewhere),
        counter=HeardButtons.before(front.counter, front.database),
        hearing=opened.hearing,
        gate=NoticeGate(front.database),
        reading=opened.reading,
        wished=wished_language,
        keys=settings.keys,
        pace=Pace(rate, {sender.name for sender in opened.senders}) if rate else None,
    )


def _jobs(
    settings: Settings,
    database_url: str,
    client: httpx.AsyncClient,
    conversations: Conversations,
    desk: OpenDesk,
    notices: OpenNotices,
) -> Jobs:
    """What is done in the background, by whichever gateway comes first."""
    reports = Reports(client, door_of_actions(settings.actions_url, "/report"), settings.internal_token)
    followups = Followups(conversations, {"report": reports, "wish": desk.desk.asked})
    files = Files(settings.received_dir, keys=settings.keys)
    forgetting = [*desk.desk.forgetting, retention_of(settings, conversations).once]
    nightly = Nightly(database_url, [*forgetting, Resealing(conversations.database, files).once])
    own = [followups.task, nightly.task, *ledger_tasks(conversations.database), *notices.campaigns.tasks]
    asking = (settings, client, conversations.database, notices.mailing)
    return Jobs(database_url, [*own, *alert_tasks(*asking), *brief_tasks(*asking)])


def retention_of(settings: Settings, conversations: Conversations) -> Retention:
    """What is dropped once a night beside transcripts and sessions."""
    received = Received(conversations.database, settings.received_dir)
    kept = {"keep_days": settings.desk.keep_days, "keep_years": settings.desk.keep_years}
    return Retention(conversations.database, received, settings.media_dir, **kept)


def _joined(
    settings: Settings,
    conversations: Conversations,
    client: httpx.AsyncClient,
    opened: OpenChannels,
    desk: OpenDesk,
    queues: Sequence[str],
) -> Joined:
    states = ChannelStates(settings.platforms, opened, conversations.database)
    ledger = LedgerStates(conversations.database)
    return Joined(
        conversations,
        opened.channels,
        Health(conversations, client, settings, states, ledger),
        (
            TicketCounts(conversations.database),
            states,
            DeskStates(desk.desk.router),
            WatcherStates(conversations.database),
            ledger,
            Backlog(conversations.database, [sender.name for sender in opened.senders], queues),
            ServiceStates(desk.desk.service.of_people),
        ),
        desk,
    )


def create_app(settings: Settings, opening: Opening, leaving: Leaving | None = None) -> FastAPI:
    """The application over what `opening` opens; routes are added when that is there."""
    meter, leaves = HttpMeter(), leaving or Leaving()
    door = Door(settings.telling.metrics_token, public=bool(settings.public_url))

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with opening() as joined:
            secret, rate = settings.session_secret, settings.limits.chat_user
            for channel in joined.channels:  # first, for each call is held against the routes in their order
                app.include_router(channel.routes(joined.conversations))
            app.include_router(web_routes(joined.conversations, secret, settings.public_url, rate=rate))
            app.include_router(media_routes(settings.media_dir))
            app.include_router(health_routes(joined.health, leaves))
            counters = joined.conversations.counters
            app.include_router(metrics_routes(meter, counters, joined.states, door))
            for router in joined.desk.routers if joined.desk else ():
                app.include_router(router)
            yield

    app = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.add_exception_handler(HTTPException, _refuse)
    app.add_middleware(Limits, settings=settings.limits, demo=settings.public_url is None)
    app.add_middleware(Callers, proxies=settings.limits.proxies)
    app.add_middleware(Shield, meter=meter, https=(settings.public_url or "").startswith("https:"))
    return app


async def _refuse(request: Request, error: Exception) -> JSONResponse:
    """404, 405 and their kind, in the form of all our errors."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    names = {404: "not_found", 405: "method_not_allowed"}
    return JSONResponse({"error": names.get(status, "refused")}, status)
