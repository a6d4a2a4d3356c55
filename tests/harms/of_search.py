"""Harms to what is found: to search, its weights and ranker, and to the pages that were read."""

from collections.abc import Callable
from dataclasses import replace

from eval.gate.verdict import Verdict
from ingest.cutting import passages as cutting
from knowledge.exchanges import Exchange
from knowledge.passages import make_passage
from knowledge.ranking.fusion import Weights
from knowledge.ranking.ranker import Ranker
from knowledge.search import Evidence, Search
from knowledge.wording import Thread
from knowledge.words import carrying, keywords
from tests.harms.harm import Harm, Patch
from tests.planted import NOON, LettersEmbedder, Sample, ingested, opened
from tests.sample.content import Content, read_content

WORDS_ALONE = Weights({}, 0.0)


def _searched(sample: Sample, changed: Search) -> Verdict:
    return sample.judged(sample.asked(sample.searching(changed))[0])


def _index(sample: Sample) -> object:
    return sample.knowledge.search._inner._index  # type: ignore[attr-defined]


def _weighted(weights: Weights) -> Harm:
    def harm(sample: Sample, _patch: Patch) -> Verdict:
        return _searched(sample, Search(_index(sample), lambda: NOON, weights, ranker=Ranker.packaged()))

    return harm


def _asking(change: Callable[[str, str], tuple[str, str]]) -> Harm:
    class Changed(Search):
        def find(
            self, query: str, language: str, top: int = 10, thread: Thread | None = None
        ) -> list[Evidence]:
            # What is lost on the way to search is lost from the whole of it.
            return super().find(*change(query, language), top)

        def without(self, _held_out: object) -> Search:
            return self

    return lambda sample, _patch: _searched(
        sample, Changed(_index(sample), lambda: NOON, ranker=Ranker.packaged())
    )


def _found(change: Callable[[list[Evidence]], list[Evidence]]) -> Harm:
    def harm(sample: Sample, patch: Patch) -> Verdict:
        find = sample.knowledge.search.find
        patch.setattr(sample.knowledge.search, "find", lambda *asked: change(find(*asked)))
        return sample.judged(sample.asked()[0])

    return harm


def _stop_lists_dropped(sample: Sample, patch: Patch) -> Verdict:
    """On a desk that searches by words alone, against its own baseline; by default words count a fifth."""
    baseline, _ = sample.asked(sample.searching(Search(_index(sample), lambda: NOON, WORDS_ALONE)))
    patch.setattr(keywords, "STOP_WORDS", {})
    _forget_words()
    try:
        with opened(sample.folder / "harmed" / "data", sample.embedder) as knowledge:
            ingested(knowledge, read_content(1), sample.folder / "harmed" / "pages")
            search = Search(knowledge.index, lambda: NOON, WORDS_ALONE)
            return sample.judged(sample.asked(replace(knowledge, search=search))[0], before=baseline)
    finally:
        _forget_words()


def _forget_words() -> None:
    for remembered in (keywords._words, carrying._spelled):
        remembered.cache_clear()


def _ranked_by(ranker: Ranker | None) -> Harm:
    return lambda sample, _patch: _searched(sample, Search(_index(sample), lambda: NOON, ranker=ranker))


def _reread(sample: Sample, content: Content, embedder: LettersEmbedder, name: str = "harmed") -> Verdict:
    folder = sample.folder / name
    with opened(folder / "data", embedder) as knowledge:
        ingested(knowledge, content, folder / "pages")
        return sample.judged(sample.asked(knowledge)[0])


def _content(change: Callable[[Content], Content]) -> Harm:
    def harm(sample: Sample, _patch: Patch) -> Verdict:
        return _reread(sample, change(read_content(1)), sample.embedder, f"reread-{change.__name__}")

    return harm


def _every_third_page_lost(content: Content) -> Content:
    kept = [page for number, page in enumerate(content.pages.values()) if number % 3]
    return Content({page.path: page for page in kept})


def _other_fees(content: Content) -> Content:
    pages = (replace(page, body=page.body.replace("$", "$1")) for page in content.pages.values())
    return Content({page.path: page for page in pages})


def _halved(sample: Sample, patch: Patch) -> Verdict:
    make = make_passage

    def half(*given: object, **named: object) -> object:
        made = make(*given, **named)  # type: ignore[arg-type]
        return replace(made, text=made.text[: len(made.text) // 2])

    patch.setattr(cutting, "make_passage", half)
    return _reread(sample, read_content(1), sample.embedder, "halved")


def _worse_embedder(sample: Sample, _patch: Patch) -> Verdict:
    return _reread(sample, read_content(1), LettersEmbedder(16, 1), "embedder")


def _leaking(sample: Sample, patch: Patch) -> Verdict:
    patch.setattr(Search, "without", lambda self, _held_out: self)
    past = [
        Exchange(f"x-{case.id}", f"t-{case.id}", None, case.asked.question, case.answer or "", case.language,
                 None, None, (), f"d-{case.id}")
        for case in sample.gold.cases[:30]
    ]  # fmt: skip
    index = sample.knowledge.index
    index.sync_exchanges(past)
    index.finish()
    try:
        return sample.judged(sample.asked()[0])
    finally:
        index.remove_exchanges(past)
        index.finish()


def _one_language_off(sample: Sample, _patch: Patch) -> Verdict:
    settings = sample.knowledge.settings.model_copy(update={"languages": ("en",)})
    return sample.judged(sample.asked(replace(sample.knowledge, settings=settings))[0])


def _first_words(query: str, language: str) -> tuple[str, str]:
    return " ".join(query.split()[:2]), language


def _other_language(query: str, language: str) -> tuple[str, str]:
    return query, "fr" if language == "en" else "en"


SEARCH: dict[str, tuple[Harm, set[str]]] = {
    "stop lists dropped": (_stop_lists_dropped, {"loss"}),
    "weights swapped": (_weighted(Weights({"en": 0.2, "fr": 0.2}, 0.2)), {"loss"}),
    "dense search off": (_weighted(WORDS_ALONE), {"loss"}),
    "the second stage left out": (_ranked_by(None), {"loss"}),
    "the second stage blind to the question's own words": (
        _ranked_by(Ranker({"page_fused": 1.0, "page_replied": 1.0})),
        {"loss"},
    ),
    "openings of pages first, whatever is asked": (_ranked_by(Ranker({"opening": 1.0})), {"loss"}),
    "query cut short": (_asking(_first_words), {"loss", "floor"}),
    "the other language's index asked": (_asking(_other_language), {"loss", "floor"}),
    "best passages last": (
        _found(lambda found: [replace(e, rank=n) for n, e in enumerate(found[::-1], 1)]),
        {"loss"},
    ),
    "best passage dropped": (_found(lambda found: found[1:]), {"loss"}),
    "one language switched off": (_one_language_off, {"loss"}),
    "stale index: every third page lost": (_content(_every_third_page_lost), {"pages_gone"}),
    "pages whose fees have changed": (_content(_other_fees), {"pages_changed"}),
    "passages cut in half": (_halved, {"loss"}),
    "a worse embedder": (_worse_embedder, {"loss"}),
    "past replies leak": (_leaking, {"leak"}),
}
