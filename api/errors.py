"""How errors leave the house over HTTP: one table from error class to status, as RFC 9457 problem+json.

Every problem says what happened (`detail`), what was kept (`kept`) and what to do next (`next`), in English or
French. It never repeats what the caller sent. Errors of the door itself (too large, too often) branch off here.
"""

import math
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from api.language import preferred_language
from api.validation import explain
from knowledge import errors
from knowledge.texts import Text

PROBLEM_TYPE = "application/problem+json"
NOTHING_STORED = Text("Nothing was stored or changed.", "Rien n’a été enregistré ni modifié.")


class TooManyAttempts(errors.Retryable):
    """Too many wrong passwords; `pause` says how long to wait."""

    def __init__(self, pause: timedelta) -> None:
        minutes = max(1, math.ceil(pause.total_seconds() / 60))
        super().__init__(
            Text("There were too many wrong passwords.", "Il y a eu trop de mots de passe inexacts."),
            next_step=Text(f"Try again in {minutes} min.", f"Réessayez dans {minutes} min."),
        )
        self.retry_after_s = max(1, math.ceil(pause.total_seconds()))


# The nearest class in the error's ancestry decides.
STATUSES: dict[type[errors.ReplydeskError], tuple[int, str, Text]] = {
    errors.BadInput: (422, "bad-input", Text("The request is not valid", "La demande n’est pas valide")),
    errors.BadConfiguration: (500, "bad-configuration", Text("A setting is wrong", "Un réglage est inexact")),
    errors.NotFound: (404, "not-found", Text("Not found", "Introuvable")),
    errors.Conflict: (409, "conflict", Text("It has changed meanwhile", "Cela a changé entre-temps")),
    errors.StaleDraft: (409, "stale-draft", Text("The draft is stale", "L’ébauche est périmée")),
    errors.ExternalIdTaken: (
        409,
        "external-id-taken",
        Text("The external id is taken", "L’identifiant externe est déjà pris"),
    ),
    errors.NotAllowed: (403, "not-allowed", Text("Not allowed", "Non autorisé")),
    errors.NotSignedIn: (401, "not-signed-in", Text("Not signed in", "Non connecté")),
    errors.Retryable: (503, "try-again", Text("Not possible right now", "Impossible pour le moment")),
    TooManyAttempts: (429, "too-many-attempts", Text("Too many attempts", "Trop de tentatives")),
    errors.ReplydeskError: (500, "failed", Text("It did not work", "Cela n’a pas fonctionné")),
}

# Statuses that the framework answers by itself: title, and what happened.
PLAIN: dict[int, tuple[str, Text, Text]] = {
    400: (
        "unreadable",
        Text("The request cannot be read", "La demande est illisible"),
        Text(
            "The body cannot be read; it must be JSON in UTF-8.",
            "Le corps est illisible; il faut du JSON en UTF-8.",
        ),
    ),
    404: (
        "not-found",
        Text("Not found", "Introuvable"),
        Text("There is nothing at this address.", "Il n’y a rien à cette adresse."),
    ),
    405: (
        "method-not-allowed",
        Text("Method not allowed", "Méthode non permise"),
        Text(
            "This address does not take this method; the Allow header names those it takes.",
            "Cette adresse n’accepte pas cette méthode; l’en-tête Allow nomme celles qu’elle accepte.",
        ),
    ),
    413: (
        "too-large",
        Text("The request is too large", "La demande est trop volumineuse"),
        Text(
            "The body is larger than this address accepts.", "Le corps dépasse ce que cette adresse accepte."
        ),
    ),
    500: (
        "failed",
        Text("Something went wrong here", "Une erreur est survenue de notre côté"),
        Text(
            "The request failed for a reason that is ours; the log has it under the request id.",
            "La demande a échoué de notre fait; le journal en garde la raison sous l’identifiant de demande.",
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem, in one language, ready to be shown as JSON or as a page."""

    status: int
    slug: str
    title: str
    detail: str
    kept: str | None = None
    next_step: str | None = None
    errors: tuple[dict[str, str], ...] = ()
    headers: dict[str, str] = field(default_factory=dict)


def problem_of(error: Exception, language: str) -> Problem:
    """The problem that says what `error` means to the caller, and no more."""
    if isinstance(error, errors.ReplydeskError):
        return _own(error, language)
    if isinstance(error, RequestValidationError):
        _, slug, title = STATUSES[errors.BadInput]
        return Problem(
            422,
            slug,
            title.in_language(language),
            Text(
                "Some fields are not valid; `errors` lists them.",
                "Certains champs ne sont pas valides; `errors` les énumère.",
            ).in_language(language),
            NOTHING_STORED.in_language(language),
            Text(
                "Correct them and send the request again.", "Corrigez-les et renvoyez la demande."
            ).in_language(language),
            tuple(explain(fault, language) for fault in error.errors()),
        )
    status = error.status_code if isinstance(error, HTTPException) else 500
    slug, title, what = PLAIN.get(status, PLAIN[500] if status >= 500 else PLAIN[400])
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    kept = NOTHING_STORED.in_language(language) if status in (400, 413) else None
    return Problem(
        status, slug, title.in_language(language), what.in_language(language), kept=kept, headers=headers
    )


def problem_response(request: Request, problem: Problem) -> Response:
    """The problem as problem+json."""
    body: dict[str, Any] = {
        "type": f"urn:replydesk:problem:{problem.slug}",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
    }
    optional = {"kept": problem.kept, "next": problem.next_step, "errors": list(problem.errors) or None}
    body |= {name: value for name, value in optional.items() if value}
    request_id = getattr(request.state, "request_id", None)
    if request_id is not None:
        body["instance"] = f"urn:replydesk:request:{request_id}"
    headers = {"Content-Language": preferred_language(request), "Cache-Control": "no-store"} | problem.headers
    return JSONResponse(body, problem.status, headers, media_type=PROBLEM_TYPE)


def wants_page(request: Request) -> bool:
    """Whether a browser asks for a page, rather than a program for an answer."""
    return "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/v1/")


def answer_error(request: Request, error: Exception) -> Response:
    """Any error as problem+json, or as a page where the desk shows one (`app.state.error_page`)."""
    problem = problem_of(error, preferred_language(request))
    error_page = getattr(request.app.state, "error_page", None)
    if error_page is not None and wants_page(request):
        shown: Response = error_page(request, problem)
        return shown
    return problem_response(request, problem)


def install_errors(app: FastAPI) -> None:
    """Make every error of the application leave through `answer_error`."""
    for kind in (errors.ReplydeskError, RequestValidationError, HTTPException, Exception):
        app.add_exception_handler(kind, answer_error)


def _own(error: errors.ReplydeskError, language: str) -> Problem:
    nearest = next(kind for kind in type(error).__mro__ if kind in STATUSES)
    status, slug, title = STATUSES[nearest]
    headers = {"WWW-Authenticate": 'Bearer realm="replydesk"'} if status == 401 else {}
    if isinstance(error, TooManyAttempts):
        headers["Retry-After"] = str(error.retry_after_s)
    elif status == 503:
        headers["Retry-After"] = "5"
    what = error.what.in_language(language)
    faults: tuple[dict[str, str], ...] = ()
    faulty = isinstance(error, errors.BadInput)
    if isinstance(error, errors.BadInput) and error.field:
        faults = ({"field": error.field, "message": what},)
    kept = NOTHING_STORED if faulty and error.kept is errors.NOTHING_CHANGED else error.kept
    next_step = error.next_step.in_language(language) if error.next_step else None
    return Problem(
        status,
        slug,
        title.in_language(language),
        what,
        kept.in_language(language),
        next_step,
        faults,
        headers,
    )
