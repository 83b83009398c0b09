"""The outbox's statements. A row's fate is written to the transcript as `delivery` in the same statement."""

_MIRROR = """
update message m set delivery = done.state from done
where m.conversation_id = done.conversation_id and m.seq = done.seq
returning done.state
"""

_ALIVE = """
alive as materialized (
  select objid::bigint as holder from pg_locks
  where locktype = 'advisory' and classid = %(lock_class)s and granted
    and database = (select oid from pg_database where datname = current_database())
)"""

# What is due, each conversation's messages one after the other: a row goes when none before it is to go. What
# this token claimed already, in a commit that went unheard, comes back: nobody else would send it.
CLAIM = """
with due as (
  select o.id from outbox o
  where o.channel = %(channel)s and o.state = 'pending'
    and o.next_attempt_at <= now() and o.expires_at > now()
    and not exists (
      select from outbox before where before.conversation_id = o.conversation_id and before.seq < o.seq
        and before.state in ('pending', 'sending'))
  order by o.priority desc, o.next_attempt_at limit %(limit)s
  for no key update of o skip locked
), claimed as (
  update outbox o set state = 'sending', attempts = attempts + 1, updated_at = now(),
    lease_holder = %(holder)s, lease_token = %(token)s + o.id
  from due where o.id = due.id
  returning o.id, o.conversation_id, o.seq, o.recipient, o.attempts, o.lease_token
)
select c.*, m.sender, m.kind, m.text, m.image, m.buttons
from (
  select * from claimed
  union all
  select id, conversation_id, seq, recipient, attempts, lease_token from outbox
  where state = 'sending' and lease_holder = %(holder)s and lease_token = %(token)s + id
) c join message m on m.conversation_id = c.conversation_id and m.seq = c.seq
"""

# The end of an attempt, if the row is still this attempt's.
SETTLE = "".join(
    [
        """
with done as (
  update outbox set state = %(state)s, error = %(error)s, updated_at = now(),
    provider_ref = coalesce(%(provider_ref)s, provider_ref), next_attempt_at = now() + %(pause)s,
    attempts = attempts - %(uncounted)s, lease_holder = null, lease_token = null
  where id = %(id)s and lease_token = %(token)s and state = 'sending'
  returning conversation_id, seq, state
)""",
        _MIRROR,
    ]
)

# Attempts whose gateway is gone, or that this gateway no longer knows and did not begin just now. Those it is
# at are its own to settle, even if its lock is gone.
RECOVER = "".join(
    [
        "with ",
        _ALIVE,
        """, done as (
  update outbox set state = %(state)s, error = 'OutcomeUnknown', updated_at = now(), next_attempt_at = now(),
    lease_holder = null, lease_token = null
  where channel = %(channel)s and state = 'sending'
    and lease_token != all(%(tokens)s)
    and (lease_holder not in (select holder from alive)
         or (lease_holder = %(holder)s and updated_at < now() - interval '5 seconds'))
  returning conversation_id, seq, state
)""",
        _MIRROR,
    ]
)

EXPIRE = "".join(
    [
        """
with done as (
  update outbox set state = 'expired', updated_at = now()
  where channel = %(channel)s and state = 'pending' and expires_at <= now()
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
