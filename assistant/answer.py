"""The answering pipeline: from a citizen's words to a proposal, step by step. Stores nothing, sends nothing.

`Answerer.propose` is the visible list of steps; each takes values and returns new ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.checks import Finding, check_statements
from assistant.citations import Nearest, Statement, nearest
from assistant.compose import compose
from assistant.confidence import confidence
from assistant.foreign import in_other_language
from assistant.model import ModelWriter, OnStatement, Tokens
from assistant.settings import AssistantSettings
from assistant.turns import Turn
from assistant.understand import Understood, understand
from knowledge.build import Knowledge
from knowledge.crossing import Crossing
from knowledge.errors import ModelUnavailable
from knowledge.keywords import words
from knowledge.search import Evidence
from knowledge.texts import Text

EXTRACTIVE = "extractive"
PROMPTLESS = "none"
EVIDENCE_READ = 10
NEAREST_SHOWN = 6


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
        self, knowledge: Knowledge, settings: AssistantSettings, writer: ModelWriter | None = None
    ) -> None:
        self._knowledge = knowledge
        self._settings = settings
        self._writer = writer
        self._crossing = Crossing(knowledge.index, knowledge.search, knowledge.synonyms)

    @property
    def tokens(self) -> Tokens:
        """What the model has read and written so far; nothing without one."""
        return self._writer.tokens if self._writer else Tokens()

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
        evidence = self._knowledge.search.find(
            understood.query, understood.language, EVIDENCE_READ, understood.thread
        )
        sure = confidence(evidence)
        base = self._nothing(understood.language, evidence, sure)
        if not words(understood.query, understood.language):
            return replace(base, status="unanswerable_no_question")
        if sure < self._settings.minimum_confidence:
            return self._from_other_language(base, understood)
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
        rarity = self._knowledge.index.keywords[understood.language].rarity
        taken = compose(understood, evidence, rarity, self._settings.statements_at_most)
        if not taken:
            return base
        return self._pending(base, taken, trace + self._findings(taken, evidence), understood)

    def _from_other_language(self, base: Proposal, understood: Understood) -> Proposal:
        # The page's own words: nothing is translated, by a model neither, since no check could bear it out.
        crossed = self._crossing.find(understood.query, understood.language, EVIDENCE_READ)
        if crossed is None or (sure := confidence(crossed.evidence)) < self._settings.minimum_confidence:
            return base
        there = Understood(crossed.query, crossed.query, crossed.language)
        found = replace(self._nothing(base.language, crossed.evidence, sure), nearest=base.nearest)
        note = in_other_language(base.language, crossed.language)
        drafted = self._extractive(found, there, crossed.evidence, note)
        return drafted if drafted.statements else base

    def _sound(self, written: Sequence[Statement], evidence: Sequence[Evidence]) -> tuple[Statement, ...]:
        # A statement of the model that its own source does not bear out is not shown at all.
        bad = {each.statement for each in self._findings(written, evidence)}
        return tuple(each for number, each in enumerate(written) if number not in bad)

    def _findings(self, statements: Sequence[Statement], evidence: Sequence[Evidence]) -> tuple[Finding, ...]:
        return check_statements(statements, {each.passage.id: each.passage for each in evidence})

    def _pending(
        self,
        base: Proposal,
        statements: tuple[Statement, ...],
        findings: tuple[Finding, ...],
        understood: Understood,
    ) -> Proposal:
        return replace(
            base,
            status="pending_review",
            statements=statements,
            findings=findings,
            completeness=self._completeness(understood, statements),
        )

    def _completeness(self, understood: Understood, statements: Sequence[Statement]) -> float:
        # The share of the question's words, weighted by rarity, that the reply or its headings take up.
        language = understood.language
        keywords = self._knowledge.index.keywords[language]
        wanted = {stem: keywords.rarity(stem) for stem in words(understood.asked, language)}
        said = " ".join(
            s.text + " " + " ".join(p for c in s.citations for p in c.heading_path) for s in statements
        )
        there = set(words(said, language))
        total = sum(wanted.values())
        return round(sum(w for stem, w in wanted.items() if stem in there) / total, 3) if total else 0.0

    def _nothing(self, language: str, evidence: Sequence[Evidence], sure: float) -> Proposal:
        return Proposal(
            status="unanswerable_no_source",
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
