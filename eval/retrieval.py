"""Asks the product's search the questions of a gold file. Sees `Asked` only; judges nothing."""

from eval.cases import Asked
from eval.conversation import understood
from eval.results import Found, Ranking
from knowledge.passages import as_on_page
from knowledge.search import Evidence, Search
from knowledge.settings import KnowledgeSettings


class Retrieval:
    """The search that serves people, asked as drafting asks it."""

    def __init__(self, search: Search, settings: KnowledgeSettings) -> None:
        self._search = search
        self._settings = settings

    def rank(self, asked: Asked, top: int) -> Ranking:
        """Up to `top` passages for the question in its conversation."""
        query = understood(asked, self._settings)
        evidence = self._search.find(query.query, query.language, top)
        return Ranking(asked.id, tuple(_found(each) for each in evidence))


def _found(evidence: Evidence) -> Found:
    page, passage = evidence.page, evidence.passage
    return Found(page.key, page.url, as_on_page(passage.text_with_heading), round(evidence.score, 6))
