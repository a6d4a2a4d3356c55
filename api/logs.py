"""How log lines look, and what may pass: called once by a command, never at import."""

import logging
import sys

import structlog

from api.settings import ApiSettings

# Libraries that log addresses with query strings, or lines that nobody acts on.
_QUIET = (
    "uvicorn",
    "uvicorn.access",
    "uvicorn.error",
    "httpx",
    "httpcore",
    "chromadb",
    "sentence_transformers",
    "alembic",
    "sqlalchemy",
    "langchain",
)


def set_up_logs(settings: ApiSettings) -> None:
    """Send our own lines to standard error, as text for people or JSON for machines."""
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    last: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
