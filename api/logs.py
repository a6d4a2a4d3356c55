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
    "bm25s",
)


def set_up_logs(settings: ApiSettings) -> None:
    """Send our own lines to standard error, as text for people or JSON for machines."""
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    last: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    common: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*common, last],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    lines = logging.StreamHandler(sys.stderr)
    lines.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
            foreign_pre_chain=common,
        )
    )
    logging.basicConfig(level=level, handlers=[lines], force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
