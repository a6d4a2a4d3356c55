"""The tables of `replydesk eval benchmark answers`. Measures nothing itself."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from eval import report
from eval.benchmarks.answers import BY_MEANING, BY_WORDS, DRAFT, Gathered, groups_drafted
from eval.benchmarks.coverage import COVERAGES, accuracy_by_coverage
from eval.benchmarks.retrieval import gap_in_words
from eval.benchmarks.shingles import turns_of
from eval.cases import Case
from eval.folds import groups_of
from eval.intervals import Difference, paired_difference
from eval.measures import Scores

SHOWN = ("token_f1", "rouge_l", "chrf", "similarity")
COMPARED = (BY_WORDS, BY_MEANING)


def tables(gathered: Gathered, scores: Mapping[str, Scores]) -> str:
    """Markdown: wordings where a draft was given and over all, then accuracy by coverage."""
    parts = []
    for title, cases in groups_drafted(gathered):
        if cases:
            parts += [f"{title.capitalize()}: {' / '.join(SHOWN)}", _wordings(cases, scores)]
            parts += ["The draft less a sentence, token_f1 [95 %]", _gaps(cases, scores)]
    parts += ["Accuracy of the surest, by share of the questions answered", _accuracy(gathered)]
    return "\n\n".join(parts)


def to_json(gathered: Gathered, scores: Mapping[str, Scores]) -> dict[str, Any]:
    """The same figures, by group of cases."""
    return {
        "questions": len(gathered.cases),
        "drafted": len(gathered.drafted),
        "wordings": {
            title: {
                group: {name: _means(members, by_case) for name, by_case in scores.items()}
                | {"questions": len(members)}
                for group, members in turns_of(cases).items()
            }
            for title, cases in groups_drafted(gathered)
        },
        "less_a_sentence": {
            title: {
                group: {name: asdict(gap) | {"verdict": gap.verdict} for name, gap in gaps.items()}
                for group, gaps in differences(cases, scores).items()
            }
            for title, cases in groups_drafted(gathered)
        },
        "accuracy": {
            group: {
                name: {f"{at:.0%}": round(value, 6) for at, value in curve.items()}
                for name, curve in by.items()
            }
            for group, by in _curves(gathered).items()
        },
    }


def differences(cases: Sequence[Case], scores: Mapping[str, Scores]) -> dict[str, dict[str, Difference]]:
    """The draft's token_f1 less that of our best passage's best sentence, by group and by how it was picked."""
    clusters = groups_of(cases)
    return {
        group: {
            name: paired_difference(
                [scores[DRAFT][case.id]["token_f1"] for case in members],
                [scores[name][case.id]["token_f1"] for case in members],
                [clusters[case.id] for case in members],
            )
            for name in COMPARED
        }
        for group, members in turns_of(cases).items()
    }


def _wordings(cases: Sequence[Case], scores: Mapping[str, Scores]) -> str:
    lines = []
    for group, members in turns_of(cases).items():
        values = [_means(members, by_case) for by_case in scores.values()]
        lines.append(
            [group, str(len(members)), *(" / ".join(map(report.number, each.values())) for each in values)]
        )
    return report.markdown(["", "n", *scores], lines)


def _gaps(cases: Sequence[Case], scores: Mapping[str, Scores]) -> str:
    found = differences(cases, scores)
    return report.markdown(
        ["", *COMPARED],
        [[group, *(gap_in_words(gaps[name]) for name in COMPARED)] for group, gaps in found.items()],
    )


def _accuracy(gathered: Gathered) -> str:
    lines = [
        [group, name, *(report.number(value) for value in curve.values())]
        for group, by_system in _curves(gathered).items()
        for name, curve in by_system.items()
    ]
    return report.markdown(["", "system", *(f"{at:.0%}" for at in COVERAGES)], lines)


def _curves(gathered: Gathered) -> dict[str, dict[str, dict[float, float]]]:
    return {
        group: {
            name: accuracy_by_coverage({case.id: judged[case.id] for case in members})
            for name, judged in gathered.judged.items()
        }
        for group, members in turns_of(gathered.cases).items()
    }


def _means(cases: Sequence[Case], scores: Scores) -> dict[str, float]:
    return {name: sum(scores[case.id].get(name, 0.0) for case in cases) / len(cases) for name in SHOWN}
