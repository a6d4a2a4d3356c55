"""The measuring commands on a real index of a few pages: formats, fairness, and what happens when things go wrong."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from eval.cases import Asked, Said
from eval.cli import app
from eval.conversation import turns
from eval.opened import opened
from ingest.build import source_from
from ingest.sync import ingest_source
from knowledge.build import build_knowledge
from knowledge.clock import utc_now
from knowledge.data_dir import owned
from knowledge.errors import BadConfiguration, BadInput, DataDirBusy
from knowledge.settings import KnowledgeSettings
from tests.fakes import WordHashEmbedder

FEE = "A trout permit costs 31 dollars for adults. Children under twelve fish free of charge in every lake."
TEXTS = {
    "fishing": ("en", "Fishing permits", FEE, "Show your permit to a warden whenever you are asked for it."),
    "roads": ("en", "Winter roads", "Snow tires are compulsory from November until the middle of March.", ""),
    "peche": (
        "fr",
        "Permis de pêche",
        "Le permis pour la truite coûte 31 dollars pour les adultes de Valmont.",
        "",
    ),
}
GOLD = [
    {"id": "q1", "question": "How much is a trout permit?", "answer": FEE, "lang": "en",
     "sources": [{"page_id": "fishing", "text": FEE}]},
    {"id": "q2", "question": "What about children?", "lang": "en", "sources": [{"page_id": "fishing", "text": FEE}],
     "history": [{"role": "citizen", "text": "How much is a trout permit?"}, {"role": "agent", "text": "31 dollars."}]},
    {"id": "q3", "question": "Combien coûte le permis pour la truite ?", "lang": "fr",
     "sources": [{"page_id": "peche", "text": TEXTS["peche"][2]}]},
    {"id": "q4", "question": "zzyzx qwfpgj?", "answerable": False},
]  # fmt: skip


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A folder of saved pages."""
    folder = tmp_path / "saved"
    folder.mkdir()
    lines = []
    for key, (language, title, *paragraphs) in TEXTS.items():
        body = "".join(f"<p>{each}</p>" for each in paragraphs if each)
        html = f"<html lang={language}><title>{title}</title><main><h1>{title}</h1>{body * 3}</main></html>"
        (folder / f"{key}.html").write_text(html, "utf-8")
        url = f"https://a.example/{key}"
        lines.append(
            json.dumps({"page_id": key, "url": url, "title": title, "lang": language, "file": f"{key}.html"})
        )
    (folder / "pages.jsonl").write_text("\n".join(lines), "utf-8")
    return folder


@pytest.fixture
def data_dir(tmp_path: Path, saved: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The pages, ingested with a small embedder that the commands are then given too."""
    folder = tmp_path / "data"

    def build(settings: KnowledgeSettings, clock: Callable, _embedder: object = None):
        return build_knowledge(settings, clock, WordHashEmbedder())

    monkeypatch.setattr("eval.opened.build_knowledge", build)
    monkeypatch.setattr("eval.benchmarks.reading.build_knowledge", build)
    with owned(folder):
        knowledge = build(KnowledgeSettings(data_dir=folder), utc_now)
        report = ingest_source(knowledge, source_from("folder", "saved", path=str(saved)), utc_now)
        knowledge.engine.dispose()
    assert report.indexed == 3
    return folder


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    return write_gold(tmp_path / "town" / "gold.jsonl", [json.dumps(each) for each in GOLD])


def write_gold(path: Path, lines: list[str]) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(lines), "utf-8")
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments])


def lines_of(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_rankings_have_the_stable_format_in_the_order_of_the_gold(
    gold: Path, data_dir: Path, tmp_path: Path
) -> None:
    result = run(
        "retrieve", "--gold", gold, "--out", tmp_path / "r.jsonl", "--data-dir", data_dir, "--top", 2
    )
    assert result.exit_code == 0, result.output
    found = lines_of(tmp_path / "r.jsonl")
    assert [line["id"] for line in found] == ["q1", "q2", "q3", "q4"]
    first = found[0]["ranked"][0]
    assert set(first) == {"page_id", "url", "text", "score"}
    assert first["page_id"] == "fishing" and first["url"] == "https://a.example/fishing"
    assert first["text"].startswith("Fishing permits") and FEE in first["text"]
    assert all(len(line["ranked"]) <= 2 for line in found)
    assert found[1]["ranked"][0]["page_id"] == "fishing", "the thread of a follow-up is used"
    assert found[2]["ranked"][0]["page_id"] == "peche", "the language is detected"


def test_the_gold_answer_sources_and_language_label_change_nothing(
    gold: Path, data_dir: Path, tmp_path: Path
) -> None:
    kept = [
        {"id": each["id"], "question": each["question"], "history": each.get("history", [])} for each in GOLD
    ]
    bare = write_gold(tmp_path / "bare" / "gold.jsonl", [json.dumps({**each, "lang": "fr"}) for each in kept])
    for name, file in (("a", gold), ("b", bare)):
        assert (
            run("retrieve", "--gold", file, "--out", tmp_path / name, "--data-dir", data_dir).exit_code == 0
        )
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_answers_have_the_stable_format(gold: Path, data_dir: Path, tmp_path: Path) -> None:
    result = run("answer", "--gold", gold, "--out", tmp_path / "a.jsonl", "--data-dir", data_dir)
    assert result.exit_code == 0, result.output
    by_id = {line["id"]: line for line in lines_of(tmp_path / "a.jsonl")}
    answer = by_id["q1"]
    assert set(answer) == {"id", "status", "confidence", "text", "statements", "seconds"}
    assert answer["status"] == "pending_review" and "31 dollars" in answer["text"]
    cited = answer["statements"][0]["citations"][0]
    assert set(cited) == {"page_id", "url", "quote"} and cited["page_id"] == "fishing"
    assert by_id["q4"]["status"].startswith("unanswerable") and by_id["q4"]["statements"] == []


@pytest.mark.parametrize(
    "asked",
    [
        Asked(
            "a",
            "What about children?",
            (Said("citizen", "How much is a trout permit?"), Said("agent", "31.")),
        ),
        Asked("b", "Et ?", (Said("citizen", "Combien coûte le permis pour la truite ?"),)),
        Asked("c", "My card is 4111 1111 1111 1111, how much is a permit?", ()),
    ],
)
def test_what_retrieval_searches_for_is_what_drafting_searches_for(
    asked: Asked, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched = []
    with opened(data_dir) as services:
        find = services.knowledge.search.find
        monkeypatch.setattr(
            services.knowledge.search, "find", lambda *given: searched.append(given[:2]) or find(*given)
        )
        services.retrieval.rank(asked, 10)
        services.answering.answer(asked)
        assert turns(asked) is not None
    assert len(searched) == 2 and searched[0] == searched[1]


def test_a_broken_line_is_named_and_the_rest_is_measured(data_dir: Path, tmp_path: Path) -> None:
    file = write_gold(tmp_path / "town" / "gold.jsonl", ["{", json.dumps(GOLD[0])])
    result = run("retrieve", "--gold", file, "--out", tmp_path / "r.jsonl", "--data-dir", data_dir)
    assert result.exit_code == 0 and len(lines_of(tmp_path / "r.jsonl")) == 1
    assert "line 1" in result.stderr


def test_a_failure_leaves_the_earlier_file_as_it_was(gold: Path, data_dir: Path, tmp_path: Path) -> None:
    out = tmp_path / "r.jsonl"
    out.write_text("earlier", "utf-8")
    with owned(data_dir):
        result = run("retrieve", "--gold", gold, "--out", out, "--data-dir", data_dir)
    assert isinstance(result.exception, DataDirBusy)
    result = run("retrieve", "--gold", gold, "--out", out, "--data-dir", tmp_path / "empty")
    assert isinstance(result.exception, BadInput) and "holds no pages" in str(result.exception)
    result = run("retrieve", "--gold", gold, "--out", tmp_path, "--data-dir", data_dir)
    assert isinstance(result.exception, BadConfiguration)
    assert out.read_text("utf-8") == "earlier" and not list(tmp_path.glob(".r.jsonl*"))


def test_score_reads_what_the_commands_wrote(gold: Path, data_dir: Path, tmp_path: Path) -> None:
    ranked, answers, figures = tmp_path / "r.jsonl", tmp_path / "a.jsonl", tmp_path / "s.json"
    run("retrieve", "--gold", gold, "--out", ranked, "--data-dir", data_dir)
    run("answer", "--gold", gold, "--out", answers, "--data-dir", data_dir)
    given = ("--ranked", ranked, "--answers", answers, "--json", figures)
    result = run("score", "--gold", gold, *given, "--no-words")
    assert result.exit_code == 0, result.output
    assert "town" in result.stdout and "ndcg@10" in result.stdout
    read = json.loads(figures.read_text("utf-8"))
    retrieval = {row["group"]: row for row in read["retrieval"]}
    assert retrieval["all"]["questions"] == 3 and retrieval["all"]["values"]["hit@10"] == 1.0
    answered = {row["group"]: row["values"] for row in read["answers"]}["all"]
    assert answered["quote_stands"] == 1.0 and answered["withheld_of_unanswerable"] == 1.0


def test_a_question_that_was_not_ranked_counts_as_missed(gold: Path, data_dir: Path, tmp_path: Path) -> None:
    ranked, figures = tmp_path / "r.jsonl", tmp_path / "s.json"
    run("retrieve", "--gold", gold, "--out", ranked, "--data-dir", data_dir)
    ranked.write_text(ranked.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    run("score", "--gold", gold, "--ranked", ranked, "--json", figures)
    whole = json.loads(figures.read_text("utf-8"))["retrieval"][0]
    assert whole["values"]["hit@10"] == pytest.approx(1 / 3)


def test_score_without_a_file_says_what_to_name(gold: Path) -> None:
    assert "nothing to score" in str(run("score", "--gold", gold).exception)


def test_wording_is_compared_by_ragas(gold: Path, data_dir: Path, tmp_path: Path) -> None:
    answers, figures = tmp_path / "a.jsonl", tmp_path / "s.json"
    run("answer", "--gold", gold, "--out", answers, "--data-dir", data_dir)
    result = run("score", "--gold", gold, "--answers", answers, "--json", figures)
    assert result.exit_code == 0, result.output
    values = json.loads(figures.read_text("utf-8"))["answers"][0]["values"]
    assert 0 < values["rouge_l"] <= 1 and 0 < values["chrf"] <= 1 and 0 < values["similarity"] <= 1
