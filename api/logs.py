"""How log lines look, and what may pass: called once by a command, never at import."""

import logging
import sys

import structlog

from api.settings import ApiSettings

# Of libraries only warnings pass: they log addresses with query strings, and set their own levels when loaded.
OURS = ("api", "assistant", "ingest", "knowledge", "eval", "replydesk")


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
    lines.addFilter(lambda record: record.levelno >= logging.WARNING or record.name.startswith(OURS))
    logging.basicConfig(level=level, handlers=[lines], force=True)
