"""Whatever happens in whatever order, only what a person approved reaches the channel, exactly so, and once.

A state machine drives the real functions on a real database: citizens write and write again, drafts follow one
another, people review stale and current versions, edit, undo and repeat themselves, pages change, workers die.
"""

from datetime import timedelta
from typing import Any
from unittest.mock import patch

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule, run_state_machine_as_test

from assistant.intake import inbox, questions
from assistant.reviewing import deciding, delivery, drafting, drafts, undoing
from assistant.reviewing.drafts import Draft
from assistant.reviewing.review import Review
from knowledge.database import reading
from knowledge.errors import BadInput, Conflict, ExternalIdTaken
from tests.workflow import FEE, SETTINGS, TIME, ask, publish
from tests.workflow_edits import EDITS, UNSAYABLE, edited
from tests.workflow_laws import DICE, HAPPENED, UNDER_REVIEW, Laws

NEAR = st.sampled_from([0, 0, 0, 1, 2, 5])  # counted back from the newest: what people have before them
OFTEN = st.sampled_from([True, True, False])
APPROVALS = {"approve", "edit_and_approve"}
PAGES = ((FEE, TIME), (FEE, TIME), ("A replacement birth certificate costs $40.", TIME), (TIME,), ())
REACHED = {"approve", "reject", "refer", "undo", "refused: StaleDraft", "refused: BadInput"}
REACHED |= {"sent while up", "sent while lost", "sent while down", "died"}


class Workflow(Laws):
    """What people, pages and machines may do."""

    # -- citizens and pages --------------------------------------------------------------------------------

    @initialize()
    def the_day_begins(self) -> None:
        self.a_citizen_writes("how much?", "a", True)

    @rule(
        asked=st.sampled_from(["how much?", "how long?", "this is a shame"]),
        thread=st.sampled_from([None, "a", "b"]),
        drafted=OFTEN,
    )
    def a_citizen_writes(self, asked: str, thread: str | None, drafted: bool) -> None:
        sent = {"text": asked, "thread_id": thread, "external_id": f"e-{len(self.received)}"}
        with self.engine.begin() as connection:
            question = ask(connection, self.clock, **sent)
        self.received.append(sent | {"id": question.id})
        if drafted:
            self.the_worker_drafts("well")

    @rule(which=NEAR, another=st.booleans())
    def a_channel_repeats_itself(self, which: int, another: bool) -> None:
        sent = dict(self.received[-1 - which % len(self.received)])
        known = sent.pop("id")
        try:
            with self.engine.begin() as connection:
                again = ask(connection, self.clock, **(sent | ({"text": "another text"} if another else {})))
            assert not another and again.id == known
        except ExternalIdTaken:
            assert another

    @rule(texts=st.sampled_from(PAGES))
    def the_page_changes(self, texts: tuple[str, ...]) -> None:
        with self.engine.begin() as connection:
            publish(connection, texts)

    # -- drafting ------------------------------------------------------------------------------------------

    @rule(how=st.sampled_from(["well", "well", "fails", "dies"]))
    def the_worker_drafts(self, how: str) -> None:
        if how == "dies":
            drafting.claim(self.engine, "dies", self.clock, SETTINGS.lease_s)
            return
        self.answerer.failures = int(how == "fails")
        self.worker.draft_one()
        self.collect_drafts()

    @rule(which=st.integers(0, 3))
    def somebody_drafts_again(self, which: int) -> None:
        question_id = self.received[-1 - which % len(self.received)]["id"]
        self.answerer.failures = 0
        with reading(self.engine) as connection:
            proposal = self.answerer.propose(inbox.get(connection, question_id).text)
        try:
            with self.engine.begin() as connection:
                drafts.add(connection, question_id, proposal, self.clock)
        except Conflict:
            HAPPENED["not drafted again"] += 1
        self.collect_drafts()

    def collect_drafts(self) -> None:
        known = {each.id for each in self.drafts}
        for (draft_id,) in self.rows("SELECT id FROM drafts ORDER BY rowid"):
            if draft_id not in known:
                with reading(self.engine) as connection:
                    self.drafts.append(drafts.get(connection, draft_id))

    # -- people --------------------------------------------------------------------------------------------

    def open_draft(self, which: int, up: bool) -> Draft:
        """What somebody has before them: a draft that is `up` for review now, or any, however stale."""
        query = "SELECT d.id FROM drafts d JOIN questions q ON q.current_draft_id = d.id"
        query += " WHERE q.status = 'pending_review' ORDER BY d.rowid DESC"
        if up and not self.rows(query):
            self.the_page_changes((FEE, TIME))
            self.a_citizen_writes("how much?", "a", False)
            self.somebody_drafts_again(0)
        ids = [row.id for row in self.rows(query)]
        found = [each for each in self.drafts if not up or each.id in ids]
        return found[-1 - which % len(found)]

    @rule(
        which=NEAR,
        up=OFTEN,
        by=st.booleans(),
        decision=st.sampled_from(["approve", "reject", "refer"]),
        off=st.sampled_from([0, 0, 0, 0, -1, 1]),
    )
    def somebody_decides(self, which: int, up: bool, by: bool, decision: str, off: int) -> None:
        draft = self.open_draft(which, up)
        why = {"reject": {"reason_code": "tone"}, "refer": {"reason": "the registry"}}.get(decision, {})
        self.decide(by, draft_id=draft.id, draft_version=draft.version + off, decision=decision, **why)

    @rule(
        which=NEAR,
        by=st.booleans(),
        then=st.sampled_from(["wait", "undo", "up", "down", "lost", "dies before", "dies after"]),
    )
    def somebody_approves_what_is_up_for_review(self, which: int, by: bool, then: str) -> None:
        """The honest way, and what may follow at once."""
        draft = self.open_draft(which, True)
        self.decide(by, draft_id=draft.id, draft_version=draft.version, decision="approve")
        if then == "undo" and self.decided:
            self.somebody_takes_it_back(0)
        elif then != "wait":
            dies = then.startswith("dies")
            self.the_worker_sends(then if dies else "well", "up" if dies else then, 5)

    @rule(which=NEAR, up=OFTEN, by=st.booleans(), edit=st.sampled_from(EDITS))
    def somebody_edits_and_approves(self, which: int, up: bool, by: bool, edit: str) -> None:
        draft = self.open_draft(which, up)
        sourced = next((each for each in self.drafts[::-1] if each.statements), draft)
        reply = edited(sourced.statements, edit)
        named = {"draft_id": draft.id, "draft_version": draft.version}
        accepted = self.decide(by, **named, decision="edit_and_approve", statements=reply)
        assert not (accepted and edit in UNSAYABLE), f"approved: {edit}"

    def decide(self, by: bool, **asked: Any) -> bool:
        asked = {
            "reviewer": self.desk.ana if by else self.desk.rob,
            "reason_code": None,
            "reason": None,
        } | asked
        current = self.rows(
            "SELECT q.id FROM drafts d JOIN (SELECT * FROM questions WHERE "
            f"{UNDER_REVIEW}) q ON q.current_draft_id = d.id WHERE d.id = :draft AND d.version = :version",
            draft=asked["draft_id"],
            version=asked["draft_version"],
        )
        try:
            decided, queued = deciding.decide(self.engine, **asked, clock=self.clock)
        except (Conflict, BadInput) as error:
            HAPPENED[f"refused: {type(error).__name__}"] += 1
            return False
        if decided.id in self.seen:
            self.assert_repeats(decided, asked)
            return False
        assert current, "a version that was not the one to review was decided on"
        assert (queued is not None) == (asked["decision"] in APPROVALS)
        HAPPENED[asked["decision"]] += 1
        self.decided.append(asked)
        if queued is not None:
            self.approved[decided.id] = (current[0].id, str(decided.final_text))
            self.assert_sourced(decided.final_statements)
        return queued is not None

    def assert_repeats(self, decided: Review, asked: dict[str, Any]) -> None:
        first = (decided.draft_id, decided.draft_version, decided.decision, decided.reviewer_id)
        again = tuple(asked[name] for name in ("draft_id", "draft_version", "decision"))
        assert first == (*again, asked["reviewer"].id), "another's decision given as one's own"
        words = [each.text for each in asked.get("statements") or decided.final_statements]
        assert words == [each.text for each in decided.final_statements], "a decision on other words"

    @precondition(lambda self: self.decided)
    @rule(which=NEAR)
    def somebody_repeats_a_decision(self, which: int) -> None:
        count = "SELECT (SELECT count(*) FROM reviews), (SELECT count(*) FROM deliveries)"
        before = self.rows(count)
        again, _ = deciding.decide(
            self.engine, **self.decided[-1 - which % len(self.decided)], clock=self.clock
        )
        assert again.id in self.seen
        assert self.rows(count) == before

    @precondition(lambda self: self.decided)
    @rule(which=NEAR)
    def somebody_takes_it_back(self, which: int) -> None:
        reviews = self.rows("SELECT id FROM reviews ORDER BY rowid DESC")
        self.somebody_takes_back(reviews[which % len(reviews)].id)

    def somebody_takes_back(self, review_id: str) -> None:
        try:
            undoing.undo(self.engine, review_id, self.desk.rob, self.clock)
        except Conflict:
            HAPPENED["not taken back"] += 1
        else:
            self.undone.add(review_id)
            HAPPENED["undo"] += 1
        self.collect_drafts()

    @rule(order=st.permutations((0, 1)))
    def somebody_takes_two_answers_of_a_thread_back(self, order: list[int]) -> None:
        """Each is approved before the citizen writes again; which is taken back first is anybody's guess."""
        self.the_page_changes((FEE, TIME))
        for asked in ("how much", "how long"):
            self.a_citizen_writes(f"{asked} for {len(self.received)}?", "a", False)
            self.somebody_drafts_again(0)
            draft = self.drafts[-1]
            self.decide(True, draft_id=draft.id, draft_version=draft.version, decision="approve")
        reviews = self.rows("SELECT id FROM reviews ORDER BY rowid DESC")
        for which in order:
            if which < len(reviews):  # another person may have the question, and then nothing is decided
                self.somebody_takes_back(reviews[which].id)

    @rule(which=NEAR, by=st.booleans(), keeps=st.booleans())
    def somebody_takes_a_question(self, which: int, by: bool, keeps: bool) -> None:
        question_id = self.received[-1 - which % len(self.received)]["id"]
        person = self.desk.ana if by else self.desk.rob
        try:
            with self.engine.begin() as connection:
                questions.assign(connection, question_id, person, True, self.clock)
                if not keeps:
                    questions.release(connection, question_id, person, self.clock)
        except Conflict:
            HAPPENED["not taken"] += 1

    # -- sending -------------------------------------------------------------------------------------------

    @rule(
        how=st.sampled_from(["well", "well", "dies before", "dies after"]),
        mood=st.sampled_from(["up", "down", "lost", "gone"]),
        after_s=st.sampled_from([0, 5, 61, 301, 90_000]),
    )
    def the_worker_sends(self, how: str, mood: str, after_s: int) -> None:
        self.now += timedelta(seconds=after_s)
        self.channel.mood = mood
        if how == "well":
            self.worker.send_one()
            return
        owner = f"worker-{len(self.asleep)}"
        taken = delivery.claim(self.engine, owner, self.clock, SETTINGS.lease_s)
        if taken is None:
            return
        HAPPENED["died"] += 1
        self.asleep.append((taken, owner, how == "dies after"))
        if how == "dies after":
            with reading(self.engine) as connection:
                self.channel.take(delivery.outgoing(connection, taken))

    @precondition(lambda self: self.asleep)
    @rule(which=NEAR, too_long=OFTEN)
    def a_worker_was_only_asleep(self, which: int, too_long: bool) -> None:
        if too_long:
            self.the_worker_sends("well", "up", 61)
        taken, owner, sent = self.asleep[-1 - which % len(self.asleep)]
        if sent:
            delivery.settle_sent(self.engine, taken, self.clock)
        else:
            delivery.settle_failed(self.engine, taken, owner, "timeout", None, self.clock)

    @rule()
    def somebody_sends_a_failed_reply_again(self) -> None:
        for (delivery_id,) in self.rows("SELECT id FROM deliveries WHERE status = 'failed'"):
            delivery.retry(self.engine, delivery_id, self.desk.ana, self.clock)


def test_only_what_a_person_approved_is_ever_sent_and_exactly_so() -> None:
    HAPPENED.clear()
    every_health_check = list(HealthCheck)
    often = settings(
        max_examples=100, stateful_step_count=25, deadline=None, suppress_health_check=every_health_check
    )
    with patch("os.urandom", DICE.randbytes):
        run_state_machine_as_test(Workflow, settings=often)
    assert HAPPENED.keys() >= REACHED, f"the machine no longer reaches {REACHED - HAPPENED.keys()}"
