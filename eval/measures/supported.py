"""Whether the quotes of a draft support its statements, as each judge of the run sees it (`eval.judges`).

Judges that may not speak (their agreement with people is below its floor) are not in the material. A statement is
held against its quotes together; one without a quote is supported by nothing, and no judge is asked.
"""

from eval.material import Material, Supported
from eval.measures import Figure, Measure, Scores
from eval.measures.outcomes import drafts
from eval.results import Answer
from knowledge.texts import Text

JUDGES = ("rules", "learned", "entailment", "model")


def supported(material: Material) -> Scores:
    """supported (judge): the share of each draft's statements that its quotes support."""
    if material.answers is None:
        return {}
    given = {case.id: answer for case, answer in drafts(material.cases, material.answers)}
    scores: dict[str, dict[str, float]] = {case_id: {} for case_id in given}
    for name in JUDGES:
        judge = material.judges.get(name)
        for case_id, share in (_shares(given, judge) if judge else {}).items():
            scores[case_id][f"supported ({name})"] = share
    return {case_id: values for case_id, values in scores.items() if values}


def _shares(given: dict[str, Answer], judge: Supported) -> dict[str, float]:
    pairs = {
        (case_id, number): (stated.text, "\n".join(cited.quote for cited in stated.citations))
        for case_id, answer in given.items()
        for number, stated in enumerate(answer.statements)
    }
    asked = {key: pair for key, pair in pairs.items() if pair[1].strip()}
    verdicts = dict(zip(asked, judge(list(asked.values())), strict=True)) if asked else {}
    return {
        case_id: sum(verdicts.get((case_id, number), False) for number in range(len(answer.statements)))
        / max(1, len(answer.statements))
        for case_id, answer in given.items()
    }


MEASURE = Measure(
    tuple(
        Figure(
            f"supported ({name})",
            Text(
                f"Share of a draft's statements that its quotes support, as the judge “{name}” sees it.",
                f"Part des énoncés d’un brouillon qu’appuient ses citations, selon le juge « {name} ».",
            ),
            judge=name,
        )
        for name in JUDGES
    ),
    of_cases=supported,
)
