"""What past replies stand on now, since when some stand no more, and which passages repeat across a site."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    with op.batch_alter_table("exchanges") as exchanges:
        exchanges.add_column(sa.Column("anchors", sa.JSON(), nullable=True))
        exchanges.add_column(sa.Column("stale_since", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("passages") as passages:
        passages.add_column(sa.Column("kept_as", sa.String(440), nullable=True))
