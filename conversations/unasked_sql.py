"""The statements that say something unasked in many conversations at once."""

# Whoever says something in several conversations takes their rows in one order, so that two never wait for
# each other.
LOCK = "select id from conversation where id = any(%(conversations)s::bigint[]) order by id for no key update"

# One message in each conversation, its buttons and, where it must be sent, the outbox. What many of them
# share comes once, as a parcel; a button's id is as speech makes them, 16 characters, 90 bits of them random.
SAY = """
with parcel as materialized (
  select * from jsonb_to_recordset(%(parcels)s) as p(parcel int, channel text, text text, image text,
    language text, choices jsonb, not_before timestamptz, until timestamptz, priority int)
), said as materialized (
  select * from unnest(%(notices)s::bigint[], %(conversations)s::bigint[], %(parcel_of)s::int[])
    as s(notice, conversation_id, parcel)
), owned as (
  update conversation c set seq = c.seq + 1 from said s where c.id = s.conversation_id
  returning c.id, c.user_id, c.seq, c.epoch, s.notice, s.parcel
), choice as materialized (
  select owned.id, owned.seq, c.place, c.choice ->> 0 as title, c.choice ->> 1 as payload,
    translate(encode(substr(uuid_send(gen_random_uuid()), 1, 12), 'base64'), '+/', '-_') as button
  from owned join parcel using (parcel), jsonb_array_elements(choices) with ordinality as c(choice, place)
), shown as (
  select id, jsonb_agg(jsonb_build_object('id', button, 'title', title) order by place) as buttons
  from choice group by id
), written as (
  insert into message (conversation_id, seq, sender, kind, text, buttons, image, epoch, delivery)
  select owned.id, seq, 'system', case when image is null then 'text' else 'image' end, text, shown.buttons,
         image, epoch, case when channel is null then 'web' else 'pending' end
  from owned join parcel using (parcel) left join shown using (id)
), offered as (
  insert into button (id, conversation_id, seq, title, payload)
  select button, id, seq, title, payload from choice
), queued as (
  insert into outbox (conversation_id, seq, channel, recipient, language, priority, next_attempt_at,
                      expires_at, notice)
  select id, seq, channel, user_id, language, priority, not_before, until, notice
  from owned join parcel using (parcel) where channel is not null
)
select notice, id as conversation_id, seq from owned
"""

# What the platform would not take so far and has not got is given up.
GIVE_UP = """
with done as (
  update outbox set state = 'expired', updated_at = now()
  where notice = any(%(notices)s::bigint[]) and (conversation_id, seq) in (
      select * from unnest(%(conversations)s::bigint[], %(places)s::int[]))
    and state = 'pending'
  returning conversation_id, seq, notice
), mirrored as (
  update message m set delivery = 'expired' from done
  where m.conversation_id = done.conversation_id and m.seq = done.seq
)
select notice from done
"""
