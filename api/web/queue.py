"""The inbox as the desk shows it: rows, counts, filters, and which question comes next. Reads; changes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from assistant.intake.inbox import OPEN, in_status, matches
from assistant.tables import people, questions
from knowledge.errors import BadInput
from knowledge.texts import Text

GROUPS: Mapping[str, tuple[str, ...]] = {
    "waiting": (*OPEN, "delivery_failed"),
    "ready": ("pending_review",),
    "nodraft": ("unanswerable_*", "needs_clarification", "blocked_*", "error_*"),
    "drafting": ("received",),
    "unsent": ("delivery_failed",),
    "sent": ("approved", "delivered"),
    "rejected": ("rejected",),
    "referred": ("referred",),
}
CLOSED_GROUPS = ("sent", "rejected", "referred")
TO_DECIDE = ("pending_review", *GROUPS["nodraft"])
ROWS = 50
SNIPPET_CHARACTERS = 140


@dataclass(frozen=True, slots=True)
class Filter:
    """Which questions are listed; `mine` holds only for a person."""

    group: str = "waiting"
    language: str | None = None
    mine: bool = False
    after: str | None = None

    @property
    def query(self) -> str:
        """The filter as the query of an address, with its question mark; empty for the usual one."""
        values = {
            "state": self.group if self.group != "waiting" else None,
            "language": self.language,
            "mine": "1" if self.mine else None,
            "after": self.after,
        }
        chosen = {name: value for name, value in values.items() if value}
        return f"?{urlencode(chosen)}" if chosen else ""

    def but(self, **changes: Any) -> "Filter":
        """The same filter with changes, from its first page."""
        return replace(self, **{"after": None, **changes})


@dataclass(frozen=True, slots=True)
class Row:
    """One question in the list."""

    id: str
    author: str | None
    channel: str
    language: str
    status: str
    snippet: str
    due_at: datetime
    updated_at: datetime
    assignee_id: str | None
    assignee: str | None

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return matches(self.status, GROUPS["waiting"])


@dataclass(frozen=True, slots=True)
class Counts:
    """How many questions stand behind each filter."""

    groups: Mapping[str, int]
    languages: Mapping[str, int]
    mine: int

    @property
    def waiting(self) -> int:
        """All that wait."""
        return self.groups["waiting"]


def filter_of(values: Mapping[str, str]) -> Filter:
    """The filter named in an address; what it does not know counts as not given."""
    group = values.get("state", "")
    language = values.get("language", "")
    return Filter(
        group if group in GROUPS else "waiting",
        language if language.isalpha() and len(language) <= 10 else None,
        values.get("mine") == "1",
        values.get("after") or None,
    )


def rows(connection: Connection, wanted: Filter, person_id: str | None) -> tuple[list[Row], str | None]:
    """A page of rows and the bookmark of the next: nearest to breach first, closed ones newest first.

    Raises: BadInput for a bookmark that is not ours.
    """
    query = _selected(wanted, person_id)
    at = questions.c.updated_at if wanted.group in CLOSED_GROUPS else questions.c.answer_due_at
    if wanted.group in CLOSED_GROUPS:
        query = query.order_by(at.desc(), questions.c.id.desc())
    else:
        query = query.order_by(at, questions.c.id)
    if wanted.after:
        query = query.where(_past(wanted, at))
    found = [_row(each) for each in connection.execute(query.limit(ROWS + 1))]
    page = found[:ROWS]
    if len(found) <= ROWS:
        return page, None
    last = page[-1]
    moment = last.updated_at if wanted.group in CLOSED_GROUPS else last.due_at
    return page, f"{moment.isoformat()}~{last.id}"


def counts(connection: Connection, person_id: str | None) -> Counts:
    """The numbers beside the filters."""
    table = questions
    columns = (table.c.status, table.c.language, table.c.assignee_id == person_id)
    found = connection.execute(select(*columns, func.count()).group_by(*columns)).all()
    groups = dict.fromkeys(GROUPS, 0)
    languages: dict[str, int] = {}
    mine = 0
    for status, language, is_mine, total in found:
        for group, patterns in GROUPS.items():
            groups[group] += total if matches(status, patterns) else 0
        if matches(status, GROUPS["waiting"]):
            languages[language] = languages.get(language, 0) + total
            mine += total if is_mine else 0
    return Counts(groups, dict(sorted(languages.items())), mine)


def next_to_decide(
    connection: Connection, wanted: Filter, person_id: str | None, but: str | None = None
) -> str | None:
    """The id of the most urgent question that waits for a decision and is nobody else's."""
    usual = wanted if wanted.group not in CLOSED_GROUPS else Filter()
    query = _selected(usual.but(), person_id).where(in_status(TO_DECIDE))
    free = or_(questions.c.assignee_id.is_(None), questions.c.assignee_id == person_id)
    query = query.where(free).order_by(questions.c.answer_due_at, questions.c.id).limit(1)
    if but is not None:
        query = query.where(questions.c.id != but)
    row = connection.execute(query).first()
    return None if row is None else str(row.id)


def _selected(wanted: Filter, person_id: str | None) -> Select[Any]:
    table = questions
    query = select(
        table.c.id,
        table.c.author_name,
        table.c.channel,
        table.c.language,
        table.c.status,
        func.substr(table.c.text, 1, SNIPPET_CHARACTERS + 1).label("snippet"),
        table.c.answer_due_at,
        table.c.updated_at,
        table.c.assignee_id,
        people.c.name.label("assignee"),
    ).select_from(table.outerjoin(people, people.c.id == table.c.assignee_id))
    query = query.where(in_status(GROUPS[wanted.group]))
    if wanted.language:
        query = query.where(table.c.language == wanted.language)
    return query.where(table.c.assignee_id == person_id) if wanted.mine else query


def _past(wanted: Filter, at: Any) -> ColumnElement[bool]:
    moment, _, last_id = (wanted.after or "").partition("~")
    try:
        bound = datetime.fromisoformat(moment)
    except ValueError:
        bound = None
    if bound is None or bound.tzinfo is None:
        raise BadInput(
            Text("The list cannot be continued from there.", "La liste ne peut être reprise à cet endroit."),
            next_step=Text("Begin again at the inbox.", "Reprenez à la boîte de réception."),
        )
    if wanted.group in CLOSED_GROUPS:
        return or_(at < bound, and_(at == bound, questions.c.id < last_id))
    return or_(at > bound, and_(at == bound, questions.c.id > last_id))


def _row(found: Any) -> Row:
    text = " ".join(found.snippet.split())
    snippet = text[:SNIPPET_CHARACTERS] + ("…" if len(found.snippet) > SNIPPET_CHARACTERS else "")
    return Row(
        found.id,
        found.author_name,
        found.channel,
        found.language,
        found.status,
        snippet,
        found.answer_due_at,
        found.updated_at,
        found.assignee_id,
        found.assignee,
    )
