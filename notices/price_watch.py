"""Watches the prices at which investors want to be told, once a minute while there is trading.

A notice is handed in under the alert's own key before the alert is over: killed in between, the same notice
is handed in again and not sent twice.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from conversations.database import Database
from customers.price_alerts import PriceAlert, PriceAlerts
from market.quote import Quote
from market.session import CONTINUOUS, SHANGHAI, Session
from market.sources.calendar import load_trading_days
from notices.alert_words import AlertWords, filled, signed
from notices.asking import Asked
from notices.jobs import WATCHERS, Task
from notices.market_facts import Facts
from notices.marks import Marks
from notices.post import Notice, Post
from rules.price_alerts import Prices, reached

WATCHER = "price_alerts"
KIND = "price_alert"
EVERY = "* * * * *"
AFTER_REST = timedelta(minutes=5)
"""How long after prices have come to rest their last ones are still looked at."""

GOOD_FOR = timedelta(minutes=30)
"""How long a price that was reached is worth telling."""


class Trading:
    """Whether prices are worth a look at an instant, and whether a quote is one of that day's trading."""

    def __init__(self, session: Session | None = None) -> None:
        self._session = session or Session(load_trading_days())

    def looks(self, at: datetime) -> bool:
        at = at.astimezone(SHANGHAI)
        if at.date() not in self._session.days or at.time() < CONTINUOUS:
            return False
        return self._session.is_moving(at) or at - self._session.last_rest(at) <= AFTER_REST

    def counts(self, quote: Quote, now: datetime) -> bool:
        """Live, of today, and not of the opening auction, whose prices are only indicated."""
        known = quote.last is not None and not (quote.demo or quote.stale or quote.suspended)
        return known and self.is_of(quote.as_of, now)

    def is_of(self, instant: datetime, now: datetime) -> bool:
        """Whether it is one of today's trading, after the opening auction."""
        at = instant.astimezone(SHANGHAI)
        return at.date() == now.astimezone(SHANGHAI).date() and at.time() >= CONTINUOUS


class PriceWatch:
    """One round a call; any gateway may do it, also two at once. Raises StoreUnavailable."""

    def __init__(
        self,
        database: Database,
        facts: Facts,
        post: Post,
        now: Callable[[], datetime],
        words: AlertWords | None = None,
    ) -> None:
        self._alerts = PriceAlerts(database)
        self._marks = Marks(database)
        self._facts = facts
        self._post = post
        self._now = now
        self._words = words or AlertWords.load()
        self._trading = Trading()

    @property
    def task(self) -> Task:
        return Task(WATCHERS, "watch_prices", self._work, EVERY)

    async def _work(self, _arguments: Mapping[str, Any], _attempts: int) -> None:
        if self._trading.looks(self._now()):
            await self.look()

    async def look(self) -> int:
        """How many alerts were reached."""
        now = self._now()
        refs = await self._alerts.refs(now)
        asked, over = Asked(self._facts.quotes, "quotes for price alerts"), 0
        async for quotes in asked.of(refs):
            counted = {ref: each for ref, each in quotes.items() if self._trading.counts(each, now)}
            over += await self._judge(counted, now)
        if not asked.missed:
            await self._marks.set(WATCHER, now)
        return over

    async def _judge(self, quotes: Mapping[str, Quote], now: datetime) -> int:
        after, over = 0, 0
        while page := await self._alerts.of_refs(list(quotes), now, after):
            hit = [alert for alert in page if is_reached(alert, quotes[alert.ref])]
            if hit:
                await self._post.send([self._notice(alert, quotes[alert.ref]) for alert in hit])
                over += len(await self._alerts.fire([alert.number for alert in hit], now))
            after = page[-1].number
        return over

    def _notice(self, alert: PriceAlert, quote: Quote) -> Notice:
        facts = _facts(alert, quote, self._words)
        words = self._words["price_alert"]
        choices = (self._words.quote_button(alert.ref),)
        return Notice(
            alert.investor_id,
            KIND,
            f"{KIND}:{alert.number}",
            filled(words["text"], choices, facts),
            words["why"].format(**facts),
            self._now() + GOOD_FOR,
        )


def is_reached(alert: PriceAlert, quote: Quote) -> bool:
    """By the price now and, once the alert is older than the day, by the highest and lowest of the day: what
    was touched between two looks counts too.
    """
    if quote.last is None or quote.as_of < alert.created_at:
        return False
    older = alert.created_at.astimezone(SHANGHAI).date() < quote.as_of.astimezone(SHANGHAI).date()
    prices = Prices(
        quote.last,
        quote.previous_close,
        quote.high if older else None,
        quote.low if older else None,
        quote.limit_up,
        quote.limit_down,
    )
    return reached(alert.kind, alert.threshold, prices)


def _facts(alert: PriceAlert, quote: Quote, words: AlertWords) -> dict[str, object]:
    of_alert = {
        "name": quote.security.name,
        "threshold": plain(alert.threshold),
        "limit": quote.limit_up if alert.kind == "limit_up" else quote.limit_down,
    }
    table = words["price_alert"]
    return of_alert | {
        "code": quote.security.code,
        "reached": table["reached"][alert.kind].format(**of_alert),
        "wish": table["wishes"][alert.kind].format(**of_alert),
        "last": quote.last,
        "change": signed(quote.change_percent),
        "at": words.moment(quote.as_of),
        "set": words.moment(alert.created_at),
        "source": quote.source,
    }


def plain(value: Decimal | None) -> str:
    """1500, 12.3: without zeros that nobody wrote."""
    if value is None:
        return ""
    return f"{value.normalize():f}"
