"""The gate: one report beside one baseline gives one verdict. Reads no files and prints nothing."""

from eval.gate.baseline import Baseline, gated
from eval.gate.integrity import LOWER, integrity_failures
from eval.gate.latency import latency_failures, latency_of, not_judged
from eval.gate.paired import changes, compare
from eval.gate.standing import RUN_AGAIN, failure, named, standing_failures
from eval.gate.verdict import Bilingual, Comparison, Failure, Verdict
from eval.runs.record import Report, Timings
from knowledge.errors import BadInput
from knowledge.texts import Text


def judge_report(
    report: Report,
    timings: Timings | None,
    baseline: Baseline,
    *,
    report_intact: bool = True,
    baseline_intact: bool = True,
) -> Verdict:
    """Everything that fails, everything that is worth a look, and all that was compared.

    Raises:
        BadInput: report and baseline have no question in common.
    """
    if not any(case.id in baseline.cases for case in report.cases):
        raise _nothing_in_common()
    comparisons, family = compare(report, baseline)
    latency = latency_of(timings, baseline)
    failures = [
        *_seals(report_intact, baseline_intact),
        *standing_failures(report),
        *integrity_failures(report, baseline),
        *(_loss(each) for each in comparisons if each.outcome == "worse"),
        *latency_failures(latency),
    ]
    added = tuple(sorted(case.id for case in report.cases if case.id not in baseline.cases))
    warnings = [*_warnings(report, baseline, added), *([] if latency else [not_judged(timings)])]
    return Verdict(
        report=report.name,
        report_digest=report.digest,
        baseline=baseline.name,
        baseline_digest=baseline.digest,
        parts_changed=_parts(report, baseline),
        failures=tuple(failures),
        warnings=tuple(Bilingual.of(each) for each in warnings),
        family=family,
        comparisons=comparisons,
        changes=changes(report, baseline),
        added=added,
        latency=latency,
    )


def _loss(found: Comparison) -> Failure:
    chance = "p < 0.0001" if (found.p_worse or 0) < 0.0001 else f"p = {found.p_worse:.4f}"
    return failure(
        "loss",
        Text(
            f"{found.figure} of {found.slice} went from {found.before:.3f} to {found.after:.3f} over {found.cases} "
            f"questions ({chance}, corrected for all comparisons).",
            f"{found.figure} de {found.slice} est passé de {found.before:.3f} à {found.after:.3f} sur {found.cases} "
            f"questions ({chance}, corrigé pour toutes les comparaisons).",
        ),
        LOWER,
        slice_name=found.slice,
        figure=found.figure,
    )


def _seals(report_intact: bool, baseline_intact: bool) -> list[Failure]:
    failures = []
    if not report_intact:
        words = Text(
            "The report was changed after it was written: its digest does not fit.",
            "Le rapport a été modifié après coup : son empreinte ne correspond pas.",
        )
        failures.append(failure("report_touched", words, RUN_AGAIN))
    if not baseline_intact:
        words = Text(
            "The baseline was changed by hand: its digest does not fit.",
            "La base a été modifiée à la main : son empreinte ne correspond pas.",
        )
        restore = Text(
            "Restore the file from the repository, or make it anew: replydesk eval baseline.",
            "Rétablissez le fichier depuis le dépôt, ou refaites-le : replydesk eval baseline.",
        )
        failures.append(failure("baseline_touched", words, restore))
    return failures


def _warnings(report: Report, baseline: Baseline, added: tuple[str, ...]) -> list[Text]:
    said = []
    if added:
        names = named(added)
        said.append(
            Text(
                f"{len(added)} new questions were asked but not compared: {names.en}.",
                f"{len(added)} nouvelles questions ont été posées mais non comparées : {names.fr}.",
            )
        )
    waiting = [case.id for case in report.cases if case.flag]
    if waiting:
        names = named(waiting)
        said.append(
            Text(
                f"{len(waiting)} questions wait for a review of their gold and were not compared: {names.en}.",
                f"{len(waiting)} questions attendent une relecture et n’ont pas été comparées : {names.fr}.",
            )
        )
    unknown = sorted(set(gated(report)) - set(baseline.figures))
    if unknown:
        names = named(unknown)
        said.append(
            Text(
                f"The baseline does not know {names.en} yet; make a new one to hold it.",
                f"La base ne connaît pas encore {names.fr}; refaites-la pour en tenir compte.",
            )
        )
    if report.gold.broken_lines:
        count = report.gold.broken_lines
        said.append(
            Text(
                f"{count} lines of the gold could not be read.",
                f"{count} lignes de référence sont illisibles.",
            )
        )
    return said


def _parts(report: Report, baseline: Baseline) -> dict[str, tuple[str | None, str | None]]:
    names = sorted({*report.parts, *baseline.parts})
    both = {name: (baseline.parts.get(name), report.parts.get(name)) for name in names}
    return {name: (before, after) for name, (before, after) in both.items() if before != after}


def _nothing_in_common() -> BadInput:
    return BadInput(
        Text(
            "The report and the baseline have no question in common.",
            "Le rapport et la base n’ont aucune question en commun.",
        ),
        next_step=Text(
            "Run the evaluation on the gold that the baseline was made of.",
            "Lancez l’évaluation sur les questions dont la base est faite.",
        ),
    )
