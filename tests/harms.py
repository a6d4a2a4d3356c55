"""Ways in which a change makes answers worse. Each plants one, runs the sample, and gives what the gate says.

`SEARCH` harms what is found, `SAID` what is made of it (asking a search that remembers), `FILES` what the gate reads.

Longer than a file should be, since it is a list: one harm after another.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from assistant import answer, citations, understand
from assistant.answer import Answerer, Proposal
from assistant.citations import Citation, Statement
from assistant.composing import compose as composing
from eval.cases import Gold
from eval.gate.baseline import Baseline, write_baseline
from eval.gate.gate import judge_report
from eval.gate.sealed import read_sealed
from eval.gate.verdict import Verdict
from eval.runs.record import REPORT_FILE, Report, write_report
from ingest.cutting import passages as cutting
from knowledge.exchanges import Exchange
from knowledge.passages import make_passage
from knowledge.ranking.fusion import Weights
from knowledge.ranking.ranker import Ranker
from knowledge.search import Evidence, Search
from knowledge.wording import Thread
from knowledge.words import carrying, keywords
from tests.planted import NOON, LettersEmbedder, Sample, ingested, opened
from tests.reports import RULES
from tests.sample.content import Content, read_content

Patch = pytest.MonkeyPatch
Harm = Callable[[Sample, Patch], Verdict]
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


# Said


def _set(**settings: object) -> Harm:
    return lambda sample, _patch: sample.judged(sample.asked(**settings)[0])


def _saying(change: Callable[[Proposal], Proposal], only: str | None = None) -> Harm:
    """Every draft changed, or the one whose question holds some words."""

    def harm(sample: Sample, patch: Patch) -> Verdict:
        propose = Answerer.propose

        def changed(self: Answerer, text: str, *given: object, **named: object) -> Proposal:
            made = propose(self, text, *given, **named)  # type: ignore[arg-type]
            wanted = made.statements and (only is None or only in text)
            return change(made) if wanted else made

        patch.setattr(Answerer, "propose", changed)
        return sample.judged(sample.asked()[0])

    return harm


def _adding(text: str, only: str | None = "new birth certificate", cited: bool = True) -> Harm:
    def add(made: Proposal) -> Proposal:
        sources = made.statements[0].citations if cited else ()
        return replace(made, statements=(*made.statements, Statement(text, sources)))

    return _saying(add, only)


def _each_citation(change: Callable[[Citation], Citation]) -> Callable[[Proposal], Proposal]:
    def changed(made: Proposal) -> Proposal:
        statements = tuple(
            replace(each, citations=tuple(change(cited) for cited in each.citations))
            for each in made.statements
        )
        return replace(made, statements=statements)

    return changed


def _each_text(change: Callable[[str], str]) -> Callable[[Proposal], Proposal]:
    return lambda made: replace(
        made, statements=tuple(replace(each, text=change(each.text)) for each in made.statements)
    )


def _second_page(sample: Sample, patch: Patch) -> Verdict:
    compose = answer.compose

    def second(question: object, evidence: Sequence[Evidence], *given: object) -> object:
        others = [each for each in evidence if each.page.id != evidence[0].page.id]
        return compose(question, others or evidence, *given)  # type: ignore[arg-type]

    patch.setattr(answer, "compose", second)
    return sample.judged(sample.asked()[0])


def _last_of_the_page(sample: Sample, patch: Patch) -> Verdict:
    patch.setattr(composing, "choose", lambda _question, candidates, *_given: list(candidates)[-1:])
    return sample.judged(sample.asked()[0])


def _neighbours(sample: Sample, patch: Patch) -> Verdict:
    compose = answer.compose

    def shifted(question: object, evidence: Sequence[Evidence], *given: object) -> tuple[Statement, ...]:
        made = compose(question, evidence, *given)  # type: ignore[arg-type]
        place = {each.passage.id: number for number, each in enumerate(evidence)}

        def other(cited: Citation) -> Citation:
            beside = evidence[(place[cited.passage_id] + 1) % len(evidence)]
            return citations.cite(beside.page, beside.passage, beside.passage.text.split("\n")[0])

        return tuple(replace(each, citations=tuple(other(c) for c in each.citations)) for each in made)

    patch.setattr(answer, "compose", shifted)
    return sample.judged(sample.asked()[0])


def _history_ignored(sample: Sample, patch: Patch) -> Verdict:
    patch.setattr(understand, "standalone", lambda text, _history: text)
    patch.setattr(understand.Understood, "thread", property(lambda self: Thread(self.asked)))
    return sample.judged(sample.asked()[0])


def _other_language_detected(sample: Sample, patch: Patch) -> Verdict:
    patch.setattr(understand, "detect", lambda *_: "en")
    return sample.judged(sample.asked()[0])


SAID: dict[str, tuple[Harm, set[str]]] = {
    "nothing withheld": (_set(minimum_confidence=0.0), {"loss"}),
    "nearly everything withheld": (_set(minimum_confidence=0.95), {"loss"}),
    "the least fitting sentences said": (_last_of_the_page, {"loss"}),
    "the second page quoted": (_second_page, {"loss"}),
    "citations shifted to the passage beside": (_neighbours, {"guard"}),
    "follow-ups taken alone": (_history_ignored, {"floor"}),
    "French answered in English": (_other_language_detected, {"loss"}),
    "a fee added": (_adding("It costs $75."), {"guard"}),
    "a date added": (_adding("Apply before March 31, 2027."), {"guard"}),
    "a telephone number invented": (_adding("Call 1-800-555-0199."), {"guard"}),
    "an address invented": (_adding("Write to births@aldermere-help.example."), {"guard"}),
    "a citizen's number repeated": (_adding("Your social insurance number is 046 454 286."), {"guard"}),
    "a statement without a source": (_adding("A laminated certificate is still fine.", cited=False), {"guard"}),
    "a link that leads nowhere": (
        _saying(_each_citation(lambda c: replace(c, url="https://aldermere.example/en/none")), "new birth certificate"),
        {"guard"},
    ),
    "anchors on a moved path": (
        _saying(_each_citation(lambda c: replace(c, url=(c.url or "").replace("example/", "example/new/")))),
        {"guard"},
    ),
    "quotes altered": (_saying(_each_citation(lambda c: replace(c, quote=f"Indeed, {c.quote[:-9]}"))), {"loss"}),
    "answers cut short": (_saying(_each_text(lambda text: text[:25])), {"loss"}),
    "answers padded": (_saying(_each_text(lambda text: f"{text} {PADDING}")), {"loss"}),
}  # fmt: skip
PADDING = "We are here to help you with everything that you may need from us, whenever you may need it. " * 3


# Files, judges and time


def _gold(change: Callable[[Gold], Gold]) -> Harm:
    return lambda sample, _patch: sample.judged(sample.asked(gold=change(sample.gold))[0])


def _question_edited(gold: Gold) -> Gold:
    first, *others = gold.cases
    return replace(gold, cases=(replace(first, answer="It is free.", digest="0" * 64), *others))


def _hard_cases_deleted(gold: Gold) -> Gold:
    return replace(gold, cases=tuple(case for case in gold.cases if case.answerable))


def _judge_below_its_floor(sample: Sample, _patch: Patch) -> Verdict:
    return sample.judged(
        sample.report.model_copy(update={"judges": (RULES.model_copy(update={"passes": False}),)})
    )


def _measure_unplugged(sample: Sample, _patch: Patch) -> Verdict:
    cases = tuple(
        each.model_copy(update={"values": {name: v for name, v in each.values.items() if name != "right"}})
        for each in sample.report.cases
    )
    return sample.judged(sample.report.model_copy(update={"cases": cases}))


def _slow_search(sample: Sample, _patch: Patch) -> Verdict:
    slower = {key: 2 * seconds + 0.05 for key, seconds in sample.timings.by_case.items()}
    return sample.judged(sample.report, sample.timings.model_copy(update={"by_case": slower}))


def _touched(name: str) -> Harm:
    """Through the files and the command's own reading of them."""

    def harm(sample: Sample, _patch: Patch) -> Verdict:
        folder = sample.folder / f"touched {name}"
        write_report(folder, sample.report, sample.timings)
        write_baseline(folder / "baseline.json", sample.baseline)
        path = folder / name
        text = path.read_text("utf-8").replace('"right": 0.0', '"right": 1.0').replace("0.", "0.0", 1)
        path.write_text(text, "utf-8")
        report, report_intact = read_sealed(folder / REPORT_FILE, Report)
        baseline, baseline_intact = read_sealed(folder / "baseline.json", Baseline)
        intact = {"report_intact": report_intact, "baseline_intact": baseline_intact}
        return judge_report(report, sample.timings, baseline, **intact)

    return harm


FILES: dict[str, tuple[Harm, set[str]]] = {
    "gold edited": (_gold(_question_edited), {"gold_changed"}),
    "a question deleted": (_gold(lambda gold: replace(gold, cases=gold.cases[1:])), {"cases_missing"}),
    "unanswerable questions deleted": (_gold(_hard_cases_deleted), {"cases_missing", "figure_missing"}),
    "a measure unplugged": (_measure_unplugged, {"figure_missing"}),
    "a judge below its floor": (_judge_below_its_floor, {"judge"}),
    "the baseline touched": (_touched("baseline.json"), {"baseline_touched"}),
    "the report touched": (_touched(REPORT_FILE), {"report_touched"}),
    "search became slow": (_slow_search, {"slow"}),
}
HARMS = {**SEARCH, **SAID, **FILES}
