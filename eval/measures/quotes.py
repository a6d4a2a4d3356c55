"""Whether each quote stands, word for word, in the text of the page that it names."""

from collections.abc import Mapping

from eval.matching import squashed
from eval.material import Material, PageText
from eval.measures import Figure, Measure, Scores
from eval.measures.outcomes import drafts
from eval.results import Cited, Ranking
from knowledge.texts import Text


def quote_scores(material: Material) -> Scores:
    """quote_stands: the share of quotes that stand, for each draft with a quote that can be checked.

    Where the whole index is known, a quote from a page that is not in it does not stand; where it is not, such a
    quote is not counted. A draft without any quote scores 0.
    """
    if material.answers is None:
        return {}
    scores: dict[str, dict[str, float]] = {}
    for case, answer in drafts(material.cases, material.answers):
        checked = [_stands(cited, material) for cited in answer.citations]
        known = [each for each in checked if each is not None]
        if known or not checked:
            scores[case.id] = {"quote_stands": sum(known) / max(1, len(known))}
    return scores


def texts_of(rankings: Mapping[str, Ranking]) -> PageText:
    """The text of pages as far as rankings show it."""
    pages: dict[str, dict[str, None]] = {}
    for ranking in rankings.values():
        for found in ranking.ranked:
            pages.setdefault(found.page_id, {})[found.text] = None
    joined = {key: "\n".join(texts) for key, texts in pages.items()}
    return joined.get


def _stands(cited: Cited, material: Material) -> bool | None:
    text = material.page_text(cited.page_id)
    if text is None:
        return False if material.index_known else None
    quote = squashed(cited.quote)
    return bool(quote) and quote in squashed(text)


MEASURE = Measure(
    (
        Figure(
            "quote_stands",
            Text(
                "Share of a draft's quotes that stand word for word on the page that they name.",
                "Part des citations d’un brouillon qui figurent mot à mot sur la page nommée.",
            ),
            gated=True,
        ),
    ),
    of_cases=quote_scores,
)
