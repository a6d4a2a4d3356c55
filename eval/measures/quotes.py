"""Whether each quote stands, word for word, in the text of the page that it names."""

from collections.abc import Callable, Mapping, Sequence

from eval.cases import Case
from eval.matching import squashed
from eval.measures import Scores
from eval.results import Answer, Cited, Ranking

PageText = Callable[[str], str | None]


def quote_scores(cases: Sequence[Case], answers: Mapping[str, Answer], page_text: PageText) -> Scores:
    """quote_stands: the share of quotes that stand, for each answered case with a quote that can be checked.

    `page_text` gives the text of a page by its key, or None where it is not known: such a quote is not counted.
    """
    scores: dict[str, dict[str, float]] = {}
    for case in cases:
        answer = answers.get(case.id)
        if answer is None or not answer.given:
            continue
        checked = [_stands(cited, page_text) for cited in answer.citations]
        known = [each for each in checked if each is not None]
        if known:
            scores[case.id] = {"quote_stands": sum(known) / len(known)}
    return scores


def texts_of(rankings: Mapping[str, Ranking]) -> PageText:
    """The text of pages as far as rankings show it."""
    pages: dict[str, dict[str, None]] = {}
    for ranking in rankings.values():
        for found in ranking.ranked:
            pages.setdefault(found.page_id, {})[found.text] = None
    joined = {key: "\n".join(texts) for key, texts in pages.items()}
    return joined.get


def _stands(cited: Cited, page_text: PageText) -> bool | None:
    text = page_text(cited.page_id)
    return None if text is None else squashed(cited.quote) in squashed(text)
