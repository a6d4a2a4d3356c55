"""What a model has written of a draft so far, to be seen while it writes; no draft, and kept no longer."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "writings",
        sa.Column("question_id", sa.String(40), nullable=False),
        sa.Column("lease_owner", sa.String(100), nullable=False),
        sa.Column("statements", sa.JSON(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name="fk_writings_question_id"),
        sa.PrimaryKeyConstraint("question_id", name="pk_writings"),
    )
