"""Watches for unusual moves of the shares whose watchers and holders want to hear of them, once a minute.

Where one of them is a fund of Hong Kong's shares, the Hong Kong Connect is watched too.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from conversations.database import Database
from market.quote import Quote
from market.session import SHANGHAI
from notices.alert_words import AlertWords, signed
from notices.asking import Asked
from notices.connect_moves import connect_move, funds
from notices.events import Events, Found
from notices.jobs import WATCHERS, Task
from notices.market_facts import Facts
from notices.marks import Marks
from notices.price_watch import Trading
from rules.early_warning import EarlyWarning, Moment, Warned
from rules.row import Table

WATCHER = "moves"
SUBSCRIPTION = "price_move"
EVERY = "* * * * *"

_REFS = """
with wanting as (select investor_id from subscription where kind = %(kind)s and wanted)
select ref from (
  select ref from wanting join watched using (investor_id)
  union select ref from wanting join holding using (investor_id)) as theirs
where ref ~ '^(SH|SZ|BJ)[0-9]{6}$' order by ref"""


class MoveWatch:
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
        return Task(WATCHERS, "watch_moves", self._work, EVERY)

    async def _work(self, _arguments: Mapping[str, Any], _attempts: int) -> None:
        if self._trading.looks(self._now()):
            await self.look()

    async def look(self) -> int:
        """How many moves were new."""
        now = self._now()
        rules = EarlyWarning.of(self._lines, now.astimezone(SHANGHAI).date())
        refs = dict.fromkeys(await wanted_refs(self._database))
        seen: dict[str, Quote] = {}
        asked, new = Asked(self._facts.quotes, "quotes for moves"), 0
        async for quotes in asked.of(list(refs | dict.fromkeys(funds(self._words))) if refs else []):
            counted = {ref: each for ref, each in quotes.items() if self._trading.counts(each, now)}
            seen |= counted
            new += await self._judge(rules, [each for ref, each in counted.items() if ref in refs])
        connect = connect_move(seen, refs, rules, self._words)
        new += await self._events.keep_new([connect] if connect else [], self._now())
        if not asked.missed:
            await self._marks.set(WATCHER, now)
        return new

    async def _judge(self, rules: EarlyWarning, quotes: list[Quote]) -> int:
        found: list[Found] = []
        for quote in quotes:
            moment = moment_of(quote)
            warned = rules.judge(moment) if moment else None
            if warned:
                found.append(moved_of(quote, warned, rules, self._words))
        return await self._events.keep_new(found, self._now())


async def wanted_refs(database: Database, kind: str = SUBSCRIPTION) -> list[str]:
    """The securities whose watchers or holders want to be sent this kind."""
    return [row["ref"] for row in await database.rows(_REFS, {"kind": kind})]


def moment_of(quote: Quote) -> Moment | None:
    """What the rule judges; None where a price that it needs is not known."""
    if quote.last is None or not quote.previous_close:
        return None
    return Moment(
        quote.last,
        quote.previous_close,
        quote.high,
        quote.low,
        quote.volume_ratio,
        quote.limit_up,
        quote.limit_down,
        quote.security.kind == "index",
    )


def moved_of(quote: Quote, warned: Warned, rules: EarlyWarning, words: AlertWords) -> Found:
    """The event: one a share, day and direction, and one more where it touches the limit."""
    kind = f"limit_{warned.direction}" if warned.at_limit else "price_move"
    moved = words["moved"][kind if warned.at_limit else warned.direction]
    day = quote.as_of.astimezone(SHANGHAI).date()
    told = {"name": quote.security.name, "moved": moved, "last": str(quote.last)}
    reasons = {"change": signed(quote.change_percent), "reasons": _reasons(warned, rules, words)}
    return Found(
        f"{kind}:{quote.security.ref}:{day}:{warned.direction}",
        kind,
        f"{quote.security.name}{moved}",
        quote.source,
        quote.security.ref,
        published_at=quote.as_of,
        published_exact=True,
        detail=told | reasons,
    )


def _reasons(warned: Warned, rules: EarlyWarning, words: AlertWords) -> str:
    table, facts = words["reasons"], {"share": rules.lines.change_share}
    limit = words["limits"][warned.direction]
    said = [table[name].format(value=value, limit=limit, **facts) for name, value in warned.reasons]
    return str(table["join"].join(said))
