"""The guards in the database itself: nothing is sent without a person's approval of exactly that version.

Drafts and reviews are append-only; an approval is refused unless it names the question's current draft while
the question can be reviewed; a question has at most one delivery that is not cancelled; a delivery keeps its
review and its key for ever, is cancelled only before its first attempt, and is final once sent or cancelled.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

# (trigger, event, table, condition that is refused, message). OLD and NEW are the rows, in both databases.
# The BEFORE INSERT ones with "taken" close SQLite's INSERT OR REPLACE, which deletes rows silently.
GUARDS = (
    ("drafts_update", "UPDATE", "drafts", "1 = 1", "drafts are append-only"),
    ("drafts_delete", "DELETE", "drafts", "1 = 1", "drafts are append-only"),
    (
        "drafts_taken",
        "INSERT",
        "drafts",
        "EXISTS (SELECT 1 FROM drafts d WHERE d.id = NEW.id"
        " OR (d.question_id = NEW.question_id AND d.version = NEW.version))",
        "drafts are append-only: this version exists",
    ),
    ("reviews_update", "UPDATE", "reviews", "1 = 1", "reviews are append-only"),
    ("reviews_delete", "DELETE", "reviews", "1 = 1", "reviews are append-only"),
    (
        "reviews_taken",
        "INSERT",
        "reviews",
        "EXISTS (SELECT 1 FROM reviews r WHERE r.id = NEW.id OR r.draft_id = NEW.draft_id)",
        "reviews are append-only: this draft is reviewed",
    ),
    (
        "reviews_current",
        "INSERT",
        "reviews",
        "NEW.decision IN ('approve', 'edit_and_approve') AND NOT EXISTS ("
        "SELECT 1 FROM questions q WHERE q.id = NEW.question_id AND q.current_draft_id = NEW.draft_id"
        " AND (q.status = 'pending_review' OR q.status LIKE 'unanswerable%'"
        " OR q.status LIKE 'blocked%' OR q.status LIKE 'error%'))",
        "only the current draft of a question under review can be approved",
    ),
    (
        "reviews_person",
        "INSERT",
        "reviews",
        "NOT EXISTS (SELECT 1 FROM people p WHERE p.id = NEW.reviewer_id AND p.active = 1"
        " AND p.role IN ('manager', 'admin'))",
        "only an active manager or administrator can review",
    ),
    (
        "deliveries_new",
        "INSERT",
        "deliveries",
        "NEW.status <> 'queued' OR NEW.attempts <> 0 OR EXISTS (SELECT 1 FROM deliveries d"
        " WHERE d.id = NEW.id OR d.review_id = NEW.review_id OR d.idempotency_key = NEW.idempotency_key"
        " OR (d.question_id = NEW.question_id AND d.status <> 'cancelled'))",
        "a delivery begins queued, and once",
    ),
    (
        "deliveries_kept",
        "UPDATE",
        "deliveries",
        "NEW.id <> OLD.id OR NEW.review_id <> OLD.review_id OR NEW.review_decision <> OLD.review_decision"
        " OR NEW.question_id <> OLD.question_id OR NEW.channel <> OLD.channel"
        " OR NEW.idempotency_key <> OLD.idempotency_key",
        "a delivery keeps its review, its channel and its key",
    ),
    (
        "deliveries_final",
        "UPDATE",
        "deliveries",
        "OLD.status IN ('sent', 'cancelled')",
        "a delivery is final once sent or cancelled",
    ),
    (
        "deliveries_cancelled",
        "UPDATE",
        "deliveries",
        "NEW.status = 'cancelled' AND NOT (OLD.status = 'queued' AND OLD.attempts = 0)",
        "a delivery can be cancelled only before its first attempt",
    ),
    ("deliveries_delete", "DELETE", "deliveries", "1 = 1", "deliveries are kept"),
)
KEPT_WHOLE = ("drafts", "reviews", "deliveries")


def upgrade() -> None:
    op.create_index(
        "uq_deliveries_one_per_question",
        "deliveries",
        ["question_id"],
        unique=True,
        sqlite_where=sa.text("status <> 'cancelled'"),
        postgresql_where=sa.text("status <> 'cancelled'"),
    )
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for guard in GUARDS:
        for statement in _postgresql(*guard) if on_postgresql else _sqlite(*guard):
            op.execute(statement)
    if on_postgresql:
        _refuse_truncate()


def _sqlite(name: str, event: str, table: str, refused: str, message: str) -> list[str]:
    return [
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW WHEN {refused}"
        f" BEGIN SELECT RAISE(ABORT, '{message}'); END"
    ]


def _postgresql(name: str, event: str, table: str, refused: str, message: str) -> list[str]:
    # The row lock makes a raw approval wait for a draft that another transaction is just adding.
    lock = (
        "PERFORM 1 FROM questions WHERE id = NEW.question_id FOR UPDATE;" if name == "reviews_current" else ""
    )
    result = "OLD" if event == "DELETE" else "NEW"
    return [
        f"CREATE FUNCTION guard_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {lock}"
        f" IF {refused} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation'; END IF;"
        f" RETURN {result}; END $$",
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION guard_{name}()",
    ]


def _refuse_truncate() -> None:
    op.execute(
        "CREATE FUNCTION guard_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " RAISE EXCEPTION 'this table is append-only' USING ERRCODE = 'check_violation'; END $$"
    )
    for table in KEPT_WHOLE:
        op.execute(
            f"CREATE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()"
        )
