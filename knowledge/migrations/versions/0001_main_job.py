"""The tables of the main job: what is known, who asks, who answers, and what was sent.

Written out in full, importing nothing of today's code, so that it makes the same tables in every later
version. The guards that no reply leaves unapproved follow in 0002.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy import CheckConstraint, Column, Float, Integer, String, Text
from sqlalchemy import ForeignKeyConstraint as ForeignKey
from sqlalchemy import PrimaryKeyConstraint as PrimaryKey
from sqlalchemy import UniqueConstraint as Unique

revision = "0001"
down_revision = None

MOMENT = sa.DateTime(timezone=True)
ROLES = "role IN ('manager', 'content', 'admin')"
DECISIONS = "decision IN ('approve', 'edit_and_approve', 'reject', 'refer')"
APPROVING = "('approve', 'edit_and_approve')"
DELIVERY_STATUSES = "status IN ('queued', 'sending', 'sent', 'failed', 'cancelled')"


def upgrade() -> None:
    _knowledge()
    _people()
    _questions()
    _drafts()
    _reviews()
    _deliveries()
    _events()


def _required(name: str, kind: sa.types.TypeEngine[Any]) -> Column[Any]:
    return Column(name, kind, nullable=False)


def _knowledge() -> None:
    op.create_table(
        "sources",
        _required("id", String(100)),
        _required("kind", String(20)),
        Column("brand", String(100)),
        Column("owner", String(200)),
        Column("base_url", Text()),
        _required("options", sa.JSON()),
        _required("created_at", MOMENT),
        PrimaryKey("id", name="pk_sources"),
    )
    op.create_table(
        "pages",
        _required("id", String(400)),
        _required("key", String(300)),
        _required("source_id", String(100)),
        Column("url", Text()),
        _required("title", Text()),
        _required("language", String(10)),
        Column("owner", String(200)),
        Column("etag", Text()),
        Column("last_modified", Text()),
        _required("links", sa.JSON()),
        _required("fetched_at", MOMENT),
        _required("changed_at", MOMENT),
        _required("content_hash", String(64)),
        _required("status", String(20)),
        Column("reason", String(60)),
        _required("passage_count", Integer()),
        ForeignKey(["source_id"], ["sources.id"], name="fk_pages_source_id"),
        PrimaryKey("id", name="pk_pages"),
        Unique("source_id", "key", name="uq_pages_source_id_key"),
    )
    op.create_index("ix_pages_status", "pages", ["status"])
    op.create_table(
        "passages",
        _required("id", String(440)),
        _required("page_id", String(400)),
        _required("position", Integer()),
        _required("heading_path", sa.JSON()),
        Column("anchor", Text()),
        _required("kind", String(20)),
        _required("text", Text()),
        _required("digest", String(64)),
        _required("language", String(10)),
        ForeignKey(["page_id"], ["pages.id"], name="fk_passages_page_id", ondelete="CASCADE"),
        PrimaryKey("id", name="pk_passages"),
    )
    op.create_index("ix_passages_language", "passages", ["language"])
    op.create_index("ix_passages_page_id_position", "passages", ["page_id", "position"])
    op.create_table(
        "exchanges",
        _required("id", String(200)),
        _required("thread_id", String(200)),
        Column("source_id", String(100)),
        _required("question", Text()),
        _required("reply", Text()),
        _required("language", String(10)),
        Column("channel", String(40)),
        Column("brand", String(100)),
        _required("cited", sa.JSON()),
        _required("digest", String(64)),
        Column("approved_at", MOMENT),
        Column("expires_at", MOMENT),
        ForeignKey(["source_id"], ["sources.id"], name="fk_exchanges_source_id"),
        PrimaryKey("id", name="pk_exchanges"),
    )
    op.create_index("ix_exchanges_thread_id", "exchanges", ["thread_id"])
    op.create_table(
        "runs",
        Column("id", Integer(), autoincrement=True, nullable=False),
        _required("source_id", String(100)),
        _required("started_at", MOMENT),
        Column("finished_at", MOMENT),
        _required("report", sa.JSON()),
        PrimaryKey("id", name="pk_runs"),
    )
    op.create_table(
        "index_state",
        _required("name", String(40)),
        _required("version", Integer()),
        _required("embedder", String(200)),
        _required("chunker", String(60)),
        PrimaryKey("name", name="pk_index_state"),
    )


def _people() -> None:
    op.create_table(
        "people",
        _required("id", String(40)),
        _required("login", String(100)),
        _required("name", String(200)),
        _required("role", String(20)),
        _required("language", String(10)),
        Column("password_hash", Text()),
        _required("active", Integer()),
        _required("created_at", MOMENT),
        CheckConstraint(ROLES, name="ck_people_role"),
        PrimaryKey("id", name="pk_people"),
        Unique("login", name="uq_people_login"),
    )
    op.create_table(
        "sessions",
        _required("token_hash", String(64)),
        _required("person_id", String(40)),
        _required("csrf", String(64)),
        _required("created_at", MOMENT),
        _required("expires_at", MOMENT),
        ForeignKey(["person_id"], ["people.id"], name="fk_sessions_person_id"),
        PrimaryKey("token_hash", name="pk_sessions"),
    )
    op.create_table(
        "tokens",
        _required("id", String(40)),
        _required("name", String(100)),
        _required("token_hash", String(64)),
        _required("role", String(20)),
        Column("person_id", String(40)),
        _required("created_at", MOMENT),
        Column("revoked_at", MOMENT),
        CheckConstraint(ROLES, name="ck_tokens_role"),
        ForeignKey(["person_id"], ["people.id"], name="fk_tokens_person_id"),
        PrimaryKey("id", name="pk_tokens"),
        Unique("token_hash", name="uq_tokens_token_hash"),
    )


def _questions() -> None:
    op.create_table(
        "questions",
        _required("id", String(40)),
        Column("external_id", String(200)),
        Column("thread_id", String(200)),
        _required("channel", String(40)),
        Column("brand", String(100)),
        Column("author_ref", String(64)),
        Column("author_name", String(100)),
        _required("text", Text()),
        _required("text_digest", String(64)),
        _required("language", String(10)),
        _required("history", sa.JSON()),
        _required("received_at", MOMENT),
        _required("answer_due_at", MOMENT),
        _required("resolve_due_at", MOMENT),
        _required("status", String(40)),
        Column("current_draft_id", String(40)),
        Column("assignee_id", String(40)),
        Column("assigned_at", MOMENT),
        Column("superseded_by", String(40)),
        Column("lease_owner", String(100)),
        Column("lease_until", MOMENT),
        _required("attempts", Integer()),
        _required("updated_at", MOMENT),
        ForeignKey(["assignee_id"], ["people.id"], name="fk_questions_assignee_id"),
        PrimaryKey("id", name="pk_questions"),
        Unique("external_id", name="uq_questions_external_id"),
    )
    op.create_index("ix_questions_status_answer_due_at", "questions", ["status", "answer_due_at"])
    op.create_index("ix_questions_thread_id", "questions", ["thread_id"])


def _drafts() -> None:
    op.create_table(
        "drafts",
        _required("id", String(40)),
        _required("question_id", String(40)),
        _required("version", Integer()),
        _required("status", String(40)),
        _required("statements", sa.JSON()),
        _required("nearest", sa.JSON()),
        _required("findings", sa.JSON()),
        _required("confidence", Float()),
        _required("completeness", Float()),
        _required("model", String(200)),
        _required("prompt_version", String(40)),
        _required("index_version", Integer()),
        _required("created_at", MOMENT),
        ForeignKey(["question_id"], ["questions.id"], name="fk_drafts_question_id"),
        PrimaryKey("id", name="pk_drafts"),
        Unique("question_id", "version", name="uq_drafts_question_id_version"),
        Unique("id", "version", "question_id", name="uq_drafts_exact"),
    )


def _reviews() -> None:
    op.create_table(
        "reviews",
        _required("id", String(40)),
        _required("draft_id", String(40)),
        _required("draft_version", Integer()),
        _required("question_id", String(40)),
        _required("reviewer_id", String(40)),
        _required("decision", String(20)),
        Column("reason_code", String(40)),
        Column("reason", Text()),
        _required("final_statements", sa.JSON()),
        Column("final_text", Text()),
        _required("decided_at", MOMENT),
        CheckConstraint(DECISIONS, name="ck_reviews_decision"),
        CheckConstraint(
            f"decision NOT IN {APPROVING} OR final_text IS NOT NULL", name="ck_reviews_approved_text"
        ),
        ForeignKey(
            ["draft_id", "draft_version", "question_id"],
            ["drafts.id", "drafts.version", "drafts.question_id"],
            name="fk_reviews_draft_id_draft_version_question_id",
        ),
        ForeignKey(["reviewer_id"], ["people.id"], name="fk_reviews_reviewer_id"),
        PrimaryKey("id", name="pk_reviews"),
        Unique("draft_id", name="uq_reviews_draft_id"),
        Unique("id", "decision", "question_id", name="uq_reviews_decided"),
    )


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        _required("id", String(40)),
        _required("review_id", String(40)),
        _required("review_decision", String(20)),
        _required("question_id", String(40)),
        _required("channel", String(40)),
        _required("idempotency_key", String(80)),
        _required("status", String(20)),
        _required("attempts", Integer()),
        Column("last_error", Text()),
        _required("next_attempt_at", MOMENT),
        Column("lease_owner", String(100)),
        Column("lease_until", MOMENT),
        _required("created_at", MOMENT),
        Column("sent_at", MOMENT),
        CheckConstraint(f"review_decision IN {APPROVING}", name="ck_deliveries_approved"),
        CheckConstraint(DELIVERY_STATUSES, name="ck_deliveries_status"),
        ForeignKey(
            ["review_id", "review_decision", "question_id"],
            ["reviews.id", "reviews.decision", "reviews.question_id"],
            name="fk_deliveries_review_id_review_decision_question_id",
        ),
        PrimaryKey("id", name="pk_deliveries"),
        Unique("idempotency_key", name="uq_deliveries_idempotency_key"),
        Unique("review_id", name="uq_deliveries_review_id"),
    )
    op.create_index("ix_deliveries_question_id", "deliveries", ["question_id"])
    op.create_index("ix_deliveries_status_next_attempt_at", "deliveries", ["status", "next_attempt_at"])


def _events() -> None:
    op.create_table(
        "events",
        Column("id", Integer(), autoincrement=True, nullable=False),
        _required("at", MOMENT),
        _required("kind", String(40)),
        Column("question_id", String(40)),
        Column("person_id", String(40)),
        _required("data", sa.JSON()),
        PrimaryKey("id", name="pk_events"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_events_question_id", "events", ["question_id"])
