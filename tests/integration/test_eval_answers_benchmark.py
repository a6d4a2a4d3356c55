"""`eval benchmark answers` and `eval tune sentences` run whole on a few pages, beside a real stock recipe."""

import json
from pathlib import Path

import pytest

from assistant.composing.candidates import NAMES as FEATURES
from eval.benchmarks.answers import BY_MEANING, BY_WORDS, DRAFT, PEER_BY_WORDS
from eval.peers import stock
from tests.integration.test_eval_benchmarks import SmallEmbeddings
from tests.integration.test_eval_commands import data_dir, gold, run, saved

__all__ = ["data_dir", "gold", "saved"]


def test_drafts_are_held_against_single_sentences_and_a_peer(
    gold: Path, saved: Path, data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stock, "_embeddings", SmallEmbeddings)
    figures = tmp_path / "figures.json"
    result = run(
        "benchmark", "answers", "--gold", gold, "--folder", saved, "--data-dir", data_dir, "--json", figures
    )
    assert result.exit_code == 0, result.output
    read = json.loads(figures.read_text("utf-8"))
    assert read["questions"] >= read["drafted"] >= 1
    everything = next(iter(read["wordings"]["all, what is withheld counted as 0"].values()))
    assert {DRAFT, BY_WORDS, BY_MEANING, PEER_BY_WORDS} <= set(everything)
    assert all(0 <= value <= 1 for name in (DRAFT, BY_WORDS) for value in everything[name].values())
    curves = next(iter(read["accuracy"].values()))
    assert set(curves) == {DRAFT, "best passage", *stock.NAMES}


def test_the_choice_of_sentences_is_learned_and_written(gold: Path, data_dir: Path, tmp_path: Path) -> None:
    out = tmp_path / "sentences.json"
    result = run("tune", "sentences", "--gold", gold, "--data-dir", data_dir, "--folds", 2, "--out", out)
    assert result.exit_code == 0, result.output
    assert set(json.loads(out.read_text("utf-8"))["weights"]) == set(FEATURES)
