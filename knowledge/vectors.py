"""The vector store: the only file that knows Chroma. Holds vectors and ids, never texts.

A collection per language and embedder: filters inside one collection are slow, and vectors of different
embedders cannot be compared.
"""

import hashlib
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import chromadb
import numpy as np
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import ChromaError

from knowledge.embedding.embedder import Vectors

LOG = logging.getLogger(__name__)
LARGEST_BATCH = 5_000  # Chroma takes at most 5,461 rows a call
WIDTHS = ((20_000, 200), (100_000, 400), (400_000, 800))  # up to so many vectors, so wide a search
WIDEST = 1_200


class VectorStore:
    """Named sets of (id, unit vector), searched by cosine.

    `search_width` is how many vectors a search looks at on its way (HNSW ef_search), in every set.
    """

    def __init__(self, client: Any, embedder_name: str, search_width: int) -> None:
        self._client = client
        self._suffix = hashlib.sha256(embedder_name.encode()).hexdigest()[:8]
        self._search_width = search_width
        self._sets: dict[str, Any] = {}

    @classmethod
    def embedded(cls, folder: Path, embedder_name: str, search_width: int) -> "VectorStore":
        """A store in `folder`, which the calling process must own."""
        settings = ChromaSettings(anonymized_telemetry=False)
        return cls(
            chromadb.PersistentClient(path=str(folder), settings=settings), embedder_name, search_width
        )

    @classmethod
    def served(cls, url: str, embedder_name: str, search_width: int) -> "VectorStore":
        """A store on a Chroma server."""
        parts = urlsplit(url)
        tls = parts.scheme == "https"
        client = chromadb.HttpClient(
            host=parts.hostname or "localhost",
            port=parts.port or (443 if tls else 8000),
            ssl=tls,
            settings=ChromaSettings(anonymized_telemetry=False),
        )
        return cls(client, embedder_name, search_width)

    def upsert(self, name: str, ids: Sequence[str], vectors: Vectors) -> None:
        """Insert or replace; `vectors` has a row for each id."""
        for start in range(0, len(ids), LARGEST_BATCH):
            end = start + LARGEST_BATCH
            self._set(name).upsert(ids=list(ids[start:end]), embeddings=vectors[start:end])

    def delete(self, name: str, ids: Sequence[str]) -> None:
        """Remove; ids that are not there are passed over."""
        for start in range(0, len(ids), LARGEST_BATCH):
            self._set(name).delete(ids=list(ids[start : start + LARGEST_BATCH]))

    def count(self, name: str) -> int:
        """How many ids are in the set."""
        return int(self._set(name).count())

    def ids(self, name: str) -> set[str]:
        """Every id in the set."""
        return set(self._set(name).get(include=[])["ids"])

    def vectors(self, name: str, ids: Sequence[str]) -> dict[str, Vectors]:
        """The vectors of those of the ids that are in the set, each of shape (dimensions,)."""
        found = self._set(name).get(ids=list(ids), include=["embeddings"]) if ids else None
        return dict(zip(found["ids"], np.asarray(found["embeddings"]), strict=True)) if found else {}

    def nearest(self, name: str, vector: Vectors, top: int) -> list[tuple[str, float]]:
        """Up to `top` (id, cosine), nearest first; `vector` has shape (dimensions,)."""
        # More than there are is no error: all of them come back. Counting first costs as much as searching.
        found = self._set(name).query(query_embeddings=vector[None, :], n_results=top, include=["distances"])
        return [
            (key, 1.0 - distance)
            for key, distance in zip(found["ids"][0], found["distances"][0], strict=True)
        ]

    def _set(self, name: str) -> Any:
        # Asking for the handle costs more than a millisecond, an eighth of a search.
        if name not in self._sets:
            hnsw = {"space": "cosine", "ef_search": self._search_width, "ef_construction": 200}
            found = self._client.get_or_create_collection(
                f"{name}-{self._suffix}", embedding_function=None, configuration={"hnsw": hnsw}
            )
            self._widen(found)
            self._sets[name] = found
        return self._sets[name]

    def _widen(self, found: Any) -> None:
        # A collection keeps the width that it was made with, whatever one asks for on opening it; and what is loaded
        # keeps the width that it was loaded with. So it is set before all else, which may load it, counting included.
        present = found.configuration_json["hnsw"]["ef_search"]
        if present == self._search_width:
            return
        try:
            found.modify(configuration={"hnsw": {"ef_search": self._search_width}})
        except ChromaError as error:  # locked by another's writing: it is found as before, only less of it
            kind = type(error).__name__
            LOG.warning("%s is searched %s wide, not %s: %s", found.name, present, self._search_width, kind)


def width_for(count: int) -> int:
    """The search width (HNSW ef_search) that finds .98 of the nearest 100 of so many vectors (docs/benchmarks.md)."""
    return next((width for most, width in WIDTHS if count <= most), WIDEST)
