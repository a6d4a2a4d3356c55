"""Deciding on a draft: what a person may decide, and all that follows from it, in one transaction.

The only way to a delivery.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast
from uuid import uuid4

from sqlalchemy import Connection, Engine, insert

from assistant import tables
from assistant.citations import Statement, statement_to_json
from assistant.emergencies import notices
from assistant.intake import events, inbox, people, questions
from assistant.intake.inbox import Question
from assistant.intake.people import Person
from assistant.reviewing import delivery, drafts
from assistant.reviewing.delivery import Delivery
from assistant.reviewing.drafts import Draft
from assistant.reviewing.frozen import check_not_frozen
from assistant.reviewing.reply import verified
from assistant.reviewing.review import REASONS, STATUS_AFTER, Decision, Reason, Review, of_draft
from assistant.voice.brands import Brands
from knowledge.clock import Clock
from knowledge.errors import BadInput, StaleDraft
from knowledge.texts import Text

LONGEST_REASON = 2000


@dataclass(frozen=True, slots=True)
class _Asked:
    draft_id: str
    draft_version: int
    decision: Decision
    reason_code: str | None
    reason: str | None
    statements: tuple[Statement, ...] | None

    def is_repeated_by(self, review: Review, reviewer: Person) -> bool:
        """Whether `review` is what the same person already decided with the same words."""
        same = (review.reviewer_id, review.draft_version, review.decision, review.reason_code, review.reason)
        return same == (
            reviewer.id,
            self.draft_version,
            self.decision,
            self.reason_code,
            self.reason,
        ) and (self.statements is None or _said(self.statements) == _said(review.final_statements))


def decide(
    engine: Engine,
    *,
    draft_id: str,
    draft_version: int,
    reviewer: Person,
    decision: Decision,
    reason_code: str | None = None,
    reason: str | None = None,
    statements: tuple[Statement, ...] | None = None,
    clock: Clock,
    undo_s: float = 5,
    brands: Brands = Brands(),
) -> tuple[Review, Delivery | None]:
    """Record a person's decision on exactly this version; an approval queues its delivery `undo_s` from now.

    One transaction. Repeating one's own decision gives the first result again. Raises: StaleDraft when the
    draft is not the current one or was decided on; Conflict when another person has the question or a cited
    page has changed; BadInput for a reply that may not be said; NotAllowed; NotFound.
    """
    reason = (reason or "").strip() or None
    asked = _Asked(draft_id, draft_version, decision, reason_code, reason, statements)
    _check_form(asked)
    with engine.begin() as connection:
        notices.hold(connection)
        people.require_reviewer(connection, reviewer)
        draft = drafts.get(connection, draft_id)
        question = inbox.locked(connection, draft.question_id)
        earlier = of_draft(connection, draft_id)
        if earlier is not None and asked.is_repeated_by(earlier, reviewer):
            return earlier, delivery.of_review(connection, earlier.id)
        if STATUS_AFTER[decision] == "approved" and earlier is None:
            check_not_frozen(connection, question, draft, clock())
        _check_current(draft, question, asked, earlier)
        if question.assignee_id not in {None, reviewer.id}:
            raise questions.taken_by(people.get(connection, str(question.assignee_id)))
        return _record(connection, asked, draft, question, reviewer, clock, undo_s, brands)


def _check_form(asked: _Asked) -> None:
    if asked.decision not in STATUS_AFTER:
        raise BadInput(UNKNOWN_DECISION, field="decision")
    if asked.reason_code is not None and asked.reason_code not in REASONS:
        raise BadInput(UNKNOWN_REASON, field="reason_code")
    if asked.decision == "reject" and asked.reason_code is None:
        raise BadInput(SAY_WHY, field="reason_code")
    if asked.decision == "refer" and asked.reason is None:
        raise BadInput(SAY_TO_WHOM, field="reason")
    if asked.reason is not None and len(asked.reason) > LONGEST_REASON:
        raise BadInput(LONG_REASON, field="reason")
    if (asked.decision == "edit_and_approve") != (asked.statements is not None):
        raise BadInput(EDIT_MEANS_STATEMENTS, field="statements")


def _check_current(draft: Draft, question: Question, asked: _Asked, earlier: Review | None) -> None:
    named = (asked.draft_version, draft.id)
    if earlier is None and question.is_reviewable and named == (draft.version, question.current_draft_id):
        return
    version = asked.draft_version
    if earlier is not None:
        what = Text(
            f"Version {version} has been decided on already.",
            f"La version {version} a déjà fait l’objet d’une décision.",
        )
    else:
        what = Text(
            f"Version {version} is no longer the one to review.",
            f"La version {version} n’est plus celle à relire.",
        )
    raise StaleDraft(what, next_step=READ_CURRENT)


def _record(
    connection: Connection,
    asked: _Asked,
    draft: Draft,
    question: Question,
    reviewer: Person,
    clock: Clock,
    undo_s: float,
    brands: Brands,
) -> tuple[Review, Delivery | None]:
    now, status = clock(), STATUS_AFTER[asked.decision]
    final, text = draft.statements, None
    if status == "approved":
        said = draft.statements if asked.statements is None else asked.statements
        final, text = verified(connection, said, question, now, brands)
    review = Review(
        id=f"r_{uuid4().hex[:20]}",
        draft_id=draft.id,
        draft_version=draft.version,
        question_id=question.id,
        reviewer_id=reviewer.id,
        decision=asked.decision,
        reason_code=cast("Reason | None", asked.reason_code),  # its form was checked
        reason=asked.reason,
        final_statements=final,
        final_text=text,
        decided_at=now,
    )
    row = {name: getattr(review, name) for name in Review.__dataclass_fields__}
    row["final_statements"] = [statement_to_json(each) for each in final]
    connection.execute(insert(tables.reviews).values(**row))
    inbox.move(connection, question, status, clock)
    queued = None
    if status == "approved":
        at = now + timedelta(seconds=undo_s)
        queued = delivery.queue(
            connection, review_id=review.id, decision=asked.decision, question=question, at=at, clock=clock
        )
    data = {"review_id": review.id, "decision": asked.decision, "version": draft.version}
    events.record(
        connection, "reviewed", question_id=question.id, person_id=reviewer.id, data=data, clock=clock
    )
    return review, queued


def _said(statements: tuple[Statement, ...]) -> list[tuple[Any, ...]]:
    return [
        (each.text.strip(), [(citation.passage_id, citation.quote) for citation in each.citations])
        for each in statements
    ]


UNKNOWN_DECISION = Text(
    f"The decision is one of {', '.join(STATUS_AFTER)}.",
    f"La décision est l’une de : {', '.join(STATUS_AFTER)}.",
)
UNKNOWN_REASON = Text(
    f"The reason is one of {', '.join(REASONS)}.", f"Le motif est l’un de : {', '.join(REASONS)}."
)
SAY_WHY = Text("A rejection needs a reason.", "Un rejet doit être motivé.")
SAY_TO_WHOM = Text("Say to whom, or why, it is referred.", "Indiquez vers qui, ou pourquoi, l’orienter.")
LONG_REASON = Text(
    f"The reason has more than {LONGEST_REASON:,} characters.",
    f"Le motif dépasse {LONGEST_REASON} caractères.",
)
EDIT_MEANS_STATEMENTS = Text(
    "An edited reply comes with its sentences, any other decision without.",
    "Une réponse modifiée porte ses phrases, toute autre décision n’en porte pas.",
)
READ_CURRENT = Text(
    "Open the question again and review its current draft.",
    "Ouvrez de nouveau la question et relisez sa version actuelle.",
)
