"""What editors do with articles at the desk: each step of knowledge.editing, and its row in the audit log."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from typing import Any, Literal

from desk.audit.log import note
from desk.errors import Blocked, DeskError, NotNow, Unavailable, Unknown, Unreadable
from desk.people.caller import Caller
from knowledge import errors
from knowledge.editing import Check, Editing
from knowledge.store import Connection, Store
from knowledge.versions import Version

Step = Literal["saved", "submitted", "approved", "published", "ended", "withdrawn", "rolled_back"]
Why = Literal[
    "same_person",
    "edited_meanwhile",
    "article_there",
    "no_draft",
    "not_submitted",
    "not_approved",
    "never_shown",
]
NEW = 0
"""The version that the first one of an article is based on."""
NEEDED: Mapping[str, Why] = {"approved": "not_approved", "submitted": "not_submitted"}


def _not_now(why: Why) -> NotNow:
    return NotNow(why)


REFUSALS: Sequence[tuple[type[errors.KnowledgeError], Callable[[], DeskError]]] = (
    (errors.NoArticle, partial(Unknown, "article")),
    (errors.NoVersion, partial(Unknown, "version")),
    (errors.SamePerson, partial(_not_now, "same_person")),
    (errors.NeverShown, partial(_not_now, "never_shown")),
    (errors.DayPassed, partial(Unreadable, "day")),
)


class Editorial:
    """The log's row is written in the transaction of its step. Authors and reviewers are sign-in names: who
    may do what is known of them alone. Raises what desk/errors.py knows.
    """

    def __init__(self, database_url: str, today: Callable[[], date], faults: Check) -> None:
        self._database_url = database_url
        self._today = today
        self._faults = faults

    async def save(self, caller: Caller, content: Mapping[str, Any], said: str, based_on: int) -> Version:
        """A draft; what is based on NEW must not be there yet."""
        editing = self._editing(caller, "saved", content["id"], version=based_on + 1)
        with told():
            return await editing.save(content, caller.agent, said, based_on)

    async def submit(self, caller: Caller, id: str, number: int) -> Version:
        with told():
            return await self._editing(caller, "submitted", id, version=number).submit(id, number)

    async def approve(self, caller: Caller, id: str, number: int) -> Version:
        editing = self._editing(caller, "approved", id, version=number)
        with told():
            return await editing.approve(id, caller.agent, number)

    async def publish(self, caller: Caller, id: str, number: int, begin: date | None) -> Version:
        editing = self._editing(caller, "published", id, version=number, day=begin)
        with told():
            return await editing.publish(id, begin, number)

    async def expire(self, caller: Caller, id: str, last: date, said: str) -> Version:
        with told():
            return await self._editing(caller, "ended", id, day=last).expire(id, last, caller.agent, said)

    async def withdraw(self, caller: Caller, id: str) -> None:
        with told():
            await self._editing(caller, "withdrawn", id).withdraw(id)

    async def roll_back(self, caller: Caller, id: str, number: int, said: str) -> Version:
        editing = self._editing(caller, "rolled_back", id, version=number)
        with told():
            return await editing.roll_back(id, number, caller.agent, said)

    def _editing(self, caller: Caller, step: Step, id: str, **detail: int | date | None) -> Editing:
        facts = {name: _plain(value) for name, value in detail.items() if value is not None}

        async def record(connection: Connection) -> None:
            await note(connection, caller.agent, f"article_{step}", f"article:{id}", facts)

        return Editing(Store(self._database_url, record), self._today, self._faults)


@contextmanager
def told() -> Iterator[None]:
    """What the room of articles refuses, as the desk says it; here and nowhere else."""
    try:
        yield
    except errors.KnowledgeError as error:
        raise _refusal(error) from error


def _refusal(error: errors.KnowledgeError) -> DeskError:
    match error:
        case errors.BadArticle(faults=faults):
            return Blocked([_finding(fault) for fault in faults])
        case errors.EditedMeanwhile(based_on=based_on):
            return _not_now("article_there" if based_on == NEW else "edited_meanwhile")
        case errors.NotYet(needed=needed):
            return _not_now(NEEDED.get(needed, "no_draft"))
    return next((refusal() for kind, refusal in REFUSALS if isinstance(error, kind)), Unavailable())


def _finding(fault: errors.Fault) -> dict[str, Any]:
    return {"rule": fault.code, "level": "block", "field": fault.field, "found": fault.found}


def _plain(value: int | date) -> int | str:
    return value.isoformat() if isinstance(value, date) else value
