"""What investors ask after what, counted from the transcript, and how often they have to ask again."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from conversations.database import Database

WITHIN = timedelta(minutes=30)
"""A question that comes later begins a new session."""

_ASKED = """
with asked as (
  select conversation_id, seq, topic, at, pressed is not null as offered,
         (select string_agg(e ->> 'value', ',' order by e ->> 'value')
          from jsonb_array_elements(entities) e where e ->> 'entity' = 'security') as about
  from message
  where sender = 'user' and topic is not null and at >= %(since)s and coalesce(intent, '') <> all(%(asides)s)
), placed as (
  select *, lag(topic) over turns as before,
         coalesce(at - lag(at) over turns > %(within)s, true)::int as begins
  from asked window turns as (partition by conversation_id order by seq)
), sessions as (
  select *, sum(begins) over (partition by conversation_id order by seq) as session from placed
)
"""
_PAIRS = f"""{_ASKED}
select before as topic, topic as next, count(*)::int as count from sessions
where begins = 0 and before <> topic group by 1, 2
"""  # noqa: S608 - our own words
_REPEATS = f"""{_ASKED}, typed as (
  select row_number() over (partition by conversation_id, session, topic, about order by seq) as time
  from sessions where not offered
)
select count(*)::int as questions, (count(*) filter (where time > 1))::int as repeats from typed
"""  # noqa: S608 - our own words


@dataclass(frozen=True, slots=True)
class Asked:
    """`pairs` are how often a topic was asked next after another in one session. Of the typed `questions`
    `repeats` had been asked before in their session, of the same securities.
    """

    pairs: Mapping[tuple[str, str], int]
    questions: int
    repeats: int


async def count_asked(database: Database, since: datetime, asides: Collection[str] = ()) -> Asked:
    """Counts since a time; messages of the intents `asides`, such as a plain yes, are no questions."""
    values = {"since": since, "within": WITHIN, "asides": list(asides)}
    pairs = await database.rows(_PAIRS, values)
    totals = await database.row(_REPEATS, values) or {"questions": 0, "repeats": 0}
    return Asked({(row["topic"], row["next"]): row["count"] for row in pairs}, **totals)
