"""Replies written in advance: found by what is typed behind a slash, filled in, kept up by who leads."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from psycopg.errors import UniqueViolation

from conversations.database import Connection, Database, Row
from conversations.tickets import TOLD, Ticket
from desk.audit.log import note
from desk.compliance.checking import Finding, Situation
from desk.errors import Blocked, NotNow, RowsBroken, Unknown, Unreadable

FILE = Path(__file__).resolve().parents[2] / "data" / "notices" / "canned.yml"
STOCK = "stock"
"""Who wrote what a fresh installation has."""
MOST = 50
_PLACEHOLDER = re.compile(r"\{(name|number|ticket)\}")

_COLUMNS = "id, shortcut, title, text, skill, changed_by, changed_at"
_FIND = f"""
select {_COLUMNS} from desk_canned
where active and (%(like)s = '%%' or shortcut ilike %(like)s or title ilike %(like)s or text ilike %(like)s)
  and (%(skill)s::text is null or skill = %(skill)s)
order by shortcut = %(typed)s desc, shortcut ilike %(begin)s desc, title ilike %(like)s desc,
  coalesce(skill = any(%(skills)s), false) desc, skill is not null, shortcut
limit {MOST}"""  # noqa: S608 - our own words
_ADD = f"""
insert into desk_canned (shortcut, title, text, skill, changed_by)
values (%(shortcut)s, %(title)s, %(text)s, %(skill)s, %(by)s) returning {_COLUMNS}"""  # noqa: S608
_CHANGE = f"""
update desk_canned set shortcut = %(shortcut)s, title = %(title)s, text = %(text)s, skill = %(skill)s,
  changed_by = %(by)s, changed_at = now()
where id = %(id)s and active returning {_COLUMNS}"""  # noqa: S608
_REMOVE = f"""
update desk_canned set active = false, changed_by = %(by)s, changed_at = now()
where id = %(id)s and active returning {_COLUMNS}"""  # noqa: S608
_TICKET = """
select id, kind, state, opened_at, contact_due, resolve_due, contacted_at, resolved_at from ticket
where conversation_id = %(conversation)s and state <> 'resolved' and kind = any(%(kinds)s)
order by id desc limit 1"""
_LOCK = "lock table desk_canned in share row exclusive mode"
_EMPTY = "select from desk_canned limit 1"

Check = Callable[[str, Situation], Sequence[Finding]]


@dataclass(frozen=True, slots=True)
class Wording:
    """What is written down. `skill` is who has use for it, None everybody."""

    shortcut: str
    title: str
    text: str
    skill: str | None = None


@dataclass(frozen=True, slots=True)
class Canned(Wording):
    """A wording as it is kept; one that is removed stays in the table."""

    id: int = 0
    changed_by: str = ""
    changed_at: datetime | None = None


class CannedReplies:
    """`check` is the compliance check; what it blocks for an agent without licences is not kept."""

    def __init__(self, database: Database, check: Check) -> None:
        self._database = database
        self._check = check

    async def find(self, typed: str, skills: Collection[str] = (), only: str | None = None) -> list[Canned]:
        """Those with `typed` in shortcut, title or text, the nearest first; then those for `skills`. `only`
        are those of one skill.
        """
        sought = _literally(typed.strip().removeprefix("/"))
        values = {"like": f"%{sought}%", "begin": f"{sought}%", "typed": typed, "skills": list(skills)}
        return [_canned(row) for row in await self._database.rows(_FIND, {**values, "skill": only})]

    async def add(self, by: str, wording: Wording) -> Canned:
        """Raises Blocked, Unreadable, NotNow("shortcut_taken")."""
        return await self._keep(_ADD, by, wording)

    async def change(self, by: str, id: int, wording: Wording) -> Canned:
        """As `add`; raises Unknown."""
        return await self._keep(_CHANGE, by, wording, id)

    async def remove(self, by: str, id: int) -> None:
        """Raises Unknown."""
        async with self._database.transaction() as connection:
            await _written(connection, _REMOVE, by, {"id": id})

    async def ticket(self, conversation_id: int) -> str | None:
        """The number of the investor's open ticket that they know of."""
        values = {"conversation": conversation_id, "kinds": list(TOLD)}
        row = await self._database.row(_TICKET, values)
        return Ticket(**row).number if row else None

    async def stock(self, file: Path = FILE) -> int:
        """Take over the file where nothing was ever written; how many there were."""
        wordings = load_wordings(file)
        async with self._database.transaction() as connection:
            await connection.execute(_LOCK)
            if await (await connection.execute(_EMPTY)).fetchone() is not None:
                return 0
            for wording in wordings:
                await connection.execute(_ADD, {**asdict(wording), "by": STOCK})
        return len(wordings)

    async def _keep(self, statement: str, by: str, wording: Wording, id: int | None = None) -> Canned:
        self._require_sound(wording)
        try:
            async with self._database.transaction() as connection:
                return await _written(connection, statement, by, {**asdict(wording), "id": id})
        except UniqueViolation:
            raise NotNow("shortcut_taken") from None

    def _require_sound(self, wording: Wording) -> None:
        if set("{}") & set(_PLACEHOLDER.sub("", wording.text)):
            raise Unreadable("text")
        if findings := [each for each in self._check(wording.text, Situation()) if each.level == "block"]:
            raise Blocked([finding.to_json() for finding in findings])


def load_wordings(file: Path = FILE) -> list[Wording]:
    """What a fresh installation has. Raises RowsBroken."""
    try:
        return [
            Wording(**cells) for cells in yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        ]
    except (yaml.YAMLError, TypeError) as error:  # no list of such rows
        raise RowsBroken(file.name, f"{type(error).__name__}: {error}") from error


def filled(text: str, facts: Mapping[str, str | None]) -> str:
    """The text with what is known filled in; what is not stays, so that it is seen."""
    return _PLACEHOLDER.sub(lambda found: facts.get(found[1]) or found[0], text)


async def _written(connection: Connection, statement: str, by: str, values: Mapping[str, Any]) -> Canned:
    row = await (await connection.execute(statement, {**values, "by": by})).fetchone()
    if row is None:
        raise Unknown("canned")
    kept = _canned(row)
    act = {_ADD: "added", _CHANGE: "changed", _REMOVE: "removed"}[statement]
    detail = {"act": act, "shortcut": kept.shortcut}
    await note(connection, by, "setting", f"canned:{kept.id}", detail)
    return kept


def _canned(row: Row) -> Canned:
    return Canned(**row)


def _literally(text: str) -> str:
    """The signs of a pattern as signs."""
    return text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
