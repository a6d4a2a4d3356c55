"""A rule whose exception stands in the next sentence is marked where the reply does not say the exception."""

import pytest

from assistant.citations import Citation, Statement
from assistant.guards.checks import check_statements
from knowledge.passages import Passage, make_passage

PLATES = make_passage(
    "s:/a", 0, ("Plates",), None, "prose",
    "You pay no fee to replace stolen plates. However, you need a police report. Plates are made of steel.", "en", 0,
)  # fmt: skip
DONNEES = make_passage(
    "s:/b", 0, ("Données",), None, "prose",
    "Il est interdit de recueillir ces données. Sauf si la personne a donné son accord écrit.", "fr", 0,
)  # fmt: skip


def reply(passage: Passage, *quotes: str, said: str = "") -> list[tuple[str, int | None]]:
    statements = [
        Statement(
            said or quote, (Citation(passage.id, passage.digest, "", "", None, quote, passage.heading_path),)
        )
        for quote in quotes
    ]
    found = check_statements(statements, {passage.id: passage})
    return [(each.check, each.statement) for each in found if each.check == "exception_left_out"]


@pytest.mark.parametrize(
    ("passage", "rule"),
    [
        (PLATES, "You pay no fee to replace stolen plates."),
        (PLATES, "no fee to replace stolen plates"),
        (DONNEES, "Il est interdit de recueillir ces données."),
    ],
)
def test_a_rule_without_its_exception_is_marked(passage: Passage, rule: str) -> None:
    assert reply(passage, rule) == [("exception_left_out", 0)]


def test_an_exception_that_is_said_is_not_missed() -> None:
    rule, exception = "You pay no fee to replace stolen plates.", "However, you need a police report."
    assert reply(PLATES, rule, exception) == []
    assert reply(PLATES, f"{rule} {exception}") == []
    assert (
        reply(PLATES, rule, said="Stolen plates are replaced without a fee if you have a police report.")
        == []
    )


def test_what_has_no_exception_behind_it_is_not_marked() -> None:
    assert reply(PLATES, "Plates are made of steel.") == []


def test_the_person_reads_the_exception_itself() -> None:
    quote = "You pay no fee to replace stolen plates."
    citation = Citation(PLATES.id, PLATES.digest, "", "", None, quote, PLATES.heading_path)
    (finding,) = check_statements([Statement(quote, (citation,))], {PLATES.id: PLATES})
    assert finding.severity == "warn"
    assert "However, you need a police report." in finding.message.en
    assert "However, you need a police report." in finding.message.fr
