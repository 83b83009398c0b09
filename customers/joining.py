"""Makes one investor of two: what both had is merged by these rules, in the caller's transaction.

The accounts, watched shares, holdings, alerts and wishes of the one who goes move to the one who stays. Of
the same holding or wish on both sides the newer word counts (a watched share keeps its earlier day); an alert
that both had is kept once; language and quiet hours are those of who stays, if they had any. The test under
way goes on if the other had none. What is kept for good stays under its number, which says whose it is now;
a word of consent that is the newest of both is said again under the number that stays.

What was sent unasked moves too (a table of the room notices). Of the same notice to both, one that was given
stays where it is, as evidence, and one that was not is given up: nobody is told the same twice.
"""

from conversations.database import Connection
from customers.consents import standing_of
from customers.erasure import Erased, erase
from customers.sealed import HOLDING
from sealing.keys import Keys

_NEWER = """
delete from {table} t using {table} o
where t.investor_id = %({whose})s and o.investor_id = %({other})s and o.{key} = t.{key} and {better}"""


def _choosing(table: str, key: str, better: str) -> tuple[str, ...]:
    """Of two rows with the same key the better one is left."""
    first = _NEWER.format(table=table, key=key, whose="gone", other="stays", better=f"not ({better})")
    second = _NEWER.format(table=table, key=key, whose="stays", other="gone", better="true")
    return first, second


def _merging(table: str, key: str, better: str) -> tuple[str, ...]:
    """And it is the one's who stays."""
    moved = f"update {table} set investor_id = %(stays)s where investor_id = %(gone)s"  # noqa: S608
    return *_choosing(table, key, better), moved


_STEPS = (
    *_merging("watched", "ref", "t.added_at < o.added_at"),
    *_choosing("holding", "ref", "t.updated_at > o.updated_at"),
    *_merging("subscription", "kind", "t.changed_at > o.changed_at"),
    *_merging("event_acknowledged", "event_id", "t.at < o.at"),
    """delete from notice_sent t using notice_sent o
    where t.investor_id = %(stays)s and o.investor_id = %(gone)s and o.key = t.key
      and t.state in ('waiting', 'unreachable', 'dropped', 'rehearsed')
      and o.state in ('queued', 'sent', 'delivered', 'read', 'unknown', 'called')""",
    """update notice_sent n set investor_id = %(stays)s where n.investor_id = %(gone)s
      and not exists (select from notice_sent o where o.investor_id = %(stays)s and o.key = n.key)""",
    """update notice_sent set state = 'dropped', changed_at = now() where investor_id = %(gone)s
      and (state = 'waiting' or state = 'queued' and tried[array_upper(tried, 1)] not like 'web:%%')""",
    """delete from price_alert t using price_alert o
    where t.investor_id = %(gone)s and o.investor_id = %(stays)s and o.ref = t.ref and o.kind = t.kind
      and (o.message_id = t.message_id or (o.threshold is not distinct from t.threshold
        and coalesce(o.fired_at, o.cancelled_at) is null))""",
    "update price_alert set investor_id = %(stays)s where investor_id = %(gone)s",
    """update risk_test t set investor_id = %(stays)s
    where t.investor_id = %(gone)s and t.state = 'open' and not exists (
      select from risk_test o where o.investor_id = %(stays)s
        and (o.state = 'open' or o.message_id = t.message_id))""",
    """update risk_test set state = 'dropped', ended_at = now()
    where investor_id = %(gone)s and state = 'open'""",
    """update investor i set language = coalesce(i.language, o.language),
      quiet_from = coalesce(i.quiet_from, o.quiet_from), quiet_to = coalesce(i.quiet_to, o.quiet_to)
    from investor o where i.id = %(stays)s and o.id = %(gone)s""",
    "delete from investor_link_code where investor_id = %(gone)s",
    "update investor_account set investor_id = %(stays)s where investor_id = %(gone)s",
    """update investor set joined_into = %(stays)s, language = null, quiet_from = null, quiet_to = null
    where id = %(gone)s or joined_into = %(gone)s""",
    # The newest word of a kind stands under the number that stays: nobody has to look at the others for it.
    """insert into investor_consent (investor_id, kind, given, version, channel, message_id, at)
    select %(stays)s, kind, given, version, channel, 'joined:' || id, at from (
      select distinct on (kind) * from investor_consent where investor_id in (%(stays)s, %(gone)s)
      order by kind, id desc) newest
    where investor_id = %(gone)s""",
)


_HELD = """
select investor_id, ref, quantity, cost, sealed from holding where investor_id = %(gone)s for update"""
_MOVE_HELD = """
update holding set investor_id = %(stays)s, sealed = %(sealed)s, quantity = null, cost = null
where investor_id = %(gone)s and ref = %(ref)s"""


async def join(connection: Connection, gone: int, stays: int, keys: Keys) -> Erased:
    """Both are held. What neither of the newest words agrees to any more goes too; returns how much."""
    for statement in _STEPS:
        await connection.execute(statement, {"gone": gone, "stays": stays})
    await _move_holdings(connection, gone, stays, keys)
    standing = await standing_of(connection, stays)
    return await erase(connection, stays, [kind for kind, word in standing.items() if not word.given])


async def _move_holdings(connection: Connection, gone: int, stays: int, keys: Keys) -> None:
    """Sealed anew: what they hold is bound to the number that it stands under."""
    rows = await (await connection.execute(_HELD, {"gone": gone})).fetchall()
    for row in rows:
        sealed = HOLDING.seal(keys, {**HOLDING.open(keys, row), "investor_id": stays})
        values = {"gone": gone, "stays": stays, "ref": row["ref"], "sealed": sealed}
        await connection.execute(_MOVE_HELD, values)
