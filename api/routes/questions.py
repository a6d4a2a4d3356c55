"""Questions over the API: send one, read it with all that happened, list them, ask for another draft."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from api import shown
from api.auth import Caller, require, services_of
from api.cursor import Cursor, Limit, listed, opened
from api.requests import QuestionIn
from api.schemas.drafts import Draft
from api.schemas.outgoing import Listing
from api.schemas.questions import Question, QuestionSummary, Receipt
from assistant.intake import questions
from assistant.intake.questions import NewQuestion, Turn
from assistant.reviewing import drafts
from knowledge.database import reading

router = APIRouter(prefix="/v1", tags=["questions"])
QuestionId = Annotated[str, Path(max_length=40, description="As given when it was sent.")]


@router.post(
    "/questions",
    operation_id="createQuestion",
    summary="Send a citizen's question",
    status_code=201,
    responses={
        200: {"model": Receipt, "description": "Already received: nothing was changed"},
        201: {"headers": {"Location": {"description": "The question", "schema": {"type": "string"}}}},
        409: {},
    },
)
def create_question(
    request: Request,
    response: Response,
    body: QuestionIn,
    _caller: Annotated[Caller, require("manager", "admin")],
) -> Receipt:
    """Store a question once; it is drafted a moment later. Safe to repeat when `external_id` is given."""
    services = services_of(request)
    new = NewQuestion(
        **body.model_dump(exclude={"history"}),
        history=tuple(Turn(turn.role, turn.text) for turn in body.history),
    )
    with services.engine.begin() as connection:
        question, created = questions.receive(
            connection,
            new,
            services.clock,
            services.assistant.settings,
            services.knowledge.settings.languages,
        )
    response.status_code = 201 if created else 200
    response.headers["Location"] = f"/v1/questions/{question.id}"
    return Receipt.model_validate(question)


@router.get(
    "/questions", operation_id="listQuestions", summary="List questions, the first to be overdue first"
)
def list_questions(
    request: Request,
    response: Response,
    _caller: Annotated[Caller, require()],
    status: Annotated[list[str] | None, Query(max_length=20, description="Any of these.")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Listing[QuestionSummary]:
    """A page of questions in the order in which their first answers are due."""
    with reading(services_of(request).engine) as connection:
        found, position = questions.listing(
            connection, statuses=shown.statuses(status), after=opened(cursor), limit=limit
        )
    return listed(request, response, [QuestionSummary.model_validate(each) for each in found], position)


@router.get(
    "/questions/{question_id}",
    operation_id="getQuestion",
    summary="Read a question with its draft, reviews and delivery",
    responses={404: {}},
)
def get_question(
    request: Request, question_id: QuestionId, _caller: Annotated[Caller, require()]
) -> Question:
    """The question as it stands now."""
    with reading(services_of(request).engine) as connection:
        return shown.question(connection, question_id, shown.reader_of(request))


@router.post(
    "/questions/{question_id}/drafts",
    operation_id="draftAgain",
    summary="Draft an answer again",
    status_code=201,
    tags=["drafts"],
    responses={404: {}, 409: {}},
)
def draft_again(
    request: Request,
    response: Response,
    question_id: QuestionId,
    _caller: Annotated[Caller, require("manager", "admin")],
) -> Draft:
    """A new version from what is known now; the draft before it can no longer be reviewed."""
    services = services_of(request)
    with reading(services.engine) as connection:
        question = questions.get(connection, question_id)
    with request.app.state.metrics.drafting_seconds.time():
        proposal = services.assistant.answerer.propose(question.text, question.language, question.history)
    with services.engine.begin() as connection:
        draft = drafts.add(connection, question_id, proposal, services.clock)
    response.headers["Location"] = f"/v1/drafts/{draft.id}"
    with reading(services.engine) as connection:
        asked = questions.get(connection, question_id)
        return shown.draft(connection, draft, asked, shown.reader_of(request))
