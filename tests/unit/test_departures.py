"""A statement departs from its passage by a fact, a swap, a negation, a condition or its subject; whole words never."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assistant.guards.departures import departures
from knowledge.passages import Passage, make_passage
from knowledge.units import units_of

ENGLISH = make_passage(
    "s:/a", 0, ("Birth certificates", "Fees"), None, "prose",
    "A short form costs $25 online, $35 by mail. You cannot order it by phone. If you are under 16, a parent signs "
    "the form. We are open from 9 a.m. to 4 p.m. Only residents may apply.\n"
    "Bring these unless you apply online:\n- two photos\n- your health card", "en", 0,
)  # fmt: skip
FRENCH = make_passage(
    "s:/b", 0, ("Permis",), None, "prose",
    "Le permis coûte 25 $ en ligne, 35 $ par la poste. Vous ne pouvez pas le commander par téléphone. "
    "Si vous avez moins de 16 ans, un parent signe le formulaire. Demandez-le avant le 5 mars.", "fr", 0,
)  # fmt: skip


FEES = make_passage(
    "s:/d", 0, (), None, "prose",
    "A short form costs $40 and a long form costs $45. A car costs $98 a year, a motorcycle $52 and a trailer $26. "
    "Standard plates cost $25 and personalised plates $110. Register a birth within 30 days. Registration is free. "
    "A loan may not be granted for more than 12 months.", "en", 0,
)  # fmt: skip
LIMITS = make_passage(
    "s:/e", 0, (), None, "prose",
    "Votre permis n’est plus valable ni échangeable. Le loyer ne peut pas augmenter de plus de 2,4 % par hausse. "
    "Inscrire un enfant se fait avant 30 jours. L’inscription est gratuite.", "fr", 0,
)  # fmt: skip

CASES = make_passage(
    "s:/h", 0, (), None, "prose",
    "Without a permit\nYou may keep the boat. The fee is $40.\nWith a permit\nYou may keep the boat. The fee is $20.",
    "en", 0,
)  # fmt: skip
FRAGMENTS = make_passage(
    "s:/f", 0, (), None, "prose",
    "Although the museum is closed to visitors today, its guides take calls from schools, teachers and parents, and "
    "answer letters until late. A refund needs all of this: your trip was cut short by fog named in a fog notice, "
    "the ferry left from one of the piers on this list, you had a ticket of the first or second class, and nobody "
    "offered you another crossing that day. We publish each fog notice.", "en", 0,
)  # fmt: skip

PERMIT = make_passage(
    "s:/g", 0, (), None, "prose",
    "Oui, si vous avez un permis de chasse valide, vous pouvez entrer dans la réserve sans réserver de place.",
    "fr", 0,
)  # fmt: skip
RATE = make_passage(
    "s:/h", 0, (), None, "prose",
    "Interest on a loan goes up by one - eighth of one percent a year.", "en", 0,
)  # fmt: skip


def kinds(text: str, passage: Passage) -> set[str]:
    return {each.kind for each in departures(text, (passage,))}


def blocking(text: str, passage: Passage) -> set[str]:
    return {each.kind for each in departures(text, (passage,)) if each.certain}


@pytest.mark.parametrize(
    ("text", "passage", "kind"),
    [
        ("A short form costs $45 online.", ENGLISH, "fact_not_in_source"),
        ("A short form costs $35 online.", ENGLISH, "fact_beside_other_words"),
        ("A short form costs $35 online, $25 by mail.", ENGLISH, "fact_beside_other_words"),
        ("We are open from 4 p.m. to 9 a.m.", ENGLISH, "fact_beside_other_words"),
        ("You can order it by phone.", ENGLISH, "negation"),
        ("If you are under 16, a parent does not sign the form.", ENGLISH, "negation"),
        ("Le permis coûte 35 $ en ligne, 25 $ par la poste.", FRENCH, "fact_beside_other_words"),
        ("Vous pouvez le commander par téléphone.", FRENCH, "negation"),
        ("Demandez-le avant le 5 mai.", FRENCH, "fact_not_in_source"),
        ("A short form costs $4", FEES, "fact_not_in_source"),
        ("A long form costs $40.", FEES, "fact_beside_other_words"),
        ("A loan may be granted for more than 12 months.", FEES, "negation"),
        ("Votre permis est valable ni échangeable.", LIMITS, "negation"),
        ("Le loyer peut augmenter de plus de 2,4 %.", LIMITS, "negation"),
        ("With a permit\nYou may not keep the boat.", CASES, "negation"),
        ("Although the museum is not closed to visitors,", FRAGMENTS, "negation"),
        ("Your trip was not cut short by fog named in a fog notice,", FRAGMENTS, "negation"),
        ("Oui, si vous n'avez pas de permis de chasse valide,", PERMIT, "negation"),
        ("Interest on a loan goes up by one - third of one percent a year.", RATE, "fact_not_in_source"),
        ("Road conditions are broadcast every hour by local radio stations.", ENGLISH, "other_words"),
    ],
)
def test_what_no_rewording_explains_blocks(text: str, passage: Passage, kind: str) -> None:
    assert kind in blocking(text, passage)


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("A parent signs the form.", ENGLISH),
        ("Residents may apply.", ENGLISH),
        ("Bring these:\n- two photos\n- your health card", ENGLISH),
        ("Un parent signe le formulaire.", FRENCH),
        ("Demandez-le, le 5 mars.", FRENCH),
    ],
)
def test_a_condition_left_out_is_marked_and_blocks_nothing(text: str, passage: Passage) -> None:
    assert "condition_dropped" in kinds(text, passage)
    assert not blocking(text, passage)


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("A short form costs 25 dollars online.", ENGLISH),
        ("You can't order it by phone.", ENGLISH),
        ("We are open from 9:00 to 16:00.", ENGLISH),
        ("If you are under sixteen, a parent signs the form.", ENGLISH),
        ("Le permis coûte 25 dollars en ligne.", FRENCH),
        ("On ne peut pas le commander par téléphone.", FRENCH),
        ("Demandez-le avant March 5.", FRENCH),
        ("A motorcycle costs $52 a year.", FEES),
        ("Personalised plates cost $110, and standard plates $25.", FEES),
        ("There is no charge to register a birth, within 30 days.", FEES),
        ("La hausse du loyer est limitée à 2,4 %.", LIMITS),
        ("Vous ne payez rien pour inscrire un enfant avant 30 jours.", LIMITS),
    ],
)
def test_the_same_in_other_words_departs_from_nothing(text: str, passage: Passage) -> None:
    assert kinds(text, passage) == set()


def test_rows_under_a_lead_keep_the_order_of_its_lines() -> None:
    passage = make_passage(
        "s:/c", 0, ("Taux",), None, "prose", "188 g\n7 086 €\n189 g\n7 462 €\nPar an.", "fr", 0
    )
    assert kinds("188 g\n7 086 €\n189 g\n7 462 €\nPar an.", passage) == set()
    assert blocking("188 g\n7 462 €\n189 g\n7 086 €\nPar an.", passage)


@pytest.mark.parametrize(
    ("adults", "children", "language"),
    [("- Adults:", "- Children:", "en"), ("- Adultes :", "- Enfants :", "fr")],
)
def test_a_row_belongs_to_the_row_that_leads_it_in_within_its_list(adults, children, language) -> None:
    text = f"{adults}\n- Trial: 2 months\n- Most: 4 months\n{children}\n- Trial: 3 months\n- Most: 6 months"
    passage = make_passage("s:/f", 0, (), None, "list", text, language, 0)
    swapped = text.replace("2 m", "# m").replace("3 m", "2 m").replace("# m", "3 m")
    assert kinds(text, passage) == set()
    assert "fact_beside_other_words" in blocking(swapped, passage)


@pytest.mark.parametrize(
    ("text", "condition", "language"),
    [
        ("Bring:\n- a bill\n- a bill if you rent", " if you rent", "en"),
        ("Apportez :\n- une facture\n- une facture si vous louez", " si vous louez", "fr"),
    ],
)
def test_a_row_that_loses_its_condition_is_not_taken_for_its_neighbour(text, condition, language) -> None:
    passage = make_passage("s:/g", 0, (), None, "list", text, language, 0)
    assert kinds(text.replace(condition, ","), passage) >= {"condition_dropped"}


def test_a_span_in_another_unit_is_marked_for_a_person() -> None:
    assert kinds("Register a birth in 720 hours.", FEES) == {"fact_not_in_source"}
    assert not blocking("Register a birth in 720 hours.", FEES)


def test_words_cut_out_of_what_denies_them_are_no_verbatim_words() -> None:
    assert "negation" in kinds("order it by phone", ENGLISH)


def test_a_translation_is_marked_for_a_person_and_its_facts_are_held_to_the_page() -> None:
    translated = "Le formulaire abrégé coûte 25 $ si on le demande en ligne."
    assert kinds(translated, ENGLISH) == {"other_words"} and not blocking(translated, ENGLISH)
    assert "fact_not_in_source" in blocking(translated.replace("25", "26"), ENGLISH)


WORDS = st.sampled_from(
    "you the fee office may not only if $25 10 days by March 5 before 3 p.m. Form SC-21 ne pas avant une 15 h "
    "call 418-555-0142 free unless Ministry of Health 12 rue Main Street 50 % résident demande deux".split()
)
SENTENCE = st.lists(WORDS, min_size=3, max_size=12).map(lambda words: " ".join(words).capitalize() + ".")
LINE = st.one_of(
    SENTENCE, SENTENCE.map(lambda s: f"- {s}"), st.lists(SENTENCE, min_size=2, max_size=3).map(" | ".join)
)


@settings(max_examples=150, deadline=None)
@given(lines=st.lists(LINE, min_size=1, max_size=6), language=st.sampled_from(["en", "fr"]), data=st.data())
def test_whole_pieces_of_a_passage_never_block_nor_are_marked(lines, language, data) -> None:
    passage = make_passage("s:/p", 0, ("Fees",), None, "prose", "\n".join(lines), language, 0)
    units = units_of(passage.text)
    first = data.draw(st.integers(0, len(units) - 1))
    text = "\n".join(unit.text for unit in units[first : first + 2])
    assert departures(text, (passage,)) == ()


@settings(max_examples=150, deadline=None)
@given(lines=st.lists(LINE, min_size=1, max_size=6), data=st.data())
def test_any_run_of_a_passages_words_keeps_its_facts(lines, data) -> None:
    passage = make_passage("s:/p", 0, (), None, "prose", "\n".join(lines), "en", 0)
    assume("10 $25" not in passage.text)  # whose sign that is, nobody can say
    words = passage.text.split(" ")
    start = data.draw(st.integers(0, len(words) - 1))
    stop = data.draw(st.integers(start + 1, len(words)))
    found = {each.kind for each in departures(" ".join(words[start:stop]), (passage,))}
    assert not found & {"fact_not_in_source", "fact_beside_other_words", "other_words"}


def test_a_table_that_stands_is_not_held_against_one_like_it() -> None:
    lines = (
        "You you you.",
        "You you avant. | You fee avant.",
        "You you you.",
        "You you you. | You fee avant.",
    )
    passage = make_passage("s:/p", 0, ("Fees",), None, "prose", "\n".join(lines), "en", 0)
    assert departures(lines[-1], (passage,)) == ()
