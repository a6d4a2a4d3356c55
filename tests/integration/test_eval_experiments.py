"""Two configurations and their peers over the same cases of a real index: one table, and nothing done twice."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from typer.testing import CliRunner, Result

from eval.benchmarks.saved_pages import saved_pages
from eval.experiments.cli import app
from eval.opened import opened
from eval.peers import haystack, stock
from eval.peers.haystack import HaystackPeer
from eval.runs.state import index_digest
from eval.telling import Teller
from knowledge import tables
from knowledge.build import build_knowledge
from knowledge.exchanges import Exchange, digest_of
from knowledge.settings import KnowledgeSettings
from tests.fakes import WordHashEmbedder
from tests.integration.test_eval_benchmarks import SmallEmbeddings
from tests.integration.test_eval_commands import data_dir, gold, saved

__all__ = ["data_dir", "gold", "saved"]


@pytest.fixture(autouse=True)
def small_embedder(monkeypatch: pytest.MonkeyPatch) -> None:
    def build(settings: KnowledgeSettings, clock: Callable, _embedder: object = None):
        return build_knowledge(settings, clock, WordHashEmbedder(f"fake:{settings.embedder}"))

    monkeypatch.setattr("eval.experiments.indexes.build_knowledge", build)
    monkeypatch.setattr(stock, "_embeddings", SmallEmbeddings)


@pytest.fixture
def plan(tmp_path: Path) -> Callable[[str, str], Path]:
    def write(name: str, text: str = "") -> Path:
        path = tmp_path / f"{name}.yaml"
        path.write_text(text, "utf-8")
        return path

    return write


def compare(gold: Path, data_dir: Path, *arguments: object) -> Result:
    return CliRunner().invoke(
        app,
        [str(each) for each in (*arguments, "--gold", gold, "--data-dir", data_dir)],
        catch_exceptions=False,
    )


def systems(path: Path) -> dict[str, dict]:
    return {each["name"]: each for each in json.loads(path.read_text("utf-8"))["systems"]}


def test_two_plans_are_compared_in_one_table_and_what_is_equal_is_done_once(
    gold: Path, data_dir: Path, tmp_path: Path, plan: Callable[..., Path]
) -> None:
    a, b, out = plan("as-is"), plan("bold", "minimum_confidence: 0.9\n"), tmp_path / "c.json"
    result = compare(gold, data_dir, a, b, "--report", out)
    assert result.exit_code == 0, result.output
    assert "| as-is" in result.stdout and "| bold" in result.stdout and "ndcg@10" in result.stdout
    first = systems(out)
    assert (first["as-is"]["ranked"], first["as-is"]["drafted"]) == (4, 4)
    assert (first["bold"]["ranked"], first["bold"]["ranked_from_cache"]) == (0, 4), (
        "confidence ranks nothing anew"
    )
    assert first["bold"]["drafted"] == 4
    assert "ranked 0, from cache 4" in result.stderr
    compare(gold, data_dir, a, b, "--report", out)
    again = systems(out)
    assert all(each["ranked"] == 0 and each["drafted"] == 0 for each in again.values())
    assert [each["slices"] for each in again.values()] == [each["slices"] for each in first.values()]


def test_another_weight_ranks_anew_and_without_cache_everything_is(
    gold: Path, data_dir: Path, tmp_path: Path, plan: Callable[..., Path]
) -> None:
    a, out = plan("as-is"), tmp_path / "c.json"
    words = plan("words", "weights: {dense: 0, opening: 0}\n")
    compare(gold, data_dir, a, a)
    compare(gold, data_dir, a, words, "--report", out)
    found = systems(out)
    assert found["as-is"]["ranked_from_cache"] == 4 and found["words"]["ranked"] == 4
    compare(gold, data_dir, a, words, "--report", out, "--no-cache")
    assert systems(out)["as-is"]["ranked"] == 4


def test_peers_stand_in_the_same_table_with_the_answers_that_a_ranking_gives(
    gold: Path, data_dir: Path, tmp_path: Path, plan: Callable[..., Path]
) -> None:
    out = tmp_path / "c.json"
    peers = ("--peer", "stock", "--peer", "bm25", "--peer", "haystack")
    result = compare(gold, data_dir, plan("ours"), *peers, "--report", out)
    assert result.exit_code == 0, result.output
    found = systems(out)
    assert list(found) == ["ours", "stock", "bm25", "haystack"]
    for name in ("stock", "haystack"):
        values = found[name]["slices"][0]["values"]
        assert values["hit@10"] == 1.0 and values["statements_cited"] == 1.0
        assert f"| {name}" in result.stdout
    assert [each["name"] for each in json.loads(out.read_text("utf-8"))["comparisons"]] == list(found)[1:]
    compare(gold, data_dir, plan("ours"), *peers, "--report", out)
    assert all(each["ranked"] == 0 for each in systems(out).values())


def test_another_cut_gets_its_own_index_which_is_kept(
    gold: Path, data_dir: Path, tmp_path: Path, plan: Callable[..., Path]
) -> None:
    short = "chunking: {target: 100, section_kept_whole: 100, longest_whole: 100, tiny: 0}\n"
    a, b = plan("as-is"), plan("short", short)
    with opened(data_dir) as services:
        before = _passages(services.knowledge)
    result = compare(gold, data_dir, a, b, "--report", tmp_path / "c.json")
    assert result.exit_code == 0, result.output
    (folder,) = (data_dir / "experiments").iterdir()
    second = build_knowledge(KnowledgeSettings(data_dir=folder), None, WordHashEmbedder())
    assert _passages(second) > before
    second.engine.dispose()
    stamp = (folder / "made-of").stat().st_mtime_ns
    compare(gold, data_dir, a, b, "--report", tmp_path / "c.json")
    assert (folder / "made-of").stat().st_mtime_ns == stamp
    assert systems(tmp_path / "c.json")["short"]["ranked"] == 0
    with opened(data_dir) as services:
        assert _passages(services.knowledge) == before, "the index that serves is left alone"


def test_another_embedder_needs_no_page_again(
    gold: Path, saved: Path, data_dir: Path, tmp_path: Path, plan: Callable[..., Path]
) -> None:
    for page in saved.iterdir():
        page.unlink()
    result = compare(
        gold, data_dir, plan("a"), plan("b", "embedder: other\n"), "--report", tmp_path / "c.json"
    )
    assert result.exit_code == 0, result.output
    assert systems(tmp_path / "c.json")["b"]["slices"][0]["values"]["hit@10"] == 1.0


def test_pages_that_have_changed_since_are_not_cut_again(
    gold: Path, saved: Path, data_dir: Path, plan: Callable[..., Path]
) -> None:
    (saved / "roads.html").write_text(
        f"<html lang=en><main><h1>R</h1><p>{'All is new. ' * 20}</p></main>", "utf-8"
    )
    result = compare(gold, data_dir, plan("a"), plan("b", "chunking: {target: 300}\n"))
    assert (
        result.exit_code == 2
        and "1 pages of “saved”" in result.stderr
        and "replydesk ingest" in result.stderr
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [((), "nothing to compare"), (("--peer", "lucene"), "no peer “lucene”")],
)
def test_what_cannot_run_exits_with_2_and_says_why(
    gold: Path, data_dir: Path, plan: Callable[..., Path], arguments: tuple[str, ...], said: str
) -> None:
    result = compare(gold, data_dir, plan("a"), *arguments)
    assert result.exit_code == 2 and said in result.stderr


def test_haystack_goes_on_where_it_was_cut_off(
    saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Failing(WordHashEmbedder):
        def embed(self, texts):
            if len(self.embedded) == 2:
                raise KeyboardInterrupt
            return super().embed(texts)

    monkeypatch.setattr(haystack, "BATCH", 1)
    pages, _ = saved_pages([saved])
    with pytest.raises(KeyboardInterrupt):
        HaystackPeer(pages, tmp_path, Teller("en"), Failing())
    small = WordHashEmbedder()
    peer = HaystackPeer(pages, tmp_path, Teller("en"), small)
    assert len(peer) == 3 and len(small.embedded) == 1
    assert peer.search("how much does a trout permit cost", 2)[0].page_id == "fishing"
    assert peer.search(" ", 2) == ()


def test_the_index_has_a_digest_that_follows_its_content(data_dir: Path, saved: Path) -> None:
    with opened(data_dir) as services:
        before = index_digest(services.knowledge)
        assert index_digest(services.knowledge) == before
        kept, vectors = services.knowledge.index, services.knowledge.index.vectors
        vectors.delete("passages-en", sorted(vectors.ids("passages-en"))[:1])
        assert index_digest(services.knowledge) != before, "a vector that is missing is never found"
        kept.complete()
        assert index_digest(services.knowledge) == before
        now = datetime(2026, 1, 1, tzinfo=UTC)
        digest = digest_of("Q?", "R.", ())
        expiring = Exchange(
            "e", "t", None, "Q?", "R.", "en", None, None, (), digest, now, now + timedelta(days=1)
        )
        kept.sync_exchanges([expiring])
        live = index_digest(services.knowledge, lambda: now)
        assert live not in {before, index_digest(services.knowledge, lambda: now + timedelta(days=2))}


def _passages(knowledge) -> int:
    with knowledge.engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(tables.passages))
