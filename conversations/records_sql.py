"""What the desk reads of conversations; ages are told by the server's clock."""


def _head(handoff: str = "c.handoff", since: str = "c.queued_at") -> str:
    return f"""
c.id as conversation_id, c.channel, c.user_id as user, c.owner, c.agent, c.joined, c.epoch, c.segment, c.seq,
c.waiting, {handoff} as handoff, c.priority, {since} as queued_at, c.moved_at, c.created_at,
extract(epoch from now() - c.moved_at)::float8 as age,
extract(epoch from now() - {since})::float8 as waited
"""


_HEAD = _head()

HEAD = f"select {_HEAD} from conversation c where c.id = %(conversation_id)s"  # noqa: S608 - our own columns
HEADS = f"select {_HEAD} from conversation c where c.id = any(%(ids)s) order by c.id"  # noqa: S608 - as above

# The order of the queue is that of sql.AHEAD.
QUEUED = f"""
select {_HEAD} from conversation c where c.owner = 'queued'
order by c.priority desc, c.requeued desc, c.queued_at, c.id limit %(limit)s
"""  # noqa: S608 - our own columns
QUEUE_LENGTH = "select count(*)::int as queued from conversation where owner = 'queued'"
ATTENDED = f"""
select {_HEAD} from conversation c where c.owner in ('assigned', 'human', 'wrapup') order by c.moved_at, c.id
"""  # noqa: S608 - our own columns
# What was left for people: the conversations that are theirs, and tickets nobody has seen to whose investor
# talks to the bot, as those who asked for a person after hours.
LEFT = f"""
select * from (
  select {_HEAD} from conversation c where c.owner = 'ticket'
  union all
  select {_head("jsonb_build_object('reason', t.kind, 'topic', t.topic)", "t.opened_at")}
  from (
    select distinct on (conversation_id) conversation_id, kind, topic, opened_at from ticket
    where state = 'open' order by conversation_id, id
  ) t join conversation c on c.id = t.conversation_id and c.owner = 'bot'
) left_behind order by coalesce(queued_at, moved_at), conversation_id limit %(limit)s
"""  # noqa: S608 - our own columns
HAS_TICKET = """
select exists (select from ticket where conversation_id = %(conversation_id)s and state = 'open') as open
"""

_LINES = """
select m.seq, m.sender, m.kind, m.text, m.at, m.buttons, m.pressed, b.title as pressed_title, m.image,
  m.media, m.topic, m.intent, m.confidence, m.entities, m.message_id, m.agent, m.delivery,
  o.error as delivery_error, m.epoch, m.length
from message m
left join button b on b.id = m.pressed and b.conversation_id = m.conversation_id
left join outbox o on o.conversation_id = m.conversation_id and o.seq = m.seq
where m.conversation_id = %(conversation_id)s
"""
LINES_AFTER = f"{_LINES} and m.seq > %(after)s order by m.seq limit %(limit)s"
LINES_BEFORE = f"""
{_LINES} and m.seq > %(after)s and m.seq < %(before)s order by m.seq desc limit %(limit)s
"""

STEPS = """
select epoch, segment, from_owner as before, to_owner as owner, reason, by, agent, detail, at
from transition where conversation_id = %(conversation_id)s and epoch > %(after_epoch)s order by epoch
"""

# A segment goes from the step that asked for people to the one that gave the conversation back or closed it.
SESSIONS = """
select segment as epoch,
  (array_agg(reason order by epoch))[1] as reason,
  min(at) as began,
  max(at) filter (where to_owner in ('bot', 'closed')) as ended,
  (array_agg(agent order by epoch desc) filter (where to_owner = 'human'))[1] as agent,
  (array_agg(detail order by epoch desc) filter (where detail ? 'outcome'))[1] as detail
from transition
where conversation_id = %(conversation_id)s and segment is not null
group by segment order by segment desc limit %(limit)s
"""

# Conversations in which something was said in a span of time that fits, those with the latest first.
FIND = """
with fitting as (
  select m.conversation_id, count(*)::int as lines, min(m.at) as first_at, max(m.at) as last_at,
    array_agg(distinct m.topic) filter (where m.topic is not null) as topics
  from message m join conversation c on c.id = m.conversation_id
  where m.at >= %(since)s and m.at < %(until)s
    and (%(channel)s::text is null or c.channel = %(channel)s)
    and (%(agent)s::text is null or exists (
      select from transition t where t.conversation_id = c.id and t.agent = %(agent)s
        and t.at >= %(since)s and t.at < %(until)s))
  group by m.conversation_id
  having (%(topic)s::text is null or bool_or(m.topic = %(topic)s))
    and (%(text)s::text is null or bool_or(m.text ilike %(text)s))
)
select f.conversation_id, c.channel, c.user_id as user, c.owner, c.agent, f.lines, f.first_at, f.last_at,
  coalesce(f.topics, '{}') as topics
from fitting f join conversation c on c.id = f.conversation_id
where %(before_at)s::timestamptz is null
  or (f.last_at, f.conversation_id) < (%(before_at)s, %(before_id)s::bigint)
order by f.last_at desc, f.conversation_id desc limit %(limit)s
"""
