"""Pinning a notice: made by one person, in force with the approvals of two, ended by any. Nothing else changes one.

What approving and ending one touches, and who holds the notices meanwhile, stands in `assistant.reviewing.enforcing`.
"""

from datetime import datetime
from uuid import uuid4

from sqlalchemy import Connection, and_, func, insert, select, update

from assistant import tables
from assistant.emergencies.new_notice import NewNotice, checked
from assistant.emergencies.notices import Notice, get
from assistant.intake import events, people
from assistant.intake.people import REVIEWERS, Person
from knowledge.clock import Clock
from knowledge.errors import Conflict
from knowledge.texts import Text

APPROVERS = 2


def create(connection: Connection, new: NewNotice, person: Person, clock: Clock) -> Notice:
    """Store a notice, which waits for two people. Raises: BadInput, naming the field; NotAllowed."""
    people.require_reviewer(connection, person)
    now = clock()
    good = checked(new, now)
    notice_id = f"n_{uuid4().hex[:20]}"
    connection.execute(
        insert(tables.notices).values(
            id=notice_id,
            brand=good.brand,
            topics={code: list(found) for code, found in good.topics.items()},
            areas={code: list(found) for code, found in good.areas.items()},
            texts={code: {"statement": w.statement, "url": w.url} for code, w in good.texts.items()},
            starts_at=good.starts_at,
            expires_at=good.expires_at,
            created_by=person.id,
            created_at=now,
        )
    )
    _record(connection, "notice_made", notice_id, person, clock)
    return get(connection, notice_id)


def approve(connection: Connection, notice_id: str, person: Person, clock: Clock) -> Notice:
    """Add a person's approval; the second one lets the notice come into force. Doing it twice changes nothing.

    Raises: Conflict when it is withdrawn or expired; NotAllowed; NotFound.
    """
    people.require_reviewer(connection, person)
    notice = get(connection, notice_id)
    _check_not_over(notice, clock())
    if person.id in notice.approved_by or notice.approved_at is not None:
        return notice
    approval = {"notice_id": notice_id, "person_id": person.id, "approved_at": clock()}
    connection.execute(insert(tables.notice_approvals).values(**approval))
    _record(connection, "notice_approved", notice_id, person, clock)
    if _standing_approvals(connection, notice_id) >= APPROVERS:
        table = tables.notices
        connection.execute(update(table).where(table.c.id == notice_id).values(approved_at=clock()))
    return get(connection, notice_id)


def withdraw(connection: Connection, notice_id: str, person: Person, clock: Clock) -> Notice:
    """End a notice now, for good; one person is enough, and doing it twice changes nothing.

    Raises: Conflict when it has expired; NotAllowed; NotFound.
    """
    people.require_reviewer(connection, person)
    notice = get(connection, notice_id)
    if notice.withdrawn_at is not None:
        return notice
    _check_not_over(notice, clock())
    table = tables.notices
    gone = update(table).where(table.c.id == notice_id)
    connection.execute(gone.values(withdrawn_at=clock(), withdrawn_by=person.id))
    _record(connection, "notice_withdrawn", notice_id, person, clock)
    return get(connection, notice_id)


def _check_not_over(notice: Notice, now: datetime) -> None:
    state = notice.state(now)
    if state in {"expired", "withdrawn"}:
        raise Conflict(WITHDRAWN if state == "withdrawn" else EXPIRED, next_step=MAKE_ANOTHER)


def _standing_approvals(connection: Connection, notice_id: str) -> int:
    # Whoever has left since, or may no longer review, does not count.
    approval, person = tables.notice_approvals, tables.people
    query = select(func.count()).select_from(approval).join(person, person.c.id == approval.c.person_id)
    still = and_(person.c.active == 1, person.c.role.in_(REVIEWERS))
    return connection.execute(query.where(approval.c.notice_id == notice_id, still)).scalar_one()


def _record(
    connection: Connection, kind: events.EventKind, notice_id: str, person: Person, clock: Clock
) -> None:
    data = {"notice_id": notice_id}
    events.record(connection, kind, person_id=person.id, data=data, clock=clock)


EXPIRED = Text("The notice has expired.", "L’avis a expiré.")
WITHDRAWN = Text("The notice has been withdrawn.", "L’avis a été retiré.")
MAKE_ANOTHER = Text("Make another, if it is still needed.", "Créez-en un autre, s’il en faut encore un.")
