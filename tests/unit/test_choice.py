"""A draft says the sentence that answers, what else was asked, and nothing more."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from assistant.composing.candidates import NAMES, candidates_of
from assistant.composing.choice import choose, packaged_weights
from assistant.understand import Understood
from knowledge.embedding.embedder import Vectors
from knowledge.passages import make_passage
from knowledge.ranking.features import NAMES as SEARCH_NAMES
from knowledge.search import Evidence
from tests.unit.test_compose import found

ANSWER = "You may. Bring the card. Come before noon. Ask at the desk."
QUESTION = "Can I renew by mail?"


def under(heading: str, evidence: Sequence[Evidence], near: float, position: int = 1) -> list[Evidence]:
    features = tuple(near if name == "asked_heading_cosine" else 0.0 for name in SEARCH_NAMES)
    return [
        replace(
            each,
            passage=make_passage(
                each.page.id, place, ("A", heading), None, "prose", each.passage.text, "en", 0
            ),
            features=features,
        )
        for place, each in enumerate(evidence, start=position)
    ]


def chosen(asked: str, evidence: Sequence[Evidence], at_most: int = 4, replied: str = "") -> list[str]:
    question = Understood(asked, asked, "en", replied)
    candidates = candidates_of(question, evidence, lambda _: 1.0)
    return [each.unit.text for each in choose(question, candidates, lambda _: 1.0, at_most)]


def test_one_sentence_is_enough_where_it_says_all_that_was_asked() -> None:
    evidence = found("The permit costs $35. Rangers check permits. Trails are steep.")
    assert chosen("how much does the permit cost", evidence) == ["The permit costs $35."]


def test_what_the_question_also_asks_adds_a_statement_in_the_order_of_the_page() -> None:
    evidence = found("Dogs stay outside. The permit costs $35. Trails are steep.")
    assert chosen("how much is the permit and can dogs come", evidence) == [
        "Dogs stay outside.",
        "The permit costs $35.",
    ]


def test_an_answer_to_the_very_question_is_said_whole() -> None:
    near = under(QUESTION, found(ANSWER), near=0.9)
    assert chosen("renew by mail?", near, at_most=2) == [
        "You may.",
        "Bring the card.",
        "Come before noon.",
        "Ask at the desk.",
    ]


def test_an_answer_is_not_said_whole_under_another_question_nor_in_a_talk_nor_where_a_page_opens() -> None:
    far, near = under(QUESTION, found(ANSWER), near=0.2), under(QUESTION, found(ANSWER), near=0.9)
    opening = under(QUESTION, found(ANSWER, "More below is said of the mail."), near=0.9, position=0)
    asked = "renew by mail, with the card?"
    assert all(
        len(each) < 3
        for each in (
            chosen(asked, far),
            chosen(asked, near, replied="You can renew at any desk."),
            chosen(asked, opening),
        )
    )


def test_no_and_what_is_said_after_it_stay_together() -> None:
    evidence = found("No. A laminated card is not valid. Trails are steep.")
    assert chosen("is a laminated card valid", evidence) == ["No. A laminated card is not valid."]


def test_no_and_the_list_after_it_stay_together() -> None:
    answer = "Non.\nLa mairie peut demander le nom :\n- du parent\n- de l'enfant\nLe bureau répond vite."
    first, *_ = chosen("la mairie peut-elle demander le nom", found(answer))
    assert first == "Non.\nLa mairie peut demander le nom :\n- du parent\n- de l'enfant"


def test_meaning_decides_among_the_best_and_reads_no_more_than_four() -> None:
    read: list[str] = []

    def meaning(texts: Sequence[str]) -> Vectors:
        read.extend(texts)
        near = ["trout" in text or "fishing" in text for text in texts]
        return np.asarray([[1.0, 0.0] if each else [0.0, 1.0] for each in near], dtype=np.float32)

    evidence = found(
        "A season ends late here. The season for trout ends late. A season is long. Nets are out. Boats are out. "
        "Hooks are out. Lines are out."
    )
    question = Understood("when does the fishing season end", "when does the fishing season end", "en")
    candidates = candidates_of(question, evidence, lambda _: 1.0)
    texts = [each.unit.text for each in choose(question, candidates, lambda _: 1.0, 1, meaning)]
    assert texts == ["The season for trout ends late."]
    assert len(read) <= 5


def test_the_packaged_weights_know_every_feature_and_no_other() -> None:
    assert set(packaged_weights()) == set(NAMES)
    assert packaged_weights()["said"] < 0 < packaged_weights()["asked"]


def test_who_asks_how_is_told_the_steps() -> None:
    steps = "1. Sign in.\n2. Pay online.\n3. Print the card."
    evidence = found(f"A licence is renewed every five years.\n\n{steps}\n\nTrails are steep.")
    assert any("Sign in." in said for said in chosen("how do I renew my licence", evidence))
    assert not any("Sign in." in said for said in chosen("is a licence renewed every five years", evidence))


def test_what_a_sentence_announces_is_said_with_it() -> None:
    announced = "You may camp if you meet the requirements listed below. Be of age."
    assert announced in chosen("requirements to camp", found(f"{announced} Trails are steep."))
    assert announced in chosen("of what age", found(f"{announced} Trails are steep."))


def test_what_a_sentence_leans_on_is_said_with_it_in_one_statement() -> None:
    evidence = found("A bear may come. This may make campers leave. Trails are steep.")
    assert chosen("do campers leave", evidence)[0] == "A bear may come. This may make campers leave."


def test_a_french_sentence_leans_on_the_one_before_it_by_il_s_agit() -> None:
    whole = "Deux cartes existent. Il s'agit de la carte bleue et de la carte verte."
    assert chosen("la carte verte", found(f"{whole} Les sentiers sont raides."))[0] == whole


def test_what_would_be_otherwise_leans_on_what_is() -> None:
    whole = "Aucune évacuation n'est ordonnée. Si elle l'était, le centre d'accueil serait le curling."
    assert chosen("où est le centre d'accueil", found(f"{whole} Les sentiers sont raides."))[0] == whole


def test_a_sentence_may_lean_on_another_by_a_word_within() -> None:
    evidence = found("Bears and moose come at dusk. Campers may not feed these animals. Trails are steep.")
    whole = "Bears and moose come at dusk. Campers may not feed these animals."
    assert chosen("may campers feed animals", evidence) == [whole]


def test_what_takes_something_back_of_a_sentence_is_said_with_it() -> None:
    rule = "No fee is paid for stolen plates. However, a police report is asked for."
    assert chosen("fee for stolen plates", found(f"{rule} Trails are steep.")) == [rule]


def test_a_statement_does_not_grow_beyond_what_is_read_at_once() -> None:
    long = f"A bear may come {'and go ' * 100}at night."
    assert chosen("do campers leave", found(f"{long} This may make campers leave."))[:2] == [
        long,
        "This may make campers leave.",
    ]


def test_who_asks_what_a_thing_is_hears_the_sentence_that_goes_on_about_it() -> None:
    evidence = found("A day pass is a card for one day. It opens every gate. Trails are steep.")
    first = "A day pass is a card for one day."
    assert chosen("what is a day pass", evidence) == [f"{first} It opens every gate."]
    assert chosen("is a day pass a card for one day", evidence) == [first]


def test_pointers_and_titles_are_not_said() -> None:
    evidence = found("Learn more about camping fees. Camping is free.")
    assert chosen("camping fees", evidence) == ["Camping is free."]
    sources = "Camping is free. Source: Act on camping without fees, section 4."
    assert chosen("camping without fees act section 4", found(sources)) == ["Camping is free."]
    teaser = "Find out if you qualify for free camping. Children camp without a fee."
    assert chosen("do i qualify for free camping", found(teaser)) == ["Children camp without a fee."]


def test_a_title_said_twice_over_is_not_said() -> None:
    title = "Camping fees of all the parks of Aldermere"
    titled = [
        replace(each, page=replace(each.page, title=title))
        for each in found(f"{title}\n{title}", "Ask the warden.")
    ]
    assert chosen("camping fees of all parks", titled) == ["Ask the warden."]


def test_a_menu_and_the_head_of_a_table_without_columns_are_not_said() -> None:
    menu = "Camping fees\nCamping maps\nFees by park\nAll fees were published by the ministry of parks."
    assert chosen("camping fees", found(f"{menu}\n\nCamping is free.")) == ["Camping is free."]
    table = "Subject\nDay camping\nNight camping\nFees\nThere are none."
    assert chosen("day camping and night camping fees", found(f"Camping fees differ.\n\n{table}")) == [
        "Camping fees differ."
    ]
    listed = "Day camping\nNight camping\nHow long\n- one day\n- two days"
    assert chosen("day camping and night camping", found(f"Camping rules differ.\n\n{listed}")) == [
        "Camping rules differ."
    ]


def test_terms_with_their_figures_are_no_menu() -> None:
    terms = "Camping\nFees\n$12 a night\nFrom May to June.\n\nBring water."
    assert chosen("camping fees", found(terms)) == ["Camping\nFees\n$12 a night\nFrom May to June."]


def test_a_list_whose_item_goes_on_is_not_cut_off_there() -> None:
    listed = "There are two ways to reserve a camping place:\n- Online, in two steps:"
    evidence = found(f"{listed}\nChoose a place. Pay for it.\n\nTrails are steep.")
    assert chosen("ways to reserve a camping place", evidence) == [f"{listed}\nChoose a place."]


def test_figures_without_their_columns_are_not_said() -> None:
    lost = "Camping fees\nIn summer\n$12\n$8\nIn winter\n$6\n$4"
    assert chosen("camping fees", found(f"Camping fees differ.\n\n{lost}")) == ["Camping fees differ."]
    lined = "Camping fees\nIn summer\n$12\nIn winter\n$6"
    assert chosen("camping fees", found(f"Camping fees differ.\n\n{lined}"))[-1] == lined
    reached = "Camping office\nTelephone, fax\n555-010-0142\n555-010-0143"
    assert chosen("camping office telephone", found(f"Camping is free.\n\n{reached}"))[-1] == reached


def test_half_a_sentence_is_not_said() -> None:
    evidence = found("The park has many trees.\n\nThe park covers ten acres and has a number of visitors of")
    assert chosen("number of visitors of the park", evidence) == ["The park has many trees."]


def test_titles_and_what_a_reader_would_ask_are_not_said() -> None:
    title = found("Visitors and parks\n- one\n\nThe park has many trees.\n\nVisitors of the park")
    assert chosen("visitors of the park", title)[-1] != "Visitors of the park"
    asked = found("The park has trees. I am a visitor of the park with a dog.")
    assert chosen("visitor of the park with a dog", asked) == ["The park has trees."]
    told = found("The park has trees. Write “I am a visitor of the park” where you park your car.")
    assert "visitor" in chosen("visitor of the park", told)[0]
