"""Drafts: every proposed reply, kept as it was made. A new one gets the next version; none ever changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import uuid4

from sqlalchemy import Connection, func, insert, select

from assistant import tables
from assistant.answer import Proposal
from assistant.citations import (
    Nearest,
    Statement,
    nearest_from_json,
    nearest_to_json,
    statement_from_json,
    statement_to_json,
)
from assistant.emergencies import notices
from assistant.emergencies.overriding import overridden
from assistant.guards.checks import Finding, finding_from_json, finding_to_json
from assistant.intake import events, inbox, threads
from assistant.intake.inbox import OPEN, Question, matches
from assistant.withholding import completeness
from knowledge.clock import Clock
from knowledge.errors import Conflict, NotFound
from knowledge.texts import Text

DRAFTABLE = (*OPEN, "rejected", "referred")


@dataclass(frozen=True, slots=True)
class Draft:
    """One version of the proposed reply to a question."""

    id: str
    question_id: str
    version: int
    status: str
    statements: tuple[Statement, ...]
    nearest: tuple[Nearest, ...]
    findings: tuple[Finding, ...]
    confidence: float
    completeness: float
    model: str
    prompt_version: str
    index_version: int
    created_at: datetime
    notice_id: str | None = None

    @property
    def completeness_state(self) -> Literal["complete", "partial"] | None:
        """Whether a part of the question is known to be left open (its finding names it); None without a draft."""
        if not self.statements:
            return None
        return "partial" if any(each.check == completeness.CHECK for each in self.findings) else "complete"


def add(
    connection: Connection,
    question_id: str,
    proposal: Proposal,
    clock: Clock,
    *,
    leased_by: str | None = None,
) -> Draft:
    """Make the proposal, or the notice that covers the question, its current draft in the next version.

    A worker names its lease in `leased_by`, so that one that slept through it changes nothing.
    Raises: Conflict when the question is closed, superseded, or leased to somebody else.
    """
    notices.hold(connection)
    question = inbox.locked(connection, question_id)
    if not matches(question.status, DRAFTABLE):
        raise Conflict(CLOSED, next_step=inbox.READ_AGAIN)
    if leased_by is not None and not _is_leased(connection, question_id, leased_by):
        raise Conflict(inbox.MOVED_ON)
    if threads.newer_open(connection, question) is not None:
        raise Conflict(WROTE_AGAIN, next_step=ANSWER_NEWER)
    notice = notices.covering(notices.in_force(connection, clock()), question)
    proposal = overridden(proposal, question.language, notice)
    content = {
        "status": proposal.status,
        "statements": [statement_to_json(each) for each in proposal.statements],
        "nearest": [nearest_to_json(each) for each in proposal.nearest],
        "findings": [finding_to_json(each) for each in proposal.findings],
        "confidence": proposal.confidence,
        "completeness": proposal.completeness,
        "model": proposal.model,
        "prompt_version": proposal.prompt_version,
        "index_version": proposal.index_version,
        "notice_id": notice.id if notice else None,
    }
    return _append(connection, question, content, clock)


def restore(connection: Connection, question: Question, draft_id: str, clock: Clock) -> Draft:
    """Make an earlier draft the current one again, in a new version: the old one has been decided on.

    Where the citizen has written again meanwhile, it is that message which stays to be answered.
    """
    table = tables.drafts
    row = connection.execute(select(table).where(table.c.id == draft_id)).one()._mapping
    identity = {"id", "question_id", "version", "created_at"}
    return _append(connection, question, {k: v for k, v in row.items() if k not in identity}, clock)


def get(connection: Connection, draft_id: str) -> Draft:
    """The draft. Raises: NotFound."""
    row = connection.execute(select(tables.drafts).where(tables.drafts.c.id == draft_id)).one_or_none()
    if row is None:
        raise NotFound(Text("There is no such draft.", "Ce projet de réponse n’existe pas."))
    return _draft(row)


def current(connection: Connection, question_id: str) -> Draft | None:
    """The question's current draft; None before the first."""
    question, draft = tables.questions, tables.drafts
    query = select(draft).join(question, question.c.current_draft_id == draft.c.id)
    row = connection.execute(query.where(question.c.id == question_id)).one_or_none()
    return None if row is None else _draft(row)


def of_question(connection: Connection, question_id: str) -> list[Draft]:
    """Every version, the oldest first."""
    table = tables.drafts
    query = select(table).where(table.c.question_id == question_id).order_by(table.c.version)
    return [_draft(row) for row in connection.execute(query)]


def _append(connection: Connection, question: Question, content: Mapping[str, Any], clock: Clock) -> Draft:
    table = tables.drafts
    versions = select(func.coalesce(func.max(table.c.version), 0)).where(table.c.question_id == question.id)
    version = connection.execute(versions).scalar_one() + 1
    draft_id = f"d_{uuid4().hex[:20]}"
    connection.execute(
        insert(table).values(
            id=draft_id, question_id=question.id, version=version, created_at=clock(), **content
        )
    )
    inbox.move(connection, question, content["status"], clock, current_draft_id=draft_id, attempts=0)
    data = {"draft_id": draft_id, "version": version, "status": content["status"]}
    events.record(connection, "draft_ready", question_id=question.id, data=data, clock=clock)
    if not question.is_open:
        threads.leave_one_open(connection, inbox.get(connection, question.id), clock)
    return get(connection, draft_id)


def _is_leased(connection: Connection, question_id: str, owner: str) -> bool:
    table = tables.questions
    held = select(table.c.id).where(table.c.id == question_id, table.c.lease_owner == owner)
    return connection.execute(held).one_or_none() is not None


def _draft(row: Any) -> Draft:
    fields = dict(row._mapping)
    fields["statements"] = tuple(statement_from_json(each) for each in row.statements)
    fields["nearest"] = tuple(nearest_from_json(each) for each in row.nearest)
    fields["findings"] = tuple(finding_from_json(each) for each in row.findings)
    return Draft(**fields)


CLOSED = Text(
    "The question is closed: it has been answered.", "La question est close : elle a reçu une réponse."
)
WROTE_AGAIN = Text("The citizen has written again.", "La personne a écrit de nouveau.")
ANSWER_NEWER = Text("Answer the newer message.", "Répondez au message plus récent.")
