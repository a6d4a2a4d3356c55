"""How near two texts are by the index's own embedder, from the cache where they were embedded before."""

import hashlib
from collections.abc import Sequence

import numpy as np

from eval.experiments.cache import Cache
from eval.material import Similarity
from knowledge.embedding.embedder import Embedder, Vectors

STAGE = "vector"
BATCH = 256


def similarity_of(embedder: Embedder, cache: Cache | None) -> Similarity:
    """The cosine of each pair of texts; the embedder reads only as much of a text as it can take."""

    def similarity(pairs: Sequence[tuple[str, str]]) -> list[float]:
        if not pairs:
            return []
        texts = sorted({text for pair in pairs for text in pair})
        vectors = dict(zip(texts, _vectors(texts, embedder, cache), strict=True))
        return [round(float(vectors[one] @ vectors[other]), 6) for one, other in pairs]

    return similarity


def _vectors(texts: Sequence[str], embedder: Embedder, cache: Cache | None) -> list[Vectors]:
    keys = [hashlib.sha256(f"{embedder.name}\x1f{text}".encode()).hexdigest() for text in texts]
    kept = [cache.get(STAGE, key) if cache else None for key in keys]
    missing = [place for place, each in enumerate(kept) if each is None]
    # One text at a time would give the same to the last bit whatever its neighbours are; sorting texts of like length
    # together and rounding the cosines costs a tenth of the time.
    made: dict[int, Vectors] = {}
    for start in range(0, len(missing), BATCH):
        part = missing[start : start + BATCH]
        for place, vector in zip(part, embedder.embed([texts[each] for each in part]), strict=True):
            made[place] = vector
            if cache:
                cache.put(STAGE, keys[place], vector.astype(np.float32).tobytes())
    return [
        made[place] if each is None else np.frombuffer(each, dtype=np.float32)
        for place, each in enumerate(kept)
    ]
