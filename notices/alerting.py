"""The job that tells an event to those who have asked for its kind, or hold a share that it happened to, or
one of those that it concerns (`detail.refs`).

It runs through the investors in the order of their numbers, a page at a time. One that was killed begins
anew: who has a notice under the event's key is not sent it again.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from conversations.database import Database
from conversations.messages import Reply
from customers.consents import given_by
from customers.sending import kinds_in_sql, wanted_by
from notices.alert_words import AlertWords, Manner, filled
from notices.events import ALERTS, TELL, Event, Events
from notices.jobs import Task
from notices.post import Notice, Post

PAGE = 500  # investors

# Each side is used by the consent that it is kept by, whatever else stands, and ends by itself at a page, so
# that a share of a million costs no more than one of a thousand.
_OF = """
select p.investor_id from {table} p
where p.ref = %(ref)s and p.investor_id > %(after)s and {agreed} and {wanted}
order by p.investor_id limit %(limit)s"""
_WANTED = wanted_by("p.investor_id", "%(kind)s")
_THEIRS = f"""
({_OF.format(table="watched", agreed=given_by("p.investor_id", "records"), wanted=_WANTED)})
union
({_OF.format(table="holding", agreed=given_by("p.investor_id", "finances"), wanted=_WANTED)})
order by investor_id limit %(limit)s"""  # noqa: S608 - our own text
_EVERYBODYS = f"""
select p.investor_id from subscription p
where p.kind = %(kind)s and p.investor_id > %(after)s and {_WANTED}
order by p.investor_id limit %(limit)s"""  # noqa: S608

# Of several shares at once: those who have asked for the kind are fewer than those who have one of them.
_HAS = """
exists (select from {table} t where t.investor_id = p.investor_id and t.ref = any(%(refs)s)) and {agreed}"""
_OF_SEVERAL = f"""
select p.investor_id from subscription p
where p.kind = %(kind)s and p.investor_id > %(after)s and {_WANTED} and (
  {_HAS.format(table="watched", agreed=given_by("p.investor_id", "records"))}
  or {_HAS.format(table="holding", agreed=given_by("p.investor_id", "finances"))})
order by p.investor_id limit %(limit)s"""  # noqa: S608

log = logging.getLogger(__name__)


class Alerting:
    """Tells events through `post`. Raises StoreUnavailable, and then the job is begun again."""

    def __init__(
        self, database: Database, post: Post, now: Callable[[], datetime], words: AlertWords | None = None
    ) -> None:
        self._database = database
        self._post = post
        self._now = now
        self._words = words or AlertWords.load()
        self._events = Events(database)

    @property
    def task(self) -> Task:
        return Task(ALERTS, TELL, self._work)

    async def _work(self, arguments: Mapping[str, Any], _attempts: int) -> None:
        await self.tell(int(arguments["event"]))

    async def tell(self, number: int) -> int:
        """How many were told anew."""
        event = await self._events.get(number)
        manner = self._words.kinds.get(event.kind) if event else None
        if event is None or manner is None or event.withdrawn_at or self._late(event, manner):
            return 0
        reply, why = said(event, manner, self._words)
        new, after = 0, 0
        while page := await self._page(event, manner, after):
            new += await self._post.send(
                [
                    Notice(investor, manner.subscription, event.key, reply, why, _ends(event, manner))
                    for investor in page
                ]
            )
            after = page[-1]
        return new

    def _late(self, event: Event, manner: Manner) -> bool:
        """What moves from minute to minute is no news any more."""
        ends = _ends(event, manner)
        late = ends is not None and self._now() > ends
        if late:
            log.warning("a %s was found or told too late to be of use", event.kind)
        return late

    async def _page(self, event: Event, manner: Manner, after: int) -> Sequence[int]:
        refs = event.detail.get("refs")
        statement = _THEIRS if event.ref else _EVERYBODYS if refs is None else _OF_SEVERAL
        values = {"ref": event.ref, "refs": refs, "kind": manner.subscription, "kinds": kinds_in_sql()}
        rows = await self._database.rows(statement, values | {"after": after, "limit": PAGE})
        return [row["investor_id"] for row in rows]


def _ends(event: Event, manner: Manner) -> datetime | None:
    """After when it is not told any more."""
    return None if manner.good_for is None else event.clock + timedelta(minutes=manner.good_for)


def said(event: Event, manner: Manner, words: AlertWords) -> tuple[Reply, str]:
    """The message and the answer to why it came."""
    at = event.published_at or event.first_seen_at
    exact = event.published_exact or event.published_at is None
    facts = {
        "name": event.ref[2:] if event.ref else "",
        "code": event.ref[2:] if event.ref else "",
        "title": event.title,
        "source": event.source,
        "at": words.moment(at, exact=exact),
        **event.detail,
    }
    own = (words.known_button(event.number), words.stop_button(manner.subscription))
    choices = (own[0], words.quote_button(event.ref), own[1]) if event.ref else own
    reply = filled(manner.text, choices, facts, account=event.ref is not None or "refs" in event.detail)
    return reply, " ".join(manner.why.format(**facts).split())
