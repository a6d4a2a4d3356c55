"""The tables that `score` prints: which values are shown, and what the JSON holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval import report
from eval.cases import Case
from eval.material import Material
from eval.measures import Measure
from eval.measures import wording as wording_measure
from eval.measures.quotes import texts_of
from eval.measures.registry import measures
from eval.results import Answer, Ranking
from eval.scoring import Row, score_rows

PASSAGES = ("hit@1", "hit@3", "hit@5", "hit@10", "recall@10", "mrr@10", "ndcg@10")
PAGES = tuple(f"page {name}" for name in PASSAGES)
READING = ("covered@10", "covered@10k", "hit@10k")
DECISIONS = (
    "right",
    "crag",
    "answered_of_answerable",
    "withheld_of_unanswerable",
    "unanswered_f1",
    "balanced",
    "wrong_of_answered",
    "aurc",
    "aurc_best",
    "ece",
)
SUPPORT = (
    "cited_page_precision",
    "cited_page_recall",
    "cited_source",
    "cited_quote_precision",
    "cited_quote_recall",
    "statements_cited",
    "quote_stands",
)
GUARDS = ("invented_facts", "private_data", "uncited_statements")
READERS = ("completeness", "reading_grade", "long_sentences")
WORDING = ("token_f1", "token_recall", "rouge_l", "chrf", "similarity")


@dataclass(frozen=True, slots=True)
class Card:
    """The same values for a person and for a machine."""

    markdown: str
    json: list[dict[str, Any]]


def retrieval_card(cases: Sequence[Case], rankings: Mapping[str, Ranking]) -> Card:
    """Passages, pages, and reading."""
    answerable = [case for case in cases if case.answerable and case.sources]
    table = score_rows(answerable, Material(answerable, rankings, None), measures())
    return _card(table, (PASSAGES, PAGES, READING))


def answer_card(
    cases: Sequence[Case], answers: Mapping[str, Answer], rankings: Mapping[str, Ranking], words: bool
) -> Card:
    """Decisions, support and, if asked, wording; quotes and facts are checked in the rankings' texts."""
    chosen: list[Measure] = [each for each in measures() if words or each is not wording_measure.MEASURE]
    table = score_rows(cases, Material(cases, None, answers, texts_of(rankings)), chosen)
    shown = (DECISIONS, SUPPORT, GUARDS, READERS)
    return _card(table, (*shown, WORDING) if words else shown)


def _card(table: Sequence[Row], shown: Sequence[Sequence[str]]) -> Card:
    parts = [report.of_rows(table, names) for names in shown]
    return Card("\n\n".join(parts), [report.row_to_json(row) for row in table])
