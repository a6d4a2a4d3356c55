"""An edit checked: what is to be put right, how long the reply is, and what differs from the draft."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from api.web.difference import Piece, difference
from api.web.editing import Edit, statements_of, tidy
from api.web.visit import Visit
from assistant.citations import Statement
from assistant.intake.inbox import Question
from assistant.reviewing import preview
from assistant.reviewing.drafts import Draft
from assistant.reviewing.preview import Preview
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
    preview: Preview


def check_edit(visit: Visit, question: Question, draft: Draft, edit: Edit) -> Checked:
    """Everything that keeps `edit` from being approved, and its difference to `draft`."""
    with reading(visit.services.engine) as connection:
        statements = statements_of(connection, edit, draft, visit.now)
        brands = visit.services.assistant.brands
        reply = preview.of_reply(connection, statements, question, draft, visit.now, brands)
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
            for each in reply.findings
            if each.severity == "block" and (each.statement is None or each.statement not in known)
        ]
    if reply.as_sent.over:
        words = visit.t("draft.too_long", over=reply.as_sent.over, channel=question.channel)
        problems.append(Problem(None, words))
    before = "\n".join(tidy(each.text) for each in draft.statements)
    return Checked(
        Check(_fingerprint(edit), problems, difference(before, edit.wording), before == edit.wording),
        statements,
        reply,
    )


def _fingerprint(edit: Edit) -> str:
    parts = [f"{each.text}\x1f{'|'.join(each.sources)}\x1f{each.courtesy}" for each in edit.sentences]
    return hashlib.sha256("\x1e".join([edit.draft_id, *parts]).encode()).hexdigest()[:20]
