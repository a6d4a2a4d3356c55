"""Builds what a plan describes: the product under other settings, or a peer over the same pages. Measures nothing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import cache as once
from pathlib import Path
from typing import Any, Protocol

from assistant.settings import AssistantSettings
from eval.benchmarks.saved_pages import SavedPage
from eval.cases import Asked
from eval.conversation import understood
from eval.experiments.cache import Cache
from eval.experiments.indexes import other_index
from eval.experiments.keys import RANKING_CODE, StageKeys, digest_of, stage_keys
from eval.experiments.plan import Plan, SystemKind
from eval.experiments.stages import run_rankings
from eval.peers.sentence import best_sentence
from eval.results import Answer, Found, Ranking
from eval.retrieval import Retrieval
from eval.runs.asking import DEPTH, ask_all
from eval.runs.state import code_digest, index_digest
from eval.telling import Teller
from ingest.cutting.passages import SIZES
from knowledge import sources
from knowledge.build import Knowledge
from knowledge.database import reading
from knowledge.settings import KnowledgeSettings
from knowledge.texts import Text

PEERS_FOLDER = "benchmark"
PEER_CODE = (*RANKING_CODE, "eval.peers", "eval.benchmarks.saved_pages")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one system gave, by question id, and how many rankings and answers were made now or taken from the cache."""

    rankings: Mapping[str, Ranking]
    answers: Mapping[str, Answer]
    ranked: int
    ranked_before: int
    drafted: int
    drafted_before: int


class System(Protocol):
    """Something that ranks and answers."""

    @property
    def name(self) -> str:
        """As the table calls it."""
        ...

    def run(self, questions: Sequence[Asked], cache: Cache, teller: Teller) -> Outcome:
        """Rank and answer all questions, taking from the cache what it holds."""
        ...


@dataclass(frozen=True, slots=True)
class Bench:
    """What systems are built on: the opened floor, the exchanges held out, and the pages that peers are given."""

    knowledge: Knowledge
    held_out: frozenset[str]
    pages: Callable[[], Sequence[SavedPage]]
    teller: Teller
    peers: dict[str, Any] = field(default_factory=dict)


@contextmanager
def built(plans: Sequence[Plan], bench: Bench) -> Iterator[list[System]]:
    """The systems of the plans, in their order; second indexes are open until the block ends.

    Raises:
        BadInput: a plan asks for what these pages do not allow.
    """
    with ExitStack() as stack:
        yield [
            _peer(plan, bench) if plan.is_peer else stack.enter_context(_ours(plan, bench)) for plan in plans
        ]


@contextmanager
def _ours(plan: Plan, bench: Bench) -> Iterator[System]:
    first = bench.knowledge
    sizes = plan.chunking.sizes if plan.chunking and plan.chunking.sizes != SIZES else None
    with ExitStack() as stack:
        known = first
        if sizes is not None or (plan.embedder or first.settings.embedder) != first.settings.embedder:
            known = stack.enter_context(other_index(first, bench.teller, plan.embedder, sizes))
        search = known.search.weighing(plan.weights.weights).without(bench.held_out)
        settings = _settings(plan)
        reranker = search.reranker.name if search.reranker else None
        keys = stage_keys(index_digest(known), search.weights, settings, bench.held_out, reranker)
        if plan.drafts_best_sentence:
            retrieval = Retrieval(search, known.settings)
            yield Ranker(plan.name, lambda asked: retrieval.rank(asked, DEPTH), keys, known.settings)
        else:
            yield Product(plan.name, replace(known, search=search), settings, keys)


def _settings(plan: Plan) -> AssistantSettings:
    given = {
        "minimum_confidence": plan.minimum_confidence,
        "statements_at_most": plan.statements_at_most,
        "model": plan.model,
        "model_base_url": plan.model_base_url,
        "prompt": plan.prompt,
    }
    return AssistantSettings().model_copy(
        update={name: each for name, each in given.items() if each is not None}
    )


@dataclass(frozen=True, slots=True)
class Product:
    """The product's own search and drafting."""

    name: str
    knowledge: Knowledge
    settings: AssistantSettings
    keys: StageKeys

    def run(self, questions: Sequence[Asked], cache: Cache, teller: Teller) -> Outcome:
        """As people are served."""
        before = cache.found["ranking"]
        given = ask_all(self.knowledge, self.settings, questions, self.keys, cache, teller)
        known = cache.found["ranking"] - before
        return Outcome(
            given.rankings,
            given.answers,
            len(questions) - known,
            known,
            len(questions) - given.from_cache,
            given.from_cache,
        )


@dataclass(frozen=True, slots=True)
class Ranker:
    """Something that only ranks; its answers are the best sentences of its first passages, made anew each time."""

    name: str
    rank: Callable[[Asked], Ranking]
    keys: StageKeys
    settings: KnowledgeSettings

    def run(self, questions: Sequence[Asked], cache: Cache, teller: Teller) -> Outcome:
        """Rank, then quote."""
        ran = run_rankings(
            questions, self.rank, lambda asked: self.keys.of_ranking(asked, DEPTH), cache, teller
        )
        answers = {asked.id: self._answer(asked, ran.results[asked.id]) for asked in questions}
        return Outcome(ran.results, answers, ran.made, len(ran.from_cache), len(answers), 0)

    def _answer(self, asked: Asked, ranking: Ranking) -> Answer:
        question = understood(asked, self.settings)
        return best_sentence(ranking, question.query, question.language)


def _peer(plan: Plan, bench: Bench) -> System:
    """A peer that is built at its first question, and not at all where the cache knows every ranking."""
    settings, kind = bench.knowledge.settings, plan.system
    digest, search = _recipe(kind, bench)
    # A peer is asked our stand-alone query: it has no way of its own to follow a thread.
    asking = digest_of({"peer": kind, "made": digest, "code": code_digest(*PEER_CODE)})

    def rank(asked: Asked) -> Ranking:
        return Ranking(asked.id, search(understood(asked, settings).query, DEPTH))

    return Ranker(plan.name, rank, StageKeys(asking, asking), settings)


def _recipe(kind: SystemKind, bench: Bench) -> tuple[str, Callable[[str, int], tuple[Found, ...]]]:
    from eval.peers import haystack, stock

    pages, home = bench.pages(), bench.knowledge.settings.data_dir / PEERS_FOLDER
    embedder = bench.knowledge.index.embedder
    if kind == "haystack":
        peer = _kept(bench, kind, lambda: haystack.HaystackPeer(pages, home, bench.teller, embedder))
        return haystack.digest_of(pages, embedder), lambda query, top: peer().search(query, top)
    by_words = kind == "bm25" and "stock" not in bench.peers
    name = "words" if by_words else "stock"
    made = _kept(bench, name, lambda: stock.StockPeer(pages, home, bench.teller, words_only=by_words))
    return stock.digest_of(pages), lambda query, top: made().search(kind, query, top)


def _kept(bench: Bench, name: str, make: Callable[[], Any]) -> Callable[[], Any]:
    return bench.peers.setdefault(name, once(make))  # type: ignore[no-any-return]


def folders_read(knowledge: Knowledge) -> list[Path]:
    """The saved folders that the data folder was read from: what peers are given where none is named."""
    with reading(knowledge.engine) as connection:
        listed = sources.everything(connection)
    return [Path(each.options["path"]) for each in listed if each.kind == "folder"]


NO_FOLDER = Text(
    "A peer needs the pages as files, and this data folder was not read from saved folders.",
    "Un concurrent a besoin des pages en fichiers, et ce dossier de données ne vient pas de dossiers enregistrés.",
)
