"""What the statements over many notices know of each kind: data/notices/subscriptions.yml, read once."""

from functools import cache

from psycopg.types.json import Jsonb

from customers.kinds import load_kinds
from customers.sending import kinds_in_sql


@cache
def kinds() -> Jsonb | None:
    """For customers.sending's conditions, as %(kinds)s."""
    return kinds_in_sql(load_kinds())
