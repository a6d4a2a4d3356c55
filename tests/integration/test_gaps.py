"""What could not be answered is listed, counted by the nearest page, and exported harmlessly."""

import csv

import pytest
from sqlalchemy import Engine

from assistant.citations import Nearest
from assistant.reviewing import deciding, drafts, gaps
from knowledge.clock import Clock
from knowledge.database import reading
from tests.workflow import Desk, ask, drafted, open_desk, proposal

NEAR = Nearest("p#1", "site:births", "Births", "https://a.example/births#x", "Registry", (), "Text", 0.4)
FAR = Nearest("p#2", "site:fish", "Fish", None, None, (), "Text", 0.1)


@pytest.fixture
def desk(sqlite_engine: Engine, clock: Clock) -> Desk:
    desk = open_desk(sqlite_engine, clock)
    with desk.engine.begin() as connection:
        for text, nearest in (("one?", (NEAR, FAR)), ("=cmd()?", (NEAR,)), ("three?", (FAR,)), ("four?", ())):
            nothing = proposal(status="unanswerable_no_source", nearest=nearest)
            drafts.add(connection, ask(connection, clock, text).id, nothing, clock)
        _, rejected = drafted(connection, clock)
        drafted(connection, clock)
    deciding.decide(
        desk.engine, draft_id=rejected.id, draft_version=1, reviewer=desk.ana, decision="reject",
        reason_code="outdated_source", reason="the fee rose", clock=clock,
    )  # fmt: skip
    return desk


def test_unanswered_and_rejected_questions_are_listed_with_the_nearest_passage(desk: Desk) -> None:
    with reading(desk.engine) as connection:
        found = list(gaps.everything(connection))
        page, after = gaps.listing(connection, limit=2)
    assert len(found) == 5 and len(page) == 2 and after is not None
    assert {each.question.status for each in found} == {"unanswerable_no_source", "rejected"}
    assert [each.nearest for each in found if each.question.text == "one?"] == [NEAR]
    assert [each.review.reason for each in found if each.review is not None] == ["the fee rose"]


def test_counts_are_by_page_and_owner(desk: Desk) -> None:
    with reading(desk.engine) as connection:
        pages, owners = gaps.by_page(connection), gaps.by_owner(connection)
    assert [(each.page_id, each.url, each.questions) for each in pages] == [
        (None, None, 2),
        ("site:births", "https://a.example/births", 2),
        ("site:fish", None, 1),
    ]
    assert owners == {None: 3, "Registry": 2}


def test_the_export_holds_all_and_runs_nothing(desk: Desk) -> None:
    with reading(desk.engine) as connection:
        rows = list(csv.DictReader(gaps.as_csv(connection)))
    assert len(rows) == 5
    assert "'=cmd()?" in {row["question"] for row in rows}
    assert {row["owner"] for row in rows} == {"Registry", ""}
