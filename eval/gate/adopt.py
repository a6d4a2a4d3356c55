"""Whether a report may become the baseline. Floors never fall by themselves: that takes a reason, which is kept."""

from dataclasses import dataclass
from datetime import datetime

from eval.gate.baseline import Baseline, Note, baseline_of
from eval.gate.floors import Floors, below, floors_of
from eval.gate.integrity import values_by_slice
from eval.gate.paired import compare
from eval.gate.standing import standing_failures
from eval.gate.verdict import Failure
from eval.runs.record import Report, Timings
from knowledge.errors import BadInput
from knowledge.texts import Text

SHORTEST_REASON = 10


@dataclass(frozen=True, slots=True)
class Adoption:
    """The new baseline, or what stands in its way: failures that no reason excuses, and what would fall without one."""

    baseline: Baseline | None
    failures: tuple[Failure, ...] = ()
    falls: tuple[Note, ...] = ()


def adopt(
    report: Report, timings: Timings | None, old: Baseline | None, at: datetime, reason: str | None = None
) -> Adoption:
    """Make the report the baseline; `reason` allows floors to fall, as far as they must, and losses to be accepted.

    Raises:
        BadInput: the reason says too little.
    """
    if reason is not None and len(reason.strip()) < SHORTEST_REASON:
        raise _too_short()
    failures = standing_failures(report)
    if failures:
        return Adoption(None, failures=tuple(failures))
    floors = floors_of(report)
    if old is None:
        return Adoption(baseline_of(report, timings, floors))
    falls = (*_falling(report, old, floors, at, reason or ""), *_losses(report, old, at, reason or ""))
    if falls and reason is None:
        return Adoption(None, falls=falls)
    kept = _kept(old, floors, falls)
    return Adoption(baseline_of(report, timings, kept, (*old.notes, *falls), old), falls=falls)


def _falling(report: Report, old: Baseline, floors: Floors, at: datetime, reason: str) -> list[Note]:
    """The floors that the report does not reach, or no longer has."""
    values = values_by_slice(report, old)
    notes = []
    for name, kept in old.floors.items():
        for figure, floor in kept.items():
            value = values.get(name, {}).get(figure)
            if value is None or figure not in report.figures or below(value, floor, old.figures[figure]):
                lowered = floors.get(name, {}).get(figure)
                notes.append(_note(at, "floor", name, figure, floor, lowered, reason))
    return notes


def _losses(report: Report, old: Baseline, at: datetime, reason: str) -> list[Note]:
    """What is significantly worse than in the old baseline: with the new one it would pass unseen."""
    comparisons, _ = compare(report, old)
    return [
        _note(at, "loss", each.slice, each.figure, each.before, each.after, reason)
        for each in comparisons
        if each.outcome == "worse"
    ]


def _note(
    at: datetime, what: str, name: str, figure: str, before: float, after: float | None, reason: str
) -> Note:
    return Note.model_validate(
        {
            "at": at.date().isoformat(),
            "what": what,
            "slice": name,
            "figure": figure,
            "before": before,
            "after": after,
            "reason": reason.strip(),
        }
    )


def _kept(old: Baseline, floors: Floors, falls: tuple[Note, ...]) -> Floors:
    """The new floors, but never lower than the old ones that are still reached."""
    fallen = {(note.slice, note.figure) for note in falls if note.what == "floor"}
    kept = {name: dict(each) for name, each in floors.items()}
    for name, each in old.floors.items():
        for figure, floor in each.items():
            if (name, figure) not in fallen:
                new = kept.setdefault(name, {}).get(figure, floor)
                stricter = max if old.figures[figure] == "higher" else min
                kept[name][figure] = stricter(floor, new)
    return kept


def _too_short() -> BadInput:
    return BadInput(
        Text(
            f"A floor is lowered only with a reason of at least {SHORTEST_REASON} characters.",
            f"Un plancher n’est abaissé qu’avec une raison d’au moins {SHORTEST_REASON} caractères.",
        ),
        next_step=Text(
            "Say with --reason why this is right; it is kept in the baseline.",
            "Dites avec --reason pourquoi; la raison est conservée dans la base.",
        ),
    )
