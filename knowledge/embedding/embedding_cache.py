"""Vectors of the index's texts, kept by model and SHA-256 of the text, so that a rebuilt index embeds nothing twice.

One SQLite file in the data folder, which may be deleted. It holds no words, and nothing of what citizens ask: only
`embed_kept` writes here. Trouble with the file costs time, never an index: the texts are embedded again.
"""

import hashlib
import logging
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import numpy as np

from knowledge.embedding.batcher import Batcher
from knowledge.embedding.embedder import Embedder, Vectors

LOG = logging.getLogger(__name__)
FILE = "embeddings.sqlite3"
# Embedded and kept together: what is lost at most when the process is killed.
TEXTS_AT_ONCE = 128
_WAIT_S = 30.0
_ASKED_AT_ONCE = 500
# So many more than the index needs may lie here before they are swept: a page that is gone may come back.
SLACK_SHARE, SLACK = 0.25, 1000
_TABLE = """
create table if not exists vectors (
    text blob not null, model text not null, vector blob not null, primary key (text, model)
)
"""
_T = TypeVar("_T")


class EmbeddingCache:
    """Vectors come back bit for bit; every call opens the file anew, so that threads may share this."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def get(self, model: str, texts: Sequence[str]) -> dict[str, Vectors]:
        """The vectors that are there, by text."""
        named = {_digest(text): text for text in texts}

        def read(file: sqlite3.Connection) -> dict[str, Vectors]:
            found: dict[str, Vectors] = {}
            digests = list(named)
            for start in range(0, len(digests), _ASKED_AT_ONCE):
                part = digests[start : start + _ASKED_AT_ONCE]
                marks = ",".join("?" * len(part))
                query = f"select text, vector from vectors where model = ? and text in ({marks})"  # noqa: S608
                rows = file.execute(query, (model, *part))
                found |= {named[digest]: _unpacked(vector) for digest, vector in rows}
            return found

        return self._with_file(read, {})

    def put(self, model: str, texts: Sequence[str], vectors: Vectors) -> None:
        """Keep them; safely on disk when this returns."""
        pairs = zip(texts, vectors, strict=True)
        rows = [(_digest(text), model, _packed(vector)) for text, vector in pairs]

        def write(file: sqlite3.Connection) -> None:
            file.executemany("insert or replace into vectors values (?, ?, ?)", rows)

        self._with_file(write, None)

    def sweep(self, model: str, texts: Iterable[str], slack: int = SLACK) -> int:
        """Forget what is not of `texts`, once it is much; how many vectors were forgotten."""
        live = {_digest(text) for text in texts}

        def delete(file: sqlite3.Connection) -> int:
            query = "select count(*) from vectors where model = ?"
            there = int(file.execute(query, (model,)).fetchone()[0])
            if there <= len(live) * (1 + SLACK_SHARE) + slack:
                return 0
            file.execute("create temp table live (text blob primary key)")
            file.executemany("insert into live values (?)", ((each,) for each in live))
            return file.execute("delete from vectors where text not in (select text from live)").rowcount

        return self._with_file(delete, 0)

    def _with_file(self, work: Callable[[sqlite3.Connection], _T], otherwise: _T) -> _T:
        """What `work` gives in one transaction, or `otherwise` where the file cannot be used."""
        try:
            with closing(sqlite3.connect(self._path, timeout=_WAIT_S)) as file:
                file.execute("pragma journal_mode = wal")
                file.execute("pragma synchronous = normal")
                file.execute(_TABLE)
                with file:
                    return work(file)
        except sqlite3.Error as error:
            LOG.warning("vectors cannot be kept in %s (%s); they are computed again", self._path, error)
            damaged = not isinstance(error, sqlite3.OperationalError)
        if damaged:
            for end in ("", "-wal", "-shm"):
                self._path.with_name(FILE + end).unlink(missing_ok=True)
        return otherwise


class CachedEmbedder:
    """The embedder of an index: one model shared by all callers, and its texts embedded once."""

    def __init__(self, embedder: Embedder, cache: EmbeddingCache) -> None:
        self.model = embedder
        self._shared = Batcher(embedder)
        self._cache = cache

    @property
    def name(self) -> str:
        """As the model itself."""
        return self.model.name

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (len(texts), dimensions); nothing is kept."""
        return self._shared.embed(texts)

    def embed_questions(self, questions: Sequence[str]) -> Vectors:
        """Vectors of shape (len(questions), dimensions); nothing is kept."""
        return self._shared.embed_questions(questions)

    def embed_kept(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (len(texts), dimensions); a text goes through the model once, whatever happens later."""
        if not texts:
            return self.embed(texts)
        known = self._cache.get(self.name, texts)
        missing = sorted({text for text in texts if text not in known}, key=lambda text: (len(text), text))
        for start in range(0, len(missing), TEXTS_AT_ONCE):
            part = missing[start : start + TEXTS_AT_ONCE]
            vectors = self._shared.embed(part)
            self._cache.put(self.name, part, vectors)
            known.update(zip(part, vectors, strict=True))
        return np.stack([known[text] for text in texts])

    def forget_all_but(self, texts: Iterable[str]) -> None:
        """Sweep the vectors of texts that the index no longer holds, once they are many."""
        self._cache.sweep(self.name, texts)

    def warm(self) -> None:
        """Load the model meanwhile."""
        self._shared.warm()


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode(errors="surrogatepass")).digest()


def _packed(vector: Vectors) -> bytes:
    """Half as long where nothing is lost by it: what a model computes in bfloat16 has its lower 16 bits empty."""
    bits = np.ascontiguousarray(vector, dtype="<f4").view("<u4")
    exact = not np.any(bits & 0xFFFF)
    return b"h" + (bits >> 16).astype("<u2").tobytes() if exact else b"f" + bits.tobytes()


def _unpacked(kept: bytes) -> Vectors:
    if kept[:1] == b"h":
        bits = np.frombuffer(kept, dtype="<u2", offset=1).astype("<u4") << 16
        return bits.view("<f4").astype(np.float32)
    return np.frombuffer(kept, dtype="<f4", offset=1).astype(np.float32)
