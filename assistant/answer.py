"""The answering pipeline: from a citizen's words to a proposal, step by step. Stores nothing, sends nothing.

`Answerer.propose` is the visible list of steps; each takes values and returns new ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.citations import Nearest, Statement, nearest
from assistant.composing.compose import compose
from assistant.composing.model import Tokens
from assistant.composing.rewrite import Rewriter
from assistant.composing.writer import ModelWriter, OnStatement
from assistant.guards.checks import Finding, check_statements
from assistant.guards.foreign import in_other_language
from assistant.guards.links import known_links
from assistant.settings import AssistantSettings
from assistant.turns import Turn
from assistant.understand import Understood, understand
from assistant.withholding import completeness
from assistant.withholding.abstain import NO_SOURCE, Abstain
from assistant.withholding.confidence import WEIGHED, confidence
from assistant.withholding.elsewhere import Elsewhere, Found
from assistant.withholding.referrals import Referrals
from knowledge.build import Knowledge
from knowledge.crossing import Crossing
from knowledge.errors import ModelUnavailable
from knowledge.search import Evidence
from knowledge.texts import Text

EXTRACTIVE = "extractive"
PROMPTLESS = "none"
EVIDENCE_READ = 10
NEAREST_SHOWN = 6
OTHERS_SHOWN = 2  # of them, in another language


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the pipeline proposes for one question; a `pending_review` status has statements, no other has."""

    status: str
    statements: tuple[Statement, ...]
    nearest: tuple[Nearest, ...]
    findings: tuple[Finding, ...]
    confidence: float
    completeness: float
    model: str
    prompt_version: str
    index_version: int
    language: str


class Answerer:
    """Drafts answers over one opened knowledge floor, with a model's words or with the pages' own."""

    def __init__(
        self,
        knowledge: Knowledge,
        settings: AssistantSettings,
        writer: ModelWriter | None = None,
        rewriter: Rewriter | None = None,
        referrals: Referrals | None = None,
    ) -> None:
        self._knowledge = knowledge
        self._settings = settings
        self._writer = writer
        self._rewriter = rewriter
        self._abstain = Abstain(settings, referrals or Referrals())
        crossing = Crossing(knowledge.index, knowledge.search, knowledge.synonyms)
        self.elsewhere = Elsewhere(crossing, settings.minimum_confidence)

    @property
    def tokens(self) -> Tokens:
        """What the model has read and written so far; nothing without one."""
        spent = [part.tokens for part in (self._writer, self._rewriter) if part is not None]
        return Tokens(sum(each.read for each in spent), sum(each.written for each in spent))

    def propose(
        self,
        text: str,
        language: str | None = None,
        history: Sequence[Turn] = (),
        on_statement: OnStatement | None = None,
    ) -> Proposal:
        """Draft an answer to `text`; `history` holds the thread's earlier turns, oldest first.

        While a model writes, `on_statement` hears of each sound statement; the proposal is what counts.
        """
        understood = understand(text, history, self._knowledge.settings.languages, language)
        if self._rewriter is not None:
            understood = self._rewriter.standing_alone(understood, history)
        found = self._knowledge.search.find(understood.query, understood.language, WEIGHED, understood.thread)
        evidence, sure = found[:EVIDENCE_READ], confidence(found, understood.asked)
        base = self._nothing(understood.language, evidence, sure)
        reason = self._abstain.why(understood, evidence, sure, self._rarity(understood.language))
        if reason is not None:
            base = replace(base, status=reason.status, findings=reason.findings)
        there = self._in_other_language(understood, sure) if reason is None or reason.pages_are_far else None
        crossed = self._drafted_from(there, base, sure)
        if crossed is not None:
            return crossed
        if reason is not None:
            return replace(base, nearest=_with_others(base.nearest, there))
        return self._with_statements(base, understood, history, evidence, on_statement)

    def _with_statements(
        self,
        base: Proposal,
        understood: Understood,
        history: Sequence[Turn],
        evidence: Sequence[Evidence],
        on_statement: OnStatement | None,
    ) -> Proposal:
        if self._writer is None:
            return self._extractive(base, understood, evidence)

        def tell(statement: Statement) -> None:
            if on_statement is not None and self._sound([statement], evidence):
                on_statement(statement)

        try:
            written = self._writer.write(understood.asked, history, evidence, base.language, tell)
        except ModelUnavailable as error:
            unavailable = Finding("model_unavailable", "warn", None, error.what)
            return self._extractive(base, understood, evidence, unavailable)
        base = replace(base, model=self._writer.name, prompt_version=self._writer.prompt_version)
        sound = self._sound(written.statements, evidence)
        dropped = written.dropped + len(written.statements) - len(sound)
        trace = (_model_dropped(dropped),) if dropped else ()
        if sound:
            return self._pending(base, sound, trace + self._findings(sound, evidence), understood)
        # Having made things up says nothing about the pages; having nothing to say does.
        return self._extractive(base, understood, evidence, *trace) if dropped else base

    def _extractive(
        self, base: Proposal, understood: Understood, evidence: Sequence[Evidence], *trace: Finding
    ) -> Proposal:
        base = replace(base, model=EXTRACTIVE, prompt_version=PROMPTLESS, findings=trace)
        rarity = self._rarity(understood.language)
        live = known_links(self._knowledge.engine, [each.passage.text for each in evidence])
        meaning = self._knowledge.index.embed_queries
        taken = compose(understood, evidence, rarity, self._settings.statements_at_most, live, meaning)
        if not taken:
            return base
        return self._pending(base, taken, trace + self._findings(taken, evidence), understood)

    def _in_other_language(self, understood: Understood, own: float) -> Found | None:
        return self.elsewhere.near(understood.query, understood.language, own, EVIDENCE_READ)

    def _drafted_from(self, found: Found | None, base: Proposal, own: float) -> Proposal | None:
        # The page's own words: nothing is translated, by a model neither, since no check could bear it out.
        if found is None or found.is_one_word or not self.elsewhere.is_enough(found, own):
            return None
        crossed = found.crossed
        there = Understood(crossed.asked, crossed.query, crossed.language)
        sure = replace(self._nothing(base.language, crossed.evidence, found.sure), nearest=base.nearest)
        note = in_other_language(base.language, crossed.language)
        drafted = self._extractive(sure, there, crossed.evidence, note)
        return drafted if drafted.statements else None

    def _sound(self, written: Sequence[Statement], evidence: Sequence[Evidence]) -> tuple[Statement, ...]:
        # A statement of the model that its own source does not bear out is not shown at all.
        bad = {each.statement for each in self._findings(written, evidence)}
        return tuple(each for number, each in enumerate(written) if number not in bad)

    def _findings(self, statements: Sequence[Statement], evidence: Sequence[Evidence]) -> tuple[Finding, ...]:
        live = known_links(self._knowledge.engine, [each.text for each in statements])
        return check_statements(statements, {each.passage.id: each.passage for each in evidence}, live)

    def _pending(
        self,
        base: Proposal,
        statements: tuple[Statement, ...],
        findings: tuple[Finding, ...],
        understood: Understood,
    ) -> Proposal:
        # Of a page in another language no words of the question can be looked for in the draft.
        same = base.language == understood.language
        left_out = completeness.missing(understood, statements) if same else ()
        return replace(
            base,
            status="pending_review",
            statements=statements,
            findings=findings + ((completeness.partial(left_out),) if left_out else ()),
            completeness=completeness.share(understood, statements, self._rarity(understood.language)),
        )

    def _rarity(self, language: str) -> completeness.Rarity:
        known = self._knowledge.index.keywords.get(language)
        return known.rarity if known is not None else lambda _stem: 1.0

    def _nothing(self, language: str, evidence: Sequence[Evidence], sure: float) -> Proposal:
        return Proposal(
            status=NO_SOURCE,
            statements=(),
            nearest=tuple(nearest(each) for each in evidence[:NEAREST_SHOWN]),
            findings=(),
            confidence=round(sure, 4),
            completeness=0.0,
            model=EXTRACTIVE,
            prompt_version=PROMPTLESS,
            index_version=self._knowledge.index.version,
            language=language,
        )


def _with_others(own: Sequence[Nearest], found: Found | None) -> tuple[Nearest, ...]:
    # Nobody is sure of either, so both are shown, the question's own language first.
    others = tuple(nearest(each) for each in found.crossed.evidence[:OTHERS_SHOWN]) if found else ()
    return (*own[: NEAREST_SHOWN - len(others)], *others)


def _model_dropped(count: int) -> Finding:
    return Finding(
        "model_dropped",
        "warn",
        None,
        Text(
            f"Sentences of the language model that no page bears out were left out: {count}.",
            f"Phrases du modèle de langue qu’aucune page n’appuie et qui ont été écartées : {count}.",
        ),
    )
