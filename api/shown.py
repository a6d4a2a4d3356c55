"""Our nouns as the API shows them, in one language. Reads; changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection
from starlette.requests import Request

from api.auth import services_of
from api.language import preferred_language
from api.schemas import drafts as draft_schemas
from api.schemas import notices as notice_schemas
from api.schemas import previews as preview_schemas
from api.schemas import questions as question_schemas
from assistant.emergencies.notices import Notice
from assistant.guards.checks import Finding
from assistant.intake import inbox
from assistant.intake.inbox import Question
from assistant.reviewing import delivery, drafts, preview, review
from assistant.reviewing.drafts import Draft
from assistant.reviewing.gaps import Unanswered
from assistant.reviewing.preview import AsSent, Preview
from assistant.voice import plainness
from assistant.voice.brands import Brands


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom something is shown: in which language, and at which moment, in whose brands' voices."""

    language: str
    now: datetime
    brands: Brands


def reader_of(request: Request) -> Reader:
    """Whoever sent the request."""
    services = services_of(request)
    return Reader(preferred_language(request), services.clock(), services.assistant.brands)


def draft(connection: Connection, found: Draft, asked: Question, reader: Reader) -> draft_schemas.Draft:
    """A draft of a reply to the question `asked`, and what a person would be shown before they decide on it."""
    made = {
        "findings": _findings(found.findings, reader),
        "reading_grade": plainness.grade(plainness.stated(found.statements), asked.language),
        "preview": previewed(preview.of_draft(connection, found, asked, reader.now, reader.brands), reader),
    }
    fields = {name: getattr(found, name) for name in draft_schemas.Draft.model_fields if name not in made}
    return draft_schemas.Draft.model_validate(fields | made, from_attributes=True)


def previewed(found: Preview, reader: Reader) -> preview_schemas.Preview:
    """A reply as it would be sent, with what speaks against it."""
    return preview_schemas.Preview(
        as_sent=_as_sent(found.as_sent, reader),
        elsewhere=[_as_sent(each, reader) for each in found.elsewhere],
        findings=_findings(found.findings, reader),
        reading_grade=found.grade,
        long_sentences=list(found.long_sentences),
        frozen=found.frozen.in_language(reader.language) if found.frozen is not None else None,
        may_be_approved=found.may_be_approved,
    )


def question(connection: Connection, question_id: str, reader: Reader) -> question_schemas.Question:
    """A question with its current draft, its reviews and its latest delivery. Raises: NotFound."""
    found = inbox.get(connection, question_id)
    current = drafts.current(connection, question_id)
    sent = delivery.of_question(connection, question_id)
    decided = review.of_question(connection, question_id)
    summary = question_schemas.QuestionSummary.model_validate(found).model_dump()
    return question_schemas.Question(
        **summary,
        draft=draft(connection, current, found, reader) if current is not None else None,
        reviews=[draft_schemas.Review.model_validate(each) for each in decided],
        delivery=draft_schemas.Delivery.model_validate(sent) if sent is not None else None,
    )


def notice(found: Notice, now: datetime) -> notice_schemas.Notice:
    """A notice as it stands at `now`."""
    fields = {name: getattr(found, name) for name in notice_schemas.Notice.model_fields if name != "state"}
    return notice_schemas.Notice.model_validate(fields | {"state": found.state(now)}, from_attributes=True)


def gap(found: Unanswered) -> question_schemas.Gap:
    """A question that was not answered, with what came near."""
    near = found.draft.nearest if found.draft is not None else ()
    decided = found.review
    return question_schemas.Gap(
        question_id=found.question.id,
        status=found.question.status,
        language=found.question.language,
        channel=found.question.channel,
        brand=found.question.brand,
        text=found.question.text,
        received_at=found.question.received_at,
        reason_code=decided.reason_code if decided is not None else None,
        reason=decided.reason if decided is not None else None,
        nearest=[draft_schemas.Nearest.model_validate(each) for each in near],
    )


def statuses(asked: list[str] | None) -> tuple[str, ...] | None:
    """The statuses asked for, given one by one or with commas; None for all."""
    if asked is None:
        return None
    return tuple(part.strip() for each in asked for part in each.split(",") if part.strip()) or None


def _as_sent(found: AsSent, reader: Reader) -> preview_schemas.AsSent:
    return preview_schemas.AsSent(
        channel=found.channel,
        text=found.text,
        length=found.length,
        limit=found.limit,
        left_out=list(found.left_out),
        findings=_findings(found.findings, reader),
    )


def _findings(found: Sequence[Finding], reader: Reader) -> list[preview_schemas.Finding]:
    return [
        preview_schemas.Finding(
            check=each.check,
            severity=each.severity,
            statement=each.statement,
            message=each.message.in_language(reader.language),
        )
        for each in found
    ]
