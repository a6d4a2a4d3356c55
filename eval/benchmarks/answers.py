"""Measures drafts beside the simplest answers there are: one sentence of the best passage, ours and a stock recipe's.

Asks each system about the answerable questions that have a gold answer; how near a wording is, `eval.measures.wording`
says, and what stands on a gold source, `eval.benchmarks.coverage`. Changes nothing, and keeps nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from eval.benchmarks import sentences
from eval.benchmarks.coverage import UNSURE, Judged, stands_on_gold
from eval.benchmarks.retrieval import leaking
from eval.cases import Case
from eval.conversation import understood
from eval.measures import Scores
from eval.measures.wording import wording_scores
from eval.opened import Opened
from eval.peers.stock import NAMES, StockPeer
from eval.results import Answer, Cited, Found, Stated
from eval.telling import Teller
from knowledge.passages import as_on_page
from knowledge.texts import Text

DRAFT = "draft"
BY_WORDS = "best sentence, by words"
BY_MEANING = "best sentence, by meaning"
FUSED = NAMES[0]  # of the recipe's three searches the one that finds most
PEER_BY_WORDS = f"{FUSED}: {BY_WORDS}"
PEER_BY_MEANING = f"{FUSED}: {BY_MEANING}"
OUR_PASSAGE = "best passage"


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was asked, and by system what it says (wordings) and whether what it shows is right (accuracy)."""

    cases: tuple[Case, ...]
    drafted: frozenset[str]
    says: Mapping[str, Mapping[str, Answer]]
    judged: Mapping[str, Mapping[str, Judged]]


def chosen(cases: Sequence[Case], at_most: int | None) -> list[Case]:
    """The answerable cases with a gold answer and a source; of each set no more than `at_most`, spread evenly."""
    usable = [case for case in cases if case.answerable and case.sources and (case.answer or "").strip()]
    if at_most is None:
        return usable
    kept = []
    for name in dict.fromkeys(case.set_name for case in usable):
        members = [case for case in usable if case.set_name == name]
        step = max(1.0, len(members) / at_most)
        kept += [members[int(place * step)] for place in range(min(at_most, len(members)))]
    return kept


def gather(cases: Sequence[Case], services: Opened, peer: StockPeer | None, teller: Teller) -> Gathered:
    """Ask every system; past replies that give a question away are no keys of the best passage."""
    says: dict[str, dict[str, Answer]] = {}
    judged: dict[str, dict[str, Judged]] = {}
    drafted = set()
    knowledge = services.knowledge
    search = knowledge.search.without(leaking(cases, knowledge))
    embedder = knowledge.index.embedder
    for case in teller.track(cases, len(cases), Text("Asking", "Questions")):
        question = understood(case.asked, knowledge.settings)
        draft = services.answering.answer(case.asked)
        drafted |= {case.id} if draft.given else set()
        says.setdefault(DRAFT, {})[case.id] = draft
        right = draft.given and stands_on_gold(case, draft.citations)
        judged.setdefault(DRAFT, {})[case.id] = Judged(draft.confidence if draft.given else UNSURE, right)
        found = search.find(question.query, question.language, 1, question.thread)
        best = [Found(e.page.key, e.page.url, as_on_page(e.passage.text), draft.confidence) for e in found]
        shown = {OUR_PASSAGE: best} | dict(peer.rank(question.query, 1) if peer else {})
        for name, passages in shown.items():
            sure = passages[0].score if passages else UNSURE
            judged.setdefault(name, {})[case.id] = Judged(sure, stands_on_gold(case, passages))
        for name, names in ((OUR_PASSAGE, (BY_WORDS, BY_MEANING)), (FUSED, (PEER_BY_WORDS, PEER_BY_MEANING))):
            if name in shown:
                among = sentences.sentences(shown[name][0].text) if shown[name] else []
                by_words = sentences.by_words(question.asked, question.language, among)
                by_meaning = sentences.by_meaning(question.asked, among, embedder)
                for system, text in zip(names, (by_words, by_meaning), strict=True):
                    says.setdefault(system, {})[case.id] = _one_sentence(case.id, text, shown[name])
    return Gathered(tuple(cases), frozenset(drafted), says, judged)


def wordings(gathered: Gathered, teller: Teller) -> dict[str, Scores]:
    """How near each system's words are to the gold answer, by case; 0 where it says nothing."""
    found: dict[str, Scores] = {}
    for name in teller.track(gathered.says, len(gathered.says), Text("Scoring", "Notation")):
        scores = wording_scores(gathered.cases, gathered.says[name])
        names = set(chain.from_iterable(scores.values()))
        found[name] = {case.id: scores.get(case.id) or dict.fromkeys(names, 0.0) for case in gathered.cases}
    return found


def _one_sentence(case_id: str, text: str, passages: Sequence[Found]) -> Answer:
    cited = tuple(Cited(each.page_id, each.url, text) for each in passages[:1])
    status = "pending_review" if text else "unanswerable_no_source"
    return Answer(case_id, status, 0.0, text, (Stated(text, cited),) if text else (), 0.0)


def groups_drafted(gathered: Gathered) -> Iterator[tuple[str, list[Case]]]:
    """Those of the cases that were drafted, and all: a person who withholds an answer says nothing wrong."""
    yield "where a draft was given", [case for case in gathered.cases if case.id in gathered.drafted]
    yield "all, what is withheld counted as 0", list(gathered.cases)
