"""Ways to join a follow-up to its thread, and what runs the embedder, each set side by side by a command."""

import json
from pathlib import Path

import pytest

from eval.benchmarks import backends
from eval.benchmarks.joining import WAYS
from eval.cases import Asked, Said
from eval.conversation import understood
from knowledge.errors import BadInput
from knowledge.settings import KnowledgeSettings
from tests.integration.test_eval_commands import data_dir, gold, run, saved, write_gold

__all__ = ["data_dir", "gold", "saved"]
LATER = Asked(
    "a",
    "And for my son?",
    (
        Said("citizen", "How much is a trout permit?"),
        Said("agent", "31 dollars."),
        Said("citizen", "Where do I show it?"),
        Said("agent", "To a warden."),
    ),
)


def test_the_first_way_is_what_is_served_and_the_others_are_not(tmp_path: Path) -> None:
    settings = KnowledgeSettings(data_dir=tmp_path)
    served, unseen, latest, citizens, glued, alone = (way.understood(LATER, settings) for way in WAYS)
    assert served == understood(LATER, settings)
    assert unseen.query == served.query and not unseen.replied and served.replied == "To a warden."
    assert latest.query == "Where do I show it?\nAnd for my son?"
    assert citizens.query == "How much is a trout permit?\nWhere do I show it?\nAnd for my son?"
    assert glued.query == "\n".join([*(said.text for said in LATER.history), LATER.question])
    assert alone.query == alone.asked == "And for my son?" and not alone.replied
    assert {each.language for each in (served, unseen, latest, citizens, glued, alone)} == {"en"}


def test_ways_to_join_are_set_beside_what_is_served(gold: Path, data_dir: Path, tmp_path: Path) -> None:
    figures = tmp_path / "figures.json"
    result = run("benchmark", "joining", "--gold", gold, "--data-dir", data_dir, "--json", figures)
    assert result.exit_code == 0, result.output
    assert "all, n = 1" in result.stdout and "town, n = 1" in result.stdout
    rows = json.loads(figures.read_text("utf-8"))["groups"]["all"]
    assert [row["way"] for row in rows] == [way.name.en for way in WAYS]
    assert rows[0]["gap"] is None
    assert [row["gap"]["mean"] for row in rows[1:]] == pytest.approx(
        [row["mrr@10"] - rows[0]["mrr@10"] for row in rows[1:]]
    )


def test_ways_to_join_need_a_follow_up(data_dir: Path, tmp_path: Path) -> None:
    line = {"id": "q", "question": "Snow tires?", "sources": [{"page_id": "roads", "text": "Snow tires"}]}
    file = write_gold(tmp_path / "town" / "gold.jsonl", [json.dumps(line)])
    result = run("benchmark", "joining", "--gold", file, "--data-dir", data_dir)
    assert isinstance(result.exception, BadInput) and "earlier turns" in result.exception.what.en


def test_backends_are_paced_beside_each_other(
    gold: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backends, "backends_here", lambda: [(False, False), (False, False)])
    figures = tmp_path / "figures.json"
    result = run("benchmark", "embedder", "--gold", gold, "--json", figures)
    assert result.exit_code == 0, result.output
    first, second = json.loads(figures.read_text("utf-8"))["backends"]
    assert first["backend"] == "OpenVINO float32" and "OpenVINO float32" in result.stdout
    assert first["passages_per_s"] > 0 and first["question_ms"] > 0 and first["loads_s"] > 0
    assert second["lowest_cosine"] == pytest.approx(1, abs=1e-5)


def test_backends_need_a_text_to_embed(tmp_path: Path) -> None:
    line = {"id": "q", "question": "Snow tires?", "sources": [{"page_id": "roads"}]}
    file = write_gold(tmp_path / "town" / "gold.jsonl", [json.dumps(line)])
    result = run("benchmark", "embedder", "--gold", file)
    assert isinstance(result.exception, BadInput) and "source" in result.exception.what.en


def test_the_stock_recipes_way_of_running_it_comes_first() -> None:
    assert backends.backends_here()[0] == (True, False)
