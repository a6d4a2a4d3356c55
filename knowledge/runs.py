"""Runs of the ingest: when each source was last read, and with what result."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from knowledge import tables


@dataclass(frozen=True, slots=True)
class Run:
    """One reading of one source; a run without an end was cut off and is completed by the next."""

    id: int
    source_id: str
    started_at: datetime
    finished_at: datetime | None
    report: Mapping[str, Any]


def start(connection: Connection, source_id: str, now: datetime) -> int:
    """Record that a run began; returns its id."""
    values = {"source_id": source_id, "started_at": now, "report": {}}
    key = connection.execute(insert(tables.runs).values(**values)).inserted_primary_key
    return int(key[0]) if key else 0


def finish(connection: Connection, run_id: int, now: datetime, report: Mapping[str, Any]) -> None:
    """Record how the run ended."""
    table = tables.runs
    connection.execute(update(table).where(table.c.id == run_id).values(finished_at=now, report=dict(report)))


def latest(connection: Connection, source_id: str | None = None, limit: int = 20) -> list[Run]:
    """The newest runs first."""
    table = tables.runs
    query = select(table).order_by(table.c.id.desc()).limit(limit)
    if source_id:
        query = query.where(table.c.source_id == source_id)
    return [
        Run(row.id, row.source_id, row.started_at, row.finished_at, row.report)
        for row in connection.execute(query)
    ]
