"""The outbox's statements. A row's fate is written to the transcript as `delivery` in the same statement."""

_MIRROR = """
update message m set delivery = done.state from done
where m.conversation_id = done.conversation_id and m.seq = done.seq
returning done.state"""

# Whether something waited behind it that may go now: whoever let it through looks for what is due at once.
# `offset 0` keeps the planner from reading all that is pending.
_FOLLOWED = """, done.channel, done.state <> 'pending' and exists (
  select from outbox behind where behind.conversation_id = done.conversation_id and behind.seq > done.seq
    and behind.state = 'pending' and behind.next_attempt_at <= now()
  offset 0) as followed
"""

_ALIVE = """
alive as materialized (
  select objid::bigint as holder from pg_locks
  where locktype = 'advisory' and classid = %(lock_class)s and granted
    and database = (select oid from pg_database where datname = current_database())
)"""

# What is due, each conversation's messages one after the other: a row goes when none before it is to go and
# the last before it went `apart` ago; with it those right behind it that are due too, at most `together` in
# all. A notice that has to wait holds up nothing behind it; what is behind two that go, goes with the nearer.
# What this token claimed already, in a commit that went unheard, comes back: nobody else would send it. Of
# what is before and behind only those of one conversation are looked at: `offset 0` keeps the planner from
# reading all that is kept once for each claim, a state that is put together keeps it off the indexes of all
# that is pending.
CLAIM = """
with due as (
  select o.id, o.conversation_id, o.seq from outbox o
  where o.channel = %(channel)s and o.state = 'pending'
    and o.next_attempt_at <= now() and o.expires_at > now()
    and not exists (
      select from outbox before where before.conversation_id = o.conversation_id and before.seq < o.seq
        and before.channel = o.channel
        and (before.state = 'pending' and before.notice is null
             or before.state = 'sending'
             or before.state in ('sent', 'delivered', 'unknown')
                and before.updated_at > now() - %(apart)s)
      offset 0)
  order by o.priority desc, o.next_attempt_at limit %(limit)s
  for no key update of o skip locked
), run as (
  select due.id as head, due.seq as after, due.id from due
  union all
  select due.id, due.seq, follower.id from due cross join lateral (
    select f.id from outbox f
    where f.conversation_id = due.conversation_id and f.seq > due.seq and f.channel = %(channel)s
      and f.state || '' = 'pending' and f.next_attempt_at <= now() and f.expires_at > now()
      and not exists (
        select from outbox gap where gap.conversation_id = f.conversation_id
          and gap.seq > due.seq and gap.seq < f.seq and gap.channel = f.channel
          and (gap.state || '' = 'sending'
               or gap.state || '' = 'pending' and gap.next_attempt_at > now() and gap.notice is null))
    order by f.seq limit %(together)s - 1) follower
), nearest as (
  select distinct on (id) id, head from run order by id, after desc
), claimed as (
  update outbox o set state = 'sending', attempts = attempts + 1, updated_at = now(),
    lease_holder = %(holder)s, lease_token = %(token)s + nearest.head
  from nearest where o.id = nearest.id and o.state = 'pending'
  returning o.id, o.conversation_id, o.seq, o.recipient, o.attempts, o.done, o.notice, o.language,
    o.lease_token
)
select c.*, m.sender, m.kind, m.text, m.image, m.buttons
from (
  select * from claimed
  union all
  select id, conversation_id, seq, recipient, attempts, done, notice, language, lease_token from outbox
  where state = 'sending' and lease_holder = %(holder)s and lease_token = %(token)s + id
) c join message m on m.conversation_id = c.conversation_id and m.seq = c.seq
order by c.conversation_id, c.seq
"""

# The request after the `done` confirmed ones is about to be made: from here on its outcome is open.
BEGIN = """
update outbox o set done = w.done, tried = w.done + 1, updated_at = now()
from unnest(%(ids)s::bigint[], %(tokens)s::bigint[], %(done)s::int[]) as w(id, token, done)
where o.id = w.id and o.lease_token = w.token and o.state = 'sending'
returning o.id
"""

# The end of attempts, of each row that is still this attempt's.
SETTLE = "".join(
    [
        """
with done as (
  update outbox o set state = w.state, error = w.error, updated_at = now(),
    tried = case when w.state = 'pending' then done else tried end,
    provider_ref = coalesce(w.provider_ref, o.provider_ref),
    next_attempt_at = now() + w.pause * interval '1 second',
    attempts = attempts - w.uncounted, lease_holder = null, lease_token = null
  from unnest(%(ids)s::bigint[], %(tokens)s::bigint[], %(states)s::text[], %(errors)s::text[],
              %(provider_refs)s::text[], %(pauses)s::float8[], %(uncounted)s::int[])
    as w(id, token, state, error, provider_ref, pause, uncounted)
  where o.id = w.id and o.lease_token = w.token and o.state = 'sending'
  returning conversation_id, seq, o.channel, o.state
)""",
        _MIRROR,
        _FOLLOWED,
    ]
)

# Attempts whose gateway is gone, or that this gateway no longer knows and did not begin just now. Those it is
# at are its own to settle, even if its lock is gone. What was claimed and not begun simply goes later.
RECOVER = "".join(
    [
        "with ",
        _ALIVE,
        """, done as (
  update outbox set updated_at = now(), next_attempt_at = now(), lease_holder = null, lease_token = null,
    state = case when tried > done then %(state)s else 'pending' end,
    error = case when tried > done then 'OutcomeUnknown' end,
    tried = case when %(state)s = 'pending' then done else tried end
  where channel = %(channel)s and state = 'sending'
    and lease_token != all(%(tokens)s)
    and (lease_holder not in (select holder from alive)
         or (lease_holder = %(holder)s and updated_at < now() - interval '5 seconds'))
  returning conversation_id, seq, state
)""",
        _MIRROR,
    ]
)

# By the order of their index: without it a planner that has no figures yet walks all that is pending.
EXPIRE = "".join(
    [
        """
with late as (
  select id from outbox where channel = %(channel)s and state = 'pending' and expires_at <= now()
  order by expires_at limit 1000 for no key update skip locked
), done as (
  update outbox o set state = 'expired', updated_at = now() from late where o.id = late.id
  returning conversation_id, seq, state
)""",
        _MIRROR,
    ]
)

# A receipt: it says more than `sent` or `unknown`, and nothing after a final state.
CONFIRM = "".join(
    [
        """
with done as (
  update outbox set state = %(state)s, error = %(error)s, updated_at = now()
  where channel = %(channel)s and provider_ref = %(provider_ref)s and state in ('sent', 'unknown')
  returning conversation_id, seq, state
)""",
        _MIRROR,
    ]
)

# What still waits for somebody who is not there any more, by whatever way of theirs.
ABANDON = "".join(
    [
        """
with done as (
  update outbox set state = 'failed', error = %(error)s, updated_at = now()
  where state = 'pending' and conversation_id = (
    select id from conversation where channel = %(channel)s and user_id = %(recipient)s)
  returning conversation_id, seq, state
)""",
        _MIRROR,
    ]
)

# The answer to one message for the platform's own response: what was given so before, or is being given just
# now, for the platform asks again only if it did not take it, and all that waits, if nothing goes before it.
# What this token took already, in a commit that went unheard, comes back.
HAND_OVER = """
with asked as (
  select conversation_id, reply_first, reply_last from inbound
  where channel = %(channel)s and key = %(key)s and reply_first is not null
), taken as (
  update outbox o set state = 'sending', attempts = attempts + 1, tried = 1, updated_at = now(),
    provider_ref = 'passive', lease_holder = %(holder)s, lease_token = %(token)s
  from asked
  where o.conversation_id = asked.conversation_id and o.seq between asked.reply_first and asked.reply_last
    and o.state = 'pending' and o.done = 0
    and not exists (
      select from outbox before
      where before.conversation_id = o.conversation_id and before.seq < o.seq
        and (before.state = 'sending'
             or before.state = 'pending' and before.seq < asked.reply_first and before.notice is null))
  returning o.id, o.conversation_id, o.seq, o.recipient, o.attempts, o.done, o.language, false as repeat
), given as (
  select o.id, o.conversation_id, o.seq, o.recipient, o.attempts, o.done, o.language, true as repeat
  from asked join outbox o on o.conversation_id = asked.conversation_id
    and o.seq between asked.reply_first and asked.reply_last
  where o.provider_ref = 'passive'
    and (o.state in ('sent', 'unknown') or o.state = 'sending' and o.lease_token <> %(token)s)
), unheard as (
  select o.id, o.conversation_id, o.seq, o.recipient, o.attempts, o.done, o.language, false as repeat
  from asked join outbox o on o.conversation_id = asked.conversation_id
  where o.state = 'sending' and o.lease_holder = %(holder)s and o.lease_token = %(token)s
)
select c.*, m.sender, m.kind, m.text, m.image, m.buttons
from (select * from taken union all select * from given union all select * from unheard) c
join message m on m.conversation_id = c.conversation_id and m.seq = c.seq
order by c.seq
"""

# What went out in the response, and what did not and goes the ordinary way now; also of a response that was
# being given, or of which nobody knew, when the platform asked again.
HANDED = "".join(
    [
        """
with done as (
  update outbox o set updated_at = now(), next_attempt_at = now(), lease_holder = null, lease_token = null,
    state = case when w.sent then 'sent' else 'pending' end,
    error = null,
    done = w.sent::int,
    tried = w.sent::int,
    attempts = attempts - (not w.sent)::int,
    provider_ref = case when w.sent then 'passive' end
  from unnest(%(ids)s::bigint[], %(sent)s::bool[]) as w(id, sent)
  where o.id = w.id and o.provider_ref = 'passive' and o.state in ('sending', 'unknown')
  returning conversation_id, seq, o.channel, o.state
)""",
        _MIRROR,
        _FOLLOWED,
    ]
)
