"""Alembic's way in: the rooms' tables, over the connection that gateway.migrations opened."""

from typing import Any

from alembic import context

import conversations.ledger.models  # noqa: F401 - its tables are those of conversations
import desk.work.models  # noqa: F401 - its tables are the desk's
from channels.models import Base as Channels
from conversations.models import Base as Conversations
from customers.models import Base as Customers
from desk.models import Base as Desk
from knowledge.models import Base as Knowledge
from notices.models import Base as Notices
from sealing.models import Base as Sealing

METADATA = [room.metadata for room in (Channels, Conversations, Customers, Desk, Knowledge, Notices, Sealing)]
OURS = {table for metadata in METADATA for table in metadata.tables}


def is_ours(_object: Any, name: str | None, kind: str, _reflected: bool, _compared: Any) -> bool:
    """Leave tables of engines that share the database (the job queue) out of the comparison."""
    return kind != "table" or name in OURS


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    include_object=is_ours,
    compare_type=True,
    compare_server_default=True,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
