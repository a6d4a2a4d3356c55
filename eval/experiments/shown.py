"""How a comparison reads: a table of all systems, what is sure, and a verdict, in both languages. Compares nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from eval import report
from eval.experiments.compare import EVERYTHING, Against, Gap, Scored, main_figures
from eval.experiments.systems import Outcome
from eval.measures.registry import figures
from knowledge.texts import Text

SLICES_NAMED = 4
SURE_SHOWN = 40
MARKS = {"better": " ▲", "worse": " ▼", "equal": "", "few": " ?"}
NAMES = Text("system", "système")
CHARACTERS = Text("characters", "caractères")
WHERE = Text("where", "où")


def table(systems: Sequence[Scored], language: str) -> str:
    """Every system in a row, its main figures over all cases and its violations in the columns."""
    guards = [name for name, figure in figures().items() if figure.guard]
    lines = []
    for each in systems:
        values = each.rows[EVERYTHING].values
        counts = ["–" if name not in values else f"{values[name]:.0f}" for name in guards]
        length = f"{each.characters:.0f}"
        lines.append(
            [each.name, length, *(report.number(values.get(name)) for name in main_figures()), *counts]
        )
    head = [NAMES.in_language(language), CHARACTERS.in_language(language), *main_figures(), *guards]
    return report.markdown(head, lines)


def details(first: str, other: Against, language: str) -> str:
    """All comparisons over all cases, then those of slices that are sure."""
    sure = [gap for gap in other.gaps if gap.slice != EVERYTHING and gap.found in {"better", "worse"}]
    head = [WHERE.in_language(language), "", "n", first, other.name, "± 95 %", "p"]
    lines = [
        [
            gap.slice,
            gap.figure,
            str(gap.cases),
            report.number(gap.first),
            report.number(gap.other),
            f"{gap.difference:+.3f} [{gap.low:+.3f}, {gap.high:+.3f}]{MARKS[gap.found]}",
            "–" if gap.p is None else f"{gap.p:.3f}" if gap.p >= 0.001 else "<0.001",
        ]
        for gap in (*other.whole, *sure[:SURE_SHOWN])
    ]
    more = len(sure) - SURE_SHOWN
    shown = report.markdown(head, lines)
    return f"{shown}\n… +{more}" if more > 0 else shown


def verdict(first: str, other: Against) -> Text:
    """Which is better, where, and how surely."""
    better, worse, name = other.sure("better"), other.sure("worse"), other.name
    if other.verdict == "equal":
        return _nothing_sure(first, other)
    up, down = _where(better), _where(worse)
    if other.verdict == "mixed":
        said = Text(
            f"“{name}” is better than “{first}” in some ways, worse in others. Better: {up.en}. Worse: {down.en}.",
            f"« {name} » est par endroits meilleur que « {first} », par endroits moins bon. Meilleur : {up.fr}. "
            f"Moins bon : {down.fr}.",
        )
    elif other.verdict == "better":
        said = Text(
            f"“{name}” is better than “{first}”: {up.en}. It is surely worse nowhere.",
            f"« {name} » est meilleur que « {first} » : {up.fr}. Il n’est moins bon de façon sûre nulle part.",
        )
    else:
        said = Text(
            f"“{name}” is worse than “{first}”: {down.en}. It is surely better nowhere.",
            f"« {name} » est moins bon que « {first} » : {down.fr}. Il n’est meilleur de façon sûre nulle part.",
        )
    return _with_guards(said, first, other)


def ran(name: str, outcome: Outcome) -> Text:
    """What was done for a system, and what did not have to be."""
    return Text(
        f"{name}: ranked {outcome.ranked}, from cache {outcome.ranked_before}; "
        f"drafted {outcome.drafted}, from cache {outcome.drafted_before}.",
        f"{name} : classements faits {outcome.ranked}, repris {outcome.ranked_before}; "
        f"ébauches faites {outcome.drafted}, reprises {outcome.drafted_before}.",
    )


def to_json(
    systems: Sequence[Scored], outcomes: Sequence[Outcome], others: Sequence[Against], cases: int
) -> dict[str, Any]:
    """All values, differences and verdicts, for machines."""
    first = systems[0].name
    return {
        "cases": cases,
        "systems": [
            {
                "name": each.name,
                "mean_characters": round(each.characters, 1),
                "ranked": outcome.ranked,
                "ranked_from_cache": outcome.ranked_before,
                "drafted": outcome.drafted,
                "drafted_from_cache": outcome.drafted_before,
                "slices": [report.row_to_json(row) for row in each.rows.values()],
            }
            for each, outcome in zip(systems, outcomes, strict=True)
        ],
        "against": first,
        "comparisons": [
            {
                "name": each.name,
                "verdict": each.verdict,
                "words": _both(verdict(first, each)),
                "guards": {name: list(counts) for name, counts in each.guards.items()},
                "gaps": [asdict(gap) for gap in each.gaps],
            }
            for each in others
        ],
    }


def _where(gaps: Sequence[Gap]) -> Text:
    """The figures over all cases with how much, then in which slices others are sure."""
    whole = [gap for gap in gaps if gap.slice == EVERYTHING]
    slices: dict[str, list[str]] = {}
    for gap in gaps:
        if gap.slice != EVERYTHING:
            slices.setdefault(gap.slice, []).append(gap.figure)
    parts = [f"{gap.figure} {gap.difference:+.3f} [{gap.low:+.3f}, {gap.high:+.3f}]" for gap in whole]
    en, fr = list(parts), list(parts)
    for name, found in list(slices.items())[:SLICES_NAMED]:
        en.append(f"{name} ({', '.join(found)})")
        fr.append(f"{name} ({', '.join(found)})")
    if (more := len(slices) - SLICES_NAMED) > 0:
        en.append(f"and {more} more slices")
        fr.append(f"et {more} autres tranches")
    return Text("; ".join(en), "; ".join(fr))


def _nothing_sure(first: str, other: Against) -> Text:
    seen = [gap for gap in other.whole if gap.detectable is not None]
    if all(gap.difference == 0 for gap in other.gaps):
        said = Text(
            f"“{other.name}” and “{first}” give the same on every figure.",
            f"« {other.name} » et « {first} » donnent la même chose sur chaque mesure.",
        )
        return _with_guards(said, first, other)
    smallest = ", ".join(f"{gap.figure} {gap.detectable:.3f}" for gap in seen)
    would = Text(
        f" What would have been seen over all cases: {smallest}."
        if smallest
        else " There are too few cases to tell.",
        f" Ce qui aurait été vu sur l’ensemble : {smallest}."
        if smallest
        else " Il y a trop peu de cas pour le dire.",
    )
    said = Text(
        f"No difference between “{other.name}” and “{first}” is more than chance.{would.en}",
        f"Aucune différence entre « {other.name} » et « {first} » ne dépasse le hasard.{would.fr}",
    )
    return _with_guards(said, first, other)


def _with_guards(said: Text, first: str, other: Against) -> Text:
    # A violation is no matter of chance: one invented fact more is one too many.
    moved = {name: counts for name, counts in other.guards.items() if counts[0] != counts[1]}
    if not moved:
        return said
    listed = "; ".join(f"{name} {before:.0f} → {after:.0f}" for name, (before, after) in moved.items())
    return Text(
        f"{said.en} Violations, “{first}” → “{other.name}”: {listed}.",
        f"{said.fr} Manquements, « {first} » → « {other.name} » : {listed}.",
    )


def _both(text: Text) -> Mapping[str, str]:
    return {"en": text.en, "fr": text.fr}
