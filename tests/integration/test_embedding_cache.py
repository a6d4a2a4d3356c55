"""What was embedded once is not embedded again, comes back bit for bit, and does not pile up. Real SQLite."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from knowledge import sources as source_rows
from knowledge.build import build_knowledge
from knowledge.embedding.embedding_cache import FILE, TEXTS_AT_ONCE, CachedEmbedder, EmbeddingCache
from knowledge.settings import KnowledgeSettings
from knowledge.sources import Source
from tests.fakes import WordHashEmbedder
from tests.integration.test_index import a_page

TEXTS = [f"the fee for permit {number} is {number * 7} dollars" for number in range(200)]


@pytest.fixture
def model() -> WordHashEmbedder:
    return WordHashEmbedder()


def test_no_text_goes_through_the_model_twice(tmp_path: Path, model: WordHashEmbedder) -> None:
    first = CachedEmbedder(model, EmbeddingCache(tmp_path)).embed_kept([*TEXTS, *TEXTS[:5]])
    assert sorted(model.embedded) == sorted(TEXTS)
    model.embedded.clear()
    again = CachedEmbedder(model, EmbeddingCache(tmp_path)).embed_kept([*TEXTS, *TEXTS[:5]])
    assert not model.embedded and again.tobytes() == first.tobytes()


def test_another_model_has_vectors_of_its_own(tmp_path: Path, model: WordHashEmbedder) -> None:
    CachedEmbedder(model, EmbeddingCache(tmp_path)).embed_kept(TEXTS)
    other = WordHashEmbedder("fake:other")
    CachedEmbedder(other, EmbeddingCache(tmp_path)).embed_kept(TEXTS)
    assert len(other.embedded) == len(TEXTS)


@pytest.mark.parametrize("kept_bits", [16, 32])
def test_vectors_come_back_bit_for_bit(tmp_path: Path, kept_bits: int) -> None:
    bits = np.random.default_rng(7).normal(size=(20, 384)).astype(np.float32).view(np.uint32)
    vectors = (bits >> (32 - kept_bits) << (32 - kept_bits)).astype(np.uint32).view(np.float32)
    cache = EmbeddingCache(tmp_path)
    cache.put("m", TEXTS[:20], vectors)
    found = cache.get("m", TEXTS[:21])
    assert found.keys() == set(TEXTS[:20])
    assert all(
        found[text].tobytes() == vector.tobytes() for text, vector in zip(TEXTS, vectors, strict=False)
    )


def test_questions_are_never_written(tmp_path: Path, model: WordHashEmbedder) -> None:
    embedder = CachedEmbedder(model, EmbeddingCache(tmp_path))
    embedder.embed_questions(["my sister is ill"])
    embedder.embed(["an answer that is measured"])
    assert not (tmp_path / FILE).exists()


def test_an_index_whose_vectors_are_lost_is_rebuilt_without_the_model(
    tmp_path: Path, clock, model: WordHashEmbedder
) -> None:
    first = build_knowledge(KnowledgeSettings(data_dir=tmp_path / "first"), clock, model)
    with first.engine.begin() as connection:
        source_rows.save(connection, Source("s", "site"), clock())
    first.index.sync_pages([a_page(clock)])
    first.index.finish()
    first.engine.dispose()
    # A process that has opened a store keeps hold of it, so the loss is that of a copy.
    shutil.copytree(tmp_path / "first", tmp_path / "copy", ignore=shutil.ignore_patterns("vectors"))
    model.embedded.clear()
    second = build_knowledge(KnowledgeSettings(data_dir=tmp_path / "copy"), clock, model)
    second.index.complete()
    assert model.embedded == []
    found = second.index.nearest_passages("en", second.index.embed_query("what does a licence cost"), 1)
    assert found
    second.engine.dispose()


def test_what_no_passage_uses_is_swept_once_it_is_much(tmp_path: Path, model: WordHashEmbedder) -> None:
    cache = EmbeddingCache(tmp_path)
    CachedEmbedder(model, cache).embed_kept(TEXTS)
    assert cache.sweep(model.name, TEXTS[:170], slack=0) == 0
    assert cache.sweep(model.name, TEXTS[:20], slack=0) == 180
    assert cache.get(model.name, TEXTS).keys() == set(TEXTS[:20])


def test_a_damaged_file_costs_time_only(
    tmp_path: Path, model: WordHashEmbedder, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / FILE).write_bytes(b"no database at all " * 100)
    embedder = CachedEmbedder(model, EmbeddingCache(tmp_path))
    assert np.array_equal(embedder.embed_kept(TEXTS), WordHashEmbedder().embed(TEXTS))
    assert "computed again" in caplog.text
    embedder.embed_kept(TEXTS)
    model.embedded.clear()
    embedder.embed_kept(TEXTS)
    assert not model.embedded


KILLED = """
import os, signal, sys
from pathlib import Path
from knowledge.embedding.embedding_cache import TEXTS_AT_ONCE, CachedEmbedder, EmbeddingCache
from tests.fakes import WordHashEmbedder

class Dying(WordHashEmbedder):
    def embed(self, texts):
        if len(self.embedded) >= 2 * TEXTS_AT_ONCE:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().embed(texts)

texts = Path(sys.argv[2]).read_text().splitlines()
CachedEmbedder(Dying(), EmbeddingCache(Path(sys.argv[1]))).embed_kept(texts)
"""


def test_a_kill_loses_at_most_the_batch_in_hand(tmp_path: Path, model: WordHashEmbedder) -> None:
    texts = [f"{text} a {unit}" for text in TEXTS for unit in ("day", "year")]
    (tmp_path / "texts").write_text("\n".join(texts))
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path), str(tmp_path / "texts")],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONPATH": "."},
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    with sqlite3.connect(tmp_path / FILE) as file:
        assert file.execute("select count(*) from vectors").fetchone() == (2 * TEXTS_AT_ONCE,)
    file.close()
    CachedEmbedder(model, EmbeddingCache(tmp_path)).embed_kept(texts)
    assert len(model.embedded) == len(texts) - 2 * TEXTS_AT_ONCE
