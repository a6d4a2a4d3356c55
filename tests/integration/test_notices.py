"""A notice: two people, a scope, an end by the clock; what it covers is drafted in its words."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from assistant.emergencies import notices
from assistant.emergencies.new_notice import Wording
from assistant.intake import people
from assistant.reviewing import drafts, enforcing
from assistant.reviewing.frozen import frozen_questions
from assistant.turns import Turn
from knowledge.database import reading
from knowledge.errors import BadInput, Conflict, NotAllowed
from tests.conftest import MovableClock
from tests.emergency import (
    SAYS,
    enforce,
    make,
    pending,
    state,
)
from tests.workflow import (
    Desk,
    ask,
    decide,
    open_desk,
    proposal,
    status,
)


@pytest.fixture
def desk(engine: Engine, clock: MovableClock) -> Desk:
    return open_desk(engine, clock)


# -- its life ----------------------------------------------------------------------------------------------


def test_it_waits_for_two_people_then_holds_until_the_clock_ends_it(desk: Desk) -> None:
    notice = make(desk)
    assert state(desk, notice) == "waiting"
    assert enforcing.approve(desk.engine, notice.id, desk.ana, desk.clock).approved_by == (desk.ana.id,)
    enforcing.approve(desk.engine, notice.id, desk.ana, desk.clock)  # the same person again is one person
    assert state(desk, notice) == "waiting"
    enforcing.approve(desk.engine, notice.id, desk.rob, desk.clock)
    assert state(desk, notice) == "active"
    desk.clock.advance(days=1)  # type: ignore[attr-defined]
    assert state(desk, notice) == "expired"
    with pytest.raises(Conflict):
        enforcing.withdraw(desk.engine, notice.id, desk.ana, desk.clock)


def test_it_begins_when_it_says_and_one_person_withdraws_it_for_good(desk: Desk) -> None:
    notice = enforce(desk, make(desk, starts_at=desk.clock() + timedelta(hours=1)))
    assert state(desk, notice) == "waiting"
    desk.clock.advance(hours=1)  # type: ignore[attr-defined]
    assert state(desk, notice) == "active"
    enforcing.withdraw(desk.engine, notice.id, desk.rob, desk.clock)
    assert state(desk, notice) == "withdrawn"
    with pytest.raises(Conflict):
        enforcing.approve(desk.engine, notice.id, desk.ana, desk.clock)


def test_only_managers_and_administrators_make_and_approve_notices(desk: Desk) -> None:
    notice = make(desk)
    with pytest.raises(NotAllowed):
        enforcing.approve(desk.engine, notice.id, desk.cleo, desk.clock)
    with pytest.raises(NotAllowed):
        make(replace(desk, ana=desk.cleo))


def test_an_approval_by_somebody_who_has_left_does_not_count(desk: Desk) -> None:
    notice = make(desk)
    enforcing.approve(desk.engine, notice.id, desk.ana, desk.clock)
    with desk.engine.begin() as connection:
        people.set_active(connection, desk.ana.id, False)
    enforcing.approve(desk.engine, notice.id, desk.rob, desk.clock)
    assert state(desk, notice) == "waiting"


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("topics", {"topics": {}}),
        ("topics", {"topics": {"de": ["Flut"]}}),
        ("topics.en", {"topics": {"en": ["the and of"]}}),
        ("topics.fr", {"topics": {"en": ["flood"]}}),
        ("texts", {"texts": {}}),
        ("texts.en.statement", {"texts": {"en": Wording("  ", SAYS.url)}}),
        ("texts.en.url", {"texts": {"en": Wording("Leave.", "javascript:alert(1)")}}),
        ("texts.en.url", {"texts": {"en": Wording("Leave.", "")}}),
        ("expires_at", {"days": 0}),
        ("expires_at", {"days": 31}),
    ],
)
def test_a_notice_must_be_whole(desk: Desk, field: str, wrong: dict[str, Any]) -> None:
    if "days" in wrong:
        wrong = {"expires_at": desk.clock() + timedelta(days=wrong["days"])}
    with pytest.raises(BadInput) as caught:
        make(desk, **wrong)
    assert caught.value.field == field


# -- what the database refuses, in raw SQL --------------------------------------------------------------------

ACTIVATE = "UPDATE notices SET approved_at = created_at"
REFUSED = {
    "in force without approvals": ((), ACTIVATE),
    "in force with one approver": (("ana",), ACTIVATE),
    "the same approver twice": (("ana",), "INSERT INTO notice_approvals VALUES (:id, :ana, :now)"),
    "an approver without the role": ((), "INSERT INTO notice_approvals VALUES (:id, :cleo, :now)"),
    "taking an approval back": (("ana", "rob"), "DELETE FROM notice_approvals"),
    "moving an approval": (("ana",), "UPDATE notice_approvals SET person_id = :rob"),
    "other words": (("ana", "rob"), "UPDATE notices SET texts = '{}'"),
    "another scope": (("ana", "rob"), "UPDATE notices SET topics = '{}'"),
    "a later end": (("ana", "rob"), "UPDATE notices SET expires_at = :later"),
    "deleting it": ((), "DELETE FROM notices"),
    "a draft from one that nobody approved": (
        (),
        "INSERT INTO drafts SELECT 'd_x', question_id, 9, status, statements, nearest, findings, confidence,"
        " completeness, model, prompt_version, index_version, created_at, :id FROM drafts",
    ),
    "one born in force": (
        (),
        "INSERT INTO notices SELECT 'n_x', brand, topics, areas, texts, starts_at, expires_at, created_by,"
        " created_at, created_at, NULL, NULL FROM notices",
    ),
    "one for longer than 30 days": (
        (),
        "INSERT INTO notices SELECT 'n_x', brand, topics, areas, texts, starts_at, :later, created_by,"
        " created_at, NULL, NULL, NULL FROM notices",
    ),
}


@pytest.mark.parametrize("attempt", REFUSED)
def test_the_database_refuses(desk: Desk, attempt: str) -> None:
    before, refused = REFUSED[attempt]
    pending(desk)
    notice = make(desk)
    for each in before:
        enforcing.approve(desk.engine, notice.id, getattr(desk, each), desk.clock)
    named = {"id": notice.id, "ana": desk.ana.id, "rob": desk.rob.id, "cleo": desk.cleo.id}
    moments = {"now": "2026-09-14 12:00:00.000000", "later": "2026-10-20 12:00:00.000000"}
    with pytest.raises(DBAPIError), desk.engine.begin() as connection:
        values = {k: v for k, v in (named | moments).items() if f":{k}" in refused}
        connection.execute(text(refused), values)


def test_the_database_takes_two_approvals_and_then_the_notice(desk: Desk) -> None:
    notice = make(desk)
    with desk.engine.begin() as connection:
        for each in (desk.ana, desk.rob):
            values = {"id": notice.id, "by": each.id, "now": "2026-09-14 12:00:00.000000"}
            connection.execute(text("INSERT INTO notice_approvals VALUES (:id, :by, :now)"), values)
        connection.execute(text(ACTIVATE))
    assert state(desk, notice) == "active"


# -- what it covers --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "scope", "covered"),
    [
        ({"text": "is a birth certificate free?"}, {}, True),
        ({"text": "a certificate of my birth?"}, {}, True),
        ({"text": "my marriage certificate?"}, {}, False),
        ({"text": "what of the flooding?"}, {}, True),
        ({"text": "une inondation ?", "language": "fr"}, {}, True),
        ({"text": "flood ?", "language": "fr"}, {}, False),
        ({"text": "flood in Riverton?"}, {"areas": {"en": ["Riverton", "Old Mill"]}}, True),
        ({"text": "flood at the old mills?"}, {"areas": {"en": ["Riverton", "Old Mill"]}}, True),
        ({"text": "flood in Hillside?"}, {"areas": {"en": ["Riverton"]}}, False),
        ({"text": "inondation à Riverton ?", "language": "fr"}, {"areas": {"en": ["Riverton"]}}, True),
        ({"text": "flood?", "brand": "Parks"}, {"brand": "parks"}, True),
        ({"text": "flood?", "brand": "Health"}, {"brand": "parks"}, False),
        ({"text": "flood?"}, {"brand": "parks"}, False),
    ],
)
def test_it_covers_by_topic_and_area_and_brand_and_language(
    desk: Desk, asked: dict[str, str], scope: dict[str, Any], covered: bool
) -> None:
    enforce(desk, make(desk, **scope))
    question, draft = pending(desk, **asked)
    assert (draft.model == "notice") == covered
    assert status(desk, question) == "pending_review"


def test_a_draft_is_the_notices_words_with_its_address_and_still_asks_for_a_person(desk: Desk) -> None:
    notice = enforce(desk, make(desk))
    question, draft = pending(desk)
    [statement] = draft.statements
    assert (statement.text, statement.citations[0].kind) == (SAYS.statement, "notice")
    assert [each.check for each in draft.findings] == ["notice"]
    assert (draft.notice_id, status(desk, question)) == (notice.id, "pending_review")
    decided = decide(desk, draft)
    assert decided.final_text == (
        "Leave Riverton now by Route 4 [1].\n\nSources\n[1] Official notice https://aldermere.example/flood"
    )


def test_a_thread_stays_covered_when_only_its_beginning_names_the_matter(desk: Desk) -> None:
    enforce(desk, make(desk))
    _, draft = pending(desk, text="and where do I go?", history=(Turn("citizen", "there is a flood here"),))
    assert draft.model == "notice"


def test_what_could_not_be_drafted_is_answered_by_the_notice(desk: Desk) -> None:
    enforce(desk, make(desk))
    with desk.engine.begin() as connection:
        question = ask(connection, desk.clock)
        draft = drafts.add(connection, question.id, proposal(status="error_drafting"), desk.clock)
    assert (draft.status, draft.model) == ("pending_review", "notice")


def test_a_language_without_a_text_keeps_the_pages_draft_with_a_finding(desk: Desk) -> None:
    notice = enforce(desk, make(desk, texts={"en": SAYS}))
    _, draft = pending(desk, text="une inondation ?", language="fr")
    assert (draft.model, draft.notice_id) == ("fake", notice.id)
    assert [each.check for each in draft.findings] == ["notice_without_text"]
    with reading(desk.engine) as connection:
        assert frozen_questions(connection, desk.clock()) == {}


def test_the_narrower_notice_wins(desk: Desk) -> None:
    narrow = enforce(desk, make(desk, areas={"en": ["Riverton"]}))
    enforce(desk, make(desk))
    assert pending(desk, text="flood in Riverton?")[1].notice_id == narrow.id


def test_an_edited_notice_may_say_no_fact_that_it_does_not_hold(desk: Desk) -> None:
    enforce(desk, make(desk))
    _, draft = pending(desk)
    [statement] = draft.statements
    with pytest.raises(BadInput):
        decide(
            desk,
            draft,
            decision="edit_and_approve",
            statements=(replace(statement, text="Leave by Route 5."),),
        )
    shorter = replace(statement, text="Leave by Route 4.")
    assert decide(desk, draft, decision="edit_and_approve", statements=(shorter,)).final_text


def test_the_list_goes_on_page_by_page_newest_first(desk: Desk) -> None:
    made = []
    for _ in range(3):
        made.append(make(desk).id)
        desk.clock.advance(minutes=1)  # type: ignore[attr-defined]
    with reading(desk.engine) as connection:
        first, position = notices.listing(connection, limit=2)
        rest, end = notices.listing(connection, after=position, limit=2)
        with pytest.raises(BadInput):
            notices.listing(connection, after="n_none")
    assert [each.id for each in (*first, *rest)] == made[::-1]
    assert end is None
