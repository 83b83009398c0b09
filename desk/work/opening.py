"""The one way into a conversation: how it stands, whether the caller may, and a trace before it is shown."""

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, Protocol

from conversations.database import Database
from conversations.records import Head, Records
from desk.errors import Unknown
from desk.people.caller import Caller, Permission
from desk.work.access import reading

REMEMBERED = 5_000  # openings
LAST_NUMBER = 2**63 - 1
"""A conversation's number fits into this."""

_PAST = """
select distinct t.agent from transition t
join conversation c on c.id = t.conversation_id
where t.conversation_id = %(conversation_id)s and t.to_owner = 'human' and t.agent is not null
  and t.segment is distinct from c.segment"""


class Trail(Protocol):
    """The audit log: what needs a trace is done only after this came back."""

    async def write(self, actor: str, act: str, subject: str, detail: Mapping[str, Any]) -> None: ...


class Opening:
    """Lets callers in. Who watches what is not their own leaves a `view` in the log, once a stretch and
    session, masked and not: reading on is not another opening.
    """

    def __init__(self, database: Database, trail: Trail) -> None:
        self._database = database
        self._trail = trail
        self._records = Records(database)
        self._seen: OrderedDict[tuple[str, int, int | None, bool], None] = OrderedDict()

    async def head(self, conversation_id: int) -> Head:
        """How it stands, for who asks on; raises Unknown."""
        head = await self._records.head(conversation_id) if 0 < conversation_id <= LAST_NUMBER else None
        if head is None:
            raise Unknown("conversation")
        return head

    async def read(self, caller: Caller, conversation_id: int, permission: Permission = "lead") -> Head:
        """How it stands, for who may read it: as it was written, or with `permission` "read" masked. Raises
        Unknown, NotAllowed, and Unavailable where no trace can be written.
        """
        head = await self.head(conversation_id)
        if await self.how(caller, head, permission) == "watched":
            await self._trace(caller, head, masked=permission == "read")
        return head

    async def how(self, caller: Caller, head: Head, permission: Permission = "lead") -> str:
        """How the caller reads it; raises NotAllowed."""
        past = await self._past(head) if head.agent != caller.agent else ()
        return reading(caller, head, past, permission)

    async def _past(self, head: Head) -> list[str]:
        """The agents of stretches that are over."""
        rows = await self._database.rows(_PAST, {"conversation_id": head.conversation_id})
        return [row["agent"] for row in rows]

    async def _trace(self, caller: Caller, head: Head, *, masked: bool) -> None:
        opened = (caller.session, head.conversation_id, head.segment, masked)
        if opened in self._seen:
            return
        detail = {"owner": head.owner, "epoch": head.epoch, "masked": masked}
        await self._trail.write(caller.agent, "view", f"conversation:{head.conversation_id}", detail)
        self._seen[opened] = None
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
