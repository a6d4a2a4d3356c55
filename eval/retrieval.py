"""Asks the product's search the questions of a gold file. Sees `Asked` only; judges nothing."""

from assistant.understand import Understood
from assistant.withholding.elsewhere import Elsewhere
from eval.cases import Asked
from eval.conversation import understood
from eval.results import Found, Ranking
from knowledge.database import reading
from knowledge.passages import Passage
from knowledge.search import REORDERED, Search
from knowledge.settings import KnowledgeSettings
from knowledge.surroundings import LONGEST_CHARACTERS, around, as_read


class Retrieval:
    """The search that serves people, asked as drafting asks it, its passages as they are read.

    With `elsewhere`, pages in another language come first where a draft would quote them.
    """

    def __init__(
        self, search: Search, settings: KnowledgeSettings, elsewhere: Elsewhere | None = None
    ) -> None:
        self._elsewhere = elsewhere
        self._search = search
        self._settings = settings
        self._pages: dict[str, list[Passage]] = {}  # nothing changes while it is measured

    def rank(self, asked: Asked, top: int) -> Ranking:
        """Up to `top` stretches of pages for the question in its conversation."""
        return self.rank_as(asked.id, understood(asked, self._settings), top)

    def rank_as(self, asked_id: str, query: Understood, top: int) -> Ranking:
        """As `rank`, for a question that was understood before."""
        evidence = self._search.find(query.query, query.language, max(top, REORDERED), query.thread)
        if self._elsewhere is not None:
            most = max(top, REORDERED)
            evidence = self._elsewhere.joined(query.query, query.language, evidence, most, query.asked)
        by_id = {each.passage.id: each for each in evidence}
        with reading(self._search.engine) as connection:
            found = [each.passage for each in evidence]
            stretches = around(connection, found, pages=self._pages)[:top]
        ranked = []
        for stretch in stretches:
            best = min((by_id[each.id] for each in stretch if each.id in by_id), key=lambda each: each.rank)
            text = as_read(stretch)[:LONGEST_CHARACTERS]
            ranked.append(Found(best.page.key, best.page.url, text, round(best.score, 6)))
        return Ranking(asked_id, tuple(ranked))
