"""Each measure, on results small enough to work out by hand."""

import math

import pytest

from eval.cases import Asked, Case, GoldSource
from eval.measures.abstention import abstention
from eval.measures.citations import citation_scores
from eval.measures.pages import page_scores
from eval.measures.passages import passage_scores
from eval.measures.quotes import quote_scores, texts_of
from eval.measures.reading import covered, reading_scores, within_budget
from eval.measures.risk import risk
from eval.results import Answer, Cited, Found, Ranking, Stated
from eval.scoring import rows

FEE = "The permit costs forty dollars and is valid for one whole year from the day of issue."
OFFICE = "The office on Harbour Street takes applications on every weekday until noon, rain or shine."


def case(name: str, *sources: GoldSource, answerable: bool = True, language: str = "en") -> Case:
    return Case(Asked(name, "q?", ()), "set", language, answerable, sources, None, True, None)


def ranking(name: str, *texts: tuple[str, str]) -> dict[str, Ranking]:
    return {name: Ranking(name, tuple(Found(page, None, text, -n) for n, (page, text) in enumerate(texts)))}


def answer(
    name: str, *cited: Cited, status: str = "pending_review", confidence: float = 0.5
) -> dict[str, Answer]:
    return {name: Answer(name, status, confidence, "text", (Stated("text", cited),), 0.1)}


def test_a_right_passage_in_second_place() -> None:
    asked = case("a", GoldSource("p", FEE))
    scores = passage_scores([asked], ranking("a", ("x", "Nothing."), ("p", FEE)))["a"]
    assert scores["hit@1"] == 0 and scores["hit@3"] == 1
    assert scores["mrr@10"] == 0.5
    assert scores["ndcg@10"] == pytest.approx(1 / math.log2(3))


def test_a_second_copy_gains_nothing_and_a_missing_source_costs() -> None:
    asked = case("a", GoldSource("p", FEE), GoldSource("p", OFFICE))
    scores = passage_scores([asked], ranking("a", ("p", FEE), ("p", FEE)))["a"]
    assert scores["recall@10"] == 0.5
    assert scores["ndcg@10"] == pytest.approx(1 / (1 + 1 / math.log2(3)))
    whole = passage_scores([asked], ranking("a", ("p", FEE + " " + OFFICE)))["a"]
    assert whole["ndcg@10"] == 1 and whole["recall@10"] == 1


def test_a_question_missing_from_the_results_scores_zero() -> None:
    asked = case("a", GoldSource("p", FEE))
    for measure in (passage_scores, page_scores, reading_scores):
        assert set(measure([asked], {})["a"].values()) == {0.0}


def test_pages_count_where_they_first_appear_and_need_no_text() -> None:
    asked = case("a", GoldSource("p", None), GoldSource("q", None, relevance=5))
    scores = page_scores([asked], ranking("a", ("x", "1"), ("x", "2"), ("p", "3")))["a"]
    assert scores["page mrr@10"] == 0.5 and scores["page recall@10"] == 0.5
    assert passage_scores([asked], {}) == {}


def test_reading_stops_where_the_budget_is_spent() -> None:
    found = ranking("a", ("p", "x" * 6000), ("p", "y" * 5000), ("p", FEE))["a"].ranked
    assert len(within_budget(found, 10_000)) == 1
    assert covered((GoldSource("p", FEE),), found) == 1.0


def test_unanswerable_questions_do_not_count_as_found_or_missed() -> None:
    asked = case("a", GoldSource("p", FEE), answerable=False)
    assert passage_scores([asked], {}) == {} and page_scores([asked], {}) == {}


def test_withholding_is_right_only_where_nothing_can_be_answered() -> None:
    cases = [case("a"), case("b"), case("c", answerable=False), case("d", answerable=False)]
    answers = answer("a") | answer("b", status="unanswerable_no_source") | answer("c")
    values = abstention(cases, answers)
    assert values["answered_of_answerable"] == 0.5
    assert values["withheld_of_unanswerable"] == 0.5
    assert values["unanswered_precision"] == 0.5


def test_confidence_that_sorts_right_from_wrong_reaches_the_best_area() -> None:
    cases = [case("a", GoldSource("p", FEE)), case("b", GoldSource("p", FEE))]
    good, bad = Cited("p", None, FEE), Cited("x", None, OFFICE)
    sorted_well = risk(cases, answer("a", good, confidence=0.9) | answer("b", bad, confidence=0.1))
    assert sorted_well["wrong_of_answered"] == 0.5
    assert sorted_well["aurc"] == sorted_well["aurc_best"] == 0.25
    sorted_ill = risk(cases, answer("a", good, confidence=0.1) | answer("b", bad, confidence=0.9))
    assert sorted_ill["aurc"] == 0.75
    tied = risk(cases, answer("a", good) | answer("b", bad))
    assert tied["aurc"] == 0.5


def test_citations_are_judged_by_page_and_by_words() -> None:
    asked = case("a", GoldSource("p", FEE), GoldSource("q", OFFICE))
    scores = citation_scores([asked], answer("a", Cited("p", None, FEE[:50]), Cited("x", None, "Other.")))[
        "a"
    ]
    assert scores["cited_page_precision"] == 0.5
    assert scores["cited_page_recall"] == 0.5
    assert scores["cited_source"] == 1.0


def test_a_quote_stands_only_word_for_word_on_its_page() -> None:
    known = texts_of(ranking("a", ("p", FEE)))
    asked = [case("a", GoldSource("p", FEE))]
    quotes = answer(
        "a", Cited("p", None, "costs forty dollars"), Cited("p", None, "costs ten"), Cited("z", None, "?")
    )
    assert quote_scores(asked, quotes, known)["a"]["quote_stands"] == 0.5


def test_means_are_taken_over_all_each_language_and_each_set() -> None:
    cases = [case("a"), case("b", language="fr")]
    found = {row.group: row.values for row in rows(cases, {"a": {"m": 1.0}, "b": {"m": 0.0}})}
    assert {group: values["m"] for group, values in found.items()} == {
        "all": 0.5, "en": 1.0, "fr": 0.0, "set": 0.5, "set en": 1.0, "set fr": 0.0,
    }  # fmt: skip
