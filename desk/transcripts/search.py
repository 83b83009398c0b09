"""Finds transcripts of a period by what was said, by whom, about what, and what came of it."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from conversations.database import Database
from conversations.privacy import anonymous
from conversations.records import MOST_HEADS, Found, Place, Records
from knowledge.masking import mask

LISTED = 50
OUTCOMES = """
select conversation_id, array_agg(detail ->> 'outcome' order by epoch desc) as outcomes from transition
where conversation_id = any(%(ids)s) and detail ->> 'outcome' is not null
  and at >= %(since)s and at < %(until)s
group by conversation_id
"""
RATINGS = """
select conversation_id, array_agg(score order by rated_at desc) as ratings from desk_rating
where conversation_id = any(%(ids)s) and score is not null
  and asked_at >= %(since)s and asked_at < %(until)s
group by conversation_id
"""
# The first lines of each that have the words, for they may be hidden in some.
SAID = """
select w.id as conversation_id, array_agg(said.text) as texts
from unnest(%(ids)s::bigint[]) as w(id)
cross join lateral (
  select text from message
  where conversation_id = w.id and at >= %(since)s and at < %(until)s
    and strpos(lower(text), lower(%(text)s)) > 0
  order by seq limit 50
) said
group by w.id
"""


@dataclass(frozen=True, slots=True)
class Filter:
    """What must be so between `since` and `until`; None is anything."""

    since: datetime
    until: datetime
    channel: str | None = None
    topic: str | None = None
    agent: str | None = None
    text: str | None = None
    outcome: str | None = None
    rating: int | None = None

    @property
    def looks_closer(self) -> bool:
        """Whether what was found has to be sifted by what the desk alone knows, or hides."""
        return any(each is not None for each in (self.text, self.outcome, self.rating))


@dataclass(frozen=True, slots=True)
class Hit:
    """A transcript that fits, its user as a hash; outcomes and ratings of the period, the latest first.
    `shows` says that the words stand in it masked too: else finding it would tell what is hidden.
    """

    found: Found
    shows: bool = True
    outcomes: Sequence[str] = ()
    ratings: Sequence[int] = ()


class Search:
    """The latest first; further back with the `place` of the last as `before`. Where what was found has to be
    sifted, `batch` are looked at together.
    """

    def __init__(self, database: Database, batch: int = MOST_HEADS) -> None:
        self._batch = batch
        self._database = database
        self._records = Records(database)

    async def find(
        self, wanted: Filter, before: Place | None = None, limit: int = LISTED
    ) -> tuple[list[Hit], Place | None]:
        """At most `limit`, and where to go on; None where there is nothing behind."""
        limit = max(1, min(limit, MOST_HEADS - 1))
        hits: list[Hit] = []
        while len(hits) <= limit:
            most = self._batch if wanted.looks_closer else limit + 1
            found = await self._found(wanted, before, most)
            hits += [hit for hit in await self._known(wanted, found) if _fits(wanted, hit)]
            if len(found) < most:
                break
            before = found[-1].place
        following = hits[limit - 1].found.place if len(hits) > limit else None
        return hits[:limit], following

    async def _found(self, wanted: Filter, before: Place | None, limit: int) -> list[Found]:
        return await self._records.find(
            wanted.since,
            wanted.until,
            channel=wanted.channel,
            topic=wanted.topic,
            agent=wanted.agent,
            text=wanted.text,
            limit=limit,
            before=before,
        )

    async def _known(self, wanted: Filter, found: Sequence[Found]) -> list[Hit]:
        values = {
            "ids": [each.conversation_id for each in found],
            "since": wanted.since,
            "until": wanted.until,
        }
        outcomes = await self._by_number(OUTCOMES, "outcomes", values)
        ratings = await self._by_number(RATINGS, "ratings", values)
        shown = await self._shown(wanted, values)
        return [
            Hit(
                replace(each, user=anonymous(each.user)),
                each.conversation_id in shown,
                outcomes.get(each.conversation_id, ()),
                ratings.get(each.conversation_id, ()),
            )
            for each in found
        ]

    async def _shown(self, wanted: Filter, values: Mapping[str, Any]) -> Collection[int]:
        """Those in which the words that are sought do not stand in what is masked alone."""
        if wanted.text is None:
            return frozenset(values["ids"])
        texts = await self._by_number(SAID, "texts", {**values, "text": wanted.text})
        return await asyncio.to_thread(_showing, wanted.text, texts)

    async def _by_number(
        self, statement: str, name: str, values: Mapping[str, Any]
    ) -> dict[int, Sequence[Any]]:
        rows = await self._database.rows(statement, values)
        return {row["conversation_id"]: row[name] for row in rows}


def _fits(wanted: Filter, hit: Hit) -> bool:
    return (
        hit.shows
        and (wanted.outcome is None or wanted.outcome in hit.outcomes)
        and (wanted.rating is None or wanted.rating in hit.ratings)
    )


def _showing(sought: str, texts: Mapping[int, Sequence[str]]) -> frozenset[int]:
    """The numbers whose texts still have it once they are masked."""
    plain = sought.lower()
    return frozenset(
        number for number, several in texts.items() if any(plain in mask(t).lower() for t in several)
    )
