"""The stock LangChain recipe, built to be measured beside this product. The only file here that knows LangChain.

BSHTMLLoader → RecursiveCharacterTextSplitter(1000, 200) → all-MiniLM-L6-v2 → Chroma, with BM25 over the same chunks,
fused by reciprocal ranks (k = 60; Cormack, Clarke and Büttcher, SIGIR 2009). Both sides embed with the same packaged
weights in the same numeric type: bfloat16 where the processor has it, nearly twice as fast, else float32.
Where the recipe leaves a choice, the stronger one is taken: the loader separates blocks by a line break (by
default it glues neighbouring words together), and BM25 sees lower-cased words without punctuation (LangChain's
retriever splits at spaces only, so that "fee?" never meets "fee").
"""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import BaseModel

from eval import jsonl
from eval.benchmarks.saved_pages import SavedPage, fingerprint
from eval.extras import needing
from eval.results import Found
from eval.telling import Teller
from knowledge.embedding.embedder import SentenceTransformerEmbedder
from knowledge.embedding.packaged import packaged_weights
from knowledge.texts import Text

RECIPE = "bs-newline recursive-1000-200 chroma-1"
CHUNK_CHARACTERS = 1000
OVERLAP_CHARACTERS = 200
BATCH = 128
RRF_K = 60
SEARCHES: Mapping[str, str] = {
    "stock": "stock: dense + BM25 (RRF)",
    "dense": "stock: dense alone",
    "bm25": "stock: BM25 alone",
}
NAMES = tuple(SEARCHES.values())
Listed = Sequence[tuple[int, float]]  # (number of the chunk, score), best first
_WORD = re.compile(r"\w+")


class _Chunk(BaseModel):
    page_id: str
    url: str | None = None
    text: str


class StockPeer:
    """The recipe over one set of pages; built once and kept in `home` until a page changes.

    With `words_only` nothing is embedded, and BM25 alone can be asked.
    """

    def __init__(
        self,
        pages: Sequence[SavedPage],
        home: Path,
        teller: Teller,
        embeddings: Any = None,
        *,
        words_only: bool = False,
    ) -> None:
        pages = sorted(pages, key=lambda page: page.key)
        self._folder = home / f"stock-{digest_of(pages)}"
        self._chunks = self._load_chunks(pages, teller)
        self._embeddings = None if words_only else embeddings or _embeddings()
        self._store: Any = None if words_only else self._load_store(teller)
        self._lexical = _bm25([chunk.text for chunk in self._chunks])

    def __len__(self) -> int:
        """How many chunks there are."""
        return len(self._chunks)

    def rank(self, query: str, top: int) -> dict[str, tuple[Found, ...]]:
        """Up to `top` chunks by each of the recipe's three searches, by the names in `NAMES`."""
        dense, lexical = self._dense(query, top), self._words(query, top)
        return {
            name: self._shown(listed)
            for name, listed in zip(NAMES, (_fused(dense, lexical, top), dense, lexical), strict=True)
        }

    def search(self, by: str, query: str, top: int) -> tuple[Found, ...]:
        """Up to `top` chunks by one of `SEARCHES`."""
        if by == "bm25":
            return self._shown(self._words(query, top))
        dense = self._dense(query, top)
        return self._shown(dense if by == "dense" else _fused(dense, self._words(query, top), top))

    def _dense(self, query: str, top: int) -> Listed:
        found = self._store.similarity_search_with_score(query, k=min(top, len(self._chunks)))
        return [(int(document.metadata["number"]), -float(distance)) for document, distance in found]

    def _words(self, query: str, top: int) -> Listed:
        scores = self._lexical.get_scores(_words_of(query) or [""])
        best = np.argsort(-scores, kind="stable")[:top]
        return [(int(number), float(scores[number])) for number in best if scores[number] > 0]

    def _shown(self, listed: Listed) -> tuple[Found, ...]:
        chunks = [(self._chunks[number], score) for number, score in listed]
        return tuple(Found(each.page_id, each.url, each.text, round(score, 6)) for each, score in chunks)

    def _load_chunks(self, pages: Sequence[SavedPage], teller: Teller) -> list[_Chunk]:
        kept = self._folder / "chunks.jsonl"
        if not kept.exists():
            doing = Text("Peer: splitting pages", "Concurrent : découpage des pages")
            jsonl.write(
                kept, (chunk.model_dump() for chunk in _split(teller.track(pages, len(pages), doing)))
            )
        return [line for _, line in jsonl.read(kept, _Chunk) if isinstance(line, _Chunk)]

    def _load_store(self, teller: Teller) -> Any:
        os.environ["ANONYMIZED_TELEMETRY"] = "False"
        with needing("peers"):
            from langchain_chroma import Chroma
        store = Chroma("chunks", self._embeddings, persist_directory=str(self._folder / "chroma"))
        there = set(store.get(include=[])["ids"])
        # What an interrupted run embedded is kept, so that the next one goes on from there.
        todo = [number for number in range(len(self._chunks)) if str(number) not in there]
        doing = Text("Peer: embedding chunks", "Concurrent : vectorisation")
        batches = range(0, len(todo), BATCH)
        for start in teller.track(batches, len(batches), doing) if todo else ():
            numbers = todo[start : start + BATCH]
            store.add_texts(
                [self._chunks[number].text for number in numbers],
                metadatas=[{"number": number} for number in numbers],
                ids=[str(number) for number in numbers],
            )
        return store


def _fused(one: Listed, other: Listed, top: int) -> Listed:
    fused: dict[int, float] = {}
    for listed in (one, other):
        for rank, (number, _) in enumerate(listed, start=1):
            fused[number] = fused.get(number, 0.0) + 1 / (RRF_K + rank)
    return sorted(fused.items(), key=lambda pair: (-pair[1], pair[0]))[:top]


def page_text(page: SavedPage) -> str:
    """The whole text of a page, menus and all, as the recipe's loader reads it."""
    with needing("eval"):
        from langchain_community.document_loaders import BSHTMLLoader
    loader = BSHTMLLoader(page.file, open_encoding="utf-8", get_text_separator="\n")
    return "\n".join(document.page_content for document in loader.load())


def _split(pages: Iterator[SavedPage]) -> Iterator[_Chunk]:
    with needing("peers"):
        from langchain_text_splitters import RecursiveCharacterTextSplitter
    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK_CHARACTERS, chunk_overlap=OVERLAP_CHARACTERS)
    for page in pages:
        for text in splitter.split_text(page_text(page)):
            yield _Chunk(page_id=page.key, url=page.url, text=text)


def digest_of(pages: Sequence[SavedPage]) -> str:
    """Changes whenever what is built of the pages does."""
    return fingerprint(sorted(pages, key=lambda page: page.key), f"{RECIPE} {numeric_type()}")


def numeric_type() -> str:
    """The type that our own embedder computes in on this machine."""
    return SentenceTransformerEmbedder().name.rpartition(":")[2]


def embeddings_as_shipped() -> Any:
    """The recipe's embeddings as it comes, which compute in float32."""
    return _embeddings("float32")


def _embeddings(kind: str | None = None) -> Any:
    with needing("peers"):
        import torch
        from langchain_huggingface import HuggingFaceEmbeddings
        from transformers.utils import logging
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    inner = {"dtype": getattr(torch, kind or numeric_type())}
    return HuggingFaceEmbeddings(
        model_name=str(packaged_weights()), model_kwargs={"device": "cpu", "model_kwargs": inner}
    )


def _bm25(texts: Sequence[str]) -> Any:
    import bm25s

    index = bm25s.BM25()
    index.index([_words_of(text) or [""] for text in texts], show_progress=False)
    return index


def _words_of(text: str) -> list[str]:
    return _WORD.findall(text.lower())
