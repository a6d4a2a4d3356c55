"""What must hold of the workflow at every moment, checked on the tables and on the channel themselves.

The checks ask nothing of the code under test but to read a row. The rules that drive it are elsewhere.
"""

import random
import tempfile
from collections import Counter
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis.stateful import RuleBasedStateMachine, invariant
from sqlalchemy import text

from assistant.channels import OutgoingReply, TemporarilyRefused, Unacceptable
from assistant.citations import Statement
from assistant.reviewing.delivery import Delivery
from assistant.reviewing.drafts import Draft
from assistant.worker import Worker
from knowledge.database import migrate, open_engine, reading, sqlite_url
from tests.workflow import SETTINGS, START, PageAnswerer, RecordingIndex, open_desk

MAY_HAVE_LEFT = {"approved", "delivered", "delivery_failed"}
UNDER_REVIEW = "(status = 'pending_review' OR status LIKE 'unanswerable%' OR status LIKE 'error%')"
HAPPENED: Counter[str] = Counter()  # over all runs, so that a machine that tests nothing is noticed
DICE = random.Random()  # thrown for the ids, which order what bears the same time: a failure can be repeated


class Channel:
    """Keeps what it is sent; `mood` says what it answers, of which "lost" took the reply and says it did not."""

    def __init__(self) -> None:
        self.mood = "up"
        self.got: list[tuple[str, str, str]] = []

    def send(self, message: OutgoingReply) -> None:
        HAPPENED[f"sent while {self.mood}"] += 1
        if self.mood in {"up", "lost"}:
            self.take(message)
        if self.mood == "gone":
            raise Unacceptable("http_410")
        if self.mood != "up":
            raise TemporarilyRefused("timeout")

    def take(self, message: OutgoingReply) -> None:
        self.got.append((message.idempotency_key, message.question_id, message.text))


class Laws(RuleBasedStateMachine):
    """One desk with two reviewers, one page, one channel and a worker, and what must hold of it."""

    def __init__(self) -> None:
        super().__init__()
        DICE.seed(0)
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
        self.approved: dict[str, tuple[str, str]] = {}  # by review id: the question and words, as seen here
        self.undone: set[str] = set()
        self.superseded: set[str] = set()
        self.asleep: list[tuple[Delivery, str, bool]] = []
        self.seen: dict[str, Any] = {}

    def clock(self) -> datetime:
        return self.now

    def hire(self) -> Worker:
        parts = (self.engine, self.answerer, self.channel, RecordingIndex(), self.clock, SETTINGS)
        return Worker(*parts, jitter=random.Random(1).random)

    def rows(self, statement: str, **values: Any) -> list[Any]:
        with reading(self.engine) as connection:
            return list(connection.execute(text(statement), values))

    @invariant()
    def only_what_was_approved_has_left(self) -> None:
        status = dict(tuple(row) for row in self.rows("SELECT id, status FROM questions"))
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
        columns = "SELECT id, status, text, history, superseded_by FROM questions"
        found = {row.id: row for row in self.rows(columns)}
        assert found.keys() == {each["id"] for each in self.received}
        for row in found.values():
            if row.status == "superseded":
                assert row.text in found[row.superseded_by].history, "superseded, and its words forgotten"
                self.superseded.add(row.id)
        assert all(found[each].status == "superseded" for each in self.superseded), (
            "superseded, but back again"
        )

    @invariant()
    def a_thread_has_at_most_one_open_question(self) -> None:
        unanswered = f"thread_id IS NOT NULL AND (status = 'received' OR {UNDER_REVIEW})"
        threads = f"SELECT thread_id FROM questions WHERE {unanswered} GROUP BY thread_id HAVING count(*) > 1"
        assert self.rows(threads) == []

    def assert_sourced(self, statements: tuple[Statement, ...]) -> None:
        stands = dict(tuple(row) for row in self.rows("SELECT id, text FROM passages"))
        for each in statements:
            assert each.citations or each.kind == "courtesy", "approved without a source"
            for source in each.citations:
                assert source.quote in stands.get(source.passage_id, ""), (
                    "approved, but the page says otherwise"
                )
                assert str(source.url).startswith("https://aldermere.example/"), "a link that is not ours"

    def teardown(self) -> None:
        """In the end a working channel and a living worker bring everything to a person or to a citizen."""
        self.channel.mood, self.worker, self.answerer.failures = "up", self.hire(), 0
        for _ in range(4):
            self.now += timedelta(days=2)
            while self.worker.run_once():
                pass
        try:
            self.only_what_was_approved_has_left()
            waiting = self.rows("SELECT status FROM questions WHERE status IN ('received', 'approved')")
            waiting += self.rows("SELECT status FROM deliveries WHERE status IN ('queued', 'sending')")
            assert waiting == [], "waits for ever"
        finally:
            self.engine.dispose()
            self.folder.cleanup()


@cache
def empty_database() -> bytes:
    """A migrated database file."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(sqlite_url(Path(folder)))
        migrate(engine)
        engine.dispose()
        return (Path(folder) / "replydesk.sqlite3").read_bytes()
