"""What goes when a consent does: all that was kept because of it, but for what a law keeps.

Consents, answers, results and evidence stay (证券法 137: twenty years), and with them the tests they belong
to and whose they are. Of what was sent unasked (tables of the room notices) the warnings of a duty stay, as
evidence that they were given, with the word that one was read. Codes that were typed (investor_link_try)
name nobody and go by themselves.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from conversations.database import Connection
from customers.investors import NUMBERS
from customers.kinds import load_kinds

# By kind of consent, under the name that its count has in `Erased`. What was refused stays refused while
# another consent still lets something be sent.
_ROWS: Mapping[str, Mapping[str, str]] = {
    "records": {
        "watched": "delete from watched where investor_id in ({numbers})",
        "alerts": "delete from price_alert where investor_id in ({numbers})",
        "subscriptions": "delete from subscription where wanted and investor_id in ({numbers})",
    },
    "finances": {"holdings": "delete from holding where investor_id in ({numbers})"},
}
_BESIDE: Mapping[str, tuple[str, ...]] = {
    "records": (
        "update investor set language = null, quiet_from = null, quiet_to = null where id in ({numbers})",
        "delete from investor_link_code where investor_id in ({numbers})",
    ),
    "finances": (
        "update risk_test set state = 'dropped', ended_at = now() where state = 'open' "
        "and investor_id in ({numbers})",
    ),
    "marketing": (
        "delete from subscription where wanted and kind = 'marketing' and investor_id in ({numbers})",
    ),
}
# What was sent under one of these consents, but for the warnings of a duty. What still waits in an outbox is
# refused by the gate once its row is gone.
_SENT = "delete from notice_sent where investor_id in ({numbers}) and kind = any(%(sent)s)"
_READ = """
delete from event_acknowledged a where a.investor_id in ({numbers}) and not exists (
  select from notice_sent n join campaign g on g.id = n.campaign_id
  where g.event_id = a.event_id and n.investor_id in ({numbers}))"""
_LAST = (
    "delete from subscription where investor_id in ({numbers})",
    """delete from notice_sent
    where investor_id in ({numbers}) and state in ('waiting', 'dropped', 'rehearsed')""",
)
"""When nothing is agreed to any more: what was refused, and warnings that nobody was given."""


@dataclass(frozen=True, slots=True)
class Erased:
    """How many rows went of each sort."""

    watched: int = 0
    alerts: int = 0
    subscriptions: int = 0
    holdings: int = 0
    notices: int = 0

    def __bool__(self) -> bool:
        return any((self.watched, self.alerts, self.subscriptions, self.holdings, self.notices))


async def erase(connection: Connection, investor: int, kinds: Collection[str]) -> Erased:
    """Drop what was kept of a person with consents of `kinds`; what is gone already is none."""
    counts: dict[str, int] = {}
    for kind in kinds:
        for name, statement in _ROWS.get(kind, {}).items():
            counts[name] = await _run(connection, statement, investor)
        for statement in _BESIDE.get(kind, ()):
            await _run(connection, statement, investor)
    if {*_ROWS, *_BESIDE} <= {*kinds}:
        for statement in _LAST:
            await _run(connection, statement, investor)
    counts["notices"] = await _run(connection, _SENT, investor, _sent_under(kinds))
    if "records" in kinds:
        await _run(connection, _READ, investor)
    return Erased(**counts)


def _sent_under(kinds: Collection[str]) -> list[str]:
    """Kinds of notices that came with these consents and that no duty keeps."""
    rows = load_kinds().items()
    return [name for name, row in rows if not row.duty and {*row.consents} & {*kinds}]


async def _run(connection: Connection, statement: str, investor: int, sent: Sequence[str] = ()) -> int:
    values = {"investor": investor, "sent": list(sent)}
    return (await connection.execute(statement.format(numbers=NUMBERS), values)).rowcount
