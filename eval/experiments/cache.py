"""Results kept from earlier runs, found again by the digest of everything that they depend on.

One SQLite file. A process that is killed loses at most the result it was writing; a file that is damaged is set
aside and begun anew, since everything in it can be made again. Holds bytes; knows nothing of what they mean.
"""

import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from knowledge.errors import BadConfiguration
from knowledge.texts import Text

FOLDER = "evaluation-cache"
FILE = "results.sqlite"
AT_MOST_BYTES = 1_000_000_000
_WAIT_S = 30.0
_TABLES = """
create table if not exists results (
    stage text not null, key text not null, value blob not null, used integer not null,
    primary key (stage, key)
) without rowid;
create index if not exists results_used on results (used);
create table if not exists runs (number integer primary key autoincrement);
"""


class Cache:
    """Values by stage and key; a key is a SHA-256 of all that the value depends on.

    `found` and `made` count, by stage, what was there and what was put.
    """

    def __init__(self, folder: Path, at_most_bytes: int = AT_MOST_BYTES) -> None:
        self._path = folder / FILE
        self._at_most_bytes = at_most_bytes
        self._used: set[tuple[str, str]] = set()
        self.found: Counter[str] = Counter()
        self.made: Counter[str] = Counter()
        with self._telling():
            folder.mkdir(parents=True, exist_ok=True)
            self._connection = self._opened()
            with self._connection:
                # Runs are counted, not timed: what was used longest ago goes first, whatever the clock says.
                self._run = self._connection.execute("insert into runs default values").lastrowid or 0

    def __enter__(self) -> "Cache":
        """The cache itself; it is closed, and kept within its bounds, when the block ends."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def get(self, stage: str, key: str) -> bytes | None:
        """The value, or None where there is none that can be read."""
        with self._telling():
            query = "select value from results where stage = ? and key = ?"
            row = self._connection.execute(query, (stage, key)).fetchone()
        try:
            value = zlib.decompress(row[0]) if row else None
        except zlib.error:  # its own checksum does not hold
            value = None
        if value is not None:
            self.found[stage] += 1
            self._used.add((stage, key))
        return value

    def put(self, stage: str, key: str, value: bytes) -> None:
        """Keep the value, safely on disk when this returns, in the place of an earlier one."""
        row = (stage, key, zlib.compress(value, 1), self._run)
        with self._telling(), self._connection:
            self._connection.execute("insert or replace into results values (?, ?, ?, ?)", row)
        self.made[stage] += 1

    def prune(self, at_most_bytes: int | None = None) -> int:
        """Forget what was used longest ago until the values fit; how many were forgotten."""
        limit = self._at_most_bytes if at_most_bytes is None else at_most_bytes
        rows = "select stage, key, used, length(value) as size from results"
        running = f"select stage, key, sum(size) over (order by used desc, stage, key) as held from ({rows})"  # noqa: S608
        gone = (
            f"delete from results where (stage, key) in (select stage, key from ({running}) where held > ?)"  # noqa: S608
        )
        with self._telling():
            with self._connection:
                self._mark_used()
                forgotten = self._connection.execute(gone, (limit,)).rowcount
            if forgotten:
                self._connection.execute("vacuum")
        return forgotten

    def close(self) -> None:
        """Note what was used, keep within bounds, and let go of the file."""
        try:
            self.prune()
        finally:
            self._connection.close()

    def _mark_used(self) -> None:
        marks = [(self._run, stage, key) for stage, key in sorted(self._used)]
        self._connection.executemany("update results set used = ? where stage = ? and key = ?", marks)
        self._used.clear()

    def _opened(self) -> sqlite3.Connection:
        try:
            return _connect(self._path)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:  # not a database, or a damaged one
            for name in (FILE, f"{FILE}-wal", f"{FILE}-shm"):
                there = self._path.with_name(name)
                if there.exists():
                    there.replace(there.with_name(f"{name}.damaged"))
            return _connect(self._path)

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise _unusable(self._path, error) from error


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_WAIT_S)
    try:
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = normal")
        connection.executescript(_TABLES)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _unusable(path: Path, error: sqlite3.Error | OSError) -> BadConfiguration:
    return BadConfiguration(
        Text(
            f"The kept results in {path} cannot be used: {error}.",
            f"Les résultats conservés dans {path} sont inutilisables : {error}.",
        ),
        kept=Text("No page or question was changed.", "Aucune page ni question n’a été modifiée."),
        next_step=Text(
            "Make room or remove that file, then run the command again; everything in it can be made anew.",
            "Libérez de la place ou supprimez ce fichier, puis relancez la commande; tout peut être recalculé.",
        ),
    )
