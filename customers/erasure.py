"""What goes when a consent does: all that was kept because of it, but for what a law keeps.

Consents, answers, results and evidence stay (证券法 137: twenty years), and with them the tests they belong
to and whose they are. Codes that were typed (investor_link_try) name nobody and go by themselves.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from conversations.database import Connection
from customers.investors import NUMBERS

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
_REFUSALS = "delete from subscription where investor_id in ({numbers})"


@dataclass(frozen=True, slots=True)
class Erased:
    """How many rows went of each sort."""

    watched: int = 0
    alerts: int = 0
    subscriptions: int = 0
    holdings: int = 0

    def __bool__(self) -> bool:
        return any((self.watched, self.alerts, self.subscriptions, self.holdings))


async def erase(connection: Connection, investor: int, kinds: Collection[str]) -> Erased:
    """Drop what was kept of a person with consents of `kinds`; what is gone already is none."""
    counts = {}
    for kind in kinds:
        for name, statement in _ROWS.get(kind, {}).items():
            counts[name] = await _run(connection, statement, investor)
        for statement in _BESIDE.get(kind, ()):
            await _run(connection, statement, investor)
    if {*_ROWS, *_BESIDE} <= {*kinds}:
        await _run(connection, _REFUSALS, investor)
    return Erased(**counts)


async def _run(connection: Connection, statement: str, investor: int) -> int:
    done = await connection.execute(statement.format(numbers=NUMBERS), {"investor": investor})
    return done.rowcount
