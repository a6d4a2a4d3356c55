"""A calibration as tables for people and as figures for JSON. Computes nothing but what it shows."""

from collections.abc import Sequence
from dataclasses import asdict, astuple
from typing import Any

import numpy as np

from eval import report
from eval.tuning.confidence import Calibration, Judged
from eval.tuning.withheld import SHARES, curves, minima


def calibration_shown(judged: Sequence[Judged], found: Calibration) -> str:
    """Coefficients, quality, the curves held out, and what each minimum would do."""
    cases = [each.case for each in judged]
    right = np.asarray([float(each.right) for each in judged])
    tables = [
        report.markdown(
            ["", "value"], [[name, f"{value:.3f}"] for name, value in found.coefficients.items()]
        ),
        report.markdown(
            ["confidence", "auc", "ece", "aurc"],
            [[name, *(f"{each:.3f}" for each in astuple(row))] for name, row in found.quality.items()],
        ),
    ]
    for name, sure in found.confidences.items():
        head = [name, "answerable", "unanswerable", *(f"{share:.0%}" for share in SHARES)]
        lines = [
            [each.name, str(each.answerable), str(each.unanswerable), *(f"{w:.0%}" for w in each.withheld)]
            for each in curves(cases, sure)
        ]
        tables.append(report.markdown(head, lines))
        rows = [asdict(each) for each in minima(cases, sure, right)]
        tables.append(
            report.markdown(
                [name, *list(rows[0])[1:]], [list(map(report.number, each.values())) for each in rows]
            )
        )
    return "\n\n".join(tables)


def calibration_written(judged: Sequence[Judged], found: Calibration) -> dict[str, Any]:
    """The same, with each question's confidences left out."""
    cases = [each.case for each in judged]
    right = np.asarray([float(each.right) for each in judged])
    return {
        "questions": found.questions,
        "right": found.right,
        "coefficients": found.coefficients,
        "quality": {name: asdict(each) for name, each in found.quality.items()},
        "shares": SHARES,
        "withheld": {
            name: [asdict(each) for each in curves(cases, sure)] for name, sure in found.confidences.items()
        },
        "minima": {
            name: [asdict(each) for each in minima(cases, sure, right)]
            for name, sure in found.confidences.items()
        },
    }
