"""What was shown to an investor about a product and what they answered: only ever added to, once a message.

适当性办法第25、32条 ask for traces of notices given on line, kept for 20 years. Raises StoreUnavailable.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from conversations.database import Database
from customers.consents import agreed
from customers.sealed import EVIDENCE
from customers.suitability.attempts import By
from customers.suitability.rows import MINE

LONGEST = 500
"""Characters that are kept of an answer."""
_ADD = """
insert into suitability_evidence (investor_id, product, step, sealed, channel, message_id, at)
values (%(investor_id)s, %(product)s, %(step)s, %(sealed)s, %(channel)s, %(message_id)s, %(at)s)
on conflict (investor_id, message_id, step) do nothing"""
_OF = f"""{MINE}
select e.investor_id, e.message_id, e.product, e.step, e.shown, e.answered, e.sealed, e.channel, e.at
from suitability_evidence e join mine on e.investor_id = mine.id order by e.id"""  # noqa: S608 - our own text
_LATEST = f"""{MINE}
select e.product from suitability_evidence e join mine on e.investor_id = mine.id
where e.step = %(step)s and e.at >= %(since)s order by e.at desc, e.id desc limit 1"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Step:
    """One step: `answered` is what the investor wrote, None where nothing had been asked."""

    product: str
    step: str
    shown: Mapping[str, Any]
    answered: str | None
    channel: str
    at: datetime


class Evidence:
    """Steps by account."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(
        self, by: By, product: str, step: str, shown: Mapping[str, Any], answered: str | None = None
    ) -> None:
        """Write down what a message brought about; a second time nothing. Raises ConsentMissing."""
        async with self._database.transaction() as connection:
            investor = await agreed(connection, by.channel, by.user, "finances")
            values: dict[str, Any] = {"investor_id": investor, "product": product, "step": step}
            values |= {"channel": by.channel, "message_id": by.key, "at": by.at}
            told = {"shown": dict(shown), "answered": answered[:LONGEST] if answered else None}
            values["sealed"] = EVIDENCE.seal(self._database.keys, {**values, **told})
            await connection.execute(_ADD, values)

    async def latest(self, channel: str, user: str, step: str, since: datetime) -> str | None:
        """The product of the latest such step."""
        values = {"channel": channel, "user": user, "step": step, "since": since}
        row = await self._database.row(_LATEST, values)
        return row["product"] if row else None

    async def of(self, channel: str, user: str) -> list[Step]:
        """All of it, the first step first."""
        rows = await self._database.rows(_OF, {"channel": channel, "user": user})
        keys = self._database.keys
        return [Step(**EVIDENCE.open(keys, row, "investor_id", "message_id")) for row in rows]
