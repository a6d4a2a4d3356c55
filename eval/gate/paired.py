"""Pairs the values of report and baseline, slice by slice and figure by figure, and has them tested together."""

from collections import defaultdict

import numpy as np

from eval.gate import statistics
from eval.gate.baseline import Baseline, short_digest
from eval.gate.statistics import ALPHA, Compared, Paired
from eval.gate.verdict import CaseChange, Comparison, Family, Outcome
from eval.runs.record import CaseRecord, Report

# A loss of less than one answer in a hundred is told, but stops no build.
SMALLEST_LOSS = 0.01
# The spread of a figure that is the same for all cases, so that what could be seen there is no zero.
LEAST_SPREAD = 0.25
UNSEEN = 1e-4  # values are kept to four digits
DIGITS = 6

Key = tuple[str, str]
Values = dict[str, dict[str, float]]


def compare(report: Report, baseline: Baseline) -> tuple[tuple[Comparison, ...], Family]:
    """Every slice and gated figure that both have, in order of slice and figure."""
    common = comparable(report, baseline)
    before = {case.id: baseline.values(case.id) for case in common}
    members: dict[Key, list[CaseRecord]] = defaultdict(list)
    for case in common:
        for figure in before[case.id].keys() & case.values.keys():
            for name in baseline.cases[case.id].slices:
                members[name, figure].append(case)
    spread, better = _spread(before), baseline.figures

    def paired(key: Key) -> Paired:
        figure = key[1]
        gains = [_gain(before[case.id][figure], case.values[figure], better[figure]) for case in members[key]]
        return Paired([baseline.cases[case.id].group for case in members[key]], gains, spread[figure])

    keys = sorted(members)
    family = statistics.compare([paired(key) for key in keys])
    found = dict(zip(keys, family.compared, strict=True))
    floors = baseline.floors
    comparisons = tuple(
        _comparison(key, members[key], before, found[key], floors.get(key[0], {}).get(key[1])) for key in keys
    )
    return comparisons, _family(family)


def comparable(report: Report, baseline: Baseline) -> list[CaseRecord]:
    """The report's cases whose gold is as it was and that wait for nobody's review, then or now."""
    return [
        case
        for case in sorted(report.cases, key=lambda case: case.id)
        if (before := baseline.cases.get(case.id)) is not None
        and before.digest == short_digest(case)
        and not (case.flag or before.flag)
    ]


def changes(report: Report, baseline: Baseline) -> tuple[CaseChange, ...]:
    """The cases whose gated figures moved, worst first."""
    moved = []
    for case in comparable(report, baseline):
        before, known = baseline.values(case.id), baseline.cases[case.id]
        after = {
            figure: round(case.values[figure], DIGITS) for figure in baseline.figures if figure in case.values
        }
        gains = [
            _gain(before[figure], after[figure], baseline.figures[figure])
            for figure in before.keys() & after.keys()
        ]
        if any(gains) or before.keys() != after.keys():
            moved.append(
                CaseChange(
                    id=case.id,
                    gain=round(sum(sorted(gains)) / max(1, len(gains)), DIGITS),
                    before=before,
                    after=after,
                    before_status=known.status,
                    before_answer=known.answer,
                    before_pages=known.pages,
                )
            )
    return tuple(sorted(moved, key=lambda change: (change.gain, change.id)))


def _gain(before: float, after: float, better: str) -> float:
    gain = after - before if better == "higher" else before - after
    return gain if abs(gain) > UNSEEN else 0.0


def _spread(before: Values) -> dict[str, float]:
    # Two unlike cases differ by this much: the change of a case that turns out as another one did.
    by_figure: dict[str, list[float]] = defaultdict(list)
    for values in before.values():
        for figure, value in values.items():
            by_figure[figure].append(value)
    return {
        figure: max(LEAST_SPREAD, float(np.std(values) * np.sqrt(2)))
        for figure, values in sorted(by_figure.items())
    }


def _comparison(
    key: Key, cases: list[CaseRecord], before: Values, compared: Compared, floor: float | None
) -> Comparison:
    name, figure = key
    was = float(np.mean([before[case.id][figure] for case in cases]))
    now = float(np.mean([case.values[figure] for case in cases]))
    return Comparison(
        slice=name,
        figure=figure,
        cases=len(cases),
        groups=compared.groups,
        changed_groups=compared.changed_groups,
        before=round(was, DIGITS),
        after=round(now, DIGITS),
        difference=round(now - was, DIGITS),
        gain=round(compared.gain, DIGITS),
        p_worse=_rounded(compared.p_worse),
        p_better=_rounded(compared.p_better),
        detectable=_rounded(compared.detectable),
        assumed=compared.assumed,
        floor=floor,
        outcome=_outcome(compared),
    )


def _outcome(compared: Compared) -> Outcome:
    worse, better = compared.p_worse, compared.p_better
    if worse is None or better is None:
        return "few"
    if worse < ALPHA:
        return "worse" if -compared.gain >= SMALLEST_LOSS else "small"
    return "better" if better < ALPHA else "equal"


def _family(family: statistics.Family) -> Family:
    return Family(
        alpha=ALPHA,
        smallest_loss=SMALLEST_LOSS,
        comparisons=sum(each.p_worse is not None for each in family.compared),
        groups=family.groups,
        changed_groups=family.changed_groups,
        sign_vectors=family.sign_vectors,
        exact=family.exact,
        expected_false_alarms=100 * ALPHA,
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)
