"""Reasons of rejection are of six kinds, and no review is stored with another one.

Older reviews get the kind nearest to theirs. What a kind that is gone said more is kept as the review's note, in its
reviewer's language, unless they wrote one themselves. Reviews are append-only: the guard is lifted for that alone.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

KINDS = ("incorrect", "outdated_source", "incomplete", "tone", "unsafe", "other")
NOW_CALLED = {
    "wrong_fact": "incorrect",
    "outdated": "outdated_source",
    "not_answering": "incomplete",
    "wrong_language": "other",
    "not_ours": "other",
}
NOTES = {
    "wrong_language": ("wrong language", "mauvaise langue"),
    "not_ours": ("not ours to answer", "ne nous revient pas"),
}
REFUSED = f"NEW.reason_code IS NOT NULL AND NEW.reason_code NOT IN {KINDS}"
MESSAGE = "a reason is of one of the six kinds"


def upgrade() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    op.execute("DROP TRIGGER reviews_update" + (" ON reviews" if on_postgresql else ""))
    _rename()
    if on_postgresql:
        op.execute(
            "CREATE TRIGGER reviews_update BEFORE UPDATE ON reviews"
            " FOR EACH ROW EXECUTE FUNCTION guard_reviews_update()"
        )
        op.execute(
            "CREATE FUNCTION guard_reviews_reason() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF {REFUSED} THEN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'check_violation'; END IF;"
            " RETURN NEW; END $$"
        )
        op.execute(
            "CREATE TRIGGER reviews_reason BEFORE INSERT ON reviews"
            " FOR EACH ROW EXECUTE FUNCTION guard_reviews_reason()"
        )
        return
    op.execute(_sqlite("reviews_update", "UPDATE", "1 = 1", "reviews are append-only"))
    op.execute(_sqlite("reviews_reason", "INSERT", REFUSED, MESSAGE))


def _rename() -> None:
    reviews = sa.table("reviews", *(sa.column(name) for name in ("reason_code", "reason", "reviewer_id")))
    people = sa.table("people", sa.column("id"), sa.column("language"))
    code, note = reviews.c.reason_code, reviews.c.reason
    spoken = sa.select(people.c.language).where(people.c.id == reviews.c.reviewer_id).scalar_subquery()
    for old, (english, french) in NOTES.items():
        said = sa.case((spoken == "fr", french), else_=english)
        op.execute(reviews.update().where(code == old, note.is_(None)).values(reason=said))
    for old, new in NOW_CALLED.items():
        op.execute(reviews.update().where(code == old).values(reason_code=new))
    # No other has ever been accepted; what somebody put there by hand is kept as a note.
    unknown = reviews.update().where(code.not_in(KINDS))
    op.execute(unknown.values(reason=sa.func.coalesce(note, code), reason_code="other"))


def _sqlite(name: str, event: str, refused: str, message: str) -> str:
    return (
        f"CREATE TRIGGER {name} BEFORE {event} ON reviews FOR EACH ROW WHEN {refused}"
        f" BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )
