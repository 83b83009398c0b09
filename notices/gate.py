"""Asked right before a notice goes out: whether its investor still wants it, and whether it still holds."""

from collections.abc import Sequence, Set

from conversations.database import Database
from conversations.traits import ABROAD
from customers.sending import kinds_in_sql
from notices import mailing_sql as sql


class NoticeGate:
    """The port of conversations.sending over what is kept; `database` is opened by whoever brings it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def refused(self, notices: Sequence[int], *, abroad: bool = True) -> Set[int]:
        """Those to be held back, which are dropped for good, but for account data that must not go abroad any
        more: that finds another way. Raises StoreUnavailable.
        """
        if abroad:
            await self._database.rows(sql.UNAGREED, {"notices": list(notices), "abroad": ABROAD})
        rows = await self._database.rows(sql.REFUSED, {"notices": list(notices), "kinds": kinds_in_sql()})
        refused = {int(row["id"]) for row in rows}
        if refused:
            await self._database.rows(sql.DROP, {"notices": sorted(refused)})
        return refused
