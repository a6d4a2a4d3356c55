"""What could not be answered, or not well: questions without a draft, and rejected ones, by nearest page.

Reads only. Grouping and closing gaps is not done here.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from assistant import tables
from assistant.citations import Nearest
from assistant.intake import inbox
from assistant.intake.inbox import Question, in_status
from assistant.reviewing import drafts, review
from assistant.reviewing.drafts import Draft
from assistant.reviewing.review import Review

UNANSWERED = ("unanswerable_*", "error_*", "blocked_*", "rejected")
ROWS_AT_ONCE = 200
COLUMNS = (
    "question_id", "received_at", "language", "channel", "brand", "status", "question", "reason_code",
    "reason", "nearest_page", "nearest_url", "owner", "score",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that no page answered, or whose draft a person rejected."""

    question: Question
    draft: Draft | None
    review: Review | None

    @property
    def nearest(self) -> Nearest | None:
        """The passage that came nearest, if any."""
        return self.draft.nearest[0] if self.draft is not None and self.draft.nearest else None


@dataclass(frozen=True, slots=True)
class PageCount:
    """How many such questions came nearest to one page; `page_id` None counts those near no page."""

    page_id: str | None
    title: str | None
    url: str | None
    owner: str | None
    questions: int


def listing(
    connection: Connection, *, after: str | None = None, limit: int = 50
) -> tuple[list[Unanswered], str | None]:
    """A page of unanswered questions, and the cursor of the next page if there is one."""
    found, position = inbox.listing(connection, statuses=UNANSWERED, after=after, limit=limit)
    return [_unanswered(connection, question) for question in found], position


def everything(connection: Connection) -> Iterator[Unanswered]:
    """All unanswered questions."""
    after: str | None = None
    while True:
        page, after = listing(connection, after=after, limit=ROWS_AT_ONCE)
        yield from page
        if after is None:
            return


def by_page(connection: Connection) -> list[PageCount]:
    """The pages that came nearest, those with the most questions first."""
    question, draft = tables.questions, tables.drafts
    query = select(draft.c.nearest).select_from(question)
    query = query.outerjoin(draft, draft.c.id == question.c.current_draft_id).where(in_status(UNANSWERED))
    totals: dict[str | None, PageCount] = {}
    for nearest in connection.execute(query).scalars():
        first = nearest[0] if nearest else {}
        page_id = first.get("page_id")
        before = totals.get(page_id)
        totals[page_id] = PageCount(
            page_id,
            first.get("title"),
            (first.get("url") or "").partition("#")[0] or None,
            first.get("owner"),
            1 if before is None else before.questions + 1,
        )
    return sorted(totals.values(), key=lambda each: (-each.questions, each.page_id or ""))


def by_owner(connection: Connection) -> dict[str | None, int]:
    """How many such questions came nearest to a page of each owner, most first; None without an owner."""
    totals: dict[str | None, int] = {}
    for each in by_page(connection):
        totals[each.owner] = totals.get(each.owner, 0) + each.questions
    return dict(sorted(totals.items(), key=lambda item: (-item[1], item[0] or "")))


def as_csv(connection: Connection) -> Iterator[str]:
    """All unanswered questions as CSV, a line at a time, with a header line."""
    yield _line(COLUMNS)
    for each in everything(connection):
        question, decided, nearest = each.question, each.review, each.nearest
        yield _line(
            (
                question.id,
                _moment(question.received_at),
                question.language,
                question.channel,
                question.brand,
                question.status,
                question.text,
                decided and decided.reason_code,
                decided and decided.reason,
                nearest and nearest.title,
                nearest and nearest.url,
                nearest and nearest.owner,
                nearest and nearest.score,
            )
        )


def _unanswered(connection: Connection, question: Question) -> Unanswered:
    draft = drafts.current(connection, question.id)
    decided = review.of_draft(connection, draft.id) if draft is not None else None
    return Unanswered(question, draft, decided)


def _line(cells: tuple[object, ...]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow([_harmless(cell) for cell in cells])
    return line.getvalue()


def _harmless(cell: object) -> object:
    # A spreadsheet would run a citizen's "=…" as a formula (OWASP: CSV injection).
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
