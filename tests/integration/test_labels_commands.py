"""The commands on labels, on a real index of a few pages: draw, label, keep, score."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from eval.labels.cli import app
from ingest.build import source_from
from ingest.sync import ingest_source
from knowledge.build import build_knowledge
from knowledge.clock import utc_now
from knowledge.data_dir import owned
from knowledge.settings import KnowledgeSettings
from tests.fakes import WordHashEmbedder

FEE = "A trout permit costs 31 dollars for adults. Children under twelve fish free of charge in every lake."
PERMIS = "Le permis pour la truite coûte 31 dollars pour les adultes de Valmont."
PAGES = {"fishing": ("en", "Fishing permits", FEE), "peche": ("fr", "Permis de pêche", PERMIS)}
GOLD = [
    {"id": "q1", "question": "How much is a trout permit?", "lang": "en"},
    {"id": "q2", "question": "Combien coûte le permis pour la truite ?", "lang": "fr"},
]


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The pages, ingested with a small embedder that the commands are then given too."""
    saved, folder = tmp_path / "saved", tmp_path / "data"
    saved.mkdir()
    lines = []
    for key, (language, title, text) in PAGES.items():
        body = f"<h1>{title}</h1>" + f"<p>{text}</p>" * 3
        html = f"<html lang={language}><title>{title}</title><main>{body}</main></html>"
        (saved / f"{key}.html").write_text(html, "utf-8")
        url = f"https://a.example/{key}"
        lines.append({"page_id": key, "url": url, "title": title, "lang": language, "file": f"{key}.html"})
    (saved / "pages.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")

    def build(settings: KnowledgeSettings, clock: Callable, _embedder: object = None):
        return build_knowledge(settings, clock, WordHashEmbedder())

    monkeypatch.setattr("eval.opened.build_knowledge", build)
    monkeypatch.setenv("REPLYDESK_ASSISTANT_MINIMUM_CONFIDENCE", "0")  # what is withheld, other tests say
    with owned(folder):
        knowledge = build(KnowledgeSettings(data_dir=folder), utc_now)
        ingest_source(knowledge, source_from("folder", "saved", path=str(saved)), utc_now)
        knowledge.engine.dispose()
    return folder


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    return written(tmp_path / "town" / "gold.jsonl", GOLD)


def written(path: Path, lines: list[dict]) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    return path


def lines_of(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments])


def drawn_and_kept(tmp_path: Path, gold: Path, data_dir: Path) -> Path:
    work, labels = tmp_path / "work.jsonl", tmp_path / "labels.jsonl"
    result = run("draw", "--gold", gold, "--data-dir", data_dir, "--out", work)
    assert result.exit_code == 0 and "2 statements" in result.stderr and "do not commit" in result.stderr
    best = {"supported": "fully", "answers": "yes"}
    written(work, [line | best for line in lines_of(work)])
    assert run("keep", "--work", work, "--out", labels).exit_code == 0
    return labels


def test_a_statement_of_each_draft_is_drawn_with_what_it_stands_on(
    tmp_path: Path, gold: Path, data_dir: Path
) -> None:
    out = tmp_path / "work.jsonl"
    result = run("draw", "--gold", gold, "--data-dir", data_dir, "--out", out, "--count", "2")
    assert result.exit_code == 0, result.output
    by_case = {line["case"]: line for line in lines_of(out)}
    assert set(by_case) == {"q1", "q2"}
    line = by_case["q1"]
    assert line["supported"] == line["answers"] == line["why"] == "" and "not to be committed" in line["note"]
    quote = line["quotes"][0]
    assert (
        quote["text"] in FEE and quote["title"] == "Fishing permits" and "a.example/fishing" in quote["url"]
    )
    text = (tmp_path / "work.jsonl.txt").read_text("utf-8")
    assert "Q How much is a trout permit?" in text and f"S {line['statement']}" in text


def test_a_work_file_is_never_overwritten(tmp_path: Path, gold: Path, data_dir: Path) -> None:
    (tmp_path / "work.jsonl.txt").write_text("hours of work", "utf-8")
    result = run("draw", "--gold", gold, "--data-dir", data_dir, "--out", tmp_path / "work.jsonl")
    assert result.exit_code == 2 and "there already" in result.stderr
    assert (tmp_path / "work.jsonl.txt").read_text("utf-8") == "hours of work"


def test_where_nothing_is_drafted_no_work_file_is_written(
    tmp_path: Path, gold: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPLYDESK_ASSISTANT_MINIMUM_CONFIDENCE", "1")
    result = run("draw", "--gold", gold, "--data-dir", data_dir, "--out", tmp_path / "work.jsonl")
    assert result.exit_code == 2 and "None of the questions" in result.stderr
    assert not list(tmp_path.glob("work.*"))


def test_labels_of_todays_drafts_are_counted_and_compared_with_the_measures(
    tmp_path: Path, gold: Path, data_dir: Path
) -> None:
    labels, out = drawn_and_kept(tmp_path, gold, data_dir), tmp_path / "score.json"
    result = run("score", "--labels", labels, "--gold", gold, "--data-dir", data_dir, "--json", out)
    assert result.exit_code == 0, result.output
    assert "2 of 2 labels" in result.stderr and "supported (rules)" in result.stdout
    whole = json.loads(out.read_text("utf-8"))
    assert whole["standing"] == {"current": 2} and whole["supported"][0]["shares"]["fully"] == 1
    assert {each["measure"] for each in whole["measures"]} >= {
        "invented_facts",
        "quote_stands",
        "supported (learned)",
    }


def test_stale_labels_are_said_and_not_counted(tmp_path: Path, gold: Path, data_dir: Path) -> None:
    labels = drawn_and_kept(tmp_path, gold, data_dir)
    written(gold, [GOLD[0] | {"question": "What is the price of a trout permit?"}, *GOLD[1:]])
    result = run("score", "--labels", labels, "--gold", gold, "--data-dir", data_dir)
    assert (
        result.exit_code == 0
        and "1 of 2 labels" in result.stderr
        and "questions that were changed" in result.stderr
    )
    assert "language:fr" in result.stdout and "language:en" not in result.stdout


def test_without_gold_all_labels_are_counted_and_no_index_is_needed(
    tmp_path: Path, gold: Path, data_dir: Path
) -> None:
    labels = drawn_and_kept(tmp_path, gold, data_dir)
    with owned(data_dir):
        result = run("score", "--labels", labels)
    assert result.exit_code == 0 and "language:en" in result.stdout and "0.342 to 1.000" in result.stdout


def test_what_is_wrong_ends_with_1_and_what_cannot_run_with_2(tmp_path: Path) -> None:
    assert run("score", "--labels", tmp_path / "none").exit_code == 2
    assert run("score", "--labels", written(tmp_path / "empty", [])).exit_code == 2
    refused = run("keep", "--work", written(tmp_path / "w", [{"number": 0}]), "--out", tmp_path / "out")
    assert refused.exit_code == 1 and "line 1" in refused.stderr and not (tmp_path / "out").exists()
