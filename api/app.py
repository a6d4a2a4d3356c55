"""Makes the web application from ready services: routes, pages, errors, limits, logs, and the threads beside it.

Decides nothing itself; opens nothing but those threads: the worker's, and one that reads the passages at start.
"""

import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import anyio.to_thread
from fastapi import FastAPI

from api import web
from api.body_limit import BodyLimit
from api.bootstrap import Services
from api.errors import install_errors
from api.metrics import Metrics, TimedDrafter
from api.openapi import describe
from api.request_log import RequestLog
from api.routes import API_ROUTERS
from api.sessions import SignInLimit
from assistant.worker import Worker

STOPS_WITHIN_S = 10.0
LOG = logging.getLogger(__name__)


def create_app(services: Services) -> FastAPI:
    """The application; while it runs (its lifespan), the worker runs beside it."""
    app = FastAPI(
        title="replydesk",
        lifespan=_lifespan,
        openapi_url=None,  # documents are routes like others: behind the same door
        docs_url=None,
        redoc_url=None,
        telemetry={"tracing": False, "metrics": False, "logs": False, "operation_spans": False},
    )
    settings, assistant = services.settings, services.assistant
    metrics = Metrics(services)
    worker = Worker(
        services.engine,
        TimedDrafter(assistant.answerer, metrics.drafting_seconds),
        assistant.channel,
        services.knowledge.index,
        services.clock,
        assistant.settings,
    )
    services = replace(services, assistant=replace(assistant, worker=worker))
    app.state.services = services
    app.state.metrics = metrics
    app.state.stopping = threading.Event()
    app.state.sign_in_limit = SignInLimit(settings.sign_in_attempts, settings.sign_in_pause_s, services.clock)
    install_errors(app)
    for router in API_ROUTERS:
        app.include_router(router)
    web.install(app, services)
    describe(app)
    app.add_middleware(BodyLimit, max_bytes=settings.max_body_bytes)
    app.add_middleware(RequestLog, metrics=metrics)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    stop: threading.Event = app.state.stopping
    stop.clear()
    services = app.state.services
    beside = [
        threading.Thread(target=work, args=(services, stop), name=name, daemon=True)
        for name, work in (("worker", _work), ("reading ahead", _read_ahead))
    ]
    app.state.worker = beside[0]
    for each in beside:
        each.start()
    try:
        yield
    finally:
        stop.set()
        for each in beside:
            await anyio.to_thread.run_sync(each.join, STOPS_WITHIN_S)


def _read_ahead(services: Services, stop: threading.Event) -> None:
    # Read one by one as questions bring them up, passages take a third of a search.
    try:
        services.knowledge.search.read_ahead(stop.is_set)
    except Exception as error:  # each search reads what it lacks, and says what is wrong
        LOG.warning("the passages could not be read ahead: %s", type(error).__name__)


def _work(services: Services, stop: threading.Event) -> None:
    # The embedding model takes seconds to load: better now than under the first citizen's question.
    try:
        services.knowledge.index.embed_query("bonjour")
    except Exception as error:  # search will say what is wrong to whoever asks; deliveries go on
        LOG.error("the embedding model cannot be loaded: %s", type(error).__name__)
    services.assistant.worker.run(stop)
