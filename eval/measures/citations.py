"""Whether a draft cites the right pages, and words that support it. Looks only at drafts that were given."""

from collections.abc import Mapping, Sequence

from eval.cases import Case, GoldSource
from eval.matching import is_right, shown, squashed
from eval.measures import Figure, Measure, Scores
from eval.measures.outcomes import drafts, of_answers
from eval.results import Answer, Cited, Found
from knowledge.texts import Text

INSIDE_SHARE = 0.5
ABOUT = {
    "cited_page_precision": Text(
        "Share of a draft's citations that are on a gold page (0 where no page answers).",
        "Part des citations d’un brouillon qui sont sur une page de référence (0 si aucune ne répond).",
    ),
    "cited_page_recall": Text(
        "Share of the gold pages that a draft cites.",
        "Part des pages de référence que cite un brouillon.",
    ),
    "cited_quote_precision": Text(
        "Share of a draft's quotes that stand in a gold source, or show one.",
        "Part des citations d’un brouillon qui sont dans une source de référence, ou en montrent une.",
    ),
    "cited_quote_recall": Text(
        "Share of the gold sources that a draft quotes from.",
        "Part des sources de référence dont un brouillon cite les mots.",
    ),
    "cited_source": Text(
        "A quote stands in a gold source, or shows one.",
        "Une citation est dans une source de référence, ou en montre une.",
    ),
    "statements_cited": Text(
        "Share of a draft's statements that cite anything.",
        "Part des énoncés d’un brouillon qui citent une source.",
    ),
}
GATED = {"cited_page_precision", "statements_cited"}


def citation_scores(cases: Sequence[Case], answers: Mapping[str, Answer]) -> Scores:
    """Scores of every draft: all of statements, of pages and quotes as far as the gold has them."""
    return {case.id: _values(case, answer) for case, answer in drafts(cases, answers)}


def cites_source(case: Case, cited: Cited) -> bool:
    """Whether at least half of the quote stands in a gold source on its page, or the quote shows the source."""
    return any(_is_of(source, cited) for source in case.sources)


def _values(case: Case, answer: Answer) -> dict[str, float]:
    cited = answer.citations
    pages = {source.page_id for source in case.sources}
    texts = [source for source in case.sources if source.text]
    values = {
        "cited_page_precision": sum(each.page_id in pages for each in cited) / max(1, len(cited)),
        "statements_cited": sum(bool(each.citations) for each in answer.statements)
        / max(1, len(answer.statements)),
    }
    if case.answerable and pages:
        values["cited_page_recall"] = len(pages & {each.page_id for each in cited}) / len(pages)
    if case.answerable and texts:
        quotes = [any(_is_of(source, each) for source in texts) for each in cited]
        quoted = [any(_is_of(source, each) for each in cited) for source in texts]
        values["cited_quote_precision"] = sum(quotes) / max(1, len(quotes))
        values["cited_quote_recall"] = sum(quoted) / len(quoted)
        values["cited_source"] = float(any(quotes))
    return values


def _is_of(source: GoldSource, cited: Cited) -> bool:
    quote = squashed(cited.quote)
    if not source.text or not quote:
        return False
    inside = shown(quote, squashed(source.text)).bit_count() >= INSIDE_SHARE * len(quote)
    if inside and cited.page_id == source.page_id:
        return True
    return is_right(source, Found(cited.page_id, cited.url, cited.quote, 0.0))


MEASURE = Measure(
    tuple(Figure(name, about, gated=name in GATED) for name, about in ABOUT.items()),
    of_cases=of_answers(citation_scores),
)
