"""Editing a reply in place: shown, checked against its draft, and approved. What is typed is never lost."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.responses import Response

from api.auth import person_of
from api.language import SPOKEN
from api.web.bars import Bar, trouble
from api.web.case import current_passages, evidence_of
from api.web.checking import Checked, check_edit
from api.web.editing import Edit, Sentence, edit_from, edit_of, with_one_more, without
from api.web.queue import filter_of
from api.web.routes.deciding import Reviewing, first_or_stale
from api.web.routes.question import QuestionId, question_page
from api.web.visit import Form, Visit, field, go, with_language
from assistant.intake import inbox, questions
from assistant.intake.inbox import Question
from assistant.reviewing import drafts
from assistant.reviewing.deciding import decide
from assistant.reviewing.drafts import Draft
from knowledge.database import reading
from knowledge.errors import BadInput, Conflict, NotFound
from knowledge.texts import Text

router = APIRouter()
FOUND_AT_ONCE = 5
NO_DRAFT = Text("There is no draft to edit yet.", "Il n’y a pas encore d’ébauche à modifier.")


@router.get("/questions/{question_id}/edit")
def begin_edit(visit: Reviewing, question_id: QuestionId) -> Response:
    """The current draft as a form."""
    with reading(visit.services.engine) as connection:
        question = inbox.get(connection, question_id)
        draft = drafts.current(connection, question_id)
        if draft is None or not question.is_reviewable:
            return go(f"/questions/{question_id}{filter_of(visit.request.query_params).query}")
        edit = edit_of(draft, current_passages(connection, draft.statements, visit.now), question.language)
    return edit_page(visit, question_id, edit, draft, fresh=True)


@router.post("/questions/{question_id}/edit")
def go_on_editing(visit: Reviewing, question_id: QuestionId, form: Form) -> Response:
    """One step of an edit: add, remove, find, check, begin again, change language, approve."""
    edit, step = edit_from(form), field(form, "do", 40)
    with reading(visit.services.engine) as connection:
        question = inbox.get(connection, question_id)
        draft = _draft_of(connection, edit, question_id)
    if field(form, "language", 10) in SPOKEN:
        there = replace(visit, language=field(form, "language", 10))
        return with_language(visit.request, edit_page(there, question_id, edit, draft), there.language)
    _take_quietly(visit, question)
    if step == "approve":
        return _approve(visit, question, draft, edit)
    if step == "restart":
        return go(f"/questions/{question_id}/edit{filter_of(visit.request.query_params).query}")
    if step == "find":
        return _find(visit, question, draft, edit, field(form, "find", 500))
    return _step(visit, question, draft, edit, step)


def _step(visit: Visit, question: Question, draft: Draft, edit: Edit, step: str) -> Response:
    if step == "add":
        return edit_page(visit, question.id, with_one_more(edit), draft)
    if step.startswith("remove-") and step[7:].isdecimal():
        return edit_page(visit, question.id, without(edit, int(step[7:])), draft)
    return edit_page(visit, question.id, edit, draft, checked=check_edit(visit, question, draft, edit))


def _approve(visit: Visit, question: Question, draft: Draft, edit: Edit) -> Response:
    checked = check_edit(visit, question, draft, edit)
    if checked.check.problems or edit.checked != checked.check.fingerprint:
        words = visit.t("bar.not_saved" if checked.check.problems else "edit.unchecked")
        bar = Bar("not_saved", words, "stop" if checked.check.problems else "warn")
        return edit_page(visit, question.id, edit, draft, checked=checked, bars=[bar], status=422)
    services = visit.services
    try:
        decide(
            services.engine,
            draft_id=edit.draft_id,
            draft_version=edit.version,
            reviewer=person_of(visit.caller),
            decision="approve" if checked.statements == draft.statements else "edit_and_approve",
            statements=None if checked.statements == draft.statements else checked.statements,
            clock=services.clock,
            undo_s=services.assistant.settings.undo_s,
            brands=services.assistant.brands,
        )
    except (Conflict, BadInput) as error:
        bars = [
            first_or_stale(visit, question.id, error)
            if isinstance(error, Conflict)
            else trouble(visit, error),
            Bar("kept", visit.t("bar.kept"), "warn"),
        ]
        status = 409 if isinstance(error, Conflict) else 422
        return edit_page(visit, question.id, _onto_current(visit, edit), draft, checked, bars, status=status)
    return go(f"/questions/{question.id}{filter_of(visit.request.query_params).query}")


def _onto_current(visit: Visit, edit: Edit) -> Edit:
    """The same words over the newest draft, so that they can be approved after all; unchecked again."""
    with reading(visit.services.engine) as connection:
        question_id = drafts.get(connection, edit.draft_id).question_id
        current = drafts.current(connection, question_id)
    if current is None:
        return edit
    return replace(edit, draft_id=current.id, version=current.version, checked="")


def _find(visit: Visit, question: Question, draft: Draft, edit: Edit, query: str) -> Response:
    found = visit.services.knowledge.search.find(query, question.language, FOUND_AT_ONCE) if query else []
    extra = tuple(dict.fromkeys([*edit.extra, *(each.passage.id for each in found)]))
    find = {"query": query, "count": len(found)}
    return edit_page(visit, question.id, replace(edit, extra=extra), draft, find=find)


def edit_page(
    visit: Visit,
    question_id: str,
    edit: Edit,
    draft: Draft,
    checked: Checked | None = None,
    bars: Sequence[Bar] = (),
    find: Mapping[str, Any] | None = None,
    status: int = 200,
    fresh: bool = False,
) -> Response:
    """The question with a reply being written to it, as far as it has come."""
    with reading(visit.services.engine) as connection:
        cited, near = evidence_of(connection, draft.statements, draft, edit.extra, visit.t)
    cards = [*cited, *near]
    numbers = {card.passage_id: card.number for card in cards}

    def chosen_numbers(sentence: Sentence) -> str:
        return " ".join(f"[{numbers[each]}]" for each in sentence.sources if each in numbers)

    values: dict[str, Any] = {
        "edit": edit,
        "cards": cards,
        "chosen_numbers": chosen_numbers,
        "check": checked.check if checked else None,
        "tried": checked is not None,
        "fresh": fresh,
        "find": find or {"query": "", "count": 0},
    }
    if checked is not None:
        values["preview"] = checked.preview
    return question_page(visit, question_id, status=status, bars=bars, **values)


def _draft_of(connection: Connection, edit: Edit, question_id: str) -> Draft:
    draft = drafts.get(connection, edit.draft_id)
    if draft.question_id != question_id:
        raise NotFound(NO_DRAFT)
    return draft


def _take_quietly(visit: Visit, question: Question) -> None:
    """Whoever begins to write has the question, unless somebody else does already."""
    if question.assignee_id is not None or not question.is_open:
        return
    try:
        with visit.services.engine.begin() as connection:
            questions.assign(connection, question.id, person_of(visit.caller), False, visit.services.clock)
    except Conflict:
        return  # somebody was quicker: the page says who
