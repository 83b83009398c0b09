"""The desk of a gateway: opened over databases of its own, joined with conversations, kept at work."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from fastapi import APIRouter

from actions.article.filling import Filling
from actions.article.words import ArticleWords
from actions.errors import PictureNotKept
from actions.media import Media
from channels.files import Files, type_of
from channels.quota import Left, Quotas
from conversations import Brain, Conversations
from conversations.database import Database
from conversations.locks import Locks
from conversations.reception import Always, Beside, Reception
from conversations.rounds import always
from conversations.tickets import Terms
from customers.suitability.profiles import KnownProfiles
from desk.articles.editorial import Editorial
from desk.articles.reading import Articles
from desk.assembly import Desk, Front, Outside, Routed
from desk.chatwoot.bridge import Bridge
from desk.chatwoot.client import Client
from desk.chatwoot.links import Links
from desk.errors import Unavailable
from desk.routes.articles import ArticleRoutes
from desk.routes.chatwoot import chatwoot_routes
from desk.work.library import Handbook
from desk.work.pictures import Pictures
from gateway.articles import faults_of, today
from gateway.settings import Settings
from gateway.tickets import COUNTED
from knowledge.folder import load_parameters, read_broker
from knowledge.retrieval import Retrieval
from knowledge.store import Store
from market.names import normalise
from market.sources.calendar import load_trading_days
from rules.book import Book

CONNECTIONS = 4  # to PostgreSQL, for what conversations ask of the desk
LOCKS = 2  # held at once: the router's and the bridge's


@dataclass(frozen=True)
class OpenDesk:
    """Its addresses, and what it does in the background."""

    desk: Desk
    routers: Sequence[APIRouter]
    works: Sequence[Callable[[], Awaitable[None]]]

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Until left."""
        tasks = [asyncio.create_task(always(work)) for work in self.works]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def open_front(settings: Settings, database_url: str) -> AsyncIterator[Front]:
    """What conversations ask of the desk, before they are open themselves."""
    async with Database(database_url, connections=CONNECTIONS, keys=settings.keys) as database:
        yield Front(database, load_trading_days().__contains__, settings.platforms.desks)


def ticket_terms(settings: Settings) -> Terms:
    """Deadlines of what staff has to answer, in trading days."""
    return Terms(settings.contact_days, settings.answer_days, load_trading_days().__contains__)


def reception_of(settings: Settings, front: Front) -> Reception:
    """Who is there: a team's Chatwoot has hours of its own, a platform's desk too."""
    reception: Reception = Always() if settings.desk.chatwoot else front.reception
    return Beside(reception, settings.platforms.desks)


@asynccontextmanager
async def open_desk(
    settings: Settings,
    database_url: str,
    front: Front,
    conversations: Conversations,
    brain: Brain,
    guests: Sequence[Routed] = (),
) -> AsyncIterator[OpenDesk]:
    """The desk that the settings want: ours, with the rooms of `guests`, or the way to a team's own."""
    async with (
        Database(database_url, connections=LOCKS) as locking,
        _handbook(settings, database_url) as handbook,
    ):
        outside = _outside(settings, conversations, brain, Locks(locking), handbook, database_url)
        outside = replace(outside, guests=[*outside.guests, *guests])
        desk = Desk(front, conversations, outside)
        if settings.desk.chatwoot is None:
            yield OpenDesk(desk, desk.routers, [desk.run])
            return
        client = Client(settings.desk.chatwoot)
        try:
            keep = Pictures(outside.keep_picture).keep
            links = Links(conversations.database)
            shared = (conversations, client, links, outside.locks, keep)
            bridge = Bridge(*shared, elsewhere=front.elsewhere)
            webhook = chatwoot_routes(bridge, settings.desk.chatwoot.webhook_secret)
            yield OpenDesk(desk, [*desk.routers, webhook], [bridge.run, desk.attend])
        finally:
            await client.close()


def _outside(
    settings: Settings,
    conversations: Conversations,
    brain: Brain,
    locks: Locks,
    handbook: Handbook,
    database_url: str,
) -> Outside:
    terms = ticket_terms(settings)
    host = urlsplit(settings.public_url or "").hostname
    return Outside(
        brain=brain,
        locks=locks,
        handbook=handbook,
        quota=_quota(conversations.database),
        profiles=KnownProfiles(conversations.database).of,
        open_file=_opener(Files(settings.received_dir, keys=settings.keys)),
        keep_picture=_keeper(Media(settings.media_dir)),
        media=settings.media_dir,
        received=settings.received_dir,
        secret_key=settings.desk.secret_key,
        public_url=settings.public_url,
        keep_years=settings.desk.keep_years,
        ticket_terms=terms,
        hosts=frozenset({host} if host else ()),
        guests=[article_routes(conversations.database, database_url, handbook)],
    )


def article_routes(database: Database, database_url: str, handbook: Handbook) -> ArticleRoutes:
    """What editors do, checked as `make knowledge` checks it."""
    shown = (handbook.shelf, Retrieval(normalise))
    articles = Articles(database, Store(database_url), *shown, today)
    return ArticleRoutes(articles, Editorial(database_url, today, faults_of))


def _handbook(settings: Settings, database_url: str) -> Handbook:
    """The articles with the operator's own values in them."""
    own = read_broker(settings.own_files.broker) if settings.own_files.broker else {}
    filling = Filling(Book.load(), load_parameters(), own, ArticleWords.load())
    return Handbook(database_url, normalise, filling, today)


def _quota(database: Database) -> Callable[[str, str], Awaitable[Left | None]]:
    quotas = Quotas(database)

    async def left(channel: str, user: str) -> Left | None:
        return await quotas.left(channel, user) if channel in COUNTED else None

    return left


def _opener(files: Files) -> Callable[[Mapping[str, Any]], Awaitable[tuple[bytes, str] | None]]:
    async def read(media: Mapping[str, Any]) -> tuple[bytes, str] | None:
        content = await files.read(str(media.get("file") or ""))
        return None if content is None else (content, type_of(content) or "application/octet-stream")

    return read


def _keeper(media: Media) -> Callable[[bytes], Awaitable[str]]:
    async def keep(png: bytes) -> str:
        try:
            return await media.keep(png)
        except PictureNotKept as exc:  # no room, or no right to write there
            raise Unavailable from exc

    return keep
