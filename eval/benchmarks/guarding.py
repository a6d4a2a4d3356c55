"""What the guards let through: thousands of broken statements, beside true ones, through the checks of every reply.

What is judged is what is served: `assistant.guards.checks`, and for a model's words `assistant.guards.support`.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.citations import Citation, Statement
from assistant.guards.checks import check_statements
from assistant.guards.support import bears_out, quote_for
from eval import report
from eval.benchmarks.carriers import WRONG_PAGE, Carriers, on_wrong_pages
from eval.breaks.carrier import Carrier
from eval.breaks.kinds import KINDS, broken_statements
from eval.breaks.rewording import reworded
from eval.telling import Teller
from knowledge.facts import contains
from knowledge.passages import Passage
from knowledge.texts import Text

BESIDE = "exception_left_out"  # concerns what stands beside a statement, which is judged by itself here
EXAMPLES_KEPT = 5


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one statement; `borne_out` is what `assistant.guards.support` says, to a model."""

    blocked: bool
    warned: bool
    borne_out: bool


@dataclass(frozen=True, slots=True)
class KindRow:
    """One kind of break; `passed` were neither blocked nor marked. Support is counted beside as many true ones."""

    kind: str
    broken: int
    carriers: int
    blocked: int
    warned: int
    passed: int
    support_precision: float
    support_recall: float
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrueRow:
    """True statements; `blocked` of them falsely."""

    what: str
    statements: int
    blocked: int
    warned: int
    borne_out: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Guarded:
    """What one run measured."""

    seed: int
    kinds: tuple[KindRow, ...]
    true: tuple[TrueRow, ...]


def measure(carriers: Carriers, wanted: int, seed: int, teller: Teller) -> Guarded:
    """Up to `wanted` broken statements of each kind, and as many true ones of each sort."""
    every = [*carriers.gold, *carriers.pages]
    kinds = tuple(measure_kinds(every, wanted, seed, teller))
    true = (
        measure_true("of the pages, verbatim", carriers.pages, wanted, seed, teller),
        measure_true("of the gold, verbatim", carriers.gold, wanted, seed, teller),
        measure_true("lightly reworded", every, wanted, seed, teller, reword=True),
    )
    return Guarded(seed, kinds, true)


def judged(text: str, passage: Passage, true_words: str | None = None) -> Verdict:
    """The checks on `text` as a statement that cites the passage, by the piece that it was made of or is nearest."""
    nearest = quote_for(text, "", passage)
    quote = true_words if true_words and contains(passage.text_with_heading, true_words) else nearest
    citation = Citation(passage.id, passage.digest, "", "", None, quote, passage.heading_path)
    findings = [
        each
        for each in check_statements([Statement(text, (citation,))], {passage.id: passage})
        if each.check != BESIDE
    ]
    return Verdict(
        blocked=any(each.severity == "block" for each in findings),
        warned=bool(findings),
        borne_out=not findings and bears_out(text, nearest, passage),
    )


def measure_kinds(carriers: Sequence[Carrier], wanted: int, seed: int, teller: Teller) -> Iterator[KindRow]:
    """One row for each kind of break."""
    for kind in (*KINDS, WRONG_PAGE):
        made = (
            on_wrong_pages(carriers, wanted, seed)
            if kind == WRONG_PAGE
            else broken_statements(kind, carriers, wanted, seed)
        )
        doing = Text(f"Breaking: {kind}", f"Altération : {kind}")
        yield _row(kind, list(teller.track(made, wanted, doing)))


def measure_true(
    what: str, carriers: Sequence[Carrier], wanted: int, seed: int, teller: Teller, *, reword: bool = False
) -> TrueRow:
    """Up to `wanted` of the true statements as they stand, or lightly reworded."""
    rng = random.Random(f"{seed}:{what}")  # noqa: S311 - repeatable, not secret
    order = rng.sample(carriers, len(carriers))
    texts = ((reworded(each, rng) if reword else each.text, each) for each in order)
    said = [(text, each) for text, each in texts if text][:wanted]
    verdicts = [
        (judged(text, each.passage, each.text), text)
        for text, each in teller.track(said, len(said), Text(f"True: {what}", f"Vrai : {what}"))
    ]
    return TrueRow(
        what,
        len(verdicts),
        sum(each.blocked for each, _ in verdicts),
        sum(each.warned and not each.blocked for each, _ in verdicts),
        sum(each.borne_out for each, _ in verdicts),
        tuple(text for each, text in verdicts if each.blocked)[:EXAMPLES_KEPT],
    )


def as_tables(measured: Guarded) -> str:
    """Both tables as Markdown."""
    kinds = [
        [
            each.kind,
            *map(str, (each.broken, each.carriers, each.blocked, each.warned, each.passed)),
            f"{each.support_precision:.3f}",
            f"{each.support_recall:.3f}",
        ]
        for each in measured.kinds
    ]
    true = [
        [
            each.what,
            *map(str, (each.statements, each.blocked)),
            f"{100 * each.blocked / each.statements if each.statements else 0:.2f} %",
            *map(str, (each.warned, each.borne_out)),
        ]
        for each in measured.true
    ]
    head = ["broken", "n", "out of", "blocked", "marked", "passed", "support: precision", "recall"]
    return "\n\n".join(
        (
            report.markdown(head, kinds),
            report.markdown(["true", "n", "blocked", "share", "marked", "borne out"], true),
        )
    )


def _row(kind: str, made: Sequence[tuple[Carrier, str]]) -> KindRow:
    # A statement on the wrong page is true where its carrier stands, so only the passage tells the two apart.
    verdicts = [judged(text, each.passage, None if kind == WRONG_PAGE else each.text) for each, text in made]
    true = [judged(each.text, each.passage).borne_out for each, _ in made] if kind != WRONG_PAGE else []
    caught = sum(not each.borne_out for each in verdicts)
    wrongly = sum(not each for each in true)
    passed = [text for each, (_, text) in zip(verdicts, made, strict=True) if not each.warned]
    return KindRow(
        kind=kind,
        broken=len(made),
        carriers=len({(each.passage.id, each.text) for each, _ in made}),
        blocked=sum(each.blocked for each in verdicts),
        warned=sum(each.warned and not each.blocked for each in verdicts),
        passed=len(passed),
        support_precision=caught / (caught + wrongly) if caught + wrongly else 1.0,
        support_recall=caught / len(made) if made else 1.0,
        examples=tuple(passed[:EXAMPLES_KEPT]),
    )
