"""What a sentence leans on is said with it."""

import pytest

from tests.unit.test_choice import chosen, found


def test_whose_it_is_was_said_before() -> None:
    evidence = found("A ranger keeps the gate. You may ask for his key. The gate is old.")
    assert chosen("may I ask for the key", evidence) == ["A ranger keeps the gate. You may ask for his key."]
    evidence = found("A day pass costs $5. Ask for this pass at the gate. The gate is old.")
    assert chosen("ask at the gate for a pass", evidence)[0].startswith(
        "A day pass costs $5. Ask for this pass"
    )


def test_a_predicate_without_its_subject_leans_on_what_comes_before() -> None:
    evidence = found("The park sells day passes. Available at the gate, for cash. Trails are steep.")
    assert chosen("cash at the gate", evidence) == [
        "The park sells day passes. Available at the gate, for cash."
    ]
    evidence = found("The park sells day passes. Available places at the gate are few. Trails are steep.")
    assert chosen("places at the gate", evidence) == ["Available places at the gate are few."]


def test_what_comes_then_leans_on_what_comes_before() -> None:
    evidence = found("Write to the park. You will then get a map of its trails. The gate is old.")
    assert chosen("map of trails", evidence) == ["Write to the park. You will then get a map of its trails."]
    evidence = found("A card is made for you. It is free of charge. It is important to park.")
    assert chosen("is it free of charge", evidence) == ["A card is made for you. It is free of charge."]
    assert chosen("is it important to park", evidence) == ["It is important to park."]
    evidence = found("The gate is old. At this time, no map of trails is sold.")
    assert chosen("map of trails sold", evidence) == ["At this time, no map of trails is sold."]
    evidence = found("Skip to main content. Maps of trails are sold.\n\nTrails are steep.")
    assert chosen("skip to trails", evidence) == ["Maps of trails are sold."]


def test_what_begins_with_or_or_that_is_why_leans_on_what_comes_before_also_behind_a_mark() -> None:
    for opening in ("That's why", "Or", "But", "Note: this means that", "Important! That is why"):
        rule, rest = "Rangers keep watch here.", f"{opening} campers keep dogs on a leash."
        assert chosen("campers dogs leash", found(f"{rule} {rest}")) == [f"{rule} {rest}"]


@pytest.mark.parametrize(
    ("before", "then", "asked"),
    [
        ("A day pass costs $5.", "Also, campers pay for wood.", "campers pay wood"),
        ("The park is closed.", "The other campgrounds are open.", "campgrounds open"),
        ("A child needs a helmet.", "The same applies to dogs on a leash.", "dogs leash"),
        ("Visitors may stay a week.", "On the other hand, campers leave on Sunday.", "campers sunday"),
        ("You may bring a dog.", "When you do, a leash is compulsory.", "leash compulsory"),
        ("Someone else may feed your dog.", "Tell them about the leash.", "about the leash"),
        ("Write to the park.", "Visitors can also do so online.", "visitors online"),
        ("A dog may enter.", "Example: a dog with a pass enters by the gate.", "pass gate"),
        ("A dog may enter.", "In particular, a guide dog enters by the gate.", "guide gate"),
        ("Trails open in May.", "Before that date, campers need a ranger.", "campers ranger"),
        ("Trails open in May.", "Until then, campers need a ranger.", "campers ranger"),
        ("Campers should leave by road.", "If this is impossible, a ranger helps.", "ranger helps"),
        ("Campers pay if they came from either: Alder Town.", "The Harbour is free.", "campers alder town"),
    ],
)
def test_what_means_another_sentence_is_said_with_it(before: str, then: str, asked: str) -> None:
    assert chosen(asked, found(f"{before} {then} The gate is old.")) == [f"{before} {then}"]


@pytest.mark.parametrize(
    ("before", "then", "asked"),
    [
        ("Inscrivez-vous au parc.", "Vous pouvez également le faire en ligne.", "en ligne"),
        ("Le sentier est fermé.", "Pour y accéder, il faut un chien.", "accéder chien"),
        ("Les chiens sont admis.", "Les autres animaux restent dehors.", "animaux dehors"),
        ("Un laissez-passer est requis.", "Vous devez en informer le gardien.", "informer le gardien"),
        ("Un chien peut entrer.", "Plus précisément, un chien guide entre par la porte.", "guide porte"),
        ("Un chien peut entrer.", "Le gardien recommande donc une laisse courte.", "laisse courte"),
        ("Le parc ouvre en mai.", "Avant cette date, il faut un gardien.", "faut un gardien"),
        ("Le gardien voit si un chien a une laisse.", "Si tel est le cas, il passe.", "si le cas passe"),
        ("Le parc est ouvert.", "En revanche, la plage est fermée.", "plage fermée"),
    ],
)
def test_what_means_another_sentence_is_said_with_it_in_french_too(
    before: str, then: str, asked: str
) -> None:
    evidence = found(f"{before} {then} La barrière est vieille.")
    assert chosen(asked, evidence) == [f"{before} {then}"]


def test_a_sentence_that_leaves_open_which_is_said_with_the_list_behind_it() -> None:
    opening = "A ranger must give you several documents."
    assert chosen("which documents must a ranger give", found(f"{opening}\n- A map\n- A pass")) == [
        f"{opening}\n- A map\n- A pass"
    ]
    assert chosen("which documents must a ranger give", found(f"{opening} Trails are steep.")) == [opening]
    ouverture = "Le chien est admis sous certaines conditions."
    assert chosen("chien admis", found(f"{ouverture}\n- une laisse\n- un vaccin")) == [
        f"{ouverture}\n- une laisse\n- un vaccin"
    ]
