"""Whether something may be sent unasked, now: asked right before it is, for one investor or many at once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from conversations.database import Database, Row
from customers.kinds import Kind, load_kinds
from customers.quiet import quiet_until

Word = Literal["allowed", "unsubscribed", "quiet", "no_consent"]

# Who was joined to somebody else is asked about as that other one.
_WISHES = """
with person as (
  select i.id as asked, coalesce(i.joined_into, i.id) as id from investor i where i.id = any(%(ids)s)
), numbers as (
  select id, id as number from (select distinct id from person) p
  union all select i.joined_into, i.id from investor i where i.joined_into in (select id from person)
), newest as (
  select distinct on (n.id, c.kind) n.id, c.kind, c.given
  from numbers n join investor_consent c on c.investor_id = n.number
  where c.kind = any(%(consents)s) order by n.id, c.kind, c.id desc
)
select p.asked, p.id, i.quiet_from, i.quiet_to, s.wanted,
  exists (select from newest n where n.id = p.id and n.given) as consented
from person p join investor i on i.id = p.id
left join subscription s on s.investor_id = p.id and s.kind = %(kind)s"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`until` is when the quiet hours end; `investor_id` is the person's present number: two who were asked
    about may have become one since.
    """

    word: Word
    investor_id: int
    until: datetime | None = None

    @property
    def allowed(self) -> bool:
        return self.word == "allowed"


class Sending:
    """Raises StoreUnavailable, and KeyError for a kind that nobody knows."""

    def __init__(self, database: Database, kinds: Mapping[str, Kind] | None = None) -> None:
        self._database = database
        self._kinds = load_kinds() if kinds is None else kinds

    async def may_send(self, investor: int, kind: str, at: datetime) -> Verdict:
        """Whether this investor may be sent something of this kind at that moment."""
        return (await self.may_send_each([investor], kind, at))[investor]

    async def may_send_each(self, investors: Collection[int], kind: str, at: datetime) -> dict[int, Verdict]:
        """The same for many, in one statement: a verdict for every number that was asked about."""
        row = self._kinds[kind]
        values = {"ids": list(investors), "kind": kind, "consents": list(row.consents)}
        found = {each["asked"]: each for each in await self._database.rows(_WISHES, values)}
        unknown = Verdict("no_consent", 0)
        return {
            number: judged(row, found[number], at) if number in found else unknown for number in investors
        }


def judged(kind: Kind, wishes: Row, at: datetime) -> Verdict:
    """The verdict on one row of wishes. A refusal counts before a consent that lacks. Pure."""
    investor = wishes["id"]
    wanted = kind.wanted if wishes["wanted"] is None else wishes["wanted"]
    if not wanted:
        return Verdict("unsubscribed", investor)
    if not wishes["consented"]:
        return Verdict("no_consent", investor)
    until = None if kind.urgent else quiet_until(at, wishes["quiet_from"], wishes["quiet_to"])
    return Verdict("quiet", investor, until) if until else Verdict("allowed", investor)
