"""A person decides on exactly one version, once, and only what stands in the pages goes out."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from assistant.citations import Statement
from assistant.intake import questions
from assistant.intake.people import Person
from assistant.intake.questions import Question
from assistant.reviewing import delivery, drafts
from assistant.reviewing.drafts import Draft
from assistant.reviewing.review import Review
from knowledge import passages
from knowledge.clock import Clock
from knowledge.database import reading
from knowledge.errors import BadInput, Conflict, NotAllowed, NotFound, StaleDraft
from tests.workflow import (
    FEE,
    HELLO,
    Desk,
    ask,
    decide,
    deliveries,
    drafted,
    fact,
    open_desk,
    proposal,
    publish,
    status,
)


@pytest.fixture
def desk(engine: Engine, clock: Clock) -> Desk:
    return open_desk(engine, clock)


@pytest.fixture
def ready(desk: Desk) -> tuple[Question, Draft]:
    with desk.engine.begin() as connection:
        return drafted(connection, desk.clock)


def test_an_approval_queues_exactly_the_draft(desk: Desk, ready: tuple[Question, Draft]) -> None:
    question, draft = ready
    decided = decide(desk, draft)
    with reading(desk.engine) as connection:
        queued = delivery.of_question(connection, question.id)
    assert queued is not None and queued.status == "queued"
    assert queued.text == decided.final_text
    assert decided.final_text.startswith(  # type: ignore[union-attr]
        "Hello Maria,\n\nA replacement birth certificate costs $35 [1]. It takes 15 business days by mail [2]."
    )
    assert (queued.next_attempt_at - desk.clock()).total_seconds() == 5
    assert status(desk, question) == "approved"


def test_a_version_that_is_no_longer_current_cannot_be_approved(
    desk: Desk, ready: tuple[Question, Draft]
) -> None:
    question, draft = ready
    with desk.engine.begin() as connection:
        newer = drafts.add(connection, question.id, proposal(*draft.statements), desk.clock)
    assert newer.version == 2
    with pytest.raises(StaleDraft):
        decide(desk, draft)
    with pytest.raises(StaleDraft):
        decide(desk, replace(newer, version=1))
    assert deliveries(desk) == 0


def test_a_draft_cannot_be_approved_once_the_citizen_wrote_again(desk: Desk) -> None:
    with desk.engine.begin() as connection:
        _, draft = drafted(connection, desk.clock, thread_id="t")
        ask(connection, desk.clock, "and how long?", thread_id="t")
    with pytest.raises(StaleDraft):
        decide(desk, draft)


def test_the_same_decision_again_gives_the_first_result(desk: Desk, ready: tuple[Question, Draft]) -> None:
    _, draft = ready
    assert decide(desk, draft) == decide(desk, draft)
    assert deliveries(desk) == 1


def test_another_decision_on_a_decided_draft_is_stale(desk: Desk, ready: tuple[Question, Draft]) -> None:
    _, draft = ready
    decide(desk, draft)
    with pytest.raises(StaleDraft):
        decide(desk, draft, by=desk.rob)
    with pytest.raises(StaleDraft):
        decide(desk, draft, decision="reject", reason_code="tone")
    with pytest.raises(StaleDraft):
        decide(desk, draft, decision="edit_and_approve", statements=draft.statements)


def test_rejecting_and_referring_send_nothing(desk: Desk, ready: tuple[Question, Draft]) -> None:
    question, draft = ready
    with desk.engine.begin() as connection:
        other, second = drafted(connection, desk.clock)
    decide(desk, draft, decision="reject", reason_code="incorrect")
    decide(desk, second, decision="refer", reason="the registry office")
    assert (status(desk, question), status(desk, other)) == ("rejected", "referred")
    assert deliveries(desk) == 0


@pytest.mark.parametrize(
    ("field", "decision"),
    [
        ("decision", {"decision": "send"}),
        ("reason_code", {"decision": "reject"}),
        ("reason_code", {"decision": "reject", "reason_code": "boring"}),
        ("reason", {"decision": "refer", "reason": "  "}),
        ("reason", {"decision": "refer", "reason": "x" * 2001}),
        ("statements", {"decision": "edit_and_approve"}),
        ("statements", {"decision": "approve", "statements": (HELLO,)}),
    ],
)
def test_a_decision_must_be_whole(
    desk: Desk, ready: tuple[Question, Draft], field: str, decision: dict[str, object]
) -> None:
    with pytest.raises(BadInput) as caught:
        decide(desk, ready[1], **decision)  # type: ignore[arg-type]
    assert caught.value.field == field
    assert status(desk, ready[0]) == "pending_review"


def test_only_a_reviewer_decides(desk: Desk, ready: tuple[Question, Draft]) -> None:
    with pytest.raises(NotAllowed):
        decide(desk, ready[1], by=desk.cleo)
    with pytest.raises(NotAllowed):  # what the caller says of the role does not count
        decide(desk, ready[1], by=replace(desk.cleo, role="admin"))
    with pytest.raises(NotFound):
        decide(desk, ready[1], by=Person("p_none", "x", "X", "admin", "en"))


def test_a_question_that_somebody_else_has_is_left_alone(desk: Desk, ready: tuple[Question, Draft]) -> None:
    question, draft = ready
    with desk.engine.begin() as connection:
        questions.assign(connection, question.id, desk.rob, False, desk.clock)
    with pytest.raises(Conflict, match="Rob has this question"):
        decide(desk, draft)
    decide(desk, draft, by=desk.rob)


# -- editing -----------------------------------------------------------------------------------------------


def edit(desk: Desk, draft: Draft, *statements: Statement) -> Review:
    return decide(desk, draft, decision="edit_and_approve", statements=statements)


def test_an_edited_reply_is_sent_as_edited(desk: Desk, ready: tuple[Question, Draft]) -> None:
    _, draft = ready
    shorter = replace(draft.statements[1], text="It costs $35.")
    decided = edit(desk, draft, shorter)
    assert decided.final_text == (
        "It costs $35 [1].\n\nSources\n[1] Births "
        "https://aldermere.example/births#births:~:text=A%20replacement%20birth%20certificate%20costs%20%2435."
    )


def test_links_and_titles_from_the_client_are_never_believed(
    desk: Desk, ready: tuple[Question, Draft]
) -> None:
    _, draft = ready
    honest = draft.statements[1]
    forged = replace(honest.citations[0], url="https://evil.example/", page_title="Evil", page_key="evil")
    decided = edit(desk, draft, replace(honest, citations=(forged,)))
    assert decided.final_statements == (honest,)
    assert "evil" not in (decided.final_text or "").casefold()


@pytest.mark.parametrize(
    "sentence",
    [
        Statement("You can renew it online."),
        Statement("It is free until 3 May.", kind="courtesy"),
        Statement("See www.evil.example for more.", kind="courtesy"),
        Statement("Write to a@b.example.", kind="courtesy"),
        Statement("You get half, 50%.", kind="courtesy"),
        Statement("It costs many €.", kind="courtesy"),
        Statement("x" * 201, kind="courtesy"),
        Statement("  ", kind="courtesy"),
    ],
)
def test_a_sentence_that_states_something_needs_a_source(
    desk: Desk, ready: tuple[Question, Draft], sentence: Statement
) -> None:
    question, draft = ready
    with pytest.raises(BadInput) as caught:
        edit(desk, draft, draft.statements[1], sentence)
    assert caught.value.field == "statements.1"
    assert status(desk, question) == "pending_review"


def test_a_quote_must_stand_in_its_passage(desk: Desk, ready: tuple[Question, Draft]) -> None:
    _, draft = ready
    honest = draft.statements[1]
    with pytest.raises(BadInput):
        edit(desk, draft, replace(honest, citations=(replace(honest.citations[0], quote="costs $3"),) * 0))
    with pytest.raises(BadInput):
        edit(desk, draft, replace(honest, citations=(replace(honest.citations[0], quote="costs $99"),)))
    with pytest.raises(BadInput):
        edit(desk, draft, replace(honest, text="It costs $99."))


def test_a_source_on_a_courtesy_makes_it_a_fact(desk: Desk, ready: tuple[Question, Draft]) -> None:
    _, draft = ready
    with pytest.raises(BadInput):
        edit(desk, draft, replace(draft.statements[1], text="It costs $99.", kind="courtesy"))


def test_a_reply_longer_than_its_channel_is_refused(desk: Desk) -> None:
    with desk.engine.begin() as connection:
        publish(connection, ("word " * 80,))
        _, draft = drafted(connection, desk.clock, channel="x")
    with pytest.raises(BadInput, match="of 280 characters"):
        decide(desk, draft)


@pytest.mark.parametrize("no_draft", ["unanswerable_no_source", "blocked_policy", "error_drafting"])
def test_a_person_may_answer_what_could_not_be_drafted(desk: Desk, no_draft: str) -> None:
    with desk.engine.begin() as connection:
        question = ask(connection, desk.clock)
        draft = drafts.add(connection, question.id, proposal(status=no_draft), desk.clock)
        sourced = fact(connection, passages.of_page(connection, "site:births")[0])
    with pytest.raises(BadInput):
        decide(desk, draft)
    with pytest.raises(BadInput):
        edit(desk, draft, Statement("It is $35, I am sure."))
    assert FEE[:-1] in (edit(desk, draft, sourced).final_text or "")


@pytest.mark.parametrize("texts", [("It costs $40.", "It takes 15 business days by mail."), ()])
def test_a_page_that_changed_under_the_draft_asks_for_a_new_one(
    desk: Desk, ready: tuple[Question, Draft], texts: tuple[str, ...]
) -> None:
    question, draft = ready
    with desk.engine.begin() as connection:
        publish(connection, texts)
    with pytest.raises(Conflict, match="changed since it was cited"):
        decide(desk, draft)
    with pytest.raises(Conflict, match="changed since it was cited"):
        edit(desk, draft, draft.statements[1])
    assert status(desk, question) == "pending_review"
