"""The real embedders keep the port's contract, with the published weights, whatever runs them."""

import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from eval.experiments.plan import read_plan
from knowledge.build import build_knowledge
from knowledge.embedding import packaged
from knowledge.embedding.batcher import Batcher
from knowledge.embedding.embedder import Embedder, SentenceTransformerEmbedder
from knowledge.embedding.encoder import buckets
from knowledge.embedding.openvino_embedder import OpenVinoEmbedder
from knowledge.embedding.packaged import E5, MINILM, MPNET, folder_of, packaged_weights
from knowledge.errors import BadConfiguration
from knowledge.settings import KnowledgeSettings

TEXTS = [
    "renew a driver licence",
    "driving permit renewal",
    "potato soup recipe",
    "Où puis-je faire renouveler mon permis de conduire si je suis à l’étranger ?",
    "You can renew online, by mail or at an office. Bring proof of address and of who you are. " * 20,
    "Fee: $35.",
]


# In a process of its own, whose first inferences two threads make at the same moment.
FIRST_TWO_AT_ONCE = """
import sys, threading
from pathlib import Path
from knowledge.embedding.openvino_embedder import OpenVinoEmbedder
sys.setswitchinterval(1e-6)
embedder, together = OpenVinoEmbedder(sys.argv[1], 2, Path(sys.argv[2])), threading.Barrier(2)
def embed():
    together.wait()
    embedder.embed(["When does the library open?", "And on Sundays, in winter, for children?"])
threads = [threading.Thread(target=embed) for _ in range(2)]
for each in threads: each.start()
"""


@pytest.fixture(scope="module")
def quick(tmp_path_factory: pytest.TempPathFactory) -> OpenVinoEmbedder:
    return OpenVinoEmbedder(MINILM, 2, tmp_path_factory.mktemp("models"))


@pytest.fixture(scope="module")
def torch_vectors() -> np.ndarray:
    return SentenceTransformerEmbedder().embed(TEXTS)


def test_the_packaged_weights_are_the_published_ones() -> None:
    assert (packaged_weights() / "model.safetensors").exists()


def test_vectors_have_length_one_and_meaning(torch_vectors: np.ndarray, quick: Embedder) -> None:
    for vectors in (torch_vectors, quick.embed(TEXTS)):
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-2)
        assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.2


def test_what_runs_the_model_hardly_changes_its_vectors(torch_vectors: np.ndarray, quick: Embedder) -> None:
    lengths = np.linalg.norm(torch_vectors, axis=1)
    cosines = (torch_vectors * quick.embed(TEXTS)).sum(axis=1) / lengths
    assert cosines.min() > 0.9998  # each is within 0.9999 of float32


def test_the_first_two_calls_may_come_at_once(tmp_path: Path) -> None:
    for _ in range(5):  # of such processes about half stood still for good before
        subprocess.run(
            [sys.executable, "-c", FIRST_TWO_AT_ONCE, MINILM, str(tmp_path)], timeout=120, check=True
        )


def test_joined_with_others_a_question_has_the_same_vector(quick: Embedder) -> None:
    batcher, joined = Batcher(quick), [np.empty(0)] * len(TEXTS)

    def ask(row: int) -> None:
        joined[row] = batcher.embed_questions([TEXTS[row]])[0]

    threads = [threading.Thread(target=ask, args=(row,)) for row in range(len(TEXTS))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    alone = [batcher.embed_questions([text])[0] for text in TEXTS]
    assert min(float(one @ other) for one, other in zip(joined, alone, strict=True)) > 0.9999


@pytest.mark.parametrize("model", [MPNET, E5])
def test_a_package_that_is_not_there_is_named_with_its_remedy(
    model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock
) -> None:
    monkeypatch.setattr(packaged, "_home", lambda _module: None)
    with pytest.raises(BadConfiguration) as raised:
        build_knowledge(KnowledgeSettings(data_dir=tmp_path, embedder=model), clock)
    assert model in str(raised.value) and "uv pip install" in raised.value.in_language("fr")


def test_altered_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "model.safetensors").write_bytes(b"other weights")
    monkeypatch.setattr(packaged, "_home", lambda _module: tmp_path)
    with pytest.raises(BadConfiguration, match="not those that were published"):
        packaged_weights()


def test_a_packaged_name_that_does_not_exist_is_told(clock, tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration, match="There is no packaged embedding model packaged:bert"):
        build_knowledge(KnowledgeSettings(data_dir=tmp_path, embedder="packaged:bert"), clock)


def test_openvino_is_not_forced_on_a_model_of_another_shape(clock, tmp_path: Path) -> None:
    settings = KnowledgeSettings(data_dir=tmp_path, embedder="a/b", embedder_backend="openvino")
    with pytest.raises(BadConfiguration, match="cannot run the embedding model a/b"):
        build_knowledge(settings, clock)


@pytest.mark.parametrize("model", [MPNET, E5])
def test_the_optional_models_are_whole_where_they_are_installed(model: str, tmp_path: Path, clock) -> None:
    try:
        folder = folder_of(model, tmp_path)
    except BadConfiguration as absent:
        pytest.skip(str(absent))
    assert folder is not None and (folder / packaged.PACKAGES[model].weights).exists()
    opened = build_knowledge(
        KnowledgeSettings(data_dir=tmp_path / "data", embedder=model), clock
    ).index.embedder
    vectors = opened.embed(TEXTS[:3])
    asked = opened.embed_questions(["how do I renew my driver licence"])[0]
    assert asked @ vectors[0] > asked @ vectors[2]


def test_near_places_have_buckets_of_their_own_and_far_ones_share() -> None:
    found = buckets(384)
    assert found.shape == (384, 384) and found.min() == 0 and found.max() == 31
    assert found[5, 5] == 0 and found[6, 5] == 1 and found[5, 6] == 17
    assert found[0, 200] == found[0, 383] == 31


@pytest.mark.parametrize("name", ["better-english", "french"])
def test_the_optional_models_have_plans(name: str) -> None:
    examples = Path(__file__).parents[2] / "eval/experiments/examples"
    assert read_plan(examples / f"{name}.yaml").embedder in {MPNET, E5}
