"""Whether and when something may be sent unasked: conditions for statements over many, and quiet hours."""

from datetime import datetime
from functools import cache

from psycopg.types.json import Jsonb

from conversations.database import jsonb
from customers.kinds import Kind, load_kinds
from customers.quiet import quiet_until


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


@cache
def kinds_in_sql() -> Jsonb | None:
    """What `agreed_to` and `wanted_by` need to know of each kind."""
    rows = load_kinds().items()
    return jsonb({name: {"wanted": row.wanted, "consents": list(row.consents)} for name, row in rows})


def held_until(kind: Kind, at: datetime, start: int | None, end: int | None) -> datetime | None:
    """When the quiet hours end that hold this kind back at `at`; None where nothing does. Pure."""
    return None if kind.urgent else quiet_until(at, start, end)
