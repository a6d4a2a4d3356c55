"""Signing in and out, and the choice of language."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from api.auth import SESSION_COOKIE, Caller, drop_session, identify, keep_session, require, services_of
from api.errors import TooManyAttempts, problem_of
from api.language import SPOKEN, preferred_language
from api.sessions import SignInLimit, close_session, sign_in
from api.web.kept import LONGEST_KEPT, kept_again
from api.web.routes.ended import sign_in_page, words_again
from api.web.visit import Form, Visit, field, go, own_path, visiting, with_language
from knowledge.errors import NotSignedIn

router = APIRouter()


@router.get("/")
def home(_visit: Annotated[Visit, visiting()]) -> Response:
    """The inbox is where everybody begins."""
    return go("/inbox")


@router.get("/sign-in")
def ask_to_sign_in(
    request: Request,
    next_path: Annotated[str | None, Query(alias="next", max_length=2_000)] = None,
    ended: str = "",
    out: str = "",
) -> Response:
    """The form; whoever is signed in already is led on."""
    if identify(request) is not None:
        return go(own_path(next_path))
    return sign_in_page(request, own_path(next_path), ended=bool(ended), out=bool(out))


@router.post("/sign-in")
def take_sign_in(request: Request, form: Form) -> Response:
    """Open a session, or say what is wrong and keep what was typed: the login, and words from before.

    Words from before go back into their form; whatever was to be done with them is for the person to do again.
    """
    services = services_of(request)
    limit: SignInLimit = request.app.state.sign_in_limit
    address = request.client.host if request.client else ""
    login, password = field(form, "login", 200), form.get("password")
    following, kept = own_path(field(form, "next", 2_000)), kept_again(field(form, "kept", LONGEST_KEPT))
    language = field(form, "language", 10)
    if language in SPOKEN:
        page = sign_in_page(request, following, kept=kept, login=login, language=language)
        return with_language(request, page, language)
    try:
        session = sign_in(
            services.engine,
            limit,
            login,
            password if isinstance(password, str) else "",
            address,
            services.clock,
            services.settings.session_hours,
        )
    except (NotSignedIn, TooManyAttempts) as error:
        words = error.in_language(preferred_language(request))
        status = problem_of(error, "en").status
        return sign_in_page(request, following, kept=kept, problem=words, login=login, status=status)
    response = words_again(request, session, kept, following) if kept else go(following)
    keep_session(response, session, services)
    return response


@router.post("/sign-out")
def sign_out(request: Request, _caller: Annotated[Caller, require()]) -> Response:
    """End the session here and in the database."""
    token = request.cookies.get(SESSION_COOKIE)
    if token:
        with services_of(request).engine.begin() as connection:
            close_session(connection, token)
    response = go("/sign-in?out=1")
    drop_session(response)
    return response


@router.get("/language/{language}")
def choose_language(
    request: Request,
    language: Annotated[Literal["en", "fr"], Path()],
    next_path: Annotated[str | None, Query(alias="next", max_length=2_000)] = None,
) -> Response:
    """Remember the language in this browser, and go back to where the person was."""
    return with_language(request, go(own_path(next_path)), language)
