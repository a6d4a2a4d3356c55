"""The tables that `score` prints: which values are shown, and what the JSON holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval import report
from eval.answers import wording_scores
from eval.cases import Case
from eval.measures.quotes import texts_of
from eval.results import Answer, Ranking
from eval.scoring import Row, answer_scores, answer_set_values, merged, retrieval_scores, rows
from eval.telling import Teller

PASSAGES = ("hit@1", "hit@3", "hit@5", "hit@10", "recall@10", "mrr@10", "ndcg@10")
PAGES = tuple(f"page {name}" for name in PASSAGES)
READING = ("covered@10", "covered@10k", "hit@10k")
DECISIONS = (
    "answered_of_answerable",
    "withheld_of_unanswerable",
    "unanswered_f1",
    "balanced",
    "wrong_of_answered",
    "aurc",
    "aurc_best",
)
SUPPORT = ("cited_page_precision", "cited_page_recall", "cited_source", "statements_cited", "quote_stands")
WORDING = ("rouge_l", "chrf", "similarity")


@dataclass(frozen=True, slots=True)
class Card:
    """The same values for a person and for a machine."""

    markdown: str
    json: list[dict[str, Any]]


def retrieval_card(cases: Sequence[Case], rankings: Mapping[str, Ranking]) -> Card:
    """Passages, pages, and reading."""
    answerable = [case for case in cases if case.answerable and case.sources]
    return _card(rows(answerable, retrieval_scores(answerable, rankings)), (PASSAGES, PAGES, READING))


def answer_card(
    cases: Sequence[Case],
    answers: Mapping[str, Answer],
    rankings: Mapping[str, Ranking],
    teller: Teller | None,
) -> Card:
    """Decisions, support, and (with a teller for its progress) wording; quotes are checked in the rankings' texts."""
    scores = answer_scores(cases, answers, texts_of(rankings))
    shown: tuple[tuple[str, ...], ...] = (DECISIONS, SUPPORT)
    if teller is not None:
        scores = merged(scores, wording_scores(cases, answers, teller))
        shown = (*shown, WORDING)
    return _card(rows(cases, scores, lambda members: answer_set_values(members, answers)), shown)


def _card(table: Sequence[Row], shown: Sequence[Sequence[str]]) -> Card:
    parts = [report.of_rows(table, names) for names in shown]
    return Card("\n\n".join(parts), [report.row_to_json(row) for row in table])
