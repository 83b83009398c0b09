"""Joins the watchers of alerts: what they ask of the market, and how each has been doing."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import httpx
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from conversations.database import Database
from conversations.errors import StoreUnavailable
from gateway.processes import door_of_actions
from gateway.settings import Settings
from market.quotes import shanghai_now
from notices.alert_words import AlertWords
from notices.alerting import Alerting
from notices.day_watch import DayWatch
from notices.delisting_watch import DelistingWatch
from notices.jobs import Task
from notices.market_facts import MarketFacts
from notices.marks import Marks
from notices.move_watch import MoveWatch
from notices.post import Post
from notices.price_watch import PriceWatch
from notices.sector_watch import SectorWatch
from notices.unrest_watch import UnrestWatch


def alert_tasks(
    settings: Settings, client: httpx.AsyncClient, database: Database, post: Post
) -> Sequence[Task]:
    """The watchers, and the job that tells what they have found."""
    facts = MarketFacts(client, door_of_actions(settings.actions_url, ""), settings.internal_token)
    words = AlertWords.load()
    return (
        DelistingWatch(database, facts, shanghai_now).task,
        MoveWatch(database, facts, shanghai_now, words).task,
        SectorWatch(database, facts, shanghai_now, words).task,
        DayWatch(database, facts, shanghai_now, words).task,
        UnrestWatch(database, facts, shanghai_now).task,
        PriceWatch(database, facts, post, shanghai_now, words).task,
        Alerting(database, post, shanghai_now, words).task,
    )


class WatcherStates(Collector):
    """When each watcher last did all of its work; `refresh` looks anew."""

    def __init__(self, database: Database) -> None:
        self._marks = Marks(database)
        self._last: Mapping[str, datetime] = {}

    async def refresh(self) -> None:
        """Look now; where the database does not answer, nothing is shown."""
        try:
            self._last = await self._marks.all()
        except StoreUnavailable:  # the health page says so
            self._last = {}

    def collect(self) -> Iterable[Metric]:
        family = GaugeMetricFamily(
            "wenpan_watcher_last_success_seconds",
            "when a watcher last did all of its work, in seconds since 1970",
            labels=["watcher"],
        )
        for watcher, at in sorted(self._last.items()):
            family.add_metric([watcher], at.timestamp())
        yield family
