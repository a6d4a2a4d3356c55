"""The real embedder keeps the port's contract, with the published weights."""

import numpy as np

from knowledge.embedder import SentenceTransformerEmbedder, packaged_weights


def test_the_packaged_weights_are_the_published_ones() -> None:
    assert (packaged_weights() / "model.safetensors").exists()


def test_vectors_have_length_one_and_meaning() -> None:
    vectors = SentenceTransformerEmbedder().embed(
        ["renew a driver licence", "driving permit renewal", "potato soup recipe"]
    )
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-2)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.2
