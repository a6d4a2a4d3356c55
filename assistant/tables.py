"""The tables of the assistant. What must never happen is refused here, by the database itself.

A delivery can only name a review that approves (composite foreign key on the decision), a review can only
name an existing version of a draft by an existing person, and triggers keep drafts and reviews append-only
and refuse the approval of a draft that is not the question's current one (`TRIGGERS`).
"""

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from knowledge.database import UtcDateTime, metadata

people = Table(
    "people",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("login", String(100), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("role", String(20), nullable=False),
    Column("language", String(10), nullable=False),
    Column("password_hash", Text),
    Column("active", Integer, nullable=False, default=1),
    Column("created_at", UtcDateTime, nullable=False),
    CheckConstraint("role IN ('manager', 'content', 'admin')", name="role"),
)

notices = Table(
    "notices",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("brand", String(100)),
    Column("topics", JSON, nullable=False),
    Column("areas", JSON, nullable=False),
    Column("texts", JSON, nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False, index=True),
    Column("created_by", String(40), ForeignKey("people.id"), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("approved_at", UtcDateTime),
    Column("withdrawn_at", UtcDateTime),
    Column("withdrawn_by", String(40), ForeignKey("people.id")),
    CheckConstraint("expires_at > starts_at", name="ends"),
    CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name="withdrawn"),
)

notice_approvals = Table(
    "notice_approvals",
    metadata,
    Column("notice_id", String(40), ForeignKey("notices.id"), primary_key=True),
    Column("person_id", String(40), ForeignKey("people.id"), primary_key=True),
    Column("approved_at", UtcDateTime, nullable=False),
)

questions = Table(
    "questions",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("external_id", String(200), unique=True),
    Column("thread_id", String(200), index=True),
    Column("channel", String(40), nullable=False),
    Column("brand", String(100)),
    Column("author_ref", String(64)),
    Column("author_name", String(100)),
    Column("text", Text, nullable=False),
    Column("text_digest", String(64), nullable=False),
    Column("language", String(10), nullable=False),
    Column("history", JSON, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("answer_due_at", UtcDateTime, nullable=False),
    Column("resolve_due_at", UtcDateTime, nullable=False),
    Column("status", String(40), nullable=False),
    Column("current_draft_id", String(40)),
    Column("assignee_id", String(40), ForeignKey("people.id")),
    Column("assigned_at", UtcDateTime),
    Column("superseded_by", String(40)),
    Column("lease_owner", String(100)),
    Column("lease_until", UtcDateTime),
    Column("attempts", Integer, nullable=False, default=0),
    Column("updated_at", UtcDateTime, nullable=False),
    Index("ix_questions_status_answer_due_at", "status", "answer_due_at"),
)

drafts = Table(
    "drafts",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("question_id", String(40), ForeignKey("questions.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("status", String(40), nullable=False),
    Column("statements", JSON, nullable=False),
    Column("nearest", JSON, nullable=False),
    Column("findings", JSON, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("completeness", Float, nullable=False),
    Column("model", String(200), nullable=False),
    Column("prompt_version", String(40), nullable=False),
    Column("index_version", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    # The notice in force that covered the question when this was drafted, whether or not it gave the words.
    # A guard sees to it that there is such a notice, and that two people approved it.
    Column("notice_id", String(40)),
    UniqueConstraint("question_id", "version"),
    UniqueConstraint("id", "version", "question_id", name="uq_drafts_exact"),
)

writings = Table(
    "writings",
    metadata,
    Column("question_id", String(40), ForeignKey("questions.id"), primary_key=True),
    Column("lease_owner", String(100), nullable=False),
    Column("statements", JSON, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
)

APPROVING = "('approve', 'edit_and_approve')"

reviews = Table(
    "reviews",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("draft_id", String(40), nullable=False, unique=True),
    Column("draft_version", Integer, nullable=False),
    Column("question_id", String(40), nullable=False),
    Column("reviewer_id", String(40), ForeignKey("people.id"), nullable=False),
    Column("decision", String(20), nullable=False),
    Column("reason_code", String(40)),
    Column("reason", Text),
    Column("final_statements", JSON, nullable=False),
    Column("final_text", Text),
    Column("decided_at", UtcDateTime, nullable=False),
    ForeignKeyConstraint(
        ["draft_id", "draft_version", "question_id"], ["drafts.id", "drafts.version", "drafts.question_id"]
    ),
    CheckConstraint("decision IN ('approve', 'edit_and_approve', 'reject', 'refer')", name="decision"),
    CheckConstraint(f"decision NOT IN {APPROVING} OR final_text IS NOT NULL", name="approved_text"),
    UniqueConstraint("id", "decision", "question_id", name="uq_reviews_decided"),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("review_id", String(40), nullable=False, unique=True),
    Column("review_decision", String(20), nullable=False),
    Column("question_id", String(40), nullable=False, index=True),
    Column("channel", String(40), nullable=False),
    Column("idempotency_key", String(80), nullable=False, unique=True),
    Column("status", String(20), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("last_error", Text),
    Column("next_attempt_at", UtcDateTime, nullable=False),
    Column("lease_owner", String(100)),
    Column("lease_until", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
    Column("sent_at", UtcDateTime),
    ForeignKeyConstraint(
        ["review_id", "review_decision", "question_id"],
        ["reviews.id", "reviews.decision", "reviews.question_id"],
    ),
    CheckConstraint(f"review_decision IN {APPROVING}", name="approved"),
    CheckConstraint("status IN ('queued', 'sending', 'sent', 'failed', 'cancelled')", name="status"),
    Index("ix_deliveries_status_next_attempt_at", "status", "next_attempt_at"),
)

events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", UtcDateTime, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("question_id", String(40), index=True),
    Column("person_id", String(40)),
    Column("data", JSON, nullable=False),
    sqlite_autoincrement=True,
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("person_id", String(40), ForeignKey("people.id"), nullable=False),
    Column("csrf", String(64), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
)

tokens = Table(
    "tokens",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("name", String(100), nullable=False),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("role", String(20), nullable=False),
    # A token of a person may review in that person's name; a machine's token (null) never can.
    Column("person_id", String(40), ForeignKey("people.id")),
    Column("created_at", UtcDateTime, nullable=False),
    Column("revoked_at", UtcDateTime),
    CheckConstraint("role IN ('manager', 'content', 'admin')", name="role"),
)
