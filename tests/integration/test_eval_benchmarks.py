"""The benchmarks run whole on a few pages; the stock recipe is the real one, on a small embedder."""

import json
from pathlib import Path

import pytest

from eval.benchmarks.saved_pages import saved_pages
from eval.peers import stock
from eval.peers.stock import NAMES, StockPeer
from eval.telling import Teller
from tests.fakes import WordHashEmbedder
from tests.integration.test_eval_commands import data_dir, gold, run, saved

__all__ = ["data_dir", "gold", "saved"]


class SmallEmbeddings:
    """Our fake embedder, in the shape that LangChain expects."""

    def __init__(self) -> None:
        self.embedder = WordHashEmbedder()
        self.documents = 0

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.documents += len(texts)
        return self.embedder.embed(texts).tolist()

    def embed_query(self, text: str) -> list[float]:
        return self.embedder.embed([text])[0].tolist()


def test_the_peer_is_built_once_and_again_only_when_a_page_changes(saved: Path, tmp_path: Path) -> None:
    home, small, teller = tmp_path / "home", SmallEmbeddings(), Teller("en")
    pages, broken = saved_pages([saved])
    first = StockPeer(pages, home, teller, small)
    assert not broken and small.documents == len(first) == 3
    found = first.rank("how much does a trout permit cost", 10)
    assert tuple(found) == NAMES
    assert all(listed[0].page_id == "fishing" for listed in found.values())
    StockPeer(pages, home, teller, small)
    assert small.documents == 3
    (saved / "roads.html").write_text("<p>Roads are closed.</p>", "utf-8")
    StockPeer(pages, home, teller, small)
    assert small.documents == 6


def test_a_build_that_was_cut_off_goes_on_where_it_stopped(
    saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Failing(SmallEmbeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            if self.documents == 2:
                raise KeyboardInterrupt
            return super().embed_documents(texts)

    monkeypatch.setattr(stock, "BATCH", 1)
    pages, _ = saved_pages([saved])
    with pytest.raises(KeyboardInterrupt):
        StockPeer(pages, tmp_path, Teller("en"), Failing())
    small = SmallEmbeddings()
    assert len(StockPeer(pages, tmp_path, Teller("en"), small)) == 3 and small.documents == 1


def test_retrieval_is_compared_with_the_peer_in_one_command(
    gold: Path, saved: Path, data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stock, "_embeddings", SmallEmbeddings)
    figures = tmp_path / "figures.json"
    result = run(
        "benchmark", "retrieval", "--gold", gold, "--folder", saved, "--data-dir", data_dir, "--json", figures
    )
    assert result.exit_code == 0, result.output
    assert all(name in result.stdout for name in ("replydesk", *NAMES))
    read = json.loads(figures.read_text("utf-8"))
    assert set(read["systems"]) == {"replydesk", *NAMES} and read["pages_not_in_ours"] == []
    gap = read["differences"]["all"][NAMES[0]]["hit@10k"]
    assert gap["low"] <= gap["mean"] <= gap["high"] and gap["questions"] == 3


def test_speed_says_how_many_questions_a_second(gold: Path, data_dir: Path, tmp_path: Path) -> None:
    figures = tmp_path / "figures.json"
    result = run("benchmark", "speed", "--gold", gold, "--data-dir", data_dir, "--json", figures)
    assert result.exit_code == 0, result.output
    read = json.loads(figures.read_text("utf-8"))
    assert read["questions"] == 4 and read["questions_per_s"] > 0 and read["peak_memory_mib"] > 0
    assert read["median_ms"] <= read["p95_ms"] <= read["slowest_ms"]
    assert read["machine"]["cores"] >= 1


def test_searching_at_once_is_set_beside_what_the_embedder_takes(
    gold: Path, data_dir: Path, tmp_path: Path
) -> None:
    figures = tmp_path / "figures.json"
    result = run(
        "benchmark", "concurrency", "--gold", gold, "--data-dir", data_dir, "--at-once", 3, "--json", figures
    )
    assert result.exit_code == 0, result.output
    read = json.loads(figures.read_text("utf-8"))
    assert read["questions"] == 4 and read["at_once"] == 3 and read["searches_at_once_per_s"] > 0
    shares = read["searches_at_once_per_s"] / read["embedder_alone_per_s"]
    assert read["share_of_embedder"] == pytest.approx(shares, rel=0.1, abs=0.01)
    alone_and_shared = read["embedder_at_once_per_s"] / read["embedder_alone_per_s"]
    assert read["embedder_at_once_share"] == pytest.approx(alone_and_shared, rel=0.1, abs=0.01)


def test_an_index_grows_into_a_folder_of_its_own(gold: Path, data_dir: Path, tmp_path: Path) -> None:
    figures, grown = tmp_path / "figures.json", tmp_path / "grown"
    result = run(
        "benchmark", "growth", "--gold", gold, "--data-dir", data_dir, "--grown-dir", grown, "--passages", 60,
        "--json", figures,
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    read = json.loads(figures.read_text("utf-8"))
    assert read["passages"] == 60 and read["recall_at_100"] == 1
    timed = run("benchmark", "speed", "--gold", gold, "--data-dir", grown)
    assert timed.exit_code == 0, timed.output


def test_reading_is_timed_twice_beside_the_peer_and_the_second_time_embeds_nothing(
    saved: Path, data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures = tmp_path / "figures.json"
    monkeypatch.setattr(stock, "_embeddings", lambda _kind: SmallEmbeddings())
    result = run("benchmark", "ingest", "--folder", saved, "--peer", "--json", figures)
    assert result.exit_code == 0, result.output
    read = json.loads(figures.read_text("utf-8"))
    assert read["peer_chunks"] == 3 and read["times_as_fast"] > 0
    assert read["pages"] == 3 and read["again_embedded"] == 0 and read["passages"] > 0


def test_tuning_prints_what_to_set_and_what_it_is_worth_held_out(
    gold: Path, data_dir: Path, tmp_path: Path
) -> None:
    figures = tmp_path / "figures.json"
    result = run("tune", "fusion", "--gold", gold, "--data-dir", data_dir, "--folds", 2, "--json", figures)
    assert result.exit_code == 0, result.output
    choices = json.loads(figures.read_text("utf-8"))["choices"]
    assert [each["language"] for each in choices] == ["en", "fr"]
    assert all(0 <= each["share"] <= 1 and 0 <= each["held_out"] <= 1 for each in choices)
    result = run(
        "tune", "confidence", "--gold", gold, "--data-dir", data_dir, "--folds", 2, "--json", figures
    )
    assert result.exit_code == 0, result.output
    found = json.loads(figures.read_text("utf-8"))
    signs = {"similarity", "margin", "crowding", "unknown_name"}
    assert set(found["coefficients"]) == {"intercept", *signs}
    assert (
        set(found["withheld"]) == set(found["quality"]) == {"present", "cross-validated", "site never seen"}
    )
    assert found["questions"] == 4 and found["right"] == 3
