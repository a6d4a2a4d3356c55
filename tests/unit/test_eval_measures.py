"""The measures of rankings, decisions and citations, on results small enough to work out by hand."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.cases import GoldSource
from eval.material import Material
from eval.measures.abstention import abstention, decision_scores
from eval.measures.calibration import calibration, reliability
from eval.measures.citations import citation_scores
from eval.measures.crag import crag_scores
from eval.measures.pages import page_scores
from eval.measures.passages import passage_scores
from eval.measures.quotes import quote_scores, texts_of
from eval.measures.reading import covered, reading_scores, within_budget
from eval.measures.right import right_scores
from eval.measures.risk import risk, risk_coverage, wrong_scores
from eval.results import Cited
from eval.scoring import rows
from tests.measured import FEE, OFFICE, answer, case, ranking

GOOD, BAD = Cited("p", None, FEE), Cited("x", None, OFFICE)


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


WITHHELD = {"status": "unanswerable_no_source"}


def test_withholding_is_right_only_where_nothing_can_be_answered_and_breaking_down_never_is() -> None:
    cases = [case("a"), case("b"), *(case(each, answerable=False) for each in "cdef")]
    answers = answer("a") | answer("b", **WITHHELD) | answer("c") | answer("d", **WITHHELD)
    answers |= answer("e", status="error_drafting")
    scores = decision_scores(cases, answers)
    assert [scores[each]["answered_of_answerable"] for each in "ab"] == [1, 0]
    assert [scores[each]["withheld_of_unanswerable"] for each in "cdef"] == [0, 1, 0, 0], "f has no result"
    values = abstention(cases, answers)
    assert values["unanswered_precision"] == 0.5, "b and d are withheld, d rightly"
    assert values["unanswered_f1"] == pytest.approx(2 * 0.5 * 0.25 / 0.75)
    assert values["balanced"] == (0.5 + 0.25) / 2
    assert abstention(cases[:2], answers) == {}


def test_a_wrong_draft_costs_more_than_none() -> None:
    asked = {each: case(each, GoldSource("p", FEE)) for each in "abcd"}
    asked |= {each: case(each, answerable=False) for each in "efg"}
    answers = answer("a", GOOD) | answer("b", BAD) | answer("c", **WITHHELD)
    answers |= answer("e", GOOD) | answer("f", **WITHHELD)
    scores = crag_scores(list(asked.values()), answers)
    assert [scores[each]["crag"] for each in asked] == [1, -1, 0, 0, -1, 1, 0], "d and g have no result"
    scores = right_scores(list(asked.values()), answers)
    assert [scores[each]["right"] for each in asked] == [1, 0, 0, 0, 0, 1, 0]


def test_where_the_gold_has_no_text_the_right_page_is_enough() -> None:
    asked = case("a", GoldSource("p", None))
    assert right_scores([asked], answer("a", Cited("p", None, "Anything.")))["a"]["right"] == 1


def test_confidence_that_sorts_right_from_wrong_reaches_the_best_area() -> None:
    cases = [case("a", GoldSource("p", FEE)), case("b", GoldSource("p", FEE))]
    sorted_well = answer("a", GOOD, confidence=0.9) | answer("b", BAD, confidence=0.1)
    assert wrong_scores(cases, sorted_well) == {"a": {"wrong_of_answered": 0}, "b": {"wrong_of_answered": 1}}
    assert risk(cases, sorted_well) == {"aurc": 0.25, "aurc_best": 0.25}
    assert risk_coverage(cases, sorted_well) == [[0.5, 0.0], [1.0, 0.5]]
    sorted_ill = answer("a", GOOD, confidence=0.1) | answer("b", BAD, confidence=0.9)
    assert risk(cases, sorted_ill)["aurc"] == 0.75
    assert risk(cases, answer("a", GOOD) | answer("b", BAD))["aurc"] == 0.5, "a tie has no order"


def test_a_question_without_result_is_a_wrong_draft_of_no_confidence() -> None:
    cases = [case("a", GoldSource("p", FEE)), case("b", GoldSource("p", FEE))]
    assert risk(cases, answer("a", GOOD)) == {"aurc": 0.25, "aurc_best": 0.25}
    assert risk(cases[:1], answer("a", **WITHHELD)) == {}


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 1)), min_size=1, max_size=300))
def test_no_order_beats_the_best_area_and_curves_stay_short_and_within_bounds(drafts: list) -> None:
    cases = [case(str(n), GoldSource("p", None)) for n in range(len(drafts))]
    answers = {}
    for n, (right, sure) in enumerate(drafts):
        answers |= answer(str(n), GOOD if right else BAD, confidence=sure)
    areas = risk(cases, answers)
    assert areas["aurc_best"] <= areas["aurc"] + 1e-9
    curve = risk_coverage(cases, answers)
    assert len(curve) <= 101 and curve[-1][0] == 1.0
    assert all(0 < coverage <= 1 and 0 <= wrong <= 1 for coverage, wrong in curve)
    assert 0 <= calibration(cases, answers)["ece"] <= 1
    assert sum(count for _, _, count in reliability(cases, answers)) == len(drafts)


def test_a_confidence_that_can_be_taken_at_its_word_has_no_calibration_error() -> None:
    cases = [case(str(n), GoldSource("p", None)) for n in range(20)]
    sure: dict = {}
    for n in range(20):
        sure |= answer(str(n), GOOD, confidence=1.0)
    assert calibration(cases, sure) == {"ece": 0.0}
    half: dict = {}
    for n in range(20):
        half |= answer(str(n), GOOD, confidence=0.25)
    assert calibration(cases, half) == {"ece": 0.75}


def test_citations_are_judged_by_page_and_by_words() -> None:
    asked = case("a", GoldSource("p", FEE), GoldSource("q", OFFICE))
    scores = citation_scores([asked], answer("a", Cited("p", None, FEE[:50]), Cited("x", None, "Other.")))
    assert scores["a"] == {
        "cited_page_precision": 0.5, "cited_page_recall": 0.5, "cited_quote_precision": 0.5,
        "cited_quote_recall": 0.5, "cited_source": 1.0, "statements_cited": 1.0,
    }  # fmt: skip


def test_a_withheld_draft_is_in_no_mean_of_drafts_and_a_missing_one_scores_zero() -> None:
    cases = [case("a", GoldSource("p", FEE)), case("b", GoldSource("p", FEE))]
    scores = citation_scores(cases, answer("a", **WITHHELD))
    assert set(scores) == {"b"} and set(scores["b"].values()) == {0.0}
    material = Material(cases, None, answer("a", **WITHHELD))
    assert quote_scores(material) == {"b": {"quote_stands": 0.0}}


def test_a_quote_stands_only_word_for_word_on_its_page() -> None:
    known = texts_of(ranking("a", ("p", FEE)))
    asked = [case("a", GoldSource("p", FEE))]
    quotes = answer(
        "a", Cited("p", None, "costs forty dollars"), Cited("p", None, "costs ten"), Cited("z", None, "?")
    )
    assert quote_scores(Material(asked, None, quotes, known))["a"]["quote_stands"] == 0.5
    whole = Material(asked, None, quotes, known, live_links=frozenset())
    assert quote_scores(whole)["a"]["quote_stands"] == pytest.approx(1 / 3), "the page z is in no index"


def test_means_are_taken_over_all_each_language_and_each_set() -> None:
    cases = [case("a"), case("b", language="fr")]
    found = {row.group: row.values for row in rows(cases, {"a": {"m": 1.0}, "b": {"m": 0.0}})}
    assert {group: values["m"] for group, values in found.items()} == {
        "all": 0.5, "en": 1.0, "fr": 0.0, "set": 0.5, "set en": 1.0, "set fr": 0.0,
    }  # fmt: skip
