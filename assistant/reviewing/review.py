"""Reviews: a person's decision on exactly one version of a draft, once. The only way to a delivery."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import uuid4

from sqlalchemy import Connection, Engine, insert, select

from assistant import tables
from assistant.citations import Statement, statement_from_json, statement_to_json
from assistant.emergencies import notices
from assistant.intake import events, inbox, people, questions
from assistant.intake.inbox import Question
from assistant.intake.people import Person
from assistant.reviewing import delivery, drafts
from assistant.reviewing.delivery import Delivery
from assistant.reviewing.drafts import Draft
from assistant.reviewing.frozen import check_not_frozen
from assistant.reviewing.reply import verified
from assistant.voice.brands import Brands
from knowledge.clock import Clock
from knowledge.errors import BadInput, Conflict, NotFound, StaleDraft
from knowledge.texts import Text

Decision = Literal["approve", "edit_and_approve", "reject", "refer"]
REASON_CODES = ("not_answering", "wrong_fact", "outdated", "tone", "wrong_language", "not_ours", "other")
LONGEST_REASON = 2000
STATUS_AFTER = {
    "approve": "approved",
    "edit_and_approve": "approved",
    "reject": "rejected",
    "refer": "referred",
}


@dataclass(frozen=True, slots=True)
class Review:
    """A decision; of an approval, `final_text` is exactly what is sent."""

    id: str
    draft_id: str
    draft_version: int
    question_id: str
    reviewer_id: str
    decision: Decision
    reason_code: str | None
    reason: str | None
    final_statements: tuple[Statement, ...]
    final_text: str | None
    decided_at: datetime

    @property
    def approves(self) -> bool:
        """Whether it lets a reply go out."""
        return STATUS_AFTER[self.decision] == "approved"


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


def undo(engine: Engine, review_id: str, person: Person, clock: Clock) -> Draft:
    """Take a decision back: its delivery is cancelled and its draft is up for review in a new version.

    Raises: Conflict when the reply has left or is just leaving, or when the question has moved on.
    """
    with engine.begin() as connection:
        people.require_reviewer(connection, person)
        review = get(connection, review_id)
        question = inbox.locked(connection, review.question_id)
        stands = question.current_draft_id == review.draft_id
        if not stands or question.status != STATUS_AFTER[review.decision]:
            raise Conflict(inbox.MOVED_ON, next_step=inbox.READ_AGAIN)
        if review.approves and not delivery.cancel(connection, review_id):
            raise Conflict(HAS_LEFT, next_step=WRITE_AFTER)
        draft = drafts.restore(connection, question, review.draft_id, clock)
        _give_way(connection, question, clock)
        data = {"review_id": review_id, "version": draft.version}
        events.record(
            connection, "undone", question_id=question.id, person_id=person.id, data=data, clock=clock
        )
        return draft


def hold_back(connection: Connection, review_id: str, clock: Clock) -> bool:
    """Take an approval back that a notice has overtaken; False when its reply is leaving or was taken back."""
    review = get(connection, review_id)
    question = inbox.locked(connection, review.question_id)
    stands = question.current_draft_id == review.draft_id and question.status == "approved"
    if not stands or not delivery.cancel(connection, review_id):
        return False
    draft = drafts.restore(connection, question, review.draft_id, clock)
    _give_way(connection, question, clock)
    data = {"review_id": review_id, "version": draft.version}
    events.record(connection, "delivery_held_back", question_id=question.id, data=data, clock=clock)
    return True


def get(connection: Connection, review_id: str) -> Review:
    """The review. Raises: NotFound."""
    row = connection.execute(select(tables.reviews).where(tables.reviews.c.id == review_id)).one_or_none()
    if row is None:
        raise NotFound(Text("There is no such decision.", "Cette décision n’existe pas."))
    return _review(row)


def of_draft(connection: Connection, draft_id: str) -> Review | None:
    """The decision on this draft, if there is one."""
    table = tables.reviews
    row = connection.execute(select(table).where(table.c.draft_id == draft_id)).one_or_none()
    return None if row is None else _review(row)


def of_question(connection: Connection, question_id: str) -> list[Review]:
    """Every decision, the oldest first."""
    table = tables.reviews
    query = select(table).where(table.c.question_id == question_id).order_by(table.c.draft_version)
    return [_review(row) for row in connection.execute(query)]


def _check_form(asked: _Asked) -> None:
    if asked.decision not in STATUS_AFTER:
        raise BadInput(UNKNOWN_DECISION, field="decision")
    if asked.reason_code is not None and asked.reason_code not in REASON_CODES:
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
        reason_code=asked.reason_code,
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


def _give_way(connection: Connection, question: Question, clock: Clock) -> None:
    # The citizen wrote again while the reply waited: that message is the one to answer now.
    newer = inbox.newer_in_thread(connection, question)
    if newer is None:
        return
    inbox.move(connection, inbox.get(connection, question.id), "superseded", clock, superseded_by=newer.id)
    data = {"by": newer.id}
    events.record(connection, "question_superseded", question_id=question.id, data=data, clock=clock)


def _said(statements: tuple[Statement, ...]) -> list[tuple[Any, ...]]:
    return [
        (each.text.strip(), [(citation.passage_id, citation.quote) for citation in each.citations])
        for each in statements
    ]


def _review(row: Any) -> Review:
    final = tuple(statement_from_json(each) for each in row.final_statements)
    return Review(**(dict(row._mapping) | {"final_statements": final}))


UNKNOWN_DECISION = Text(
    f"The decision is one of {', '.join(STATUS_AFTER)}.",
    f"La décision est l’une de : {', '.join(STATUS_AFTER)}.",
)
UNKNOWN_REASON = Text(
    f"The reason is one of {', '.join(REASON_CODES)}.", f"Le motif est l’un de : {', '.join(REASON_CODES)}."
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
HAS_LEFT = Text("The reply has left already.", "La réponse est déjà partie.")
WRITE_AFTER = Text("Correct it in another message.", "Corrigez-la dans un autre message.")
