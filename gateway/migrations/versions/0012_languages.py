"""The language that a message to be sent is written in.

Revision: 0012, after 0011.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("language", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("outbox", "language")
