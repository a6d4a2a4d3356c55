"""What a guard is: a measure of which one violation is too many. Guards nothing itself.

A guard's file exports `VIOLATIONS` beside `MEASURE`: what broke it, in words, by case. The words name the kind of
thing and its statement; they never repeat personal data.
"""

from collections.abc import Callable, Mapping

from eval.material import Material
from eval.measures import Figure, Measure, Scores
from eval.results import Answer
from knowledge.texts import Text

Violations = Callable[[Material], Mapping[str, list[str]]]


def guard(name: str, about: Text, violations: Violations) -> Measure:
    """The measure that counts a guard's violations in each draft."""

    def counts(material: Material) -> Scores:
        found = violations(material)
        return {each.id: {name: float(len(found.get(each.id, [])))} for each in given(material)}

    return Measure((Figure(name, about, better="lower", guard=True),), of_cases=counts)


def in_drafts(look: Callable[[Answer, Material], list[str]]) -> Violations:
    """The violations that `look` finds in each draft of a run; cases without any are left out."""

    def violations(material: Material) -> Mapping[str, list[str]]:
        found = {each.id: look(each, material) for each in given(material)}
        return {case_id: words for case_id, words in found.items() if words}

    return violations


def given(material: Material) -> list[Answer]:
    """The drafts that a person would be shown, in the order of the cases."""
    answers = material.answers or {}
    return [answers[case.id] for case in material.cases if case.id in answers and answers[case.id].given]
