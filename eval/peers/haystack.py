"""Haystack's own hybrid recipe, built to be measured beside this product. The only file that knows Haystack.

DocumentSplitter (200 words, 20 shared) → in-memory BM25 and embedding retrievers → DocumentJoiner (reciprocal ranks).
Both sides embed with the same model. Where the recipe leaves a choice, the stronger one is taken: pages are given as
the stock recipe's loader reads them, since Haystack's own HTML converter keeps little but the menu of some sites.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import BaseModel

from eval import jsonl
from eval.benchmarks.saved_pages import SavedPage, fingerprint
from eval.extras import needing
from eval.peers.stock import page_text
from eval.results import Found
from eval.telling import Teller
from knowledge.embedding.embedder import Embedder, Vectors
from knowledge.texts import Text

RECIPE = "haystack-3 bs-newline lines-200-20 rrf"
SPLIT_WORDS = 200
SHARED_WORDS = 20
BATCH = 128


class _Chunk(BaseModel):
    page_id: str
    url: str | None = None
    text: str


class HaystackPeer:
    """The recipe over one set of pages; its chunks and vectors are kept in `home` until a page changes."""

    def __init__(self, pages: Sequence[SavedPage], home: Path, teller: Teller, embedder: Embedder) -> None:
        # It would report how it is used over the network; a question is nobody's but the asker's.
        os.environ["HAYSTACK_TELEMETRY_ENABLED"] = "False"
        pages = sorted(pages, key=lambda page: page.key)
        self._folder = home / f"haystack-{digest_of(pages, embedder)}"
        self._embedder = embedder
        self._chunks = self._load_chunks(pages, teller)
        self._by_words, self._by_vector, self._joined = _retrievers(self._chunks, self._load_vectors(teller))

    def __len__(self) -> int:
        """How many chunks there are."""
        return len(self._chunks)

    def search(self, query: str, top: int) -> tuple[Found, ...]:
        """Up to `top` chunks, best first."""
        if not query.strip() or not self._chunks:
            return ()
        vector = self._embedder.embed([query])[0].tolist()
        listed = [
            self._by_words.run(query=query, top_k=top)["documents"],
            self._by_vector.run(query_embedding=vector, top_k=top)["documents"],
        ]
        joined = self._joined.run(documents=listed, top_k=top)["documents"]
        found = [(self._chunks[each.meta["number"]], float(each.score or 0.0)) for each in joined]
        return tuple(Found(chunk.page_id, chunk.url, chunk.text, round(score, 6)) for chunk, score in found)

    def _load_chunks(self, pages: Sequence[SavedPage], teller: Teller) -> list[_Chunk]:
        kept = self._folder / "chunks.jsonl"
        if not kept.exists():
            doing = Text("Haystack: splitting pages", "Haystack : découpage des pages")
            tracked = teller.track(pages, len(pages), doing)
            jsonl.write(kept, (chunk.model_dump() for chunk in _split(tracked)))
        return [line for _, line in jsonl.read(kept, _Chunk) if isinstance(line, _Chunk)]

    def _load_vectors(self, teller: Teller) -> Iterable[Vectors]:
        # A file a batch: what an interrupted run embedded is kept, so that the next one goes on from there.
        doing = Text("Haystack: embedding chunks", "Haystack : vectorisation")
        starts = range(0, len(self._chunks), BATCH)
        for start in teller.track(starts, len(starts), doing):
            kept = self._folder / f"vectors-{start}.npy"
            if not kept.exists():
                vectors = self._embedder.embed([each.text for each in self._chunks[start : start + BATCH]])
                half = kept.with_suffix(".part.npy")
                np.save(half, vectors)
                half.replace(kept)
            yield np.load(kept)


def digest_of(pages: Sequence[SavedPage], embedder: Embedder) -> str:
    """Changes whenever what is built of the pages does."""
    return fingerprint(sorted(pages, key=lambda page: page.key), f"{RECIPE} {embedder.name}")


def _split(pages: Iterable[SavedPage]) -> Iterator[_Chunk]:
    with needing("peers"):
        from haystack import Document
        from haystack.components.preprocessors import DocumentSplitter
    splitter = DocumentSplitter(split_by="word", split_length=SPLIT_WORDS, split_overlap=SHARED_WORDS)
    for page in pages:
        if not (whole := page_text(page)).strip():
            continue
        # It tells words apart by blanks alone: a line break without one would join two, and 200 be whole screens.
        lines = (" ".join(line.split()) for line in whole.splitlines())
        words = Document(content="\n ".join(line for line in lines if line))
        for document in splitter.run(documents=[words])["documents"]:
            if text := (document.content or "").strip():
                yield _Chunk(page_id=page.key, url=page.url, text=text)


def _retrievers(chunks: Sequence[_Chunk], vectors: Iterable[Vectors]) -> tuple[Any, Any, Any]:
    with needing("peers"):
        from haystack import Document
        from haystack.components.joiners import DocumentJoiner
        from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
        from haystack.document_stores.in_memory import InMemoryDocumentStore
    store = InMemoryDocumentStore(embedding_similarity_function="cosine", return_embedding=False)
    rows = (row for batch in vectors for row in batch)
    store.write_documents(
        [
            Document(id=str(number), content=chunk.text, meta={"number": number}, embedding=row.tolist())
            for number, (chunk, row) in enumerate(zip(chunks, rows, strict=True))
        ]
    )
    return (
        InMemoryBM25Retriever(store),
        InMemoryEmbeddingRetriever(store),
        DocumentJoiner(join_mode="reciprocal_rank_fusion"),
    )
