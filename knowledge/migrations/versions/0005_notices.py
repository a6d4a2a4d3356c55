"""Notices, the two people behind each, and the guards that no notice overrides a page without them.

A notice begins waiting and keeps its words, its scope and its times for ever; it comes into force only with two
approvals by different active managers or administrators; approvals are append-only; withdrawing is final. A draft
names only an approved notice, and none is approved once the notice that it was made from is over.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

MOMENT = sa.DateTime(timezone=True)
APPROVALS = (
    "(SELECT COUNT(*) FROM notice_approvals a JOIN people p ON p.id = a.person_id WHERE a.notice_id = NEW.id"
    " AND p.active = 1 AND p.role IN ('manager', 'admin'))"
)
KEPT = " OR ".join(
    [
        *(
            f"NEW.{name} <> OLD.{name}"
            for name in ("id", "starts_at", "expires_at", "created_by", "created_at")
        ),
        *(f"CAST(NEW.{name} AS TEXT) <> CAST(OLD.{name} AS TEXT)" for name in ("topics", "areas", "texts")),
        "COALESCE(NEW.brand, '') <> COALESCE(OLD.brand, '')",
        "(OLD.approved_at IS NOT NULL AND (NEW.approved_at IS NULL OR NEW.approved_at <> OLD.approved_at))",
    ]
)
MONTH = {
    "sqlite": "julianday(NEW.expires_at) - julianday(NEW.created_at) > 30.00001",
    "postgresql": "NEW.expires_at > NEW.created_at + INTERVAL '30 days'",
}

# (trigger, event, table, condition that is refused, message), as in 0002.
GUARDS = (
    (
        "notices_new",
        "INSERT",
        "notices",
        "NEW.approved_at IS NOT NULL OR NEW.withdrawn_at IS NOT NULL"
        " OR EXISTS (SELECT 1 FROM notices n WHERE n.id = NEW.id)",
        "a notice begins waiting, and once",
    ),
    ("notices_kept", "UPDATE", "notices", KEPT, "a notice keeps what it says, where and until when"),
    (
        "notices_approved",
        "UPDATE",
        "notices",
        f"OLD.approved_at IS NULL AND NEW.approved_at IS NOT NULL AND {APPROVALS} < 2",
        "a notice comes into force with two approvals by different people",
    ),
    ("notices_final", "UPDATE", "notices", "OLD.withdrawn_at IS NOT NULL", "a withdrawn notice is final"),
    ("notices_delete", "DELETE", "notices", "1 = 1", "notices are kept"),
    (
        "approvals_person",
        "INSERT",
        "notice_approvals",
        "NOT EXISTS (SELECT 1 FROM people p WHERE p.id = NEW.person_id AND p.active = 1"
        " AND p.role IN ('manager', 'admin'))",
        "only an active manager or administrator can approve a notice",
    ),
    (
        "approvals_taken",
        "INSERT",
        "notice_approvals",
        "EXISTS (SELECT 1 FROM notice_approvals a"
        " WHERE a.notice_id = NEW.notice_id AND a.person_id = NEW.person_id)",
        "approvals are append-only: this person has approved",
    ),
    ("approvals_update", "UPDATE", "notice_approvals", "1 = 1", "approvals are append-only"),
    ("approvals_delete", "DELETE", "notice_approvals", "1 = 1", "approvals are append-only"),
    (
        "drafts_notice",
        "INSERT",
        "drafts",
        "NEW.notice_id IS NOT NULL AND NOT EXISTS ("
        "SELECT 1 FROM notices n WHERE n.id = NEW.notice_id AND n.approved_at IS NOT NULL)",
        "only a notice that two people approved overrides a page",
    ),
    (
        "reviews_notice",
        "INSERT",
        "reviews",
        "NEW.decision IN ('approve', 'edit_and_approve') AND EXISTS ("
        "SELECT 1 FROM drafts d JOIN notices n ON n.id = d.notice_id WHERE d.id = NEW.draft_id"
        " AND (n.withdrawn_at IS NOT NULL OR n.expires_at <= NEW.decided_at))",
        "the notice behind this draft is over",
    ),
)


def upgrade() -> None:
    _tables()
    dialect = op.get_bind().dialect.name
    month = ("notices_month", "INSERT", "notices", MONTH[dialect], "a notice lasts 30 days at most")
    for guard in (*GUARDS, month):
        for statement in _postgresql(*guard) if dialect == "postgresql" else _sqlite(*guard):
            op.execute(statement)
    if dialect == "postgresql":
        for table in ("notices", "notice_approvals"):
            op.execute(
                f"CREATE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table}"
                " FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()"
            )


def _tables() -> None:
    op.create_table(
        "notices",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("brand", sa.String(100)),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("areas", sa.JSON(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("created_by", sa.String(40), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("approved_at", MOMENT),
        sa.Column("withdrawn_at", MOMENT),
        sa.Column("withdrawn_by", sa.String(40)),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
        sa.ForeignKeyConstraint(["created_by"], ["people.id"], name="fk_notices_created_by"),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["people.id"], name="fk_notices_withdrawn_by"),
        sa.CheckConstraint("expires_at > starts_at", name="ck_notices_ends"),
        sa.CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name="ck_notices_withdrawn"),
    )
    op.create_index("ix_notices_expires_at", "notices", ["expires_at"])
    op.create_table(
        "notice_approvals",
        sa.Column("notice_id", sa.String(40), nullable=False),
        sa.Column("person_id", sa.String(40), nullable=False),
        sa.Column("approved_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("notice_id", "person_id", name="pk_notice_approvals"),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name="fk_notice_approvals_notice_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_notice_approvals_person_id"),
    )
    # Not by batch: that would make the table of drafts anew on SQLite, without its guards.
    op.add_column("drafts", sa.Column("notice_id", sa.String(40)))


def _sqlite(name: str, event: str, table: str, refused: str, message: str) -> list[str]:
    return [
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW WHEN {refused}"
        f" BEGIN SELECT RAISE(ABORT, '{message}'); END"
    ]


def _postgresql(name: str, event: str, table: str, refused: str, message: str) -> list[str]:
    result = "OLD" if event == "DELETE" else "NEW"
    return [
        f"CREATE FUNCTION guard_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF {refused} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation'; END IF;"
        f" RETURN {result}; END $$",
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION guard_{name}()",
    ]
