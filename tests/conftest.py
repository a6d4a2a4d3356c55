"""What every test gets: no socket but loopback, a clock that stands still, and settings from no file."""

import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_socket import socket_allow_hosts

os.environ.setdefault("RAGAS_DO_NOT_TRACK", "true")
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
# Where Python may not keep what it compiles, each worker and each process that a test starts compiles 3,000 modules.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

REAL_DATA = Path(os.environ.get("REPLYDESK_REAL_DATA", Path(__file__).parents[2] / "shared" / "data"))


@pytest.fixture(autouse=True)
def _only_loopback() -> None:
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A developer's own `.env` or environment must not change what a test sees."""
    for name in [
        name for name in os.environ if name.startswith("REPLYDESK_") and name != "REPLYDESK_REAL_DATA"
    ]:
        monkeypatch.delenv(name)


class MovableClock:
    """A clock that moves only when told to."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **amount: float) -> None:
        self.now += timedelta(**amount)


@pytest.fixture
def clock() -> MovableClock:
    """Standing at noon of a fixed day."""
    return MovableClock(datetime(2026, 9, 14, 12, 0, tzinfo=UTC))


@pytest.fixture(scope="session")
def real_data() -> Iterator[Path]:
    """The folder of real pages and questions; skips where it is absent."""
    if not REAL_DATA.is_dir():
        pytest.skip(f"no real data at {REAL_DATA} (set REPLYDESK_REAL_DATA)")
    yield REAL_DATA


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests last: their driver keeps an event loop running in this thread until the session ends."""
    items.sort(key=lambda item: "e2e" in item.path.parts)
