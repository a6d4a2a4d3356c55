"""The migrations make the schema that the code declares, and the schema refuses what must never happen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError

import assistant.tables
import knowledge.tables
from knowledge.database import metadata, migrate, open_engine, sqlite_url

assert assistant.tables and knowledge.tables, "imported, so that the metadata is whole"

ONLY_IN_THE_DATABASE = {"uq_deliveries_one_per_question"}
NOW = "2026-11-21 12:00:00"


def test_the_migrated_schema_is_the_declared_one(engine: Engine) -> None:
    def declared(_thing: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
        return not (kind == "index" and name in ONLY_IN_THE_DATABASE)

    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"compare_type": True, "compare_server_default": True, "include_object": declared},
        )
        assert compare_metadata(context, metadata) == []


def test_constraints_have_the_declared_names(engine: Engine) -> None:
    found = inspect(engine)
    for table in metadata.sorted_tables:
        declared = {c.name for c in table.constraints if c.name} | {i.name for i in table.indexes}
        migrated = {c["name"] for c in found.get_check_constraints(table.name)}
        migrated |= {c["name"] for c in found.get_unique_constraints(table.name)}
        migrated |= {c["name"] for c in found.get_foreign_keys(table.name)}
        migrated |= {c["name"] for c in found.get_indexes(table.name)}
        migrated.add(str(table.primary_key.name))  # SQLite does not keep the name of an autoincrement key
        assert declared - migrated == set(), table.name


def test_migrating_again_changes_nothing(engine: Engine) -> None:
    migrate(engine)
    migrate(engine)


# -- what the database refuses, in raw SQL ----------------------------------------------------------------


def person(login: str, role: str = "manager", active: int = 1) -> str:
    return f"INSERT INTO people VALUES ('{login}', '{login}', 'N', '{role}', 'en', NULL, {active}, '{NOW}')"


def question(name: str, status: str = "pending_review", draft: str | None = None) -> str:
    current = f"'{draft}'" if draft else "NULL"
    return (
        "INSERT INTO questions (id, channel, text, text_digest, language, history, received_at, answer_due_at,"
        " resolve_due_at, status, current_draft_id, attempts, updated_at) VALUES"
        f" ('{name}', 'web', 't', 'x', 'en', '[]', '{NOW}', '{NOW}', '{NOW}', '{status}', {current}, 0, '{NOW}')"
    )


def draft(name: str, of: str = "q", version: int = 1) -> str:
    return (
        f"INSERT INTO drafts VALUES ('{name}', '{of}', {version}, 'pending_review', '[]', '[]', '[]', 0.5, 0.5,"
        f" 'none', '1', 1, '{NOW}', NULL)"
    )


def review(
    name: str,
    of: str = "d1",
    version: int = 1,
    decision: str = "approve",
    by: str = "ana",
    text: str | None = "Hello",
    question: str = "q",
    reason: str | None = None,
    note: str | None = None,
) -> str:
    final, code, said = (f"'{each}'" if each is not None else "NULL" for each in (text, reason, note))
    return (
        f"INSERT INTO reviews VALUES ('{name}', '{of}', {version}, '{question}', '{by}', '{decision}', {code}, {said},"
        f" '[]', {final}, '{NOW}')"
    )


def delivery(
    name: str,
    of: str = "r1",
    decision: str = "approve",
    status: str = "queued",
    key: str | None = None,
    question: str = "q",
) -> str:
    return (
        "INSERT INTO deliveries (id, review_id, review_decision, question_id, channel, idempotency_key, status,"
        f" attempts, next_attempt_at, created_at) VALUES ('{name}', '{of}', '{decision}', '{question}', 'web',"
        f" '{key or name}', '{status}', 0, '{NOW}', '{NOW}')"
    )


BEFORE_REVIEW = (
    person("ana"),
    person("rob"),
    person("cleo", role="content"),
    person("gone", active=0),
    question("q", draft="d2"),
    draft("d1"),
    draft("d2", version=2),
    question("old", status="superseded", draft="o1"),
    draft("o1", of="old"),
    question("sent", status="approved", draft="s1"),
    draft("s1", of="sent"),
)
APPROVED = (review("r2", of="d2", version=2), delivery("dl", of="r2"))
RESET = "UPDATE questions SET current_draft_id = 'd1', status = 'pending_review' WHERE id = 'q'"
CANCEL = "UPDATE deliveries SET status = 'cancelled' WHERE id = 'dl'"
SENT = "UPDATE deliveries SET status = 'sent' WHERE id = 'dl'"

REFUSED: dict[str, tuple[tuple[str, ...], str]] = {
    "changing a draft": ((), "UPDATE drafts SET statements = '[1]' WHERE id = 'd1'"),
    "deleting a draft": ((), "DELETE FROM drafts WHERE id = 'd1'"),
    "a second draft of one version": ((), draft("d3", version=2)),
    "a draft of no question": ((), draft("d3", of="none", version=3)),
    "changing a review": (APPROVED, "UPDATE reviews SET final_text = 'Other' WHERE id = 'r2'"),
    "deleting a review": (APPROVED[:1], "DELETE FROM reviews WHERE id = 'r2'"),
    "approving a version that is not current": ((), review("r1")),
    "approving another version number of the current draft": ((), review("r1", of="d2", version=1)),
    "approving in the name of another question": ((), review("r1", of="d2", version=2, question="old")),
    "approving a superseded question": ((), review("r1", of="o1", question="old")),
    "approving an approved question": ((), review("r1", of="s1", question="sent")),
    "approving without a text": ((), review("r1", of="d2", version=2, text=None)),
    "approving without a person": ((), review("r1", of="d2", version=2, by="nobody")),
    "approving without the role": ((), review("r1", of="d2", version=2, by="cleo")),
    "approving by somebody who left": ((), review("r1", of="d2", version=2, by="gone")),
    "an unknown decision": ((), review("r1", of="d2", version=2, decision="send")),
    "an unknown reason": ((), review("r1", of="d2", version=2, decision="reject", reason="wrong_fact")),
    "a second review of one draft": (APPROVED, review("r3", of="d2", version=2, by="rob", decision="reject")),
    "a delivery without a review": ((), delivery("dl", of="none")),
    "a delivery of a rejection": (
        (review("r2", of="d2", version=2, decision="reject"),),
        delivery("dl", of="r2", decision="reject"),
    ),
    "a delivery that calls a rejection an approval": (
        (review("r2", of="d2", version=2, decision="reject"),),
        delivery("dl", of="r2"),
    ),
    "a delivery for another question": (APPROVED[:1], delivery("dl", of="r2", question="old")),
    "a second delivery of one review": (APPROVED, delivery("dl2", of="r2")),
    "a second delivery of one question": ((*APPROVED, RESET, review("r1")), delivery("dl2", of="r1")),
    "a delivery born sent": (APPROVED[:1], delivery("dl", of="r2", status="sent")),
    "sending what was cancelled": ((*APPROVED, CANCEL), SENT),
    "queueing what was cancelled": ((*APPROVED, CANCEL), "UPDATE deliveries SET status = 'queued'"),
    "cancelling what was sent": ((*APPROVED, SENT), CANCEL),
    "cancelling what was attempted": ((*APPROVED, "UPDATE deliveries SET attempts = 1"), CANCEL),
    "another review for a delivery": (
        (*APPROVED, CANCEL, RESET, review("r1"), delivery("dl2", of="r1")),
        "UPDATE deliveries SET review_id = 'r9' WHERE id = 'dl2'",
    ),
    "another key for a delivery": (APPROVED, "UPDATE deliveries SET idempotency_key = 'other'"),
    "deleting a delivery": (APPROVED, "DELETE FROM deliveries"),
}
REPLACING = {
    "a draft": ((), draft("d1")),
    "a draft's version": ((), draft("d3", version=2)),
    "a review": (APPROVED[:1], review("r2", of="d2", version=2, text="Other")),
    "a delivery": (APPROVED, delivery("dl", of="r2", key="other")),
}


@pytest.mark.parametrize("attempt", REFUSED)
def test_the_database_refuses(engine: Engine, attempt: str) -> None:
    before, refused = REFUSED[attempt]
    with engine.begin() as connection:
        _execute(connection, (*BEFORE_REVIEW, *before))
    with pytest.raises(DBAPIError), engine.begin() as connection:
        connection.execute(text(refused))


@pytest.mark.parametrize("thing", REPLACING)
def test_sqlite_cannot_replace(sqlite_engine: Engine, thing: str) -> None:
    before, insert = REPLACING[thing]
    with sqlite_engine.begin() as connection:
        _execute(connection, (*BEFORE_REVIEW, *before))
    with pytest.raises(DBAPIError), sqlite_engine.begin() as connection:
        connection.execute(text(insert.replace("INSERT", "INSERT OR REPLACE")))


@pytest.mark.postgres
@pytest.mark.parametrize("table", ["drafts", "reviews", "deliveries"])
def test_postgresql_cannot_truncate(postgres_engine: Engine, table: str) -> None:
    with pytest.raises(DBAPIError), postgres_engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {table} CASCADE"))


def test_the_database_allows_the_honest_way(engine: Engine) -> None:
    with engine.begin() as connection:
        _execute(
            connection, (*BEFORE_REVIEW, *APPROVED, CANCEL, RESET, review("r1"), delivery("dl2", of="r1"))
        )


# Old reason and note of a rejection, by whom, and what they become.
OLD_REASONS = {
    "wrong_fact": (None, "ana", ("incorrect", None)),
    "outdated": ("the fee rose", "ana", ("outdated_source", "the fee rose")),
    "not_answering": (None, "ana", ("incomplete", None)),
    "tone": (None, "ana", ("tone", None)),
    "wrong_language": (None, "luc", ("other", "mauvaise langue")),
    "not_ours": (None, "ana", ("other", "not ours to answer")),
    "other": ("ask the city", "luc", ("other", "ask the city")),
    "boring": (None, "ana", ("other", "boring")),
    "": (None, "ana", (None, None)),
}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def before_reasons(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database as it was before the reasons of rejection changed, with a review of each."""
    url = sqlite_url(tmp_path) if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    engine = open_engine(url)
    migrate(engine, "0006")
    with engine.begin() as connection:
        _execute(connection, (person("ana"), person("luc").replace("'en'", "'fr'"), question("q")))
        for version, (reason, (note, by, _)) in enumerate(OLD_REASONS.items(), start=1):
            name, code = f"r{version}", reason or None
            _execute(connection, (draft(f"d{version}", version=version),))
            rejected = review(name, f"d{version}", version, "reject", by, None, reason=code, note=note)
            _execute(connection, (rejected,))
    yield engine
    engine.dispose()


def test_older_reviews_get_the_nearest_reason_and_lose_no_note(before_reasons: Engine) -> None:
    migrate(before_reasons)
    with before_reasons.connect() as connection:
        rows = connection.execute(
            text("SELECT reason_code, reason FROM reviews ORDER BY draft_version")
        ).all()
    assert [tuple(row) for row in rows] == [expected for _, _, expected in OLD_REASONS.values()]


@pytest.mark.parametrize("change", ["UPDATE reviews SET reason = 'x'", "DELETE FROM reviews"])
def test_reviews_are_append_only_again_after_their_reasons_changed(
    before_reasons: Engine, change: str
) -> None:
    migrate(before_reasons)
    with pytest.raises(DBAPIError, match="append-only"), before_reasons.begin() as connection:
        connection.execute(text(change))


def _execute(connection: Connection, statements: tuple[str, ...]) -> None:
    for statement in statements:
        connection.execute(text(statement))


def test_every_revision_is_in_the_package() -> None:
    folder = Path(knowledge.tables.__file__).parent / "migrations" / "versions"
    assert {path.name[:4] for path in folder.glob("*.py")} >= {"0001", "0002", "0003"}
