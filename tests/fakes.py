"""Hand-written stand-ins for this project's own ports, held to the ports' contracts by tests."""

import hashlib
from collections.abc import Sequence

import numpy as np

from knowledge.embedding.embedder import Vectors
from knowledge.words.keywords import words

DIMENSIONS = 64


class WordHashEmbedder:
    """Texts that share words get near vectors; counts what it was asked to embed."""

    def __init__(self, name: str = "fake:word-hash") -> None:
        self.name = name
        self.embedded: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.embedded += texts
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in words(text, "en") or ["-"]:
                digest = hashlib.sha256(word.encode()).digest()
                vectors[row, digest[0] % DIMENSIONS] += 1.0 if digest[1] % 2 else -1.0
            vectors[row, 0] += 0.01
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
