"""Puts the desk into the application: its pages, its static files, its error page."""

from pathlib import Path
from urllib.parse import quote

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from api.bootstrap import Services
from api.errors import Problem
from api.language import preferred_language
from api.web.render import Pages
from api.web.routes import (
    deciding,
    editing,
    gaps,
    inbox,
    knowledge,
    live,
    notices,
    people,
    question,
    search,
    sign_in,
)
from api.web.routes.ended import ask_again
from api.web.texts import read_catalogue
from api.web.visit import frame, go, seen_again
from knowledge.errors import NotSignedIn

STATIC = Path(__file__).parent / "static"
PAGES = (sign_in, inbox, question, deciding, editing, search, knowledge, gaps, notices, people, live)


class Static(StaticFiles):
    """Static files that a browser asks about each time (and is told 304), so that no page runs an old script."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, to be revalidated."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


def install(app: FastAPI, services: Services) -> None:
    """Add the desk to `app`."""
    app.state.pages = Pages(read_catalogue(), services.clock)
    app.state.error_page = error_page
    app.add_exception_handler(NotSignedIn, ask_again)
    app.mount("/static", Static(directory=STATIC), name="static")
    for page in PAGES:
        app.include_router(page.router, include_in_schema=False)


def error_page(request: Request, problem: Problem) -> Response:
    """A problem as a page; who is not signed in is asked to, and then led on."""
    language = preferred_language(request)
    if problem.status == 401:
        return go(f"/sign-in?ended=1&next={quote(seen_again(request), safe='/')}")
    pages: Pages = request.app.state.pages
    response = pages.response(
        "error.html", language, frame(request, language) | {"section": "", "problem": problem}, problem.status
    )
    response.headers.update(problem.headers)
    return response
