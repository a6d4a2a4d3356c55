"""Whether an answer cites the right pages, and words that support it. Looks only at answers that were given."""

from collections.abc import Mapping, Sequence

from eval.cases import Case
from eval.matching import is_right, shown, squashed
from eval.measures import Scores
from eval.results import Answer, Cited, Found


def citation_scores(cases: Sequence[Case], answers: Mapping[str, Answer]) -> Scores:
    """Scores of every answered case.

    cited_page_precision: share of its citations on a gold page (0 where the question has none).
    cited_page_recall: share of the gold pages that it cites (answerable cases only).
    cited_source: whether a quote stands in a gold source, or shows one (cases whose sources have a text).
    statements_cited: share of its statements that cite anything.
    """
    scores: dict[str, dict[str, float]] = {}
    for case in cases:
        answer = answers.get(case.id)
        if answer is None or not answer.given:
            continue
        cited = answer.citations
        gold = {source.page_id for source in case.sources}
        values = {
            "cited_page_precision": sum(each.page_id in gold for each in cited) / len(cited)
            if cited
            else 0.0,
            "statements_cited": sum(bool(each.citations) for each in answer.statements)
            / max(1, len(answer.statements)),
        }
        if case.answerable and gold:
            values["cited_page_recall"] = len(gold & {each.page_id for each in cited}) / len(gold)
        if case.answerable and any(source.text for source in case.sources):
            values["cited_source"] = float(any(cites_source(case, each) for each in cited))
        scores[case.id] = values
    return scores


def cites_source(case: Case, cited: Cited) -> bool:
    """Whether at least half of the quote stands in a gold source on its page, or the quote shows the source."""
    quote = squashed(cited.quote)
    if not quote:
        return False
    for source in case.sources:
        if not source.text:
            continue
        inside = shown(quote, squashed(source.text)).bit_count() * 2 >= len(quote)
        if inside and cited.page_id == source.page_id:
            return True
        if is_right(source, Found(cited.page_id, cited.url, cited.quote, 0.0)):
            return True
    return False
