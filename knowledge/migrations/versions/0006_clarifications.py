"""A question that needs another asked back is under review too: its reply, which asks, can be approved."""

from alembic import op

revision = "0006"
down_revision = "0005"

REFUSED = (
    "NEW.decision IN ('approve', 'edit_and_approve') AND NOT EXISTS ("
    "SELECT 1 FROM questions q WHERE q.id = NEW.question_id AND q.current_draft_id = NEW.draft_id"
    " AND (q.status IN ('pending_review', 'needs_clarification') OR q.status LIKE 'unanswerable%'"
    " OR q.status LIKE 'blocked%' OR q.status LIKE 'error%'))"
)
MESSAGE = "only the current draft of a question under review can be approved"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        # The row lock is that of 0002: a raw approval waits for a draft that another transaction is just adding.
        op.execute(
            "CREATE OR REPLACE FUNCTION guard_reviews_current() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " PERFORM 1 FROM questions WHERE id = NEW.question_id FOR UPDATE;"
            f" IF {REFUSED} THEN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'check_violation'; END IF;"
            " RETURN NEW; END $$"
        )
        return
    op.execute("DROP TRIGGER reviews_current")
    op.execute(
        f"CREATE TRIGGER reviews_current BEFORE INSERT ON reviews FOR EACH ROW WHEN {REFUSED}"
        f" BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    )
