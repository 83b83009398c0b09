"""Whether something may be sent unasked, now: asked right before it is, for one investor or many at once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from psycopg.types.json import Jsonb

from conversations.database import Database, Row, jsonb
from customers.kinds import Kind, load_kinds
from customers.quiet import quiet_until

Word = Literal["allowed", "unsubscribed", "quiet", "no_consent"]


def agreed_to(investor: str, kind: str) -> str:
    """SQL: whether a consent stands under which this kind may be sent to this present number; both are
    columns or values of the statement, which has `kinds_in_sql` as %(kinds)s.
    """
    return f"""exists (select from (
  select distinct on (c.kind) c.given from investor_consent c
  where c.investor_id = {investor} and %(kinds)s::jsonb -> ({kind})::text -> 'consents' ? c.kind
  order by c.kind, c.id desc) newest where newest.given)"""  # noqa: S608 - our own text


def wanted_by(investor: str, kind: str) -> str:
    """SQL, for statements of others over many: whether this kind is wanted, agreed to and known. Quiet hours
    are another question.
    """
    return f"""(coalesce(
  (select s.wanted from subscription s where s.investor_id = {investor} and s.kind = {kind}),
  (%(kinds)s::jsonb -> ({kind})::text ->> 'wanted')::boolean, false) and {agreed_to(investor, kind)})"""  # noqa: S608


def kinds_in_sql(kinds: Mapping[str, Kind]) -> Jsonb | None:
    """What `agreed_to` and `wanted_by` need to know of each kind."""
    return jsonb(
        {name: {"wanted": row.wanted, "consents": list(row.consents)} for name, row in kinds.items()}
    )


# Who was joined to somebody else is asked about as that other one.
_WISHES = f"""
select a.id as asked, i.id, i.quiet_from, i.quiet_to, {agreed_to("i.id", "%(kind)s")} as consented,
  (select s.wanted from subscription s where s.investor_id = i.id and s.kind = %(kind)s) as wanted
from investor a join investor i on i.id = coalesce(a.joined_into, a.id)
where a.id = any(%(ids)s)"""  # noqa: S608 - our own text


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
        values = {"ids": list(investors), "kind": kind, "kinds": kinds_in_sql(self._kinds)}
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
