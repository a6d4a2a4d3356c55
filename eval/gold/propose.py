"""Proposes gold cases from replies that a person corrected before approving them. Confirms none of them.

What was corrected is what drafting got wrong, so it makes the best test. A proposal is not measured until a person
has read it and taken its mark `proposed` away. It names its thread and its moment, by which `eval.gold.leaks` keeps
the exchange that was learned from this very reply, and all that came after it, out of its own test.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from assistant import tables
from assistant.citations import Statement, statement_from_json
from assistant.turns import Turn
from eval import jsonl
from eval.gold.schema import CaseLine, SourceLine, TurnLine
from knowledge.passages import as_on_page

ORIGIN = "approved_with_edits"
PREFIX = "reply-"


@dataclass(frozen=True, slots=True)
class Added:
    """What was written: proposals added, and replies that the file holds already."""

    added: int
    kept: int


def proposals(
    connection: Connection, since: datetime | None = None, before: datetime | None = None
) -> Iterator[CaseLine]:
    """A case for each reply approved with edits that was not taken back, of questions received in [since, before).

    In the order in which they were received. A reply that cites no page proposes nothing.
    """
    review, question, delivery = tables.reviews, tables.questions, tables.deliveries
    query = (
        select(
            review.c.id.label("review_id"), review.c.final_statements, question.c.id.label("question_id"),
            question.c.text, question.c.history, question.c.language, question.c.thread_id, question.c.received_at,
        )
        .join_from(review, question, question.c.id == review.c.question_id)
        .join(delivery, delivery.c.review_id == review.c.id)
        .where(review.c.decision == "edit_and_approve", delivery.c.status != "cancelled")
        .order_by(question.c.received_at, review.c.id)
    )  # fmt: skip
    if since is not None:
        query = query.where(question.c.received_at >= since)
    if before is not None:
        query = query.where(question.c.received_at < before)
    for row in connection.execute(query):
        statements = [statement_from_json(each) for each in row.final_statements]
        if sources := _sources(statements):
            yield _case(row, statements, sources)


def add(path: Path, proposed: Iterable[CaseLine]) -> Added:
    """Add the proposals to the file below what it holds; a line that a person has worked on is never touched.

    Raises: BadInput, BadConfiguration when the file cannot be read or written.
    """
    there = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    known = (
        {line.id for _, line in jsonl.read(path, CaseLine) if isinstance(line, CaseLine)} if there else set()
    )
    fresh, kept = [], 0
    for case in proposed:
        if case.id in known:
            kept += 1
        else:
            fresh.append(json.dumps(_plain(case), ensure_ascii=False))
    if fresh:
        with jsonl.replacing(path) as handle:
            handle.writelines(f"{line}\n" for line in (*there, *fresh))
    return Added(len(fresh), kept)


def _case(row: Any, statements: Iterable[Statement], sources: tuple[SourceLine, ...]) -> CaseLine:
    turns = [Turn(**turn) for turn in row.history]
    return CaseLine(
        id=f"{PREFIX}{row.review_id}",
        question=row.text,
        history=tuple(TurnLine(role=turn.role, text=turn.text) for turn in turns),
        # A greeting may hold a name, and says nothing that could be measured.
        answer="\n".join(each.text for each in statements if each.kind == "fact"),
        sources=sources,
        lang=row.language,
        turn=1 + sum(turn.role == "citizen" for turn in turns),
        thread=row.thread_id or row.question_id,
        asked_at=row.received_at,
        origin=ORIGIN,
        proposed=True,
    )


def _sources(statements: Iterable[Statement]) -> tuple[SourceLine, ...]:
    cited = (found for each in statements for found in each.citations if found.kind == "page")
    quoted = ((each.page_key, as_on_page(each.quote)) for each in cited)
    return tuple(SourceLine(page_id=page, text=text) for page, text in dict.fromkeys(quoted))


def _plain(case: CaseLine) -> dict[str, Any]:
    plain = case.model_dump(mode="json", exclude_defaults=True)
    return {"version": case.version, **plain, "lang": case.lang, "answerable": case.answerable}
