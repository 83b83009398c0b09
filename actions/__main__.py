"""Starts the action server, on loopback unless told otherwise: `python -m actions`."""

import logging
import os
import sys
import warnings
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import asdict

from sanic import HTTPResponse, Request, json
from sanic.response import BaseHTTPResponse

from actions.article.roster import build_reading
from actions.assembly import Parts, all_actions
from actions.boundary.feature import BoundaryWords, Declining
from actions.brief.roster import build_briefing
from actions.chart.gallery import Gallery
from actions.errors import BadSettings
from actions.facts import FactWords
from actions.features import load_topics
from actions.fund.names import FundList
from actions.identify import Identifier
from actions.ipo.lists import IpoLists
from actions.ipo.strays import StrayIssues
from actions.ipo.words import IpoWords
from actions.knowing import Knowing
from actions.media import Media
from actions.others import of_several
from actions.quote.quoting import Quoting
from actions.residue import Residue
from actions.roster import Needs, build_features, build_report
from actions.sector.lines import SectorWords
from actions.server import OPEN_PATH, App, build_app, executor_of, is_known
from actions.settings import Settings
from actions.source_figures import SourceFigures
from actions.standing import standing
from actions.tasks.roster import ShareNeeds, TaskNeeds, build_tasks
from actions.watching import Watching
from actions.words import QuoteWords
from charts.studio import Studio
from conversations.database import Database
from customers.errors import BadFile
from market.market import Market
from market.names import Names
from market.sector_names import SectorNames
from sealing.keys import Keys
from telemetry import json_lines, spans
from telemetry.exporting import exporting

ROOMS = (
    "actions",
    "market",
    "rules",
    "charts",
    "knowledge",
    "customers",
    "conversations",
    "sealing",
    "telemetry",
)
KEEPING_PATIENCE = 3.0  # seconds that a turn waits for a PostgreSQL that restarts


def build(settings: Settings) -> App:
    """The application with real collaborators."""
    market, studio, names, residue = Market.open(settings.market_mode), Studio(), Names.load(), Residue.load()
    gallery = Gallery(studio.draw, Media(settings.media_dir).keep)
    needs = Needs(market, FundList(market), Identifier(names, residue), FactWords.load(), gallery)
    report = build_report(needs)
    features = {**build_features(needs), **of_several({"ask_report": report}, needs.identifier, needs.words)}
    limits = features["ask_limit_price"]
    quoting = Quoting(names, market.quotes, QuoteWords.load(), residue, market.now, limits)
    declining = Declining(features, quoting, residue, BoundaryWords.load())
    topics = load_topics()
    knowing = Knowing(settings.database_url, settings.cache_dir)
    reading = build_reading(knowing.shelf, settings.parameters, topics, market.now)
    strays = StrayIssues(IpoLists(market), IpoWords.load())
    kept = investors(settings.database_url, settings.keys)
    sectors = SectorNames(SectorWords.load().aliases)
    briefing = build_briefing(market, needs.identifier, needs.words, sectors)
    asking = (briefing, ShareNeeds(market, needs.funds, names, gallery), needs.identifier, settings.lists)
    tasks = build_tasks(TaskNeeds(kept, market.now, settings.token, *asking)) if kept else None
    note = knowing.gaps.note
    parts = Parts(features, quoting, declining, reading, needs.identifier, topics, strays, note, tasks)
    prepared = {"/report": report.prepare, "/brief": briefing.prepare}
    executor = executor_of(all_actions(parts), SourceFigures(market.houses))
    app = build_app(executor, settings.token, prepared, Watching(market, names, sectors).answers)
    add_rooms(app, market, studio, knowing, *([kept] if kept else []))
    add_pages(app, market, knowing)
    return app


def investors(dsn: str, keys: Keys) -> Database | None:
    """What is kept of investors; None without a database: then nothing is kept."""
    return Database(dsn, connections=4, patience=KEEPING_PATIENCE, wait=False, keys=keys) if dsn else None


def add_rooms(app: App, *rooms: AbstractAsyncContextManager[object]) -> None:
    """They are open as long as the server's loop runs."""
    opened = AsyncExitStack()

    async def enter(app: App) -> None:
        for room in rooms:
            await opened.enter_async_context(room)

    async def leave(app: App) -> None:
        await opened.aclose()

    app.register_listener(enter, "before_server_start")
    app.register_listener(leave, "after_server_stop")


def add_pages(app: App, market: Market, knowing: Knowing) -> None:
    """What operators are told beside the actions."""

    async def tell_data(request: Request, answer: BaseHTTPResponse) -> HTTPResponse | None:
        """What the health page adds for who has the token: which data is served, and how that came to be."""
        if request.path != OPEN_PATH or not is_known(request):
            return None
        served = {"mode": market.mode, "reason": market.reason}
        articles = asdict(knowing.standing)
        return json({"status": "ok", "market": served, "knowledge": articles}, answer.status)

    async def tell_sources(request: Request) -> HTTPResponse:
        """Each source's health, behind the same door as the actions."""
        return json(standing(market.houses))

    app.add_route(tell_sources, "/sources")
    app.register_middleware(tell_data, "response")


def main() -> None:
    """Read the environment and serve until told to stop."""
    json_lines.set_up(ROOMS, spans.trace)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    # Rasa 3.6 with this SDK is the pair that the contract tests hold together.
    warnings.filterwarnings("ignore", message="Your versions of rasa and rasa_sdk")
    try:
        settings = Settings.read(os.environ)
        app = build(settings)
    except (BadSettings, BadFile) as bad:  # the operator's to mend, who reads what is wrong and no traceback
        sys.exit(str(bad))
    with exporting("wenpan-actions", os.environ):
        app.run(settings.host, settings.port, single_process=True, access_log=False, motd=False)


if __name__ == "__main__":
    main()
