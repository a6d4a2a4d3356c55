"""Whatever happens in whatever order, only what a person approved reaches the channel, exactly so, and once.

A state machine drives the real functions on a real database: citizens write and write again, drafts follow one
another, people review stale and current versions, edit, undo and repeat themselves, pages change, workers die.
The checks read the tables by themselves; they do not ask the code that is under test.
"""

import random
import tempfile
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import text

from assistant import delivery, drafting, drafts, inbox, questions, review
from assistant.channels import OutgoingReply, TemporarilyRefused, Unacceptable
from assistant.citations import Statement
from assistant.drafts import Draft
from assistant.worker import Worker
from knowledge.database import migrate, open_engine, reading, sqlite_url
from knowledge.errors import BadInput, Conflict, ExternalIdTaken
from tests.workflow import (
    FEE,
    SETTINGS,
    START,
    TIME,
    PageAnswerer,
    RecordingIndex,
    ask,
    open_desk,
    publish,
)

ANY = st.integers(0, 10_000)
EDITS = ("shorter", "uncited", "false_courtesy", "wrong_quote", "wrong_amount", "forged_link", "nothing")
UNSAYABLE = {"uncited", "false_courtesy", "wrong_quote", "wrong_amount", "nothing"}
APPROVALS = {"approve", "edit_and_approve"}
MAY_HAVE_LEFT = {"approved", "delivered", "delivery_failed"}


class Channel:
    """Keeps what it is sent; `mood` says what it answers, of which "lost" took the reply and says it did not."""

    def __init__(self) -> None:
        self.mood = "up"
        self.got: list[tuple[str, str, str]] = []

    def send(self, message: OutgoingReply) -> None:
        if self.mood in {"up", "lost"}:
            self.got.append((message.idempotency_key, message.question_id, message.text))
        if self.mood == "gone":
            raise Unacceptable("http_410")
        if self.mood != "up":
            raise TemporarilyRefused("timeout")


class Workflow(RuleBasedStateMachine):
    """One desk with two reviewers, one page, one channel and a worker that may die."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name)
        (path / "replydesk.sqlite3").write_bytes(empty_database())
        self.engine = open_engine(sqlite_url(path))
        self.now = START
        self.desk = open_desk(self.engine, self.clock)
        self.answerer, self.channel = PageAnswerer(self.engine), Channel()
        self.worker = self.hire()
        self.received: list[dict[str, Any]] = []
        self.drafts: list[Draft] = []
        self.decided: list[dict[str, Any]] = []
        self.approved: dict[str, tuple[str, str]] = {}  # review id: what it approved, as the checks saw it
        self.undone: set[str] = set()
        self.seen: dict[str, Any] = {}

    def clock(self) -> Any:
        return self.now

    def hire(self) -> Worker:
        parts = (self.engine, self.answerer, self.channel, RecordingIndex(), self.clock, SETTINGS)
        return Worker(*parts, jitter=random.Random(1).random)

    def rows(self, statement: str, **values: Any) -> list[Any]:
        with reading(self.engine) as connection:
            return list(connection.execute(text(statement), values))

    # -- citizens ------------------------------------------------------------------------------------------

    @rule(
        asked=st.sampled_from(["how much?", "how long?", "this is a shame"]),
        thread=st.sampled_from([None, "a", "b"]),
    )
    def a_citizen_writes(self, asked: str, thread: str | None) -> None:
        sent = {"text": asked, "thread_id": thread, "external_id": f"e-{len(self.received)}"}
        with self.engine.begin() as connection:
            question = ask(connection, self.clock, **sent)
        self.received.append(sent | {"id": question.id})

    @precondition(lambda self: self.received)
    @rule(which=ANY, another=st.booleans())
    def a_channel_repeats_itself(self, which: int, another: bool) -> None:
        sent = dict(self.received[which % len(self.received)])
        known = sent.pop("id")
        try:
            with self.engine.begin() as connection:
                again = ask(connection, self.clock, **(sent | ({"text": "another text"} if another else {})))
            assert not another and again.id == known
        except ExternalIdTaken:
            assert another

    # -- drafting and pages --------------------------------------------------------------------------------

    @rule(fails=st.booleans())
    def the_worker_drafts(self, fails: bool) -> None:
        self.answerer.failures = int(fails)
        self.worker.draft_one()
        self.answerer.failures = 0
        self.collect_drafts()

    @rule()
    def a_worker_dies_while_drafting(self) -> None:
        drafting.claim(self.engine, "dies", self.clock, SETTINGS.lease_s)

    @precondition(lambda self: self.received)
    @rule(which=ANY)
    def somebody_drafts_again(self, which: int) -> None:
        question_id = self.received[which % len(self.received)]["id"]
        with reading(self.engine) as connection:
            question = inbox.get(connection, question_id)
        proposal = self.answerer.propose(question.text)
        try:
            with self.engine.begin() as connection:
                drafts.add(connection, question_id, proposal, self.clock)
        except Conflict:
            pass
        self.collect_drafts()

    @rule(
        texts=st.sampled_from(
            [(FEE, TIME), ("A replacement birth certificate costs $40.", TIME), (TIME,), ()]
        )
    )
    def the_page_changes(self, texts: tuple[str, ...]) -> None:
        with self.engine.begin() as connection:
            publish(connection, texts)

    def collect_drafts(self) -> None:
        known = {each.id for each in self.drafts}
        for (draft_id,) in self.rows("SELECT id FROM drafts ORDER BY created_at, version"):
            if draft_id not in known:
                with reading(self.engine) as connection:
                    self.drafts.append(drafts.get(connection, draft_id))

    # -- people --------------------------------------------------------------------------------------------

    @precondition(lambda self: self.drafts)
    @rule(
        which=ANY,
        by=st.booleans(),
        decision=st.sampled_from(["approve", "approve", "reject", "refer"]),
        off=st.sampled_from([0, 0, 0, -1, 1]),
    )
    def somebody_decides(self, which: int, by: bool, decision: str, off: int) -> None:
        draft = self.drafts[-1 - which % len(self.drafts)]
        self.decide(
            draft_id=draft.id,
            draft_version=draft.version + off,
            reviewer=self.desk.ana if by else self.desk.rob,
            decision=decision,
            reason_code="tone" if decision == "reject" else None,
            reason="the registry" if decision == "refer" else None,
        )

    @precondition(lambda self: self.drafts)
    @rule(which=ANY, by=st.booleans(), edit=st.sampled_from(EDITS))
    def somebody_edits_and_approves(self, which: int, by: bool, edit: str) -> None:
        draft = self.drafts[-1 - which % len(self.drafts)]
        sourced = next((each for each in self.drafts[::-1] if each.statements), draft)
        accepted = self.decide(
            draft_id=draft.id,
            draft_version=draft.version,
            reviewer=self.desk.ana if by else self.desk.rob,
            decision="edit_and_approve",
            statements=edited(sourced.statements, edit),
        )
        assert not (accepted and edit in UNSAYABLE), edit

    @precondition(lambda self: self.decided)
    @rule(which=ANY)
    def somebody_repeats_a_decision(self, which: int) -> None:
        before = self.rows("SELECT (SELECT count(*) FROM reviews), (SELECT count(*) FROM deliveries)")
        again, _ = review.decide(self.engine, **self.decided[which % len(self.decided)], clock=self.clock)
        assert again.id in self.seen
        assert self.rows("SELECT (SELECT count(*) FROM reviews), (SELECT count(*) FROM deliveries)") == before

    def decide(self, **asked: Any) -> bool:
        repeated = any(asked == each for each in self.decided)
        reviewable = self.rows(
            "SELECT d.question_id FROM drafts d JOIN questions q ON q.current_draft_id = d.id"
            " WHERE d.id = :draft AND d.version = :version AND (q.status = 'pending_review'"
            " OR q.status LIKE 'unanswerable%' OR q.status LIKE 'error%')",
            draft=asked["draft_id"],
            version=asked["draft_version"],
        )
        try:
            decided, queued = review.decide(self.engine, **asked, clock=self.clock)
        except (Conflict, BadInput):
            return False
        if repeated:
            return False
        assert reviewable, "a version that was not the one to review was decided on"
        self.decided.append(asked)
        assert (queued is not None) == (asked["decision"] in APPROVALS)
        if queued is not None:
            self.approved[decided.id] = (reviewable[0][0], str(decided.final_text))
        return queued is not None

    @precondition(lambda self: self.decided)
    @rule(which=ANY)
    def somebody_takes_it_back(self, which: int) -> None:
        reviews = self.rows("SELECT id FROM reviews ORDER BY decided_at DESC, id")
        review_id = reviews[which % len(reviews)][0]
        try:
            review.undo(self.engine, review_id, self.desk.rob, self.clock)
            self.undone.add(review_id)
        except Conflict:
            pass
        self.collect_drafts()

    @precondition(lambda self: self.received)
    @rule(which=ANY, by=st.booleans(), take_over=st.booleans())
    def somebody_takes_a_question(self, which: int, by: bool, take_over: bool) -> None:
        question_id = self.received[which % len(self.received)]["id"]
        person = self.desk.ana if by else self.desk.rob
        try:
            with self.engine.begin() as connection:
                questions.assign(connection, question_id, person, take_over, self.clock)
        except Conflict:
            pass

    # -- sending -------------------------------------------------------------------------------------------

    @rule()
    def the_worker_sends(self) -> None:
        self.worker.send_one()

    @rule(sent=st.booleans())
    def a_worker_dies_while_sending(self, sent: bool) -> None:
        taken = delivery.claim(self.engine, "dies", self.clock, SETTINGS.lease_s)
        if taken is not None and sent:
            with reading(self.engine) as connection:
                message = delivery.outgoing(connection, taken)
            self.channel.got.append((message.idempotency_key, message.question_id, message.text))

    @rule(mood=st.sampled_from(["up", "up", "down", "lost", "gone"]))
    def the_channel_changes(self, mood: str) -> None:
        self.channel.mood = mood

    @rule(seconds=st.sampled_from([1, 5, 61, 301, 3600, 90_000]))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule()
    def somebody_sends_a_failed_reply_again(self) -> None:
        for (delivery_id,) in self.rows("SELECT id FROM deliveries WHERE status = 'failed'"):
            delivery.retry(self.engine, delivery_id, self.desk.ana, self.clock)

    # -- what always holds ---------------------------------------------------------------------------------

    @invariant()
    def only_what_was_approved_has_left(self) -> None:
        status = dict(self.rows("SELECT id, status FROM questions"))  # type: ignore[arg-type]
        keys: dict[str, set[str]] = {}
        for key, question_id, words in self.channel.got:
            review_id = key.removeprefix("reply_")
            assert self.approved.get(review_id) == (question_id, words), "sent, but not approved so"
            assert review_id not in self.undone, "sent, but taken back"
            assert status[question_id] in MAY_HAVE_LEFT, f"sent, but {status[question_id]}"
            keys.setdefault(question_id, set()).add(key)
        assert all(len(each) == 1 for each in keys.values()), "two replies to one question"

    @invariant()
    def drafts_and_reviews_never_change(self) -> None:
        for row in self.rows("SELECT * FROM drafts") + self.rows("SELECT * FROM reviews"):
            assert self.seen.setdefault(row.id, row) == row
        kept = self.rows("SELECT (SELECT count(*) FROM drafts) + (SELECT count(*) FROM reviews)")
        assert kept[0][0] == len(self.seen)

    @invariant()
    def a_question_has_at_most_one_live_delivery(self) -> None:
        live = "SELECT question_id FROM deliveries WHERE status <> 'cancelled'"
        assert self.rows(f"{live} GROUP BY question_id HAVING count(*) > 1") == []

    @invariant()
    def no_question_is_lost(self) -> None:
        found = {row.id: row for row in self.rows("SELECT id, status, text, superseded_by FROM questions")}
        assert found.keys() == {each["id"] for each in self.received}
        for row in found.values():
            if row.status == "superseded":
                with reading(self.engine) as connection:
                    after = inbox.get(connection, row.superseded_by)
                assert row.text in {turn.text for turn in after.history}
        threads = "SELECT thread_id FROM questions WHERE thread_id IS NOT NULL AND (status IN ('received',"
        threads += " 'pending_review') OR status LIKE 'unanswerable%' OR status LIKE 'error%')"
        assert self.rows(threads + " GROUP BY thread_id HAVING count(*) > 1") == []

    def teardown(self) -> None:
        """In the end a working channel and a living worker bring everything to a person or to a citizen."""
        self.channel.mood, self.worker = "up", self.hire()
        for _ in range(12):
            self.now += timedelta(days=2)
            while self.worker.run_once():
                pass
        try:
            self.only_what_was_approved_has_left()
            left = self.rows("SELECT status FROM questions WHERE status IN ('received', 'approved')")
            assert left == [], "waits for ever"
            assert self.rows("SELECT id FROM deliveries WHERE status IN ('queued', 'sending')") == []
        finally:
            self.engine.dispose()
            self.folder.cleanup()


def edited(statements: tuple[Statement, ...], edit: str) -> tuple[Statement, ...]:
    """The reply as somebody changed it; a draft without statements stays without."""
    facts = [each for each in statements if each.citations]
    if not facts or edit == "nothing":
        return ()
    fact = facts[0]
    source = fact.citations[0]
    return {
        "shorter": (fact,),
        "uncited": (fact, Statement("You can also order it online.")),
        "false_courtesy": (fact, Statement("It is free until May 3.", kind="courtesy")),
        "wrong_quote": (replace(fact, citations=(replace(source, quote="It is free for everybody."),)),),
        "wrong_amount": (replace(fact, text="It costs $7.77."),),
        "forged_link": (replace(fact, citations=(replace(source, url="https://evil.example/"),)),),
    }[edit]


@cache
def empty_database() -> bytes:
    """A migrated database file."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(sqlite_url(Path(folder)))
        migrate(engine)
        engine.dispose()
        return (Path(folder) / "replydesk.sqlite3").read_bytes()


TestWorkflow = Workflow.TestCase
TestWorkflow.settings = settings(
    max_examples=40,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
