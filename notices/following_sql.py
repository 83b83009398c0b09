"""The statements that follow what was sent: what its outbox says, who read it, who needs another way."""

# What may still change: campaigns under way or ended a while ago, and what became of their events, or of
# all those that theirs sets right. `withdrawal` is the event that who was told has yet to hear of.
LIVE = """
select g.id, g.state,
       case when x.id is not null then 'withdrawn'
            when e.corrected_by is not null then 'corrected' end as void,
       case when c.id is null then w.id end as withdrawal,
       greatest(g.deadline, g.started_at + interval '1 hour') - interval '15 minutes' < now() as pressing
from campaign g join event e on e.id = g.event_id
left join lateral (
  with recursive line as (
    select e.id, e.withdrawn_at
    union
    select b.id, b.withdrawn_at from line join event b on b.ref = e.ref and b.corrected_by = line.id)
  select id from line where withdrawn_at is not null order by id limit 1) x on true
left join event w on w.key = 'delisting_withdrawn:' || x.id
left join campaign c on c.event_id = w.id and not c.rehearsal
where not g.rehearsal and (
  g.state in ('expanding', 'sending') or g.ended_at > now() - interval '1 hour'
  or w.id is not null and c.id is null)
order by g.id
"""

# A stretch of notices as their outbox has them. What it gave up or could not deliver looks for another way;
# what nobody knows is never sent again.
_FOLLOW = """
with looked as materialized (
  select n.id, n.conversation_id, n.seq from notice_sent n
  where n.campaign_id = %(campaign)s and n.state = {state} and {which} n.id > %(after)s
  order by n.id limit %(limit)s
), changed as (
  update notice_sent n set changed_at = now(),
    state = case when o.state in ('failed', 'expired') then 'waiting' else o.state end,
    sent_at = case when o.state not in ('failed', 'expired') then coalesce(n.sent_at, o.updated_at) end
  from looked l join outbox o on o.conversation_id = l.conversation_id and o.seq = l.seq
  where n.id = l.id and n.state = {state} and o.state not in ('pending', 'sending', {state})
)
select max(id) as last, count(*)::int as looked from looked
"""
FOLLOW = _FOLLOW.format(state="'queued'", which="")

# What was sent is looked at where the platform says later what became of it, and as long as it may.
FOLLOW_SENT = _FOLLOW.format(
    state="'sent'",
    which="n.tried[array_upper(n.tried, 1)] ~ '^(subscription|template):'"
    " and n.changed_at > now() - interval '3 days' and",
)

# The investor wrote behind it on the page that shows it.
READ = """
update notice_sent n set state = 'read', changed_at = now() from conversation c
where n.campaign_id = %(campaign)s and n.state = 'queued' and n.tried[array_upper(n.tried, 1)] like 'web:%%'
  and c.id = n.conversation_id and c.seq > n.seq and exists (
    select from message m where m.conversation_id = c.id and m.seq > n.seq and m.sender = 'user')
returning n.id
"""

WAITING = """
select n.id, n.investor_id, n.kind, n.made_at, n.until, n.tried, coalesce(n.reply, g.reply) as reply
from notice_sent n left join campaign g on g.id = n.campaign_id
where n.campaign_id = %(campaign)s and n.state = 'waiting' order by n.id limit %(limit)s
for no key update of n skip locked
"""

# Tried and not taken: time to think of another way. With `all` also what was offered to nobody yet.
HELD_UP = """
select n.id as notice, n.conversation_id, n.seq
from notice_sent n join outbox o on o.conversation_id = n.conversation_id and o.seq = n.seq
where n.campaign_id = %(campaign)s and n.state = 'queued' and o.state = 'pending'
  and (%(all)s or o.error is not null)
limit %(limit)s
"""

UNREAD = """
update notice_sent set state = 'unreachable', changed_at = now()
where campaign_id = %(campaign)s and state = 'queued' and tried[array_upper(tried, 1)] like 'web:%%'
"""

# Nobody is left that something may yet reach.
FINISH = """
update campaign set state = 'finished', ended_at = now(), ended_why = 'done'
where id = %(campaign)s and state = 'sending' and not exists (
  select from notice_sent where campaign_id = %(campaign)s and state in ('waiting', 'queued'))
returning id
"""
