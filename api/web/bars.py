"""The bars over a draft: what changed, who has it, what can still be undone. Words and links, no HTML."""

import math
from dataclasses import dataclass
from typing import Literal

from api.web.case import Case
from api.web.queue import Filter
from api.web.visit import Visit
from knowledge.errors import ReplydeskError
from knowledge.texts import Text


@dataclass(frozen=True, slots=True)
class Bar:
    """One message; `post` is where its button posts to, `href` where its link leads."""

    kind: str
    text: str
    tone: Literal["", "warn", "stop"] = ""
    post: str | None = None
    button: str = ""
    href: str | None = None
    link: str = ""
    seconds: int = 0


def bars_of(
    visit: Visit,
    case: Case,
    wanted: Filter,
    next_id: str | None,
    seen: str | None,
    frozen: Text | None = None,
) -> list[Bar]:
    """The bars of a question as it stands; `seen` is the draft that the reader has before them.

    `frozen` says why a notice keeps the draft from being approved, where one does.
    """
    found = [
        None if frozen is None else Bar("frozen", frozen.in_language(visit.language), "stop"),
        _superseded(visit, case),
        _undo(visit, case, wanted, next_id),
        _held(visit, case, wanted),
        _moved_on(visit, case, wanted, seen),
    ]
    return [each for each in found if each is not None]


def trouble(visit: Visit, error: ReplydeskError) -> Bar:
    """What went wrong, in one bar."""
    return Bar("trouble", error.in_language(visit.language), "stop")


def _superseded(visit: Visit, case: Case) -> Bar | None:
    newer = case.question.superseded_by
    if newer is None:
        return None
    return Bar(
        "changed", visit.t("bar.changed"), "warn", href=f"/questions/{newer}", link=visit.t("bar.newer")
    )


def _undo(visit: Visit, case: Case, wanted: Filter, next_id: str | None) -> Bar | None:
    review, sending = case.review, case.delivery
    if review is None or sending is None or visit.person is None or review.reviewer_id != visit.person.id:
        return None
    if sending.review_id != review.id or sending.status != "queued" or sending.attempts:
        return None
    seconds = math.ceil((sending.next_attempt_at - visit.now).total_seconds())
    if seconds <= 0:
        return None
    following = f"/questions/{next_id}{wanted.query}" if next_id else f"/inbox{wanted.query}"
    separator = "&" if "?" in following else "?"
    return Bar(
        "undo",
        visit.t("decided.undo_bar", count=seconds),
        post=f"/reviews/{review.id}/undo{wanted.query}",
        button=visit.t("action.undo"),
        href=f"{following}{separator}done={case.question.id}",
        link=visit.t("question.next" if next_id else "nav.inbox"),
        seconds=seconds,
    )


def _held(visit: Visit, case: Case, wanted: Filter) -> Bar | None:
    if not case.question.is_open or not visit.may_review or not case.is_held_from(visit.person):
        return None
    holder = case.holder.name if case.holder else ""
    return Bar(
        "take",
        visit.t("bar.someone_has", name=holder),
        "warn",
        post=f"/questions/{case.question.id}/take{wanted.query}",
        button=visit.t("action.take_over"),
    )


def _moved_on(visit: Visit, case: Case, wanted: Filter, seen: str | None) -> Bar | None:
    """What happened while the reader was reading."""
    question, draft = case.question, case.draft
    if seen is None or question.superseded_by is not None:
        return None
    if case.review is not None:
        if visit.person is not None and case.review.reviewer_id == visit.person.id:
            return None
        name = case.reviewer.name if case.reviewer else ""
        words = visit.t(f"decided.{case.review.decision}").lower()
        told = visit.t("bar.now_decided", name=name, decision=words)
    elif draft is not None and draft.id != seen:
        told = visit.t("bar.newer_draft", version=draft.version)
    else:
        return None
    here = f"/questions/{question.id}{wanted.query}"
    return Bar("moved_on", told, "warn", href=here, link=visit.t("bar.show"))
