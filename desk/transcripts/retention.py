"""Forgets conversations kept as long as the law wants them: once a night, and nothing else ever does.

证券法 137 has them kept for at least twenty years; for how long is a setting.
"""

from dataclasses import dataclass
from datetime import datetime

from conversations.database import Database
from conversations.erasing import Erasing
from desk.audit.log import Audit
from desk.transcripts.received import Received

AT_ONCE = 200  # conversations of one batch
ACTOR, SUBJECT = "system", "transcripts"
DUE = """
select now() - make_interval(years => %(years)s) as before,
  exists (select from conversation where created_at < now() - make_interval(years => %(years)s)) as some
"""
OF_DESK = (
    *(
        "desk_contact",
        "desk_note",
        "desk_draft",
        "desk_alert",
        "desk_appointment",
        "desk_rating",
        "desk_wish",
    ),
    *("desk_told", "desk_chatwoot_link", "desk_chatwoot_message"),
)
"""What the desk wrote to a conversation; it goes with it."""


@dataclass(slots=True)
class Gone:
    """What one night has forgotten."""

    conversations: int = 0
    messages: int = 0
    files: int = 0


class Retention:
    """`keep_years` after the last message a conversation is forgotten, with what was written beside it."""

    def __init__(
        self, database: Database, erasing: Erasing, received: Received, audit: Audit, keep_years: int
    ) -> None:
        self._database = database
        self._erasing = erasing
        self._received = received
        self._audit = audit
        self._keep_years = keep_years

    async def once(self) -> Gone:
        """The work of one night. The log says that it begins, and what it came to; begun again after a fault,
        it ends what was left.
        """
        due = await self._database.row(DUE, {"years": self._keep_years})
        gone = Gone()
        if due is None or not due["some"]:
            return gone
        detail = {"before": due["before"].isoformat(timespec="seconds"), "years": self._keep_years}
        await self._audit.write(ACTOR, "forgetting", SUBJECT, detail)
        await self._forget(due["before"], gone)
        await self._sweep()
        counts = {name: getattr(gone, name) for name in Gone.__dataclass_fields__}
        await self._audit.write(ACTOR, "forgotten", SUBJECT, {**detail, **counts})
        return gone

    async def _forget(self, before: datetime, gone: Gone) -> None:
        while (batch := await self._erasing.forget(before, AT_ONCE)).conversations:
            gone.conversations += len(batch.conversations)
            gone.messages += batch.messages
            gone.files += await self._received.discard(batch.files)

    async def _sweep(self) -> None:
        """What the desk wrote to conversations that are gone."""
        for table in OF_DESK:
            await self._database.rows(
                f"delete from {table} t where not exists "  # noqa: S608 - our own tables
                "(select from conversation c where c.id = t.conversation_id) returning 1",
                {},
            )
