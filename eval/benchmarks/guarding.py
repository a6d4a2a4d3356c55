"""What the guards let through: thousands of broken statements, beside true ones, through the checks of every reply.

The statements are the pieces of the indexed passages and the gold's sources. What is judged is what is served:
`assistant.checks`, and for a model's words `assistant.support`.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from assistant.citations import Citation, Statement
from assistant.guards.checks import check_statements
from assistant.guards.headings import ruling_heading
from assistant.guards.support import bears_out, quote_for
from eval import report
from eval.breaks.carrier import Carrier
from eval.breaks.kinds import KINDS, broken_statements
from eval.breaks.places import elsewhere
from eval.breaks.rewording import reworded
from eval.cases import Case
from eval.opened import opened
from eval.telling import Teller
from knowledge import passages, tables
from knowledge.database import reading
from knowledge.facts import contains
from knowledge.passages import Passage
from knowledge.texts import Text
from knowledge.units import units_of

WRONG_PAGE = "wrong page"
BESIDE = "exception_left_out"  # concerns what stands beside a statement, which is judged by itself here
LONGEST_STATEMENT = 700  # characters; nobody says a longer one
SHORTEST_WORDS = 4
EXAMPLES_KEPT = 5


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one statement; `borne_out` is what `assistant.support` says, to a model."""

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


@dataclass(frozen=True, slots=True)
class Carriers:
    """True statements: pieces of the pages, and sources of the gold."""

    pages: Sequence[Carrier]
    gold: Sequence[Carrier]


def read_carriers(cases: Sequence[Case], data_dir: Path | None) -> Carriers:
    """The true statements of an index, and of the gold as far as its pages are there.

    Raises:
        DataDirBusy: another process owns the data folder.
        BadInput: no page was ever read into it.
    """
    with opened(data_dir) as services, reading(services.knowledge.engine) as connection:
        languages = services.knowledge.settings.languages
        found = [each for language in languages for each in passages.of_language(connection, language)]
        keys = {row.id: row.key for row in connection.execute(select(tables.pages.c.id, tables.pages.c.key))}
    by_page: dict[str, list[Passage]] = {}
    for passage in found:
        by_page.setdefault(keys[passage.page_id], []).append(passage)
    return Carriers(carriers_of(found), carriers_of_gold(cases, by_page))


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


def carriers_of(found: Sequence[Passage]) -> list[Carrier]:
    """The pieces of the passages that can be said, each with its passage and with a heading that rules over it."""
    said = (
        ("\n".join(filter(None, (ruling_heading(unit, passage), unit.text))), passage)
        for passage in found
        for unit in units_of(passage.text)
    )
    return [
        Carrier(text, passage)
        for text, passage in said
        if len(text) <= LONGEST_STATEMENT and len(text.split()) >= SHORTEST_WORDS
    ]


def carriers_of_gold(cases: Sequence[Case], by_page: Mapping[str, Sequence[Passage]]) -> list[Carrier]:
    """The gold's sources, each with the first passage of its page (by key) that has its words."""
    texts = {(source.page_id, source.text) for case in cases for source in case.sources if source.text}
    found = []
    for page, text in sorted(texts):
        holding = next(
            (each for each in by_page.get(page, ()) if contains(each.text_with_heading, text)), None
        )
        if holding and len(text) <= LONGEST_STATEMENT and len(text.split()) >= SHORTEST_WORDS:
            found.append(Carrier(text, holding))
    return found


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
            _elsewhere(carriers, wanted, seed)
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


def _elsewhere(carriers: Sequence[Carrier], wanted: int, seed: int) -> Iterator[tuple[Carrier, str]]:
    rng = random.Random(f"{seed}:{WRONG_PAGE}")  # noqa: S311 - repeatable, not secret
    by_language: dict[str, list[Passage]] = {}
    for passage in {each.passage.id: each.passage for each in carriers}.values():
        by_language.setdefault(passage.language, []).append(passage)
    found = 0
    for carrier in rng.sample(carriers, len(carriers)):
        other = elsewhere(carrier, by_language[carrier.passage.language], rng)
        if other is not None:
            yield Carrier(carrier.text, other), carrier.text
            found += 1
        if found == wanted:
            return
