"""The statements of a notice's way: taken on once, its investor's accounts, its place, what became of it.

Whether an investor wants them is for customers to say. What customers, channels and conversations keep is
read here, since a question for each investor would not do for a million of them; nothing but what is the
notices' own is written.
"""

from customers.consents import given_by
from customers.sending import wanted_by
from notices.ways import SUBSCRIPTION

# Once for a key, also where the investor turned out to be somebody who was told already; what many notices
# share comes once.
ADMIT = f"""
insert into notice_sent (investor_id, key, kind, campaign_id, until, why, reply)
select i.id, w.key, w.kind, %(campaign)s, w.until, w.why, w.reply
from unnest(%(investors)s::bigint[], %(shared_of)s::int[])
  with ordinality as each(investor_id, shared, n)
join jsonb_to_recordset(%(shared)s)
  as w(shared int, key text, kind text, until timestamptz, why text, reply jsonb) using (shared)
join investor i on i.id = each.investor_id
where i.joined_into is null and {wanted_by("i.id", "w.kind")}
  and not exists (
    select from investor twin join notice_sent told on told.investor_id = twin.id and told.key = w.key
    where twin.joined_into = i.id)
order by i.id, each.n
on conflict do nothing
returning id, investor_id, key, made_at
"""  # noqa: S608 - our own text

_LEFT = """
coalesce((select sum(total - used) from (
    select distinct on (q.kind) q.total, q.used, q.expires_at from quota_window q
    where q.channel = {channel} and q.user_id = a.user_id order by q.kind, q.opened_at desc, q.id desc) newest
  where expires_at > now() + interval '1 minute'), 0)::int"""

# The accounts of investors, those who were joined to somebody else with that other one's; with what may be
# written to each: what opens for a minute only is over when its turn comes.
ACCOUNTS = f"""
select asked.id as investor_id, a.channel, c.id as conversation_id, i.language, i.quiet_from, i.quiet_to,
       {_LEFT.format(channel="a.channel")} as left,
       case when a.channel = 'wechat' then {_LEFT.format(channel=f"'{SUBSCRIPTION}'")} else 0 end as tickets,
       {given_by("i.id", "abroad")} as abroad
from investor asked
join investor i on i.id = coalesce(asked.joined_into, asked.id)
join investor_account a on a.investor_id = i.id
join conversation c on c.channel = a.channel and c.user_id = a.user_id
where asked.id = any(%(investors)s::bigint[])
order by asked.id, a.linked_at, a.channel
"""  # noqa: S608

# What stands on the page needs nobody who follows it, except where a campaign asks who has read.
PLACE = """
update notice_sent n set
  state = case when %(state)s = 'queued' and n.campaign_id = 0 and (%(names)s::text[])[w.name] = 'web'
    then 'sent' else %(state)s end,
  changed_at = now(), tried = n.tried || ((%(names)s::text[])[w.name] || ':' || w.conversation_id),
  conversation_id = w.conversation_id, seq = w.seq,
  sent_at = case when %(state)s = 'queued' and (%(names)s::text[])[w.name] = 'web' then now() end
from unnest(%(notices)s::bigint[], %(name_of)s::int[], %(conversations)s::bigint[], %(places)s::int[])
  as w(id, name, conversation_id, seq)
where n.id = w.id
"""

LOSE = """
update notice_sent set state = %(state)s, changed_at = now() where id = any(%(notices)s::bigint[])
"""

# Which of the notices about to go out must not: their investor has declined since, or was told another way,
# or the campaign was stopped. Who was joined to somebody else meanwhile is asked about as that other one.
REFUSED = f"""
select w.id from unnest(%(notices)s::bigint[]) as w(id)
left join notice_sent n on n.id = w.id and n.state = 'queued'
left join campaign g on g.id = n.campaign_id
where n.id is null or g.state = 'stopped' or not exists (
  select from investor o join investor i on i.id = coalesce(o.joined_into, o.id)
  where o.id = n.investor_id and {wanted_by("i.id", "n.kind")})
"""  # noqa: S608

# Account data about to go abroad whose investor does not agree to that any more: another way is looked for.
UNAGREED = f"""
update notice_sent n set state = 'waiting', changed_at = now()
from conversation c, investor o
where n.id = any(%(notices)s) and n.state = 'queued' and c.id = n.conversation_id
  and c.channel = any(%(abroad)s) and o.id = n.investor_id
  and coalesce(n.reply, (select g.reply from campaign g where g.id = n.campaign_id)) -> 'account' = 'true'
  and not {given_by("coalesce(o.joined_into, o.id)", "abroad")}
returning n.id
"""  # noqa: S608

DROP = """
update notice_sent set state = 'dropped', changed_at = now()
where id = any(%(notices)s) and state = 'queued' returning id
"""
