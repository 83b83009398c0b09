"""The statements that follow what was sent: what its outbox says, who read it, who needs another way."""

# What may still change: campaigns under way or stopped a while ago, and what became of their events.
LIVE = """
select g.id, g.event_id, g.state, g.corrects is not null as correcting,
       case when e.withdrawn_at is not null then 'withdrawn'
            when e.corrected_by is not null then 'corrected' end as void,
       g.corrects is null and e.withdrawn_at is not null
         and not exists (select from campaign c where c.corrects = g.id) as to_correct,
       greatest(g.deadline, g.started_at + interval '1 hour') - interval '15 minutes' < now() as pressing
from campaign g join event e on e.id = g.event_id
where not g.rehearsal and (
  g.state in ('expanding', 'sending')
  or g.ended_at > now() - interval '1 hour' or e.withdrawn_at > now() - interval '1 hour')
order by g.id
"""

# A stretch of notices as their outbox has them. What it gave up or could not deliver looks for another way;
# what nobody knows is never sent again.
FOLLOW = """
with looked as materialized (
  select n.id, n.conversation_id, n.seq from notice_sent n
  where n.campaign_id = %(campaign)s and n.state = %(state)s and n.id > %(after)s
  order by n.id limit %(limit)s
), changed as (
  update notice_sent n set changed_at = now(),
    state = case when o.state in ('failed', 'expired') then 'waiting' else o.state end
  from looked l join outbox o on o.conversation_id = l.conversation_id and o.seq = l.seq
  where n.id = l.id and n.state = %(state)s and o.state not in ('pending', 'sending', %(state)s)
  returning n.id
)
select max(id) as last, count(*)::int as looked, (select count(*) from changed)::int as changed from looked
"""

# The investor wrote behind it on the page that shows it.
READ = """
update notice_sent n set state = 'read', changed_at = now() from conversation c
where n.campaign_id = %(campaign)s and n.state = 'queued' and n.tried[array_upper(n.tried, 1)] like 'web:%%'
  and c.id = n.conversation_id and c.seq > n.seq and exists (
    select from message m where m.conversation_id = c.id and m.seq > n.seq and m.sender = 'user')
returning n.id
"""

WAITING = """
select n.id, n.investor_id, n.urgent, n.tried, coalesce(n.reply, g.reply) as reply
from notice_sent n left join campaign g on g.id = n.campaign_id
where n.campaign_id = %(campaign)s and n.state = 'waiting' order by n.id limit %(limit)s
for no key update of n skip locked
"""

# Tried and not taken: time to think of another way.
HELD_UP = """
select n.id as notice, n.conversation_id, n.seq
from notice_sent n join outbox o on o.conversation_id = n.conversation_id and o.seq = n.seq
where n.campaign_id = %(campaign)s and n.state = 'queued' and o.state = 'pending' and o.error is not null
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

UNSETTLED = """
select exists (select from notice_sent where campaign_id = %(campaign)s and state = 'queued'
  and tried[array_upper(tried, 1)] not like 'web:%%') as yes
"""
