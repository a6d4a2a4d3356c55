"""What no report may show, whatever came before it: broken guards and locks, leaks, weak judges."""

from collections.abc import Iterator, Sequence

from eval.gate.verdict import Bilingual, Failure, FailureKind
from eval.runs.record import CaseRecord, Report
from knowledge.texts import Text

NAMED_AT_MOST = 5
TO_THE_DESK = Text(
    "Open the case in the report and correct the page, the prompt or the code that it came from.",
    "Ouvrez le cas dans le rapport et corrigez la page, l’invite ou le code dont cela vient.",
)
RUN_AGAIN = Text("Run the evaluation again.", "Relancez l’évaluation.")


def standing_failures(report: Report) -> list[Failure]:
    """All that is wrong with the report by itself."""
    return [*_guards(report), *_judges(report), *_lock(report), *_leaks(report)]


def failure(
    kind: FailureKind,
    words: Text,
    next_step: Text,
    cases: Sequence[str] = (),
    slice_name: str | None = None,
    figure: str | None = None,
) -> Failure:
    """A failure in both languages."""
    return Failure(
        kind=kind,
        words=Bilingual.of(words),
        next_step=Bilingual.of(next_step),
        slice=slice_name,
        figure=figure,
        cases=tuple(cases),
    )


def named(ids: Sequence[str]) -> Text:
    """The first few, and how many more."""
    first, more = ", ".join(ids[:NAMED_AT_MOST]), len(ids) - NAMED_AT_MOST
    return Text(f"{first} and {more} more", f"{first} et {more} autres") if more > 0 else Text(first, first)


def _guards(report: Report) -> Iterator[Failure]:
    guards = sorted(name for name, figure in report.figures.items() if figure.guard)
    for case in report.cases:
        for guard in sorted({*guards, *case.violations}):
            said = case.violations.get(guard, [])
            if said or case.values.get(guard, 0) > 0:
                yield _guard(case, guard, said)


def _guard(case: CaseRecord, guard: str, said: Sequence[str]) -> Failure:
    what = "; ".join(said[:NAMED_AT_MOST]) or f"{case.values[guard]:g}"
    return failure(
        "guard",
        Text(f"{case.id} breaks {guard}: {what}.", f"{case.id} enfreint {guard} : {what}."),
        TO_THE_DESK,
        [case.id],
        figure=guard,
    )


def _judges(report: Report) -> Iterator[Failure]:
    for judge in (each for each in report.judges if not each.passes or each.kappa < each.floor):
        yield failure(
            "judge",
            Text(
                f"The judge {judge.name} agrees too little with people: kappa {judge.kappa:.2f}, "
                f"floor {judge.floor:.2f}.",
                f"Le juge {judge.name} s’accorde trop peu avec des personnes : kappa {judge.kappa:.2f}, "
                f"plancher {judge.floor:.2f}.",
            ),
            Text(
                "Correct the judge or leave it out; its word does not count.",
                "Corrigez le juge ou écartez-le; sa parole ne compte pas.",
            ),
        )


def _lock(report: Report) -> Iterator[Failure]:
    if report.gold.lock == "broken":
        problems = "; ".join(report.gold.lock_problems[:NAMED_AT_MOST])
        yield failure(
            "gold_lock",
            Text(
                f"The gold or its pages are not what was locked: {problems}.",
                f"Les questions de référence ou leurs pages ne sont plus celles qui ont été scellées : {problems}.",
            ),
            Text(
                "Review the changed cases, then lock the gold again.",
                "Relisez les cas modifiés, puis scellez de nouveau.",
            ),
        )


def _leaks(report: Report) -> Iterator[Failure]:
    through = report.leaks.came_through
    if through:
        names = named(through)
        yield failure(
            "leak",
            Text(
                f"Past replies that hold gold answers were not kept apart: {names.en}.",
                f"Des réponses passées qui contiennent les réponses attendues n’ont pas été écartées : {names.fr}.",
            ),
            Text(
                "Hold them out by thread and date, and run the evaluation again.",
                "Écartez-les par fil et par date, puis relancez l’évaluation.",
            ),
            through,
        )
