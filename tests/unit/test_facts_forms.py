"""Figures carry what they count, and names of forms, offices and streets are facts too; English and French."""

import pytest

from knowledge.facts import contains, fact_follows, fact_stands, stated_in


def stands(said: str, source: str) -> bool:
    return all(fact_stands(fact, source) for fact in stated_in(said))


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("25 dollars", "$25"),
        ("25 $", "25 dollars"),
        ("$2 million", "2 millions de dollars"),
        ("3 p.m.", "15 h"),
        ("15 h 00", "3 p.m."),
        ("15:00", "15 h"),
        ("8:30 a.m.", "8 h 30"),
        ("noon", "12 h"),
        ("ten days", "10 jours"),
        ("pour six semaines", "6 semaines"),
        ("10 business days", "dix jours ouvrables"),
        ("15 days", "from 10 to 15 days"),
        ("10 days", "from 10 to 15 days"),
        ("one week", "a week"),
        ("1 h", "une heure"),
        ("March 5", "le 5 mars"),
        ("March 5", "March 5 to 9"),
        ("1 April", "1er avril"),
        ("50 percent", "50 %"),
        ("10", "within 10 days"),
        ("it is free", "there is no fee"),
        ("lundi", "on Mondays"),
        ("Form SC 21", "form SC-21"),
        ("formulaire IMM 5645", "IMM5645"),
        ("Contact the Student Aid Office.", "the student aid office"),
        ("120 Harbour St", "120 Harbour Street"),
        ("PO Box 410", "C.P. 410"),
        ("01 23 45 67 89", "+33 1 23 45 67 89"),
        ("from day 11", "from the eleventh day"),
        ("le troisième mois", "the 3rd month"),
        ("two photos", "both photos"),
        ("two times a year", "twice a year"),
        ("Vous ne payez rien.", "It is free."),
    ],
)
def test_the_same_fact_in_the_other_form_or_language_stands(said: str, source: str) -> None:
    assert stated_in(said) and stands(said, source)


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("$25", "25 days"),
        ("10 days", "10 weeks"),
        ("10 days", "10 business days"),
        ("10 days", "10 copies"),
        ("March 5", "May 5"),
        ("March 2026", "May 2026"),
        ("3 a.m.", "3 p.m."),
        ("3 p.m.", "3 h"),
        ("twelve days", "10 days"),
        ("pour six semaines", "pour six mois"),
        ("three photos", "two photos"),
        ("Tuesday", "Monday"),
        ("1 month", "any month before the month you apply"),  # of it, or per month: none is counted
        ("1 month", "$25 per month"),
        ("un an", "l'année de la demande, chaque année"),
        ("it is free", "it costs $5"),
        ("Form SC-21", "Form SC-12"),
        ("the Student Aid Office", "the Tenancy Office"),
        ("Ministère de la Santé", "Ministère de la Famille"),
        ("120 Harbour Street", "210 Harbour Street"),
        ("K1A 0B1", "K1A 0B2"),
        ("01 23 45 67 89", "01 23 45 67 98"),
        ("1 855 555-0142", "1 855 555-0143"),
        ("canada.example/fees", "canada.example/forms"),
        ("desk@a.example", "desk@b.example"),
        ("the third month", "three months, the second month"),
        ("le deuxième mois", "le troisième mois"),
        ("form FL-341b", "form FL-314b"),
        ("la plaque 123-DB-75", "la plaque 123-AB-75"),
        ("Court12855 Tourism Center Dr.", "Court12855 Justice Center Dr."),
        ("twice a year", "three times a year"),
    ],
)
def test_another_fact_does_not_stand(said: str, source: str) -> None:
    assert not stands(said, source)


def test_words_that_only_look_like_facts_are_none() -> None:
    assert stated_in("You may march on; feel free to call toll-free. Une demande est un droit.") == []
    assert (
        stated_in("First, tell a third party; it is free of interest. Votre premier prénom, sans frais.")
        == []
    )


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("within two weeks", "within 14 days"),
        ("en un an", "par période de 12 mois"),
        ("one day", "24 hours"),
        ("rush orders take 3 business days", "They take 15 business days, and rush orders take 3."),
        ("3 semaines", "Comptez 6 semaines, ou 3."),
    ],
)
def test_a_span_that_follows_from_the_source_is_told_from_an_invented_one(said: str, source: str) -> None:
    (fact,) = stated_in(said)
    assert not fact_stands(fact, source) and fact_follows(fact, source)


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("14 weeks", "14 days"),
        ("two weeks", "15 days"),
        ("12 ans", "12 mois"),
        ("3 days", "Wait 15 days. Bring 3 photos."),
        ("3 jours", "3 copies. Comptez 15 jours."),
    ],
)
def test_what_only_looks_like_it_does_not_follow(said: str, source: str) -> None:
    assert not any(fact_follows(fact, source) for fact in stated_in(said))


@pytest.mark.parametrize(
    ("source", "cut"),
    [
        ("It costs $40.", "It costs $4"),
        ("It costs $1.50.", "It costs $1."),
        ("Le prix est de 1 250 $", "Le prix est de 1"),
        ("Write to desk@town.example.", "Write to desk@town.exampl"),
    ],
)
def test_words_and_numbers_cut_short_do_not_stand_in_a_text(source: str, cut: str) -> None:
    assert contains(source, source) and not contains(source, cut)


def test_a_postal_code_at_the_beginning_of_a_line_is_no_list_mark() -> None:
    assert not contains("Port Linden, AL\n90815. Open daily.", "Port Linden, AL\n90814. Open daily.")
