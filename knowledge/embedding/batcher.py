"""Lets everyone share one model: questions that come at once are embedded together, and before passages.

One thread runs the model, or as many as it takes side by side, as batches that stand in line; nobody waits for a batch
to fill. Alone, a caller gets just what the model gives for its texts; stores nothing.
"""

import logging
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock

import numpy as np

from knowledge.embedding.embedder import Embedder, RunsSideBySide, TellsQuestionsApart, Vectors

LOG = logging.getLogger(__name__)
# Passages that go through the model together: what a question may have to wait for.
PASSAGES_AT_ONCE = 16
QUESTIONS_AT_ONCE = 32


@dataclass(frozen=True, slots=True, eq=False)
class _Piece:
    texts: Sequence[str]
    vectors: "Future[Vectors]" = field(default_factory=Future)


class Batcher:
    """An embedder that many threads may call at once."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._questions: deque[_Piece] = deque()
        self._passages: deque[_Piece] = deque()
        self._line = Lock()
        lanes = embedder.side_by_side if isinstance(embedder, RunsSideBySide) else 1
        self._model = ThreadPoolExecutor(lanes, thread_name_prefix="embedder")

    @property
    def name(self) -> str:
        """As the model that is shared."""
        return self._embedder.name

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (len(texts), dimensions); questions that come meanwhile are let through."""
        if not texts:
            return self._embedder.embed(texts)
        # Of like length, so that less is padded; the longest first, so that no lane ends long after another.
        order = sorted(range(len(texts)), key=lambda row: -len(texts[row]))
        parts = [order[start : start + PASSAGES_AT_ONCE] for start in range(0, len(order), PASSAGES_AT_ONCE)]
        found = np.concatenate(
            self._all([_Piece([texts[row] for row in part]) for part in parts], self._passages)
        )
        vectors = np.empty_like(found)
        vectors[order] = found
        return vectors

    def embed_questions(self, questions: Sequence[str]) -> Vectors:
        """Vectors of shape (len(questions), dimensions); joined with others that wait."""
        return self._all([_Piece(questions)], self._questions)[0]

    def warm(self) -> None:
        """Load the model meanwhile, so that the first question need not wait for it."""
        self._model.submit(self._load)

    def close(self) -> None:
        """Finish what was asked for, and take no more."""
        self._model.shutdown()

    def _all(self, pieces: Sequence[_Piece], line: deque[_Piece]) -> list[Vectors]:
        with self._line:
            line.extend(pieces)
        try:
            # A step for each piece: a step may take several pieces, and then a later one finds none.
            for _ in pieces:
                self._model.submit(self._step)
            return [piece.vectors.result() for piece in pieces]
        finally:
            for piece in pieces:  # where the caller was interrupted, or one failed, the rest is not needed
                piece.vectors.cancel()

    def _step(self) -> None:
        with self._line:
            asked = bool(self._questions)
            line = self._questions if asked else self._passages
            taken = [line.popleft() for _ in range(min(len(line), QUESTIONS_AT_ONCE if asked else 1))]
        wanted = [piece for piece in taken if piece.vectors.set_running_or_notify_cancel()]
        if wanted:
            self._run(wanted, asked)

    def _run(self, pieces: Sequence[_Piece], asked: bool) -> None:
        texts = [text for piece in pieces for text in piece.texts]
        try:
            vectors = self._embedded(texts, asked)
        except BaseException as error:  # whatever it is, it is the caller's to see, and the line goes on
            if len(pieces) == 1:
                pieces[0].vectors.set_exception(error)
                return
            for piece in pieces:  # only the one at fault fails
                self._run([piece], asked)
            return
        start = 0
        for piece in pieces:
            piece.vectors.set_result(vectors[start : start + len(piece.texts)])
            start += len(piece.texts)

    def _embedded(self, texts: Sequence[str], asked: bool) -> Vectors:
        if asked and isinstance(self._embedder, TellsQuestionsApart):
            return self._embedder.embed_questions(texts)
        return self._embedder.embed(texts)

    def _load(self) -> None:
        try:
            self._embedded(["?"], True)
        except Exception as error:
            # The first question will meet it again, and be told.
            LOG.warning("the embedding model could not be loaded: %s", type(error).__name__)
