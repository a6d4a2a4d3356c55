"""Notices: pinned statements that override the pages for what they cover, while two people stand behind them.

Owns their state and what they cover, and reads them. Nobody ends one that expires: its state follows from the clock
at each reading. Who makes and ends one stands in `pinning`, what becomes of drafts and deliveries that one touches in
`assistant.reviewing.frozen` and `enforcing`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, and_, func, or_, select

from assistant import tables
from assistant.emergencies.new_notice import Wording
from assistant.intake.inbox import Question
from assistant.understand import standalone
from knowledge.errors import BadInput, NotFound
from knowledge.texts import Text
from knowledge.words.keywords import words

State = Literal["waiting", "active", "expired", "withdrawn"]
LOCK = "notices"
# A notice's words are cited under its id and their language, as a page's are under a passage's id.
PLACE = re.compile(r"(n_[0-9a-f]{20})\.(\w+)")


@dataclass(frozen=True, slots=True)
class Notice:
    """A statement to give instead of the pages; words by language. It never changes, but for who approved it."""

    id: str
    brand: str | None
    topics: Mapping[str, tuple[str, ...]]
    areas: Mapping[str, tuple[str, ...]]
    texts: Mapping[str, Wording]
    starts_at: datetime
    expires_at: datetime
    created_by: str
    created_at: datetime
    approved_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    approved_by: tuple[str, ...]

    def state(self, now: datetime) -> State:
        """Where it stands at `now`; approved but not yet begun is waiting too."""
        if self.withdrawn_at is not None:
            return "withdrawn"
        if now >= self.expires_at:
            return "expired"
        return "waiting" if self.approved_at is None or now < self.starts_at else "active"

    def covers(self, text: str, language: str, brand: str | None) -> bool:
        """Whether what is asked is its matter: a topic, in its areas, for its brand, in one of its languages.

        A phrase is met by a text that has all its words, stemmed, in any order.
        """
        if self.brand is not None and self.brand.casefold() != (brand or "").casefold():
            return False
        there = set(words(text, language))
        # Names of places are mostly the same in every language; names of matters are not.
        own = self.areas.get(language) or [each for found in self.areas.values() for each in found]
        return _meets(there, self.topics.get(language, ()), language) and (
            not own or _meets(there, own, language)
        )


def get(connection: Connection, notice_id: str) -> Notice:
    """The notice. Raises: NotFound."""
    found = get_many(connection, [notice_id])
    if not found:
        raise NotFound(Text("There is no such notice.", "Cet avis n’existe pas."))
    return found[notice_id]


def get_many(connection: Connection, ids: Sequence[str]) -> dict[str, Notice]:
    """The notices that there are, by id."""
    return {each.id: each for each in _where(connection, tables.notices.c.id.in_(ids))} if ids else {}


def listing(
    connection: Connection, *, after: str | None = None, limit: int = 50
) -> tuple[list[Notice], str | None]:
    """A page of notices, the newest first, and the id to go on after. Raises: BadInput for an unknown id."""
    table = tables.notices
    query = select(table.c.id).order_by(table.c.created_at.desc(), table.c.id.desc()).limit(limit + 1)
    if after is not None:
        last = get_many(connection, [after]).get(after)
        if last is None:
            raise BadInput(UNKNOWN_PLACE, field="cursor", next_step=LIST_AGAIN)
        same_moment = and_(table.c.created_at == last.created_at, table.c.id < last.id)
        query = query.where(or_(table.c.created_at < last.created_at, same_moment))
    ids = list(connection.execute(query).scalars())
    found = get_many(connection, ids)
    page = [found[each] for each in ids[:limit]]
    return page, page[-1].id if len(ids) > limit else None


def in_force(connection: Connection, now: datetime) -> list[Notice]:
    """The active notices, that which ends first first."""
    table = tables.notices
    standing = and_(table.c.approved_at.is_not(None), table.c.withdrawn_at.is_(None))
    found = _where(connection, and_(standing, table.c.starts_at <= now, table.c.expires_at > now))
    return sorted(found, key=lambda each: (each.expires_at, each.id))


def covering(active: Sequence[Notice], question: Question) -> Notice | None:
    """Of the `active` notices the one for this question, read as its thread is."""
    if not active:
        return None
    text = standalone(question.text, question.history)
    return covering_words(active, text, question.language, question.brand)


def covering_words(active: Sequence[Notice], text: str, language: str, brand: str | None) -> Notice | None:
    """Of the `active` notices the one for these words.

    Where several cover them: one for an area before one for everywhere, one for a brand before one for all, then
    the one approved last.
    """
    found = [each for each in active if each.covers(text, language, brand)]
    return max(found, key=lambda n: (bool(n.areas), bool(n.brand), n.approved_at, n.id), default=None)


def hold(connection: Connection) -> None:
    """Until the transaction ends no notice comes into force or is withdrawn: take it before any row is locked.

    On SQLite a writing transaction has the whole file to itself already.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock_shared(func.hashtextextended(LOCK, 0))))


def hold_alone(connection: Connection) -> None:
    """The same for whoever changes a notice: waits for all that decide or draft under the notices as they are."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(LOCK, 0))))


def _meets(there: set[str], phrases: Sequence[str], language: str) -> bool:
    return any(stems <= there for each in phrases if (stems := set(words(each, language))))


def _where(connection: Connection, condition: Any) -> list[Notice]:
    table, approval = tables.notices, tables.notice_approvals
    rows = connection.execute(select(table).where(condition)).all()
    if not rows:
        return []
    order = (approval.c.approved_at, approval.c.person_id)
    query = select(approval).where(approval.c.notice_id.in_([row.id for row in rows])).order_by(*order)
    by: dict[str, list[str]] = {}
    for each in connection.execute(query):
        by.setdefault(each.notice_id, []).append(each.person_id)
    return [_notice(row, tuple(by.get(row.id, ()))) for row in rows]


def _notice(row: Any, approved_by: tuple[str, ...]) -> Notice:
    fields = dict(row._mapping)
    fields["topics"] = {code: tuple(found) for code, found in row.topics.items()}
    fields["areas"] = {code: tuple(found) for code, found in row.areas.items()}
    fields["texts"] = {code: Wording(**found) for code, found in row.texts.items()}
    return Notice(**fields, approved_by=approved_by)


UNKNOWN_PLACE = Text(
    "The list cannot be continued from there.", "La liste ne peut être reprise à cet endroit."
)
LIST_AGAIN = Text("List again from the start.", "Reprenez la liste au début.")
