"""What identifies the state that a run stands on: the index, and the code. Reads; changes nothing.

Two equal digests promise equal results; anything that may change a result must change one of them.
"""

import hashlib
import platform
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import select

from knowledge import tables
from knowledge.build import Knowledge
from knowledge.clock import Clock, utc_now
from knowledge.database import reading

# What computes scores, beside our own code: another version may give another order.
LIBRARIES = (
    "bm25s", "chromadb", "eldc", "numpy", "openvino", "pystemmer", "sentence-transformers", "tokenizers", "torch",
)  # fmt: skip
KINDS = {".py", ".json", ".md"}  # what was learned, and what a model is told, lies beside the code


def index_digest(knowledge: Knowledge, clock: Clock = utc_now) -> str:
    """SHA-256 of pages, passages, exchanges, vectors, embedder and synonyms as they stand.

    An exchange that has expired by `clock` is not searched any more, so the digest knows which those are.
    """
    page, passage, exchange = tables.pages.c, tables.passages.c, tables.exchanges.c
    now = clock()
    digest = hashlib.sha256()
    _add(digest, [knowledge.index.embedder.name, *knowledge.settings.languages])
    if file := knowledge.settings.synonyms:
        _add(digest, [hashlib.sha256(file.read_bytes()).hexdigest()])
    with reading(knowledge.engine) as connection:
        for query in (
            select(page.id, page.key, page.url, page.title, page.status, page.content_hash).order_by(page.id),
            select(passage.id, passage.position, passage.digest, passage.kept_as).order_by(passage.id),
        ):
            _add_rows(digest, connection.execute(query))
        named = (exchange.id, exchange.thread_id, exchange.language, exchange.digest, exchange.anchors)
        query = select(*named, exchange.stale_since.is_not(None), exchange.expires_at).order_by(exchange.id)
        rows = connection.execute(query).all()
        _add_rows(digest, ((*row[:-1], row[-1] is not None and row[-1] <= now) for row in rows))
    for language in knowledge.settings.languages:
        for kind in ("passages", "exchanges"):
            # A vector too many or too few changes what is found, whatever the rows say.
            _add(digest, sorted(knowledge.index.vectors.ids(f"{kind}-{language}")))
    return digest.hexdigest()


@cache
def code_digest(*parts: str) -> str:
    """SHA-256 of the files of the packages, or the modules, of these names, and of the libraries' versions."""
    digest = hashlib.sha256()
    _add(digest, [platform.python_version(), *(f"{name}=={_version(name)}" for name in LIBRARIES)])
    for part in parts:
        for path in _files(part):
            _add(digest, [part, path.name, hashlib.sha256(path.read_bytes()).hexdigest()])
    return digest.hexdigest()


def _files(name: str) -> list[Path]:
    spec = find_spec(name)
    if spec is None or not spec.origin:
        raise ValueError(f"no module {name}")
    folders = spec.submodule_search_locations
    if not folders:
        return [Path(spec.origin)]
    return sorted(p for folder in folders for p in Path(folder).rglob("*") if p.suffix in KINDS)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"


def _add_rows(digest: "hashlib._Hash", rows: Iterable[Iterable[object]]) -> None:
    _add(digest, ("\x1f".join(str(value) for value in row) for row in rows))


def _add(digest: "hashlib._Hash", values: Iterable[str]) -> None:
    # Each value and each list ends with its own mark, so that no two lists read alike.
    for value in values:
        digest.update(value.encode() + b"\x1e")
    digest.update(b"\x1d")
