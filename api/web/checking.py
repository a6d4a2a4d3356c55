"""An edit checked: what is to be put right, how long the reply is, and what differs from the draft."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from api.web.case import Length, length_of
from api.web.difference import Piece, difference
from api.web.editing import Edit, statements_of, tidy
from api.web.visit import Visit
from assistant.checks import check_statements
from assistant.citations import Statement
from assistant.drafts import Draft
from assistant.inbox import Question
from knowledge import passages
from knowledge.database import reading


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right; `statement` counts from 0."""

    statement: int | None
    words: str


@dataclass(frozen=True, slots=True)
class Check:
    """An edit as it was found: what is wrong, how long it is, and what differs from the draft."""

    fingerprint: str
    problems: Sequence[Problem]
    changes: Sequence[Piece]
    same: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """A check with what it was made of."""

    check: Check
    statements: tuple[Statement, ...]
    length: Length


def check_edit(visit: Visit, question: Question, draft: Draft, edit: Edit) -> Checked:
    """Everything that keeps `edit` from being approved, and its difference to `draft`."""
    with reading(visit.services.engine) as connection:
        statements = statements_of(connection, edit, draft)
        wanted = [each.passage_id for statement in statements for each in statement.citations]
        found = passages.get_many(connection, wanted)
    problems = [
        Problem(number, visit.t(f"edit.{each.complaint}"))
        for number, each in enumerate(edit.sentences)
        if each.complaint
    ]
    known = {each.statement for each in problems}
    if not edit.sentences:
        problems.append(Problem(None, visit.t("edit.no_sentences")))
    else:
        problems += [
            Problem(each.statement, each.message.in_language(visit.language))
            for each in check_statements(statements, found)
            if each.severity == "block" and (each.statement is None or each.statement not in known)
        ]
    length = length_of(statements, question)
    if length.over:
        channel = question.channel
        problems.append(Problem(None, visit.t("draft.too_long", over=length.over, channel=channel)))
    before = "\n".join(tidy(each.text) for each in draft.statements)
    return Checked(
        Check(_fingerprint(edit), problems, difference(before, edit.wording), before == edit.wording),
        statements,
        length,
    )


def _fingerprint(edit: Edit) -> str:
    parts = [f"{each.text}\x1f{'|'.join(each.sources)}\x1f{each.courtesy}" for each in edit.sentences]
    return hashlib.sha256("\x1e".join([edit.draft_id, *parts]).encode()).hexdigest()[:20]
