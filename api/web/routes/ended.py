"""A form posted after the session had ended: asks to sign in, then shows its words again. Decides nothing."""

from fastapi import Request
from starlette.responses import Response

from api.auth import Caller, services_of
from api.errors import answer_error, problem_of, wants_page
from api.language import preferred_language
from api.sessions import Session
from api.web.bars import Bar
from api.web.case import current_passages
from api.web.editing import edit_of
from api.web.kept import FORMS, Kept, TooLong, kept_from, onto
from api.web.render import Pages
from api.web.routes.editing import edit_page
from api.web.routes.question import question_page
from api.web.visit import Visit, frame, language_of, seen_again
from assistant.intake import inbox
from assistant.reviewing import drafts
from knowledge.database import reading
from knowledge.errors import NotFound


async def ask_again(request: Request, error: Exception) -> Response:
    """The answer to who is not signed in: what they wrote goes into the sign-in page, never into a log."""
    if request.method != "POST" or not wants_page(request) or not FORMS.fullmatch(request.url.path):
        return answer_error(request, error)
    limit = services_of(request).settings.max_body_bytes
    kept, too_long = None, False
    try:
        kept = kept_from(request.url.path, await request.form(), limit)
    except TooLong:
        too_long = True
    if kept is None and not too_long:
        return answer_error(request, error)
    response = sign_in_page(request, seen_again(request), kept=kept, too_long=too_long, status=401)
    response.headers.update(problem_of(error, "en").headers)
    return response


def sign_in_page(
    request: Request,
    following: str,
    *,
    kept: Kept | None = None,
    too_long: bool = False,
    problem: str | None = None,
    login: str = "",
    ended: bool = False,
    out: bool = False,
    status: int = 200,
    language: str | None = None,
) -> Response:
    """The form to sign in, with what it carries along."""
    pages: Pages = request.app.state.pages
    language = language or preferred_language(request)
    values = frame(request, language) | {
        "section": "",
        "next": following,
        "kept": kept.model_dump_json() if kept else "",
        "too_long": too_long,
        "problem": problem,
        "login": login,
        "ended": ended,
        "out": out,
        "here": f"/sign-in?next={following}",
    }
    return pages.response("sign_in.html", language, values, status)


def words_again(request: Request, session: Session, kept: Kept, following: str) -> Response:
    """The form with the words in it, as a page of the new session; else the words alone, to be copied."""
    visit = _visit(request, session, following)
    try:
        with reading(visit.services.engine) as connection:
            question = inbox.get(connection, kept.question_id)
            draft = drafts.current(connection, kept.question_id)
            sources = current_passages(connection, draft.statements, visit.now) if draft else {}
    except NotFound:
        return _words_alone(visit, kept, "/inbox")
    if not visit.may_review or draft is None or not question.is_reviewable:
        return _words_alone(visit, kept, f"/questions/{kept.question_id}")
    bar = Bar("kept", visit.t("bar.signed_in_again"), "warn")
    if kept.form == "edit":
        return edit_page(
            visit, kept.question_id, onto(edit_of(draft, sources, question.language), kept), draft, bars=[bar]
        )
    if question.assignee_id not in (None, session.person.id):  # its panels are closed until it is taken over
        return _words_alone(visit, kept, f"/questions/{kept.question_id}")
    return question_page(visit, kept.question_id, bars=[bar], note=kept.words[0], note_of=kept.form)


def _words_alone(visit: Visit, kept: Kept, onward: str) -> Response:
    return visit.show("kept.html", "", words=kept.words, onward=onward)


def _visit(request: Request, session: Session, following: str) -> Visit:
    """The visit as it would be at `following`, whose address the page's links and filters are to be made from."""
    path, _, query = following.partition("?")
    there = Request({**request.scope, "method": "GET", "path": path, "query_string": query.encode()})
    caller = Caller(session.person.role, session.person, csrf=session.csrf)
    pages: Pages = request.app.state.pages
    return Visit(there, services_of(request), pages, caller, language_of(request, session.person))
