"""The OpenAPI document: what FastAPI derives, with our problems declared for every operation."""

from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.errors import PROBLEM_TYPE
from api.routes import API_ROUTERS
from api.schemas.problems import PROBLEM_EXAMPLE, ProblemOut

DESCRIPTION = """\
Sourced answers to citizens' questions, drafted for a person to approve.

Send a question, read its draft, and let a **person** review exactly that version; only then is a reply delivered.
Errors are RFC 9457 problems (`application/problem+json`), in English or French by `Accept-Language`.
Lists come a page at a time: follow `next`.
"""
TAGS = [
    {"name": "questions", "description": "What citizens ask."},
    {"name": "drafts", "description": "Proposed replies and people's decisions on them."},
    {"name": "notices", "description": "Statements that override the pages while they are in force."},
    {"name": "search", "description": "What is known."},
    {"name": "content", "description": "Pages, and the questions that they do not answer."},
    {"name": "operation", "description": "Whether it runs."},
]
MEANINGS = {
    "400": "The request cannot be read",
    "401": "Not signed in",
    "403": "Not allowed",
    "404": "Not found",
    "409": "It has changed meanwhile",
    "413": "The request is too large",
    "422": "The request is not valid",
    "500": "Something went wrong here",
    "503": "Not possible right now",
}


def describe(app: FastAPI) -> None:
    """Make the application describe its JSON API, and nothing of the desk's pages."""

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = document()
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]


def document() -> dict[str, Any]:
    """The OpenAPI document; made from the routes alone, so that it needs no running application."""
    found = get_openapi(
        title="replydesk",
        version=version("replydesk"),
        summary="Sourced answers to citizens' questions, drafted for a person to approve",
        description=DESCRIPTION,
        tags=TAGS,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        routes=[route for router in API_ROUTERS for route in router.routes],
    )
    schemas = found["components"]["schemas"]
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    schemas["Problem"] = ProblemOut.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= schemas["Problem"].pop("$defs", {})
    for operation in _operations(found):
        _declare_problems(operation)
    return found


def _operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path in document["paths"].values():
        yield from path.values()


def _declare_problems(operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    expected = {"500"}
    if operation.get("security"):
        expected |= {"401"}
    if operation.get("parameters") or "requestBody" in operation:
        expected |= {"422"}
    if "requestBody" in operation:
        expected |= {"400", "403", "413"}
    expected |= {status for status in responses if status >= "400" and not responses[status].get("content")}
    expected |= {"422"} & responses.keys()
    for status in sorted(expected):
        responses[status] = {
            "description": responses.get(status, {}).get("description") or MEANINGS[status],
            "content": {
                PROBLEM_TYPE: {
                    "schema": {"$ref": "#/components/schemas/Problem"},
                    "example": PROBLEM_EXAMPLE | {"status": int(status)},
                }
            },
        }
