"""Turns texts into vectors: the ports, and the adapter for any sentence-transformers model. Stores nothing."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from threading import Lock
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding.packaged import MINILM, folder_of, need_package

Vectors = NDArray[np.float32]
BATCH = 16


class Embedder(Protocol):
    """Texts in, unit vectors out; `name` changes whenever the vectors would."""

    @property
    def name(self) -> str:
        """Identifies the model and how it is run."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (len(texts), dimensions), each of length 1."""
        ...


@runtime_checkable
class TellsQuestionsApart(Protocol):
    """An embedder whose model was taught to read questions otherwise than passages."""

    def embed_questions(self, questions: Sequence[str]) -> Vectors:
        """Vectors of shape (len(questions), dimensions), each of length 1."""
        ...


@runtime_checkable
class RunsSideBySide(Protocol):
    """An embedder that so many threads may call at once; each call works on one core."""

    @property
    def side_by_side(self) -> int:
        """At least 1."""
        ...


class IndexEmbedder(Embedder, Protocol):
    """What an index asks of its embedder."""

    def embed_questions(self, questions: Sequence[str]) -> Vectors:
        """Vectors of what someone asks, of shape (len(questions), dimensions); they are not kept."""
        ...

    def embed_kept(self, texts: Sequence[str]) -> Vectors:
        """As `embed`, for texts of the index: what was embedded before is taken from where it was kept."""
        ...

    def forget_all_but(self, texts: Iterable[str]) -> None:
        """Keep no more than what the index holds, once there is much else."""
        ...

    def warm(self) -> None:
        """Load the model meanwhile, so that the first question need not wait for it."""
        ...


class SentenceTransformerEmbedder:
    """Any sentence-transformers model on the processor; loads at the first use, which takes seconds.

    Without `bfloat16` it computes as the processor does best.
    """

    def __init__(
        self,
        model: str = MINILM,
        threads: int = 2,
        unpacked: Path = Path("data/models"),
        bfloat16: bool | None = None,
    ) -> None:
        need_package(model)
        self._model_name = model
        self._threads = threads
        self._unpacked = unpacked
        self._model: Any = None
        self._half = has_bfloat16() if bfloat16 is None else bfloat16
        self._loading = Lock()

    @property
    def name(self) -> str:
        """The model and its numeric type."""
        return f"{self._model_name}:{'bfloat16' if self._half else 'float32'}"

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (len(texts), dimensions), each of length 1."""
        import torch

        model = self._loaded()
        # One question is faster on one thread: two wait for each other on a busy machine.
        torch.set_num_threads(1 if len(texts) == 1 else self._threads)
        vectors = model.encode(
            list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32)

    def _loaded(self) -> Any:
        with self._loading:
            return self._model or self._load()

    def _load(self) -> Any:
        folder = folder_of(self._model_name, self._unpacked)
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        self._model = SentenceTransformer(
            str(folder or self._model_name),
            device="cpu",
            local_files_only=folder is not None,
            model_kwargs={"dtype": torch.bfloat16 if self._half else torch.float32},
        )
        return self._model


def has_bfloat16() -> bool:
    """Whether the processor computes with bfloat16: nearly twice as fast as float32 (docs/benchmarks.md)."""
    flags = Path("/proc/cpuinfo")
    text = flags.read_text(encoding="ascii", errors="ignore") if flags.exists() else ""
    return "avx512_bf16" in text or "amx_bf16" in text
