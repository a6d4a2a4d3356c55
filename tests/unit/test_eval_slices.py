"""Slices, their values, and the promise that a measure is one file."""

import sys
from pathlib import Path

import pytest

import eval.measures as package
from eval.cases import GoldSource
from eval.material import Material
from eval.measures import registry
from eval.scoring import case_values, curves, slice_values
from eval.slices import difficulty, slices_of
from tests.measured import FEE, answer, case, ranking


def test_a_case_is_in_one_slice_of_each_kind_that_applies() -> None:
    asked = case("a", GoldSource("p", FEE), language="fr", topic="permits", turn=3, difficulty="hard")
    assert slices_of(asked) == (
        "all", "language:fr", "set:set", "topic:permits", "turn:follow-up", "difficulty:hard",
    )  # fmt: skip
    assert slices_of(case("b", answerable=False)) == (
        "all", "language:en", "set:set", "turn:first", "answerable:no",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("question", "level"),
    [
        ("What does the permit cost?", "easy"),
        ("How much must an angler pay before fishing?", "hard"),
        ("How long is my permit good?", "medium"),
    ],
)
def test_a_question_is_as_hard_as_its_words_are_missing_from_the_source(question: str, level: str) -> None:
    assert difficulty(case("a", GoldSource("p", "Other."), GoldSource("p", FEE), question=question)) == level


def test_without_words_or_a_source_text_nothing_is_said_of_difficulty() -> None:
    assert difficulty(case("a", GoldSource("p", None), question="permit")) is None
    assert difficulty(case("a", GoldSource("p", FEE), question="is it?")) is None


def test_slices_hold_means_and_come_in_a_fixed_order_all_first() -> None:
    source = GoldSource("p", FEE)
    cases = [case("b", source, language="fr"), case("a", source)]
    material = Material(cases, ranking("a", ("p", FEE)), None)
    rows = {name: (n, values["hit@1"], measured["hit@1"]) for name, n, values, measured in
            slice_values(cases, material)}  # fmt: skip
    assert next(iter(rows)) == "all" and list(rows)[1:] == sorted(list(rows)[1:])
    assert rows["all"] == (2, 0.5, 2) and rows["language:fr"] == (1, 0.0, 1), "b has no result"
    known = case_values(material)
    assert slice_values(cases, material, values=known) == slice_values(cases, material)


def test_a_case_without_result_is_in_every_mean_of_its_kind() -> None:
    asked = case("a", GoldSource("p", FEE), gold=FEE)
    material = Material([asked], {}, {}, {"p": FEE}.get, similarity=lambda _: [])
    figures = registry.figures()
    higher = {
        name: value for name, value in case_values(material)["a"].items() if figures[name].better == "higher"
    }
    assert {"hit@1", "right", "crag", "statements_cited", "quote_stands", "token_f1", "chrf"} <= set(higher)
    assert set(higher.values()) == {0.0}


def test_curves_are_given_for_all_and_for_each_language() -> None:
    asked = case("a", GoldSource("p", FEE), language="fr")
    found = curves([asked], Material([asked], None, answer("a", confidence=0.5)))
    assert found["risk_coverage"] == {"all": [[1.0, 1.0]], "language:fr": [[1.0, 1.0]]}
    assert found["reliability"]["all"] == [[0.5, 0.0, 1]]


GATED = {
    "hit@1", "ndcg@10", "page mrr@10", "right", "crag", "statements_cited", "quote_stands",
    "cited_page_precision", "token_f1", "chrf",
}  # fmt: skip


def test_the_gate_knows_its_figures_and_guards_and_each_speaks_both_languages() -> None:
    figures = registry.figures()
    assert {name for name, each in figures.items() if each.gated} == GATED
    guards = {name for name, each in figures.items() if each.guard}
    assert guards == {"invented_facts", "private_data", "dead_links", "uncited_statements"}
    assert all(each.better == "lower" for each in figures.values() if each.guard)
    assert all(
        each.about.en and each.about.fr and each.about.en != each.about.fr for each in figures.values()
    )


MEASURE_FILE = """
from eval.measures import Figure, Measure
from knowledge.texts import Text

MEASURE = Measure(
    (Figure("{name}", Text("Always one.", "Toujours un.")),),
    of_cases=lambda material: {{case.id: {{"{name}": 1.0}} for case in material.cases}},
)
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(package, "__path__", [*package.__path__, str(tmp_path)])
    found = (registry.measures, registry._modules)
    for each in found:
        each.cache_clear()
    yield tmp_path
    for each in found:
        each.cache_clear()
    sys.modules.pop("eval.measures.newcomer", None)


def test_one_more_file_is_one_more_measure(folder: Path) -> None:
    (folder / "newcomer.py").write_text(MEASURE_FILE.format(name="newcomer"), "utf-8")
    assert "newcomer" in registry.figures()
    assert case_values(Material([case("a")], None, None))["a"]["newcomer"] == 1.0


def test_two_measures_of_one_name_are_refused(folder: Path) -> None:
    (folder / "newcomer.py").write_text(MEASURE_FILE.format(name="crag"), "utf-8")
    with pytest.raises(ValueError, match="crag"):
        registry.measures()
