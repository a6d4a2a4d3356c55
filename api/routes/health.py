"""Whether the process lives and can work, what it counts, and what it offers. Owns no counting."""

from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from api.auth import Caller, require, services_of
from api.metrics import MEDIA_TYPE
from api.schemas.problems import Health
from knowledge.database import reading

router = APIRouter(tags=["operation"])


@router.get("/healthz", operation_id="getHealth", summary="The process answers")
def health() -> Health:
    """Always ok while the process runs; asks nothing of its parts."""
    return Health(status="ok")


@router.get(
    "/readyz",
    operation_id="getReadiness",
    summary="The process can do its work",
    responses={503: {"model": Health, "description": "A part does not work"}},
)
def readiness(request: Request, response: Response) -> Health:
    """Asks the database, the index and the worker."""
    checks = {
        "database": _database(request),
        "index": _index(request),
        "worker": _worker(request),
    }
    ready = all(found == "ok" for found in checks.values())
    response.status_code = 200 if ready else 503
    return Health(status="ok" if ready else "unavailable", checks=checks)


@router.get(
    "/metrics",
    operation_id="getMetrics",
    summary="Counts for Prometheus",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
)
def metrics(request: Request, _caller: Annotated[Caller, require()]) -> Response:
    """Give Prometheus a token: `authorization: {credentials: rd_…}` in its scrape configuration."""
    return Response(request.app.state.metrics.exposition(), media_type=MEDIA_TYPE)


@router.get("/openapi.json", operation_id="getOpenApi", summary="This document")
def openapi(request: Request, _caller: Annotated[Caller, require()]) -> dict[str, Any]:
    """The OpenAPI document that clients are generated from; also `replydesk openapi`."""
    document: dict[str, Any] = request.app.openapi()
    return document


def _database(request: Request) -> str:
    try:
        with reading(services_of(request).engine) as connection:
            connection.execute(select(1))
    except SQLAlchemyError:
        return "does not answer"
    return "ok"


def _index(request: Request) -> str:
    index = services_of(request).knowledge.index
    return "ok" if all(language in index.keywords for language in index.languages) else "is not loaded"


def _worker(request: Request) -> str:
    worker = getattr(request.app.state, "worker", None)
    return "ok" if worker is not None and worker.is_alive() else "does not run"
