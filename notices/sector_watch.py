"""Watches for unusual moves of the industries of shares that are watched or held, once a minute."""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from conversations.database import Database
from market.session import SHANGHAI
from notices.alert_words import AlertWords, signed
from notices.errors import NotPrepared, SourceAway
from notices.events import Events, Found
from notices.jobs import WATCHERS, Task
from notices.market_facts import Facts, SectorNow
from notices.marks import Marks
from notices.move_watch import wanted_refs
from notices.price_watch import Trading, batches
from rules.early_warning import EarlyWarning, Warned

WATCHER = "sectors"
KIND = "sector_move"
EVERY = "* * * * *"

log = logging.getLogger(__name__)


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

    @property
    def task(self) -> Task:
        return Task(WATCHERS, "watch_sectors", self._work, EVERY)

    async def _work(self, _arguments: Mapping[str, Any], _attempts: int) -> None:
        if self._trading.looks(self._now()):
            await self.look()

    async def look(self) -> int:
        """How many moves were new; each is kept with all the shares that are known to belong to it."""
        now = self._now()
        rules = EarlyWarning.load(now.astimezone(SHANGHAI).date())
        told, missed = await self._ask()
        found = {
            moved.key: moved
            for each in joined(told)
            if self._trading.is_of(each.as_of, now) and (warned := rules.sector(each.sector.change_percent))
            for moved in (moved_of(each, warned, self._words),)
        }
        new = await self._events.unknown(list(found))
        kept = [await self._events.keep(found[key], now) for key in sorted(new)]
        if not missed:
            await self._marks.set(WATCHER, now)
        return sum(number is not None for number in kept)

    async def _ask(self) -> tuple[list[SectorNow], bool]:
        """What is told, and whether a part of it is missing; the next minute asks again."""
        told: list[SectorNow] = []
        missed = False
        for batch in batches(await wanted_refs(self._database)):
            try:
                told += await self._facts.sectors(batch)
            except NotPrepared as exc:  # what the others tell is told
                log.warning("no sectors: %s", exc.why)
                missed = True
                if isinstance(exc, SourceAway):
                    break
        return told, missed


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
