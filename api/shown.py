"""Our nouns as the API shows them, in one language. Reads; changes nothing."""

from datetime import datetime

from sqlalchemy import Connection

from api import schemas
from assistant.emergencies.notices import Notice
from assistant.intake import questions
from assistant.reviewing import delivery, drafts, review
from assistant.reviewing.drafts import Draft
from assistant.reviewing.gaps import Unanswered
from assistant.voice import plainness


def draft(found: Draft, written_in: str, language: str) -> schemas.Draft:
    """A draft to a question `written_in` a language, with its findings in `language`."""
    findings = [
        {
            "check": finding.check,
            "severity": finding.severity,
            "statement": finding.statement,
            "message": finding.message.in_language(language),
        }
        for finding in found.findings
    ]
    made = {
        "findings": findings,
        "reading_grade": plainness.grade(plainness.stated(found.statements), written_in),
    }
    fields = {name: getattr(found, name) for name in schemas.Draft.model_fields if name not in made}
    return schemas.Draft.model_validate(fields | made, from_attributes=True)


def question(connection: Connection, question_id: str, language: str) -> schemas.Question:
    """A question with its current draft, its reviews and its latest delivery. Raises: NotFound."""
    found = questions.get(connection, question_id)
    current = drafts.current(connection, question_id)
    sent = delivery.of_question(connection, question_id)
    summary = schemas.QuestionSummary.model_validate(found).model_dump()
    return schemas.Question(
        **summary,
        draft=draft(current, found.language, language) if current is not None else None,
        reviews=[schemas.Review.model_validate(each) for each in review.of_question(connection, question_id)],
        delivery=schemas.Delivery.model_validate(sent) if sent is not None else None,
    )


def notice(found: Notice, now: datetime) -> schemas.Notice:
    """A notice as it stands at `now`."""
    fields = {name: getattr(found, name) for name in schemas.Notice.model_fields if name != "state"}
    return schemas.Notice.model_validate(fields | {"state": found.state(now)}, from_attributes=True)


def gap(found: Unanswered) -> schemas.Gap:
    """A question that was not answered, with what came near."""
    near = found.draft.nearest if found.draft is not None else ()
    return schemas.Gap(
        question_id=found.question.id,
        status=found.question.status,
        language=found.question.language,
        channel=found.question.channel,
        brand=found.question.brand,
        text=found.question.text,
        received_at=found.question.received_at,
        reason_code=found.review.reason_code if found.review is not None else None,
        reason=found.review.reason if found.review is not None else None,
        nearest=[schemas.Nearest.model_validate(each) for each in near],
    )


def statuses(asked: list[str] | None) -> tuple[str, ...] | None:
    """The statuses asked for, given one by one or with commas; None for all."""
    if asked is None:
        return None
    return tuple(part.strip() for each in asked for part in each.split(",") if part.strip()) or None
