"""The measures of what a draft says: its words, its completeness, its plainness, and what judges make of it."""

import json
from collections.abc import Generator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval import answers as ragas_answers
from eval.cases import GoldSource
from eval.material import Material
from eval.measures.completeness import completeness_scores, taken_up
from eval.measures.judged import judged
from eval.measures.plain import plain_scores
from eval.measures.semantic import semantic_scores
from eval.measures.supported import supported
from eval.measures.wording import shared_words, wording_scores
from eval.results import Cited, Stated
from eval.settings import EvalSettings
from eval.telling import Teller
from tests.measured import FEE, answer, answer_of, case

WITHHELD = {"status": "unanswerable_no_source"}


def test_shared_words_are_counted_in_both_directions_whatever_accents_and_articles() -> None:
    assert shared_words("Le permis coûte 40 dollars", "permis : COUTE 40,50 euros") == {
        "token_f1": 0.5, "token_recall": 0.5,
    }  # fmt: skip
    assert shared_words("fee fee form", "fee") == {"token_f1": 0.5, "token_recall": pytest.approx(1 / 3)}
    assert shared_words("fee", "") == {"token_f1": 0.0, "token_recall": 0.0}


@given(st.text(), st.text())
def test_shared_words_lie_between_nothing_and_all(gold: str, said: str) -> None:
    values = shared_words(gold, said)
    assert all(0 <= value <= 1 for value in values.values())
    assert values["token_f1"] == shared_words(said, gold)["token_f1"]


def test_wording_is_compared_for_drafts_with_a_gold_answer_and_a_missing_one_scores_zero() -> None:
    cases = [case(each, gold=FEE) for each in "abc"] + [case("d")]
    scores = wording_scores(cases, answer("a", text=FEE) | answer("b", **WITHHELD) | answer("d"))
    assert set(scores) == {"a", "c"}
    assert all(value == pytest.approx(1) for value in scores["a"].values()) and len(scores["a"]) == 6
    assert set(scores["c"].values()) == {0.0} and set(scores["c"]) == set(scores["a"])


def test_nearness_in_meaning_is_asked_for_once_and_no_less_than_zero() -> None:
    asked: list[Sequence[tuple[str, str]]] = []

    def cosine(pairs: Sequence[tuple[str, str]]) -> list[float]:
        asked.append(pairs)
        return [-0.2, 0.75]

    cases = [case(each, gold=FEE) for each in "abc"]
    material = Material(cases, None, answer("a") | answer("b"), similarity=cosine)
    assert semantic_scores(material) == {
        "a": {"semantic_similarity": 0}, "b": {"semantic_similarity": 0.75}, "c": {"semantic_similarity": 0},
    }  # fmt: skip
    assert asked == [[(FEE, "text"), (FEE, "text")]]
    assert semantic_scores(Material(cases, None, answer("a"))) == {}


def test_completeness_counts_facts_and_words_half_each() -> None:
    assert taken_up("Bring $40 and a photo.", "Bring $40.", "en") == pytest.approx((2 / 3 + 1) / 2)
    assert taken_up("Bring a photo.", "Bring a signed form.", "en") == 0.5
    assert taken_up("Bring $40.", "", "en") == 0


def test_completeness_is_zero_where_an_answer_was_withheld_or_is_missing() -> None:
    source = GoldSource("p", FEE)
    cases = [case(each, source) for each in "abc"] + [case("d", answerable=False), case("e")]
    scores = completeness_scores(cases, answer("a", text=FEE) | answer("b", **WITHHELD))
    assert {name: each["completeness"] for name, each in scores.items()} == {"a": 1.0, "b": 0.0, "c": 0.0}


def test_a_plain_draft_reads_at_a_lower_grade_and_a_missing_one_at_the_worst() -> None:
    cases = [case("a"), case("b"), case("c")]
    long = "Notwithstanding preceding regulations concerning municipal registration " * 5 + "applies."
    scores = plain_scores(cases, answer("a", text="You can fish. It is free.") | answer("b", text=long))
    assert scores["a"] == {"reading_grade": 1.0, "long_sentences": 0.0}
    assert scores["b"] == scores["c"] == {"reading_grade": 13.0, "long_sentences": 1.0}


def test_each_judge_is_asked_about_statements_with_quotes_and_an_unquoted_one_is_unsupported() -> None:
    asked: list[tuple[str, str]] = []

    def judge(pairs: Sequence[tuple[str, str]]) -> list[bool]:
        asked.extend(pairs)
        return [text in quote for text, quote in pairs]

    quoted = Stated("costs", (Cited("p", None, "It costs."), Cited("p", None, "Or not.")))
    answers = answer_of("a", [quoted, Stated("free", ())])
    material = Material([case("a"), case("b")], None, answers, judges={"rules": judge, "stranger": judge})
    assert supported(material) == {"a": {"supported (rules)": 0.5}, "b": {"supported (rules)": 0.0}}
    assert asked == [("costs", "It costs.\nOr not.")]
    assert supported(Material([case("a")], None, answers)) == {}


class ScriptedJudge:
    """Answers ragas's prompts by the fields that they ask for."""

    def __init__(self, _: object) -> None:
        self.tries = 0

    def stream(self, instructions: str, material: str) -> Generator[str, None, None]:
        self.tries += 1
        if self.tries == 1:
            yield "I would rather not."
        elif '"noncommittal"' in material:
            yield json.dumps({"question": "What does it cost?", "noncommittal": 0})
        elif '"claims"' in material:
            yield json.dumps({"claims": ["It costs."]})
        elif '"verdict"' in material:
            said = {"statement": "It costs.", "reason": "It says so.", "verdict": 1}
            yield "Here: " + json.dumps({"statements": [said, {**said, "verdict": 0}]})
        else:
            yield json.dumps({"statements": ["It costs.", "It is free."]})


def test_a_judging_model_is_asked_through_ragas_and_a_second_time_if_it_says_nothing_usable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ragas_answers, "LangChainModel", ScriptedJudge)
    cases = [case("a", gold="It costs."), case("b"), case("c")]
    answers = answer("a", Cited("p", None, "It costs.")) | answer("b", **WITHHELD)
    settings = EvalSettings(judge="openai:any")
    said = ragas_answers.judged_scores(cases, answers, settings, Teller("en"))
    assert said == {"a": {"faithfulness": 0.5, "factual_correctness": pytest.approx(0.5, abs=0.2)}}
    scores = judged(Material(cases, None, answers, judged=said))
    assert scores["a"] == said["a"] and set(scores["c"].values()) == {0.0} and "b" not in scores


def test_without_a_judging_model_nothing_is_asked() -> None:
    assert ragas_answers.judged_scores([case("a")], answer("a"), EvalSettings(judge=None), Teller("en")) == {}
