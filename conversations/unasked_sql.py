"""The statements that say something unasked in many conversations at once."""

# Whoever says something in several conversations takes their rows in one order, so that two never wait for
# each other.
LOCK = "select id from conversation where id = any(%(conversations)s) order by id for no key update"

# One message in each conversation, its buttons and, where it must be sent, the outbox.
SAY = """
with said as materialized (
  select * from unnest(%(notices)s::bigint[], %(conversations)s::bigint[], %(channels)s::text[],
                       %(texts)s::text[], %(images)s::text[], %(shown)s::jsonb[],
                       %(not_before)s::timestamptz[], %(until)s::timestamptz[], %(priorities)s::int[])
    as s(notice, conversation_id, channel, text, image, shown, not_before, until, priority)
), owned as (
  update conversation c set seq = c.seq + 1 from said s where c.id = s.conversation_id
  returning c.id, c.user_id, c.seq, c.epoch, s.notice, s.channel, s.text, s.image, s.shown, s.not_before,
            s.until, s.priority
), written as (
  insert into message (conversation_id, seq, sender, kind, text, buttons, image, epoch, delivery)
  select id, seq, 'system', case when image is null then 'text' else 'image' end, text, shown, image, epoch,
         case when channel is null then 'web' else 'pending' end
  from owned
), offered as (
  insert into button (id, conversation_id, seq, title, payload)
  select b.id, owned.id, owned.seq, b.title, b.payload
  from unnest(%(button_of)s::bigint[], %(button_ids)s::text[], %(titles)s::text[], %(payloads)s::text[])
    as b(notice, id, title, payload) join owned using (notice)
), queued as (
  insert into outbox (conversation_id, seq, channel, recipient, priority, next_attempt_at, expires_at, notice)
  select id, seq, channel, user_id, priority, not_before, until, notice from owned where channel is not null
)
select notice, id as conversation_id, seq from owned
"""

# What the platform would not take so far and has not got is given up.
GIVE_UP = """
with done as (
  update outbox set state = 'expired', updated_at = now()
  where notice = any(%(notices)s) and (conversation_id, seq) in (
      select * from unnest(%(conversations)s::bigint[], %(places)s::int[]))
    and state = 'pending'
  returning conversation_id, seq, notice
), mirrored as (
  update message m set delivery = 'expired' from done
  where m.conversation_id = done.conversation_id and m.seq = done.seq
)
select notice from done
"""
