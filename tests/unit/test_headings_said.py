"""A page's "Yes." is the citizen's answer only where both ask the same; else it is said with the page's question.

So is what leans on a heading.
"""

from dataclasses import replace

import pytest

from assistant.citations import Statement
from assistant.composing.compose import compose
from assistant.guards.checks import check_statements
from assistant.understand import Understood
from knowledge.passages import make_passage
from tests.unit.test_compose import found

HEADING = "Can I keep hens in a city garden?"
ANSWER = "No. Hens are kept outside the city only."
FRENCH_HEADING = "Faut-il un permis pour un feu de camp ?"
FRENCH_ANSWER = "Oui. Le permis est gratuit."


def drafted(
    asked: str, heading: str = HEADING, text: str = ANSWER, language: str = "en"
) -> tuple[Statement, ...]:
    (evidence,) = found(text)
    passage = make_passage(evidence.page.id, 1, ("Animals", heading), None, "prose", text, language, 0)
    question = Understood(asked, asked, language)
    return compose(question, [replace(evidence, passage=passage)], lambda _: 1.0, 4)


@pytest.mark.parametrize(
    ("asked", "heading", "text", "language"),
    [
        ("Why are hens not kept in the city?", HEADING, ANSWER, "en"),  # no yes or no answers it
        ("Can't I keep hens in a city garden?", HEADING, ANSWER, "en"),  # the other way round
        ("Can I keep bees in a city garden outside winter?", HEADING, ANSWER, "en"),
        ("Peut-on faire un feu de camp sans permis ?", FRENCH_HEADING, FRENCH_ANSWER, "fr"),
        ("Quel permis pour un feu de camp ?", FRENCH_HEADING, FRENCH_ANSWER, "fr"),
    ],
)
def test_yes_or_no_to_another_question_is_said_with_the_pages_own(
    asked: str, heading: str, text: str, language: str
) -> None:
    (statement,) = drafted(asked, heading, text, language)
    assert statement.text == f"{heading}\n{text}"
    assert [each.quote for each in statement.citations] == [heading, text]


@pytest.mark.parametrize(
    ("asked", "heading", "text", "language"),
    [
        ("Could I keep hens in my city garden?", HEADING, ANSWER, "en"),
        ("Est-ce qu'il faut un permis pour un feu de camp ?", FRENCH_HEADING, FRENCH_ANSWER, "fr"),
        ("Why are hens kept outside?", "Hens", ANSWER, "en"),  # the heading asks nothing
        ("Why are hens kept outside?", HEADING, "Hens are kept outside the city only.", "en"),
        (
            "Why no hens?",
            HEADING,
            "No hens are kept inside the city.",
            "en",
        ),  # “no” of the hens, to no question
    ],
)
def test_to_the_same_question_it_is_said_alone(asked: str, heading: str, text: str, language: str) -> None:
    assert [each.text for each in drafted(asked, heading, text, language)] == [text]


@pytest.mark.parametrize("heading", [HEADING, f"I own a garden in town. {HEADING}"])
def test_the_checks_find_nothing_in_it(heading: str) -> None:
    (evidence,) = found(ANSWER)
    passage = make_passage(evidence.page.id, 1, ("Animals", heading), None, "prose", ANSWER, "en", 0)
    question = Understood("Why no hens?", "Why no hens?", "en")
    said = compose(question, [replace(evidence, passage=passage)], lambda _: 1.0, 4)
    assert said[0].text.startswith(heading)
    assert not check_statements(said, {passage.id: passage})


@pytest.mark.parametrize(
    ("heading", "text", "language"),
    [
        ("Hens", "They are kept outside the city only.", "en"),
        ("You need no permit for hens", "However, hens are kept outside the city.", "en"),
        ("Les poules", "Elles sont gardées hors de la ville.", "fr"),
    ],
)
def test_what_leans_on_a_heading_is_said_with_it(heading: str, text: str, language: str) -> None:
    (statement,) = drafted("hens city / poules ville", heading, text, language)
    assert statement.text == f"{heading}\n{text}"
