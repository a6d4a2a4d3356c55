"""What a person does about a question: approve, reject, refer, undo, take, let go, draft again, send again."""

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import Response

from api.auth import person_of
from api.web.bars import Bar, trouble
from api.web.queue import filter_of, next_to_decide
from api.web.routes.question import QuestionId, question_page
from api.web.visit import REVIEWERS, Form, Visit, field, go, visiting
from assistant.intake import inbox, people, questions
from assistant.reviewing import delivery, drafts, review
from assistant.reviewing.deciding import decide
from assistant.reviewing.review import Decision
from assistant.reviewing.undoing import undo as take_back
from knowledge.database import reading
from knowledge.errors import BadInput, Conflict, StaleDraft

router = APIRouter()
Reviewing = Annotated[Visit, visiting(*REVIEWERS)]


@router.post("/questions/{question_id}/approve")
def approve(visit: Reviewing, question_id: QuestionId, form: Form) -> Response:
    """Approve the draft as it is; the page then holds the undo bar."""
    return _decided(visit, question_id, form, "approve", go_on=False)


@router.post("/questions/{question_id}/reject")
def reject(visit: Reviewing, question_id: QuestionId, form: Form) -> Response:
    """Reject the draft for a reason, and open the next question."""
    return _decided(visit, question_id, form, "reject", go_on=True)


@router.post("/questions/{question_id}/refer")
def refer(visit: Reviewing, question_id: QuestionId, form: Form) -> Response:
    """Refer the question to someone who can answer it, and open the next one."""
    return _decided(visit, question_id, form, "refer", go_on=True)


@router.post("/questions/{question_id}/take")
def take(visit: Reviewing, question_id: QuestionId) -> Response:
    """Take the question, from somebody else too: the button says so."""
    try:
        with visit.services.engine.begin() as connection:
            questions.assign(connection, question_id, person_of(visit.caller), True, visit.services.clock)
    except Conflict as error:
        return question_page(visit, question_id, status=409, bars=[trouble(visit, error)])
    return _back(visit, question_id)


@router.post("/questions/{question_id}/release")
def release(visit: Reviewing, question_id: QuestionId) -> Response:
    """Let the question go, for anybody to take."""
    try:
        with visit.services.engine.begin() as connection:
            questions.release(connection, question_id, person_of(visit.caller), visit.services.clock)
    except Conflict as error:
        return question_page(visit, question_id, status=409, bars=[trouble(visit, error)])
    return _back(visit, question_id)


@router.post("/questions/{question_id}/draft-again")
def draft_again(visit: Reviewing, question_id: QuestionId) -> Response:
    """Draft once more from what is known now."""
    services = visit.services
    with reading(services.engine) as connection:
        question = inbox.get(connection, question_id)
    proposal = services.assistant.answerer.propose(question.text, question.language, question.history)
    try:
        with services.engine.begin() as connection:
            drafts.add(connection, question_id, proposal, services.clock)
    except Conflict as error:
        return question_page(visit, question_id, status=409, bars=[trouble(visit, error)])
    return _back(visit, question_id)


@router.post("/questions/{question_id}/send-again")
def send_again(visit: Reviewing, question_id: QuestionId) -> Response:
    """Send a reply once more that could not be delivered."""
    with reading(visit.services.engine) as connection:
        failed = delivery.of_question(connection, question_id)
    try:
        if failed is not None:
            delivery.retry(visit.services.engine, failed.id, person_of(visit.caller), visit.services.clock)
    except Conflict as error:
        return question_page(visit, question_id, status=409, bars=[trouble(visit, error)])
    return _back(visit, question_id)


@router.post("/reviews/{review_id}/undo")
def undo(visit: Reviewing, review_id: Annotated[str, Path(max_length=40)]) -> Response:
    """Take an approval back while its reply has not left."""
    services = visit.services
    with reading(services.engine) as connection:
        question_id = review.get(connection, review_id).question_id
    try:
        take_back(services.engine, review_id, person_of(visit.caller), services.clock)
    except Conflict as error:
        return question_page(visit, question_id, status=409, bars=[trouble(visit, error)])
    return question_page(visit, question_id, bars=[Bar("undone", visit.t("decided.undone"))])


def first_or_stale(visit: Visit, question_id: str, error: Conflict) -> Bar:
    """What to say when the draft named is not the one to decide on: who was first, or that it changed."""
    if not isinstance(error, StaleDraft):
        return trouble(visit, error)
    with reading(visit.services.engine) as connection:
        question = inbox.get(connection, question_id)
        decided = review.of_question(connection, question_id)
        if question.is_open or question.superseded_by or not decided:
            return Bar("stale", visit.t("bar.stale"), "stop")
        last = decided[-1]
        name = people.get(connection, last.reviewer_id).name
    words = visit.t(f"decided.{last.decision}").lower()
    return Bar("first", visit.t("bar.first", name=name, decision=words), "stop")


def _decided(visit: Visit, question_id: str, form: Form, decision: Decision, *, go_on: bool) -> Response:
    services, version = visit.services, field(form, "version", 9)
    try:
        decide(
            services.engine,
            draft_id=field(form, "draft_id", 40),
            draft_version=int(version) if version.isdecimal() else 0,
            reviewer=person_of(visit.caller),
            decision=decision,
            reason_code=field(form, "reason_code", 40) or None,
            reason=field(form, "reason", 2_000) or None,
            clock=services.clock,
            undo_s=services.assistant.settings.undo_s,
            brands=services.assistant.brands,
        )
    except Conflict as error:
        return question_page(visit, question_id, status=409, bars=[first_or_stale(visit, question_id, error)])
    except BadInput as error:
        return question_page(visit, question_id, status=422, bars=[trouble(visit, error)])
    return next_after(visit, question_id) if go_on else _back(visit, question_id)


def next_after(visit: Visit, question_id: str) -> Response:
    """On to the next question, telling there what was done about this one."""
    wanted = filter_of(visit.request.query_params)
    with reading(visit.services.engine) as connection:
        following = next_to_decide(connection, wanted, person_of(visit.caller).id, but=question_id)
    path = f"/questions/{following}" if following else "/inbox"
    query = wanted.but().query
    return go(f"{path}{query}{'&' if query else '?'}done={question_id}")


def _back(visit: Visit, question_id: str) -> Response:
    return go(f"/questions/{question_id}{filter_of(visit.request.query_params).query}")
