"""An edit checked: what is to be put right, how long the reply is, and what differs from the draft."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from api.web.case import Length, Sent, length_of, sent_on
from api.web.difference import Piece, difference
from api.web.editing import Edit, statements_of, tidy
from api.web.visit import Visit
from assistant.citations import Statement
from assistant.emergencies.grounds import standing
from assistant.guards.checks import check_statements
from assistant.guards.links import live_links
from assistant.intake.inbox import Question
from assistant.reviewing.drafts import Draft
from assistant.voice.rendering import rendered
from assistant.withholding.clarify import courtesy_will_do
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
    sent: Sent


def check_edit(visit: Visit, question: Question, draft: Draft, edit: Edit) -> Checked:
    """Everything that keeps `edit` from being approved, and its difference to `draft`."""
    with reading(visit.services.engine) as connection:
        statements = statements_of(connection, edit, draft, visit.now)
        wanted = [each.passage_id for statement in statements for each in statement.citations]
        found = standing(connection, wanted, visit.now).passages
        live = live_links(connection, [each.text for each in statements])
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
            for each in courtesy_will_do(question.status, check_statements(statements, found, live))
            if each.severity == "block" and (each.statement is None or each.statement not in known)
        ]
    rendering = rendered(statements, question, visit.services.assistant.brands)
    length = length_of(rendering.text, statements, question)
    if length.over:
        channel = question.channel
        problems.append(Problem(None, visit.t("draft.too_long", over=length.over, channel=channel)))
    before = "\n".join(tidy(each.text) for each in draft.statements)
    return Checked(
        Check(_fingerprint(edit), problems, difference(before, edit.wording), before == edit.wording),
        statements,
        length,
        sent_on(question.channel, rendering),
    )


def _fingerprint(edit: Edit) -> str:
    parts = [f"{each.text}\x1f{'|'.join(each.sources)}\x1f{each.courtesy}" for each in edit.sentences]
    return hashlib.sha256("\x1e".join([edit.draft_id, *parts]).encode()).hexdigest()[:20]
