"""The statements of a turn: begin, oldest, finish, and the take-up of what a dead gateway left.

Two rules make them safe under READ COMMITTED. What must be known after waiting for the conversation's row
(owner, epoch, lease, `waiting`) is read from that row only: PostgreSQL re-reads it after the wait, while a
subselect still sees the time before. And every statement that touches several tables takes the conversation's
row first.
"""

from conversations.languages import Wished

# Store a message and, if the bot owns the conversation and nobody is at a turn, take the lease. A message
# that is here already changes nothing and is reported as `seen`; two deliveries at the same moment meet at
# the unique key.
_BEGIN = """
with seen as (
  select id, conversation_id, seq from inbound where channel = %(channel)s and key = %(key)s
), owned as (
  insert into conversation as c (channel, user_id, seq, waiting, lease_holder, lease_token, lease_until)
  select %(channel)s, %(user)s, 1, 1, %(holder)s, %(token)s, now() + %(lease)s
  where not exists (select from seen)
  on conflict (channel, user_id) do update set
    seq = c.seq + 1,
    waiting = c.waiting + (c.owner in ('bot', 'closed'))::int,
    lease_holder = case when c.owner = 'bot' and (c.lease_token is null or c.lease_until < now())
                   then excluded.lease_holder else c.lease_holder end,
    lease_token = case when c.owner = 'bot' and (c.lease_token is null or c.lease_until < now())
                  then excluded.lease_token else c.lease_token end,
    lease_until = case when c.owner = 'bot' and (c.lease_token is null or c.lease_until < now())
                  then excluded.lease_until else c.lease_until end
  returning id, owner, epoch, seq, waiting, state, lease_token = %(token)s as leased
), kept as (
  insert into inbound (conversation_id, channel, key, seq, refusal, answered_at, answered_by)
  select id, %(channel)s, %(key)s, seq, %(refusal)s,
         case when owner not in ('bot', 'closed') then now() end,
         case when owner not in ('bot', 'closed') then 'owner' end
  from owned returning id
), said as (
  insert into message
    (conversation_id, seq, sender, kind, text, length, pressed, media, epoch, at, message_id)
  select id, seq, 'user', %(kind)s,
         coalesce(%(text)s, (select b.title from button b
                             where b.id = %(button)s and b.conversation_id = owned.id)),
         %(length)s, %(button)s, %(media)s, epoch, coalesce(%(at)s, now()), %(message_id)s
  from owned
)
select owned.id as conversation_id, kept.id as inbound_id, owner, epoch, seq, waiting,
       leased is true as leased, false as seen,
       case when leased then state end as state,
       case when leased then {language} end as language,
       (select payload from button b where b.id = %(button)s and b.conversation_id = owned.id) as payload
from owned, kept
union all
select c.id, seen.id, c.owner, c.epoch, seen.seq, c.waiting,
       coalesce(c.lease_token = %(token)s, false), true,
       null, null, null
from seen join conversation c on c.id = seen.conversation_id
"""

# The next message to answer in a conversation whose lease is held, with the newest state.
_OLDEST = """
select c.id as conversation_id, i.id as inbound_id, i.seq, i.refusal, m.kind, m.text, m.media,
       m.message_id, b.payload, c.channel, c.user_id, c.epoch, c.state, c.takeovers, {language} as language,
       extract(epoch from now() - i.received_at)::float8 as waited
from conversation c
join inbound i on i.conversation_id = c.id and i.answered_at is null
join message m on m.conversation_id = c.id and m.seq = i.seq
left join button b on b.id = m.pressed and b.conversation_id = c.id
where c.id = %(conversation_id)s and c.lease_token = %(token)s and c.owner = 'bot'
order by i.seq limit 1
"""


def begin(wished: Wished) -> str:
    """The statement that takes a message in, with what its investor wishes for."""
    return _BEGIN.format(language=wished("%(channel)s", "%(user)s"))


def oldest(wished: Wished) -> str:
    """The statement that takes up what waits longest, with what its investor wishes for."""
    return _OLDEST.format(language=wished("c.channel", "c.user_id"))


# What is said goes into the transcript of the row `owned`, its buttons and, where it must be sent, the
# outbox, from where an answer goes once the platform's own response can no longer take it.
_SPEAK = """, said as (
  insert into message (conversation_id, seq, sender, kind, text, buttons, image, topic, intent, confidence,
                       epoch, message_id, agent, delivery)
  select owned.id, owned.seq - %(count)s + r.n, %(sender)s, r.kind, r.text, r.buttons, r.image,
         %(topic)s, %(intent)s, %(confidence)s, owned.epoch, %(message_id)s, %(agent)s, %(delivery)s
  from owned, jsonb_to_recordset(%(replies)s) as r(n int, kind text, text text, buttons jsonb, image text)
), offered as (
  insert into button (id, conversation_id, seq, title, payload)
  select b.id, owned.id, owned.seq - %(count)s + b.n, b.title, b.payload
  from owned, jsonb_to_recordset(%(buttons)s) as b(n int, id text, title text, payload text)
), queued as (
  insert into outbox (conversation_id, seq, channel, recipient, language, expires_at, next_attempt_at)
  select owned.id, owned.seq - %(count)s + r.n, owned.channel, owned.user_id, r.language, now() + %(keep)s,
         greatest(now(), (select received_at from inbound where id = %(inbound_id)s) + %(passive)s)
  from owned, jsonb_to_recordset(%(replies)s) as r(n int, language text) where %(delivery)s = 'pending'
)
"""

# The fenced end of a turn: all of it or nothing. The lease stays where more is waiting, under a token of its
# own: repeated because the commit went unheard, this statement must find its fence gone.
FINISH = "".join(
    [
        """
with owned as (
  update conversation set
    seq = seq + %(count)s,
    state = coalesce(%(state)s, state),
    waiting = waiting - 1,
    takeovers = 0,
    lease_holder = case when waiting > 1 then lease_holder end,
    lease_token = case when waiting > 1 then %(following)s::bigint end,
    lease_until = case when waiting > 1 then now() + %(lease)s end
  where id = %(conversation_id)s and lease_token = %(token)s and epoch = %(epoch)s and owner = 'bot'
  returning id, channel, user_id, epoch, seq, waiting
), answered as (
  update inbound set answered_at = now(), answered_by = %(by)s,
    reply_first = case when %(count)s > 0 then owned.seq - %(count)s + 1 end,
    reply_last = case when %(count)s > 0 then owned.seq end
  from owned where inbound.id = %(inbound_id)s
), understood as (
  update message set
    topic = %(topic)s, intent = %(intent)s, confidence = %(confidence)s, entities = %(entities)s
  from owned where conversation_id = owned.id and message.seq = %(seq)s and %(intent)s::text is not null
)""",
        _SPEAK,
        "select seq, waiting, now() as at from owned",
    ]
)

# Something said outside a turn, by a person or the room itself. What is said to a message becomes its answer,
# or the end of it, so that a delivery seen before gets the whole. `sparing`: not if it was said in the last
# minute.
SAY = "".join(
    [
        """
with owned as (
  update conversation set
    seq = seq + %(count)s,
    told_at = case when %(sparing)s then now() else told_at end
  where id = %(conversation_id)s and epoch = %(epoch)s and owner = any(%(owners)s)
    and (%(agent)s::text is null or agent = %(agent)s or %(agent)s = any(joined))
    and (not %(sparing)s or told_at is null or told_at < now() - interval '1 minute')
  returning id, channel, user_id, epoch, seq
), answered as (
  update inbound set
    reply_first = coalesce(reply_first, owned.seq - %(count)s + 1),
    reply_last = owned.seq
  from owned where inbound.id = %(inbound_id)s
)""",
        _SPEAK,
        "select seq, now() as at from owned",
    ]
)

# Leases nobody is behind: none at all, run out, of a gateway whose liveness lock is gone, or of a turn this
# gateway no longer knows (and did not take just now, after it made the list). Its own turns it leaves alone
# even if its lock is gone, or slow ones would be begun anew each second. They come with a new lease.
TAKE_UP = """
with alive as materialized (
  select objid::bigint as holder from pg_locks
  where locktype = 'advisory' and classid = %(lock_class)s and granted
    and database = (select oid from pg_database where datname = current_database())
), left_alone as (
  select c.id from conversation c
  where c.id in (select conversation_id from inbound where answered_at is null)
    and c.waiting > 0 and c.owner in ('bot', 'closed')
    and (c.lease_token is null or c.lease_until < now()
         or (c.lease_token != all(%(tokens)s)
             and (c.lease_holder not in (select holder from alive)
                  or (c.lease_holder = %(holder)s
                      and c.lease_until < now() + %(lease)s - interval '5 seconds'))))
  order by c.id limit %(limit)s
  for no key update of c skip locked
)
update conversation c set
  lease_holder = %(holder)s, lease_token = %(token)s + left_alone.id, lease_until = now() + %(lease)s,
  takeovers = takeovers + (c.lease_token is not null)::int
from left_alone where c.id = left_alone.id
returning c.id as conversation_id, c.owner, c.epoch, c.lease_token as token
"""

# What was answered to a message, if anything was yet.
ANSWERED = """
select i.seq, i.answered_at is not null as answered, i.answered_by, i.reply_first, i.reply_last, c.owner,
       m.topic, m.intent, m.confidence
from inbound i join conversation c on c.id = i.conversation_id
join message m on m.conversation_id = i.conversation_id and m.seq = i.seq
where i.id = %(inbound_id)s
"""

_COLUMNS = """
select m.seq, m.sender, m.kind, m.text, m.at, m.buttons, m.image, m.pressed, m.media, m.topic, m.intent,
       m.confidence, m.message_id, m.delivery, m.length, m.epoch
"""

BETWEEN = (
    _COLUMNS
    + """
from message m
where m.conversation_id = %(conversation_id)s and m.seq between %(first)s and %(last)s order by m.seq
"""
)

AFTER = (
    _COLUMNS
    + """
from conversation c join message m on m.conversation_id = c.id
where c.channel = %(channel)s and c.user_id = %(user)s and m.seq > %(after)s order by m.seq limit %(limit)s
"""
)

# What an agent has said under a name of their page's, if it was not long ago.
SAID = (
    _COLUMNS
    + """
from conversation c join message m on m.conversation_id = c.id and m.seq > c.seq - 200
where c.id = %(conversation_id)s and m.sender = 'agent' and m.agent = %(agent)s
  and m.message_id = %(message_id)s
order by m.seq limit 1
"""
)

# One question a second for everybody who waits or follows on this gateway.
PROGRESS = """
select c.id, c.channel, c.user_id, c.seq, c.waiting, c.epoch
from unnest(%(channels)s::text[], %(users)s::text[]) as watched(channel, user_id)
join conversation c using (channel, user_id)
"""

# What an investor said in a voice message, as far as it was understood.
HEARD = """
update message set text = %(text)s
where conversation_id = %(conversation_id)s and seq = %(seq)s and sender = 'user'
"""

STATUS = """
select id as conversation_id, owner, epoch, seq, waiting, agent
from conversation where channel = %(channel)s and user_id = %(user)s
"""
