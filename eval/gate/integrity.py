"""Whether report and baseline speak of the same questions and pages. Compares no answers."""

from collections.abc import Iterator

from eval.gate.baseline import Baseline, short_digest
from eval.gate.floors import below
from eval.gate.standing import failure, named
from eval.gate.verdict import Failure
from eval.runs.record import CaseRecord, Report
from knowledge.texts import Text

CHANGED_SHARE = 0.05
NEW_BASELINE = Text(
    "Restore them, or where this is meant, make a new baseline: replydesk eval baseline.",
    "Rétablissez-les ou, si c’est voulu, refaites la base : replydesk eval baseline.",
)
REVIEW = Text(
    "Look at the pages: read them again, or correct the gold of these cases and make a new baseline.",
    "Regardez les pages : relisez-les, ou corrigez ces cas de référence et refaites la base.",
)
LOWER = Text(
    "Undo the change, or accept it openly: replydesk eval baseline --lower-floor --reason “…”.",
    "Annulez le changement, ou acceptez-le ouvertement : replydesk eval baseline --lower-floor --reason « … ».",
)


def integrity_failures(report: Report, baseline: Baseline) -> list[Failure]:
    """Cases lost, edited or no longer answerable by the pages; figures and floors that are no longer met."""
    here = {case.id: case for case in report.cases}
    return [
        *_cases(here, baseline),
        *_pages(here, baseline),
        *_figures(report, baseline),
        *_floors(report, baseline),
    ]


def _cases(here: dict[str, CaseRecord], baseline: Baseline) -> Iterator[Failure]:
    missing = [each for each in baseline.cases if each not in here]
    edited = [
        each
        for each, case in baseline.cases.items()
        if each in here and short_digest(here[each]) != case.digest
    ]
    if missing:
        names = named(missing)
        yield failure(
            "cases_missing",
            Text(
                f"{len(missing)} questions of the baseline were not asked: {names.en}.",
                f"{len(missing)} questions de la base n’ont pas été posées : {names.fr}.",
            ),
            NEW_BASELINE,
            missing,
        )
    if edited:
        names = named(edited)
        yield failure(
            "gold_changed",
            Text(
                f"The gold of {len(edited)} questions was edited since the baseline: {names.en}.",
                f"La référence de {len(edited)} questions a été modifiée depuis la base : {names.fr}.",
            ),
            NEW_BASELINE,
            edited,
        )


def _pages(here: dict[str, CaseRecord], baseline: Baseline) -> Iterator[Failure]:
    newly = {
        flag: [
            each
            for each, before in baseline.cases.items()
            if each in here and here[each].flag == flag and before.flag != flag
        ]
        for flag in ("gone", "changed")
    }
    gone, changed = newly["gone"], newly["changed"]
    if gone:
        names = named(gone)
        yield failure(
            "pages_gone",
            Text(
                f"The pages that answer {len(gone)} questions are gone: {names.en}.",
                f"Les pages qui répondent à {len(gone)} questions ont disparu : {names.fr}.",
            ),
            REVIEW,
            gone,
        )
    if len(changed) > CHANGED_SHARE * len(baseline.cases):
        names = named(changed)
        yield failure(
            "pages_changed",
            Text(
                f"The pages that answer {len(changed)} questions say something else now, more than one in twenty: "
                f"{names.en}.",
                f"Les pages qui répondent à {len(changed)} questions, plus d’une sur vingt, ne disent plus la même "
                f"chose : {names.fr}.",
            ),
            REVIEW,
            changed,
        )


def _figures(report: Report, baseline: Baseline) -> Iterator[Failure]:
    measured = {name for case in report.cases for name in case.values}
    for figure in sorted(set(baseline.figures) - measured):
        yield failure(
            "figure_missing",
            Text(f"{figure} is no longer measured.", f"{figure} n’est plus mesuré."),
            Text("Run the evaluation with all its parts.", "Relancez l’évaluation avec toutes ses parties."),
            figure=figure,
        )


def _floors(report: Report, baseline: Baseline) -> Iterator[Failure]:
    values = values_by_slice(report, baseline)
    for name, floors in baseline.floors.items():
        for figure, floor in floors.items():
            value = values.get(name, {}).get(figure)
            if value is None:
                yield _unmeasured(name, figure)
            elif below(value, floor, baseline.figures[figure]):
                yield failure(
                    "floor",
                    Text(
                        f"{figure} of {name} is {value:.3f}, beyond its floor of {floor:.3f}.",
                        f"{figure} de {name} est à {value:.3f}, au-delà de son plancher de {floor:.3f}.",
                    ),
                    LOWER,
                    slice_name=name,
                    figure=figure,
                )


def values_by_slice(report: Report, baseline: Baseline) -> dict[str, dict[str, float]]:
    """The report's means by slice and gated figure; known cases count where they did before."""
    collected: dict[str, dict[str, list[float]]] = {}
    for case in (case for case in report.cases if not case.flag):
        known = baseline.cases.get(case.id)
        for name in known.slices if known else case.slices:
            for figure in case.values.keys() & baseline.figures.keys():
                collected.setdefault(name, {}).setdefault(figure, []).append(case.values[figure])
    return {
        name: {figure: sum(sorted(values)) / len(values) for figure, values in figures.items()}
        for name, figures in collected.items()
    }


def _unmeasured(name: str, figure: str) -> Failure:
    return failure(
        "figure_missing",
        Text(
            f"{figure} has a floor for {name}, but was not measured there.",
            f"{figure} a un plancher pour {name}, mais n’y a pas été mesuré.",
        ),
        NEW_BASELINE,
        slice_name=name,
        figure=figure,
    )
