"""The statements of a change of owner: look at the row and keep it, change it, write the step down."""

LOCK = """
select id, channel, user_id, owner, epoch, agent, joined, segment, seq, waiting, handoff
from conversation where id = %(conversation_id)s
for no key update
"""

MOVE = """
update conversation set
  owner = %(to)s,
  epoch = epoch + 1,
  segment = case when %(to)s in ('bot', 'closed') then null
                 when owner in ('bot', 'closed') then epoch + 1 else coalesce(segment, epoch + 1) end,
  agent = %(agent)s,
  joined = '{}',
  waiting = case when %(reopens)s then waiting else 0 end,
  lease_holder = case when %(reopens)s then lease_holder end,
  lease_token = case when %(reopens)s then lease_token end,
  lease_until = case when %(reopens)s then lease_until end,
  takeovers = 0,
  state = case when %(served)s::jsonb is null then state
               else coalesce(state, '{}') || jsonb_build_object('served', %(served)s::jsonb
                    || jsonb_build_object('at', date_trunc('second', now()))) end,
  handoff = case when %(to)s in ('bot', 'closed') then null
                 else nullif(coalesce(handoff, '{}') || coalesce(%(handoff)s::jsonb, '{}'), '{}') end,
  priority = case when %(to)s in ('bot', 'closed') then 0 else coalesce(%(priority)s, priority) end,
  requeued = %(front)s,
  queued_at = case when %(to)s in ('bot', 'closed') then null
                   when %(to)s = 'queued' then coalesce(queued_at, now()) else queued_at end,
  told_at = null,
  moved_at = now()
where id = %(conversation_id)s
returning epoch, segment
"""

LEAVE_BACKLOG = """
update inbound set answered_at = now(), answered_by = 'owner'
where conversation_id = %(conversation_id)s and answered_at is null
"""

LOG_MOVE = """
insert into transition (conversation_id, epoch, segment, from_owner, to_owner, reason, by, agent, detail)
values (%(conversation_id)s, %(epoch)s, %(segment)s, %(from)s, %(to)s, %(reason)s, %(by)s, %(agent)s,
  %(detail)s)
"""

# The last messages of a stretch, for who takes it over.
STRETCH = """
select sender, kind, text, topic, intent, entities, message_id from (
  select * from message
  where conversation_id = %(conversation_id)s and at > now() - interval '1 day'
    and (epoch = %(epoch)s
         or epoch = %(epoch)s - 1 and sender = 'user' and kind <> 'button'
            and exists (select from transition t
                        where t.conversation_id = %(conversation_id)s and t.epoch = %(epoch)s
                          and t.from_owner = 'closed'))
  order by seq desc limit %(limit)s) latest
order by seq
"""

# What was written down with the step that made this epoch.
DETAIL = """
select detail from transition where conversation_id = %(conversation_id)s and epoch = %(epoch)s
"""

# Whether the investor has written in the epochs from `since` on and after the place `seen`; what a button of
# the desk means is done already.
WRITTEN_SINCE = """
select exists (
  select from message m
  where m.conversation_id = %(conversation_id)s and m.sender = 'user' and m.epoch >= %(since)s
    and m.seq > %(seen)s
    and not exists (
      select from button b
      where b.id = m.pressed and b.conversation_id = m.conversation_id and b.payload like 'desk:%%')
) as written
"""

JOIN = """
update conversation set joined = array_append(joined, %(agent)s)
where id = %(conversation_id)s and not %(agent)s = any(joined)
returning id
"""
LEAVE = """
update conversation set joined = array_remove(joined, %(agent)s)
where id = %(conversation_id)s and %(agent)s = any(joined)
returning id
"""

# A platform's own desk has a queue of its own.
AHEAD = """
select count(*) as ahead from conversation o, conversation me
where me.id = %(conversation_id)s and o.owner = 'queued' and o.id <> me.id
  and (o.channel = any(%(desks)s)) = (me.channel = any(%(desks)s))
  and (-o.priority, not o.requeued, o.queued_at, o.id) < (-me.priority, not me.requeued, me.queued_at, me.id)
"""

# A button of the desk that was pressed while people had the conversation, if nothing was said to it.
PRESSED = """
select b.payload, c.owner, c.segment
from message m
join button b on b.id = m.pressed and b.conversation_id = m.conversation_id
join conversation c on c.id = m.conversation_id
where m.conversation_id = %(conversation_id)s and m.seq = %(seq)s
  and not exists (
    select from message r
    where r.conversation_id = m.conversation_id and r.seq > m.seq and r.message_id = m.message_id)
"""

# Who has the conversation has got in touch.
CONTACTED = """
update ticket set state = 'contacted', contacted_at = now()
where conversation_id = %(conversation_id)s and state = 'open'
"""
