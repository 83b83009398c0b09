"""The statements of campaigns: begun once for an event, expanded batch by batch, stopped."""

# The campaigns of what an event sets right or takes back: of the event that it is about, and of all that had
# set that right before.
_WRONG = """
with recursive wrong as (
  select x.id, x.ref, x.corrected_by from event w join event x on x.ref = w.ref and (
      x.corrected_by = w.id or w.kind = 'delisting_withdrawn' and x.id::text = w.detail ->> 'of')
  where w.id = %(event)s
  union
  select x.id, x.ref, x.corrected_by from wrong join event x on x.ref = wrong.ref and x.id <> %(event)s
    and (x.corrected_by = wrong.id or x.id = wrong.corrected_by)
)"""
_THEIRS = "from wrong join campaign c on c.event_id = wrong.id and not c.rehearsal"
_MISTOLD = f"{_WRONG} select c.id {_THEIRS}"
MISTOLD = f"{_WRONG} select c.id, w.kind {_THEIRS} join event w on w.id = %(event)s order by c.id"
UNSETTLED = f"""
select exists (select from notice_sent where campaign_id in ({_MISTOLD})
  and state = 'queued' and tried[array_upper(tried, 1)] not like 'web:%%') as yes
"""  # noqa: S608 - our own text

# An event with all that it sets right. Whoever takes one of them back waits until its campaign is begun, or
# is known here.
LINE = """
with recursive line as (
  select id, ref from event where id = %(event)s
  union
  select e.id, e.ref from line join event e on e.ref = line.ref and e.corrected_by = line.id
)
select withdrawn_at from event where id in (select id from line) for share
"""

NUMBER = "select nextval(pg_get_serial_sequence('campaign', 'id'))::bigint as id"

# One campaign for an event, however often it is asked for, and as many rehearsals as one likes.
BEGIN = """
insert into campaign (id, event_id, rehearsal, corrects, key, kind, ref, title, reply, why, phase, exact,
                      deadline, started_by)
values (%(id)s, %(event_id)s, %(rehearsal)s, %(corrects)s, %(key)s, %(kind)s, %(ref)s, %(title)s, %(reply)s,
        %(why)s, %(phase)s, %(exact)s, %(deadline)s, %(by)s)
on conflict do nothing
returning id
"""

BEGUN = """
select id from campaign
where event_id = %(event_id)s and not rehearsal
"""

# Whoever holds this row is the only one that expands it.
HOLD = """
select id, event_id, key, kind, rehearsal, reply, phase, cursor from campaign
where id = %(campaign)s and state = 'expanding' for no key update
"""

# Who is concerned, by the phase: whoever was told what is withdrawn or set right, holders, then who watches.
AFFECTED = {
    "holding": """
select investor_id, investor_id as place from holding h, campaign g
where g.id = %(campaign)s and h.ref = g.ref and h.investor_id > %(cursor)s
order by h.investor_id limit %(limit)s""",
    "watched": """
select investor_id, investor_id as place from watched w, campaign g
where g.id = %(campaign)s and w.ref = g.ref and w.investor_id > %(cursor)s
order by w.investor_id limit %(limit)s""",
    "told": f"""
select coalesce(i.joined_into, i.id) as investor_id, n.id as place
from notice_sent n join investor i on i.id = n.investor_id
where n.campaign_id in ({_MISTOLD}) and n.id > %(cursor)s and (
    n.state in ('sent', 'delivered', 'read', 'unknown', 'called')
    or n.state = 'queued' and n.tried[array_upper(n.tried, 1)] like 'web:%%')
order by n.id limit %(limit)s""",  # noqa: S608
}

STEP = """
update campaign set phase = %(phase)s, cursor = %(cursor)s, affected = affected + %(new)s,
  state = case when %(phase)s <> 'done' then state when rehearsal then 'finished' else 'sending' end,
  expanded_at = case when %(phase)s = 'done' then now() end,
  ended_at = case when %(phase)s = 'done' and rehearsal then now() end
where id = %(campaign)s
"""

STOP = """
update campaign set state = 'stopped', ended_at = now(), ended_why = %(why)s
where id = %(campaign)s and state in ('expanding', 'sending') returning id
"""

# Who was not told yet is not looked for any more; what stands in an outbox is held back by the gate.
DROP = """
update notice_sent set state = 'dropped', changed_at = now()
where campaign_id = %(campaign)s and state = 'waiting'
"""
