"""The vector store, embedded in a folder and on a Chroma server."""

import gc
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from chromadb.api.shared_system_client import SharedSystemClient

from eval.benchmarks.processes import in_a_new_process
from knowledge.embedding.embedder import Vectors
from knowledge.vectors import VectorStore, width_for

NUMBER, DIMENSIONS, TOP = 5_600, 96, 100  # the last 600 lie where Chroma has not yet indexed them
STARTS_WITHIN_S = 60


def _some_vectors(number: int, seed: int) -> Vectors:
    # At random, so that each is about as far from any other: the hardest there is for an index of neighbours.
    drawn = np.random.default_rng(seed).normal(size=(number, DIMENSIONS)).astype(np.float32)
    return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True))


VECTORS = _some_vectors(NUMBER, 0)
ASKED = _some_vectors(20, 1)
IDS = [str(number) for number in range(NUMBER)]


def _recall(store: VectorStore) -> float:
    shares = []
    for asked in ASKED:
        true = {str(row) for row in np.argsort(-(VECTORS @ asked))[:TOP]}
        shares.append(len(true & {key for key, _ in store.nearest("some", asked, TOP)}) / TOP)
    return float(np.mean(shares))


@pytest.mark.parametrize(
    ("vectors", "width"), [(0, 200), (20_000, 200), (20_001, 400), (300_000, 800), (1_000_000, 1_200)]
)
def test_the_more_vectors_the_wider_they_are_searched(vectors: int, width: int) -> None:
    assert width_for(vectors) == width


def _filled_and_searched(folder: Path, width: int) -> float:
    store = VectorStore.embedded(folder, "model", width)
    if not store.count("some"):
        store.upsert("some", IDS, VECTORS)
    return _recall(store)


def test_a_width_that_is_set_later_counts_from_the_next_start_on(tmp_path: Path) -> None:
    assert in_a_new_process(_filled_and_searched, tmp_path, 100) < 0.9
    assert in_a_new_process(_filled_and_searched, tmp_path, 3_000) > 0.98


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """The address of a Chroma server on loopback."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("chroma")), "run", "--host", "127.0.0.1"]
    process = subprocess.Popen(
        [*command, "--port", str(port), "--path", str(tmp_path / "served")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")  # Chroma's client leaves its connections open
def test_a_chroma_server_keeps_finds_and_forgets(server: str) -> None:
    store = VectorStore.served(server, "model", 200)
    store.upsert("some", IDS[:3], VECTORS[:3])
    assert store.nearest("some", VECTORS[1], 1) == [("1", pytest.approx(1.0, abs=1e-5))]
    again = VectorStore.served(server, "model", 800)
    again.delete("some", ["1"])
    assert again.ids("some") == {"0", "2"}
    assert np.allclose(again.vectors("some", ["2"])["2"], VECTORS[2])
    assert {key for key, _ in again.nearest("some", VECTORS[1], 5)} == {"0", "2"}
    del store, again
    SharedSystemClient.clear_system_cache()
    gc.collect()


def _wait_for(port: int) -> None:
    until = time.monotonic() + STARTS_WITHIN_S
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            assert time.monotonic() < until, "the Chroma server did not start"
            time.sleep(0.1)
        else:
            return
