"""What each stage of search is worth: the same questions after each stage that is added to the ones before.

The searches are the product's own, with what follows taken out of them by their constructor's arguments. Past replies
that give a question away are held out, as in `eval.runs.run`; before the stage of keys, all past replies are.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from eval.benchmarks.retrieval import leaking
from eval.benchmarks.variants import Worth, worth_by_group
from eval.cases import Asked, Case
from eval.conversation import understood
from eval.measures import Scores
from eval.measures.passages import passage_scores, sources_with_text
from eval.opened import Opened
from eval.results import Found, Ranking
from eval.retrieval import Retrieval
from eval.telling import Teller
from knowledge.build import Knowledge
from knowledge.clock import utc_now
from knowledge.known import KnownPassages
from knowledge.ranking.fusion import Weights
from knowledge.ranking.ranker import Ranker
from knowledge.search import Search
from knowledge.settings import KnowledgeSettings
from knowledge.texts import Text
from knowledge.words.expansion import Expansion

DEPTH = 10


@dataclass(frozen=True, slots=True)
class Stage:
    """A search as far as one stage; `by` leaves only what that retriever found."""

    name: Text
    search: Search
    by: str | None = None
    neighbours: bool = False


def measure_stages(cases: Sequence[Case], services: Opened, teller: Teller) -> dict[str, list[Worth]]:
    """What each stage is worth on the cases whose sources have a text, by group of cases."""
    knowledge = services.knowledge
    judged = [case for case in cases if sources_with_text(case)]
    scores: list[tuple[Text, Scores]] = []
    for stage in stages_of(knowledge, leaking(cases, knowledge)):
        rank = ranking_of(stage, knowledge.settings)
        rankings = {case.id: rank(case.asked) for case in teller.track(judged, len(judged), stage.name)}
        scores.append((stage.name, passage_scores(judged, rankings)))
    return worth_by_group(judged, scores)


def stages_of(knowledge: Knowledge, leaks: Collection[str]) -> tuple[Stage, ...]:
    """The stages in the order in which they are added; the last is what people are served."""
    served, passages = knowledge.search.without(leaks), KnownPassages(knowledge.index)

    def search(weights: Weights, ranker: Ranker | None = None) -> Search:
        expansion = Expansion(knowledge.synonyms)
        return Search(
            knowledge.index, utc_now, weights, leaks, ranker=ranker, expansion=expansion, known=passages
        )

    words, vectors = (Weights({}, otherwise=share, opening=0.0, keys=0.0) for share in (0.0, 1.0))
    plain = replace(served.weights, opening=0.0)
    return (
        Stage(Text("words alone (BM25)", "mots seuls (BM25)"), search(words), by="lexical"),
        Stage(Text("vectors alone", "vecteurs seuls"), search(vectors), by="dense"),
        Stage(Text("both, fused", "les deux, fusionnés"), search(replace(plain, keys=0.0))),
        Stage(Text("+ past questions", "+ questions passées"), search(plain)),
        Stage(Text("+ page openings", "+ débuts de page"), search(served.weights)),
        Stage(Text("+ second stage", "+ second étage"), search(served.weights, served.ranker)),
        *([Stage(Text("+ cross-encoder", "+ encodeur croisé"), served)] if served.reranker else ()),
        Stage(Text("+ shown with neighbours", "+ montré avec ses voisins"), served, neighbours=True),
    )


def ranking_of(stage: Stage, settings: KnowledgeSettings) -> Callable[[Asked], Ranking]:
    """What ranks a question at a stage: as single passages, and at the last one as they are read."""
    if stage.neighbours:
        retrieval = Retrieval(stage.search, settings)
        return lambda asked: retrieval.rank(asked, DEPTH)

    def rank(asked: Asked) -> Ranking:
        query = understood(asked, settings)
        evidence = stage.search.find(query.query, query.language, DEPTH, query.thread)
        shown = [each for each in evidence if stage.by is None or stage.by in each.found_by]
        found = (Found(e.page.key, e.page.url, e.passage.text_with_heading, e.score) for e in shown)
        return Ranking(asked.id, tuple(found))

    return rank
