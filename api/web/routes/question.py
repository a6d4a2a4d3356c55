"""One question: what was asked, its draft, its evidence. Shows; decides nothing."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from sqlalchemy import Connection
from starlette.responses import HTMLResponse, Response

from api.web.bars import Bar, bars_of
from api.web.case import (
    Case,
    current_passages,
    evidence_of,
    read_case,
    shown_sentences,
)
from api.web.difference import difference
from api.web.evidence import cited_cards
from api.web.no_draft import no_draft
from api.web.queue import filter_of, next_to_decide
from api.web.routes.inbox import after_of, listed
from api.web.visit import Visit, visiting
from assistant.citations import Statement
from assistant.reviewing import preview, writing
from assistant.reviewing.preview import Preview
from assistant.reviewing.review import REASONS
from knowledge.database import reading

router = APIRouter()
QuestionId = Annotated[str, Path(max_length=40)]


@router.get("/questions/{question_id}")
def show_question(
    visit: Annotated[Visit, visiting()],
    question_id: QuestionId,
    seen: Annotated[str | None, Query(max_length=40)] = None,
    done: Annotated[str | None, Query(max_length=40)] = None,
    past: str = "",
) -> Response:
    """The question as it stands; `seen` names the draft that the reader has before them, to tell what changed.

    Past replies need a search of their own, which must not keep anybody waiting: they come when asked for.
    """
    return question_page(visit, question_id, seen=seen, done=done, past=bool(past))


def question_page(
    visit: Visit,
    question_id: str,
    *,
    status: int = 200,
    bars: Sequence[Bar] = (),
    seen: str | None = None,
    done: str | None = None,
    past: bool = False,
    **editing: Any,
) -> HTMLResponse:
    """The page of a question; `editing` holds what an edit in progress needs."""
    wanted = filter_of(visit.request.query_params)
    person_id = visit.person.id if visit.person else None
    with reading(visit.services.engine) as connection:
        case = read_case(connection, question_id)
        next_id = next_to_decide(connection, wanted, person_id, but=question_id) if visit.may_review else None
        reply = _previewed(connection, visit, case)
        values: dict[str, Any] = {
            **listed(connection, visit, wanted),
            **_shown(connection, visit, case, editing.get("edit"), reply),
            "after": after_of(connection, visit, done),
        }
    values |= {
        "precedents": _precedents(visit, case) if past else None,
        "bars": [*bars, *bars_of(visit, case, wanted, next_id, seen, reply.frozen)],
        "next_id": next_id,
        "seen": case.draft.id if case.draft else "none",
        "live": True,
        "edit": None,
        "note_of": None,
    }
    return visit.show("question.html", "inbox", status, **(values | editing))


def _previewed(connection: Connection, visit: Visit, case: Case) -> Preview:
    brands = visit.services.assistant.brands
    if case.draft is not None and case.review is None:
        return preview.of_draft(connection, case.draft, case.question, visit.now, brands)
    said = case.review.final_statements if case.review else ()
    return preview.of_reply(connection, said, case.question, case.draft, visit.now, brands)


def _shown(connection: Connection, visit: Visit, case: Case, edit: Any, reply: Preview) -> Mapping[str, Any]:
    question, draft = case.question, case.draft
    statements = case.review.final_statements if case.review else draft.statements if draft else ()
    findings = reply.findings if case.review is None else ()
    extra = edit.extra if edit is not None else ()
    cited, near = evidence_of(connection, statements, draft, extra, visit.t)
    written = writing.so_far(connection, question.id, visit.now)
    return {
        "question": question,
        "author": question.author_name or visit.t("question.someone"),
        "draft": draft,
        "review": case.review,
        "reviewer": case.reviewer.name if case.reviewer else "",
        "delivery": case.delivery,
        "delivery_words": _delivery_words(visit, case),
        "sentences": shown_sentences(statements, reply.sources, findings, visit.t),
        "written": shown_sentences(written, current_passages(connection, written, visit.now), (), visit.t),
        "written_sources": cited_cards(connection, written, visit.t),
        "findings": [*findings, *reply.as_sent.findings],
        "may_approve": reply.may_be_approved,
        "preview": reply,
        "in_a_voice": bool(visit.services.assistant.brands),
        "changes": _changes(case),
        "cited": cited,
        "near": near,
        "titles": {card.number: card.title for card in cited},
        "held_by": case.holder.name if case.holder and case.is_held_from(visit.person) else None,
        "mine": case.holder is not None and not case.is_held_from(visit.person),
        "reasons": REASONS,
        "no_draft": no_draft(case, visit.language, visit.t),
    }


def _changes(case: Case) -> Sequence[Any]:
    if case.review is None or case.draft is None or case.review.decision != "edit_and_approve":
        return ()
    return difference(_words(case.draft.statements), _words(case.review.final_statements))


def _words(statements: Sequence[Statement]) -> str:
    return "\n".join(each.text.strip() for each in statements)


def _delivery_words(visit: Visit, case: Case) -> str | None:
    sending = case.delivery
    if sending is None or case.review is None or sending.review_id != case.review.id:
        return None
    if sending.trouble is not None and sending.status in {"queued", "failed"}:
        key = "decided.failed" if sending.status == "queued" else "decided.gave_up"
        return visit.t(key, error=sending.trouble.in_language(visit.language))
    return visit.t(f"decided.{sending.status}")


def _precedents(visit: Visit, case: Case) -> Sequence[Any]:
    question = case.question
    found = visit.services.knowledge.search.precedents(question.text, question.language)
    return [each.exchange for each in found]
