"""Watches for unusual moves of the industries of shares that are watched or held, once a minute."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from conversations.database import Database
from market.session import SHANGHAI
from notices.alert_words import AlertWords, signed
from notices.asking import Asked
from notices.events import Events, Found
from notices.jobs import WATCHERS, Task
from notices.market_facts import Facts, SectorNow
from notices.marks import Marks
from notices.move_watch import wanted_refs
from notices.price_watch import Trading
from rules.early_warning import EarlyWarning, Warned
from rules.row import Table

WATCHER = "sectors"
KIND = "sector_move"
EVERY = "* * * * *"


class SectorWatch:
    """One round a call; any gateway may do it, also two at once. Raises StoreUnavailable."""

    def __init__(
        self,
        database: Database,
        facts: Facts,
        now: Callable[[], datetime],
        words: AlertWords | None = None,
    ) -> None:
        self._database = database
        self._facts = facts
        self._now = now
        self._words = words or AlertWords.load()
        self._events = Events(database)
        self._marks = Marks(database)
        self._trading = Trading()
        self._lines = Table.load("early_warning")

    @property
    def task(self) -> Task:
        return Task(WATCHERS, "watch_sectors", self._work, EVERY)

    async def _work(self, _arguments: Mapping[str, Any], _attempts: int) -> None:
        if self._trading.looks(self._now()):
            await self.look()

    async def look(self) -> int:
        """How many moves were new; each is kept with all the shares that are known to belong to it."""
        now = self._now()
        rules = EarlyWarning.of(self._lines, now.astimezone(SHANGHAI).date())
        asked = Asked(self._facts.sectors, "sectors")
        told = [each async for sectors in asked.of(await wanted_refs(self._database)) for each in sectors]
        found = [
            moved_of(each, warned, self._words)
            for each in joined(told)
            if self._trading.is_of(each.as_of, now) and (warned := rules.sector(each.sector.change_percent))
        ]
        new = await self._events.keep_new(found, now)
        if not asked.missed:
            await self._marks.set(WATCHER, now)
        return new


def joined(told: Iterable[SectorNow]) -> list[SectorNow]:
    """Each industry once, as it was told last, with the shares of all answers."""
    found: dict[str, SectorNow] = {}
    for each in told:
        known = found.get(each.sector.name)
        refs = tuple(dict.fromkeys((*(known.refs if known else ()), *each.refs)))
        found[each.sector.name] = replace(each, refs=refs)
    return list(found.values())


def moved_of(now: SectorNow, warned: Warned, words: AlertWords) -> Found:
    """The event: one an industry, day and direction."""
    sector, moved = now.sector, words["moved"][warned.direction]
    day = now.as_of.astimezone(SHANGHAI).date()
    counted = {"rising": sector.rising, "falling": sector.falling}
    counts = [words["sector"][way].format(count=n) for way, n in counted.items() if n is not None]
    return Found(
        f"{KIND}:{sector.name}:{day}:{warned.direction}",
        KIND,
        f"{sector.name}{moved}",
        now.source,
        published_at=now.as_of,
        published_exact=True,
        detail={
            "sector": sector.name,
            "refs": list(now.refs),
            "name": sector.name,
            "moved": moved,
            "change": signed(sector.change_percent),
            "counts": words["sector"]["join"].join(counts),
        },
    )
