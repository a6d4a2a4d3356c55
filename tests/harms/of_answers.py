"""Harms to what is made of what was found, asking a search that remembers."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant import answer, citations, understand
from assistant.answer import Answerer, Proposal
from assistant.citations import Citation, Statement
from assistant.composing import compose as composing
from eval.gate.verdict import Verdict
from knowledge.search import Evidence
from knowledge.wording import Thread
from tests.harms.harm import Harm, Patch
from tests.planted import Sample

PADDING = "We are here to help you with everything that you may need from us, whenever you may need it. " * 3


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
