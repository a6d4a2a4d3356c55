"""A draft says which parts of a question it leaves open, in the citizen's words, where that is plain."""

import pytest

from assistant.asked import parts
from assistant.citations import Citation, Statement
from assistant.understand import Understood
from assistant.withholding.completeness import missing, partial, share


def said(*texts: str, heading: str = "") -> tuple[Statement, ...]:
    cited = Citation("p#1", "d", "/p", "P", None, "", (heading,) if heading else ())
    return tuple(Statement(each, (cited,)) for each in texts)


def left_out(asked: str, *texts: str, language: str = "en", heading: str = "") -> tuple[str, ...]:
    return missing(Understood(asked, asked, language), said(*texts, heading=heading))


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("How much is it? Where do I go?", ("How much is it", "Where do I go")),
        ("How many days do I get, are they paid, and can I carry them over?",
         ("How many days do I get", "are they paid", "can I carry them over")),
        ("combien coûte le permis et quand expire-t-il", ("combien coûte le permis", "quand expire-t-il")),
        ("My son starts in May. When can I register him?", ("When can I register him",)),
        ("When I apply, how do I get a number?", ("how do I get a number",)),
        ("Quand on déménage, comment changer son adresse ?", ("comment changer son adresse",)),
        ("birth and death certificates", ("birth and death certificates",)),
        ("", ("",)),
    ],
)  # fmt: skip
def test_a_question_is_taken_apart_at_what_it_asks(asked: str, expected: tuple[str, ...]) -> None:
    assert parts(asked) == expected


@pytest.mark.parametrize(
    ("asked", "reply", "language", "expected"),
    [
        ("how much is a licence and when does it expire", "A licence costs $28.", "en", ("when does it expire",)),
        ("how much is a licence and when does it expire", "It costs $28 until 31 March.", "en", ()),
        ("how much does it cost?", "Apply at the office.", "en", ("how much does it cost",)),
        ("what documents do I need?", "It costs $30.", "en", ("what documents do I need",)),
        ("what documents do I need?", "Bring a proof of address.", "en", ()),
        ("where do I apply?", "It costs $30.", "en", ("where do I apply",)),
        ("what is the phone number?", "The office answers.", "en", ("what is the phone number",)),
        ("What time do camps open? Can I bring my dog?", "Camps open at 7:00, 4 months ahead.", "en",
         ("Can I bring my dog",)),
        ("combien coûte le permis et quand expire-t-il", "Le permis coûte 28 $.", "fr", ("quand expire-t-il",)),
        ("à quelle heure ouvre le bureau ?", "Le bureau est ouvert.", "fr", ("à quelle heure ouvre le bureau",)),
        ("Combien coûte le permis ? Faut-il un chien ?", "Le permis coûte 28 $.", "fr", ("Faut-il un chien",)),
    ],
)  # fmt: skip
def test_the_part_that_nothing_answers_is_named(asked: str, reply: str, language: str, expected) -> None:
    assert left_out(asked, reply, language=language) == expected


def test_one_question_in_other_words_than_the_page_is_not_called_partial() -> None:
    assert left_out("is it okay to torch my yard", "Burning needs a permit.") == ()


def test_a_heading_counts_as_said() -> None:
    assert left_out("How much is it? Can my dog come?", "It is $5. Yes.", heading="Dogs") == ()


def test_the_finding_names_the_parts_in_both_languages_and_blocks_nothing() -> None:
    found = partial(("when does it expire", "can I pay cash"))
    assert found.severity == "warn" and found.statement is None
    assert "“when does it expire”, “can I pay cash”" in found.message.en
    assert "« when does it expire », « can I pay cash »" in found.message.fr


def test_the_share_counts_words_by_rarity() -> None:
    question = Understood("fishing licence fee", "fishing licence fee", "en")
    assert share(question, said("A fishing licence"), lambda stem: 2.0 if stem == "fish" else 1.0) == 0.75
    assert share(Understood("", "", "en"), said("x"), lambda _: 1.0) == 0.0
