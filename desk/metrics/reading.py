"""What the figures are counted from, read out of the transcripts and the steps of owners."""

from datetime import datetime

from conversations.database import Database
from desk.metrics.facts import RECONTACT, SESSION, Asked, BotSession, Segment

COMPLAINTS = ("complain", "claim_damages")
MISSED = ("nlu_fallback", "out_of_scope")
WISH = "ask_human"

# A segment runs from the step that asked for people to the first one behind it that ended it.
_REQUESTED = """
with requested as (
  select t.conversation_id, t.segment, t.reason, t.at as requested_at, t.detail, c.channel,
         (select min(e.epoch) from transition e
          where e.conversation_id = t.conversation_id and e.epoch > t.epoch
            and e.to_owner in ('bot', 'closed')) as last_epoch
  from transition t join conversation c on c.id = t.conversation_id
  where t.segment = t.epoch and t.at >= %(since)s and t.at < %(until)s
)
"""
# Whatever was handled is counted from a step that gave it to somebody to the next one.
_SEGMENTS = f"""{_REQUESTED}, strides as (
  select r.segment as stretch, r.last_epoch, s.*,
         extract(epoch from lead(s.at) over segments - s.at)::float as seconds
  from requested r join transition s on s.conversation_id = r.conversation_id
    and s.epoch >= r.segment and s.epoch <= coalesce(r.last_epoch, s.epoch)
  window segments as (partition by r.conversation_id, r.segment order by s.epoch)
), stepped as (
  select s.conversation_id, s.stretch as segment,
         min(s.at) filter (where s.to_owner = 'human') as accepted_at,
         count(*) filter (where s.to_owner = 'human' and s.from_owner <> 'wrapup')::int as accepts,
         sum(s.seconds) filter (where s.to_owner in ('human', 'wrapup')) as handled,
         (array_agg(s.agent order by s.epoch desc) filter (where s.to_owner = 'human'))[1] as agent,
         (array_agg(s.detail ->> 'outcome' order by s.epoch desc)
            filter (where s.to_owner = 'wrapup' and s.detail ? 'outcome'))[1] as outcome,
         max(s.at) filter (where s.epoch = s.last_epoch) as ended_at,
         max(s.to_owner) filter (where s.epoch = s.last_epoch) as last_owner,
         bool_or(s.to_owner = 'ticket') as ticket
  from strides s group by s.conversation_id, s.stretch
)
select r.conversation_id, r.segment, r.channel, r.reason, r.requested_at,
       coalesce(r.detail ->> 'about', r.detail ->> 'topic', '') as topic,
       coalesce(r.detail ->> 'skill', '') as skill,
       coalesce((r.detail ->> 'priority')::int, 0) as priority,
       s.accepted_at, s.accepts, s.handled, s.agent, s.outcome, s.ended_at, s.last_owner, s.ticket,
       (select min(m.at) from message m
        where m.conversation_id = r.conversation_id and m.sender = 'agent' and m.epoch >= r.segment
          and m.epoch <= coalesce(r.last_epoch, m.epoch)) as spoke_at,
       exists (select from transition n
               where n.conversation_id = r.conversation_id and n.segment = n.epoch and n.epoch > r.segment
                 and n.at < coalesce(s.ended_at, now()) + %(recontact)s
                 and coalesce(n.detail ->> 'about', n.detail ->> 'topic')
                   is not distinct from coalesce(r.detail ->> 'about', r.detail ->> 'topic')) as again,
       exists (select from ticket k
               where k.conversation_id = r.conversation_id and k.kind = any(%(grievances)s)
                 and k.opened_at between r.requested_at
                   and coalesce(s.ended_at, now()) + %(recontact)s) as complained
from requested r join stepped s using (conversation_id, segment)
order by r.requested_at, r.conversation_id
"""  # noqa: S608 - our own words

# People are asked about with the end of each talk, the bot where its question was put.
_ASKED = """
with asked as (
  (select distinct on (t.conversation_id, t.segment)
    t.conversation_id, t.segment, 'agent' as subject, coalesce(t.agent, t.by) as agent, t.at
  from transition t
  where t.to_owner = 'wrapup' and t.segment is not null and t.at >= %(since)s and t.at < %(until)s
  order by t.conversation_id, t.segment, t.epoch desc)
  union all
  select conversation_id, epoch, subject, null, asked_at from desk_rating
  where subject = 'bot' and asked_at >= %(since)s and asked_at < %(until)s
)
select a.conversation_id, a.segment, a.subject, coalesce(r.agent, a.agent) as agent, r.score, c.channel,
       coalesce(q.detail ->> 'about', q.detail ->> 'topic') as topic, q.detail ->> 'skill' as skill
from asked a join conversation c on c.id = a.conversation_id
left join desk_rating r on (r.conversation_id, r.epoch, r.subject) = (a.conversation_id, a.segment, a.subject)
left join transition q on q.conversation_id = a.conversation_id and q.epoch = a.segment
  and a.subject = 'agent'
order by a.at
"""

# A session with the bot: messages it answered, with no more than SESSION between two of them. Who asks for a
# person is noted in a ticket while nobody is there, and nowhere at all where nobody ever is.
_SESSIONS = """
with answered as (
  select m.conversation_id, m.seq, m.at, m.topic, m.intent,
         coalesce(m.at - lag(m.at) over turns > %(session)s, true)::int as begins
  from message m join inbound i on i.conversation_id = m.conversation_id and i.seq = m.seq
  where m.sender = 'user' and i.answered_by = 'bot'
    and m.at >= %(since)s - %(session)s and m.at < %(until)s + %(recontact)s
  window turns as (partition by m.conversation_id order by m.seq)
), numbered as (
  select *, sum(begins) over (partition by conversation_id order by seq) as session from answered
), sessions as (
  select conversation_id, session, min(at) as began_at, max(at) as ended_at, min(seq) as first,
         max(seq) as last, count(topic)::int as topics, array_agg(distinct topic) as about,
         (array_agg(intent order by seq desc))[1] as last_intent,
         bool_or(intent = any(%(complaints)s)) as complained,
         min(at) filter (where intent = %(wish)s) as wished_at
  from numbered group by conversation_id, session
)
select s.conversation_id, s.began_at, c.channel, s.topics, s.complained,
       s.last_intent = any(%(missed)s) as missed,
       least(s.wished_at,
             (select min(t.at) from transition t
              where t.conversation_id = s.conversation_id and t.segment = t.epoch
                and t.at >= s.began_at and t.at < s.ended_at + %(session)s),
             (select min(k.opened_at) from ticket k
              where k.conversation_id = s.conversation_id
                and k.opened_at >= s.began_at and k.opened_at < s.ended_at + %(session)s)) as wished_at,
       exists (select from sessions n
               where n.conversation_id = s.conversation_id and n.session > s.session
                 and n.began_at < s.ended_at + %(recontact)s and n.about && s.about) as again,
       (select r.score from desk_rating r
        where r.conversation_id = s.conversation_id and r.subject = 'bot' and r.asked_at >= s.began_at
          and r.asked_at < s.ended_at + %(session)s order by r.asked_at desc limit 1) as score
from sessions s join conversation c on c.id = s.conversation_id
where s.began_at >= %(since)s and s.began_at < %(until)s
order by s.began_at, s.conversation_id
"""


class Reading:
    """Reads a period; `until` is not in it. Raises StoreUnavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def segments(self, since: datetime, until: datetime) -> list[Segment]:
        """Stretches with people that were asked for within the period."""
        values = {"since": since, "until": until, "recontact": RECONTACT, "grievances": list(_GRIEVANCES)}
        return [_segment(row) for row in await self._database.rows(_SEGMENTS, values)]

    async def sessions(self, since: datetime, until: datetime) -> list[BotSession]:
        """Sessions that the bot answered and that began within the period."""
        values = {
            "since": since,
            "until": until,
            "session": SESSION,
            "recontact": RECONTACT,
            "complaints": list(COMPLAINTS),
            "missed": list(MISSED),
            "wish": WISH,
        }
        return [BotSession(**row) for row in await self._database.rows(_SESSIONS, values)]

    async def asked(self, since: datetime, until: datetime) -> list[Asked]:
        """Questions how it was that were put within the period."""
        rows = await self._database.rows(_ASKED, {"since": since, "until": until})
        return [Asked(**row) for row in rows]


_GRIEVANCES = ("complaint", "claim")


def _segment(row: dict[str, object]) -> Segment:
    last, ticket = row.pop("last_owner"), row.pop("ticket")
    end = last or ("ticket" if ticket else None)
    known = {name: row.pop(name) or None for name in ("topic", "skill")}
    return Segment(**row, **known, end=end)  # type: ignore[arg-type]  # columns by name
