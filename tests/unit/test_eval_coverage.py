"""Short quotes and long passages are held against a gold source alike, and the surest answers count first."""

from eval.benchmarks import sentences
from eval.benchmarks.answers import chosen
from eval.benchmarks.coverage import UNSURE, Judged, accuracy_by_coverage, meets, stands_on_gold
from eval.cases import Asked, Case, GoldSource
from eval.results import Cited, Found
from eval.tuning.sentences import Judged as Rewarded
from eval.tuning.sentences import fit, learn
from tests.fakes import WordHashEmbedder

TEXT = "A permit costs 35 dollars, and it is paid at the counter of any office of the ministry."


def case(number: int, set_name: str = "s", answer: str | None = "35 dollars") -> Case:
    asked = Asked(f"{set_name}-{number}", "how much?", ())
    return Case(asked, set_name, "en", True, (GoldSource(f"p{number}", TEXT),), answer, True, None)


def test_a_short_quote_and_a_long_passage_both_meet_the_source() -> None:
    source = GoldSource("p", TEXT)
    assert meets(source, "p", "A permit costs 35 dollars")
    assert meets(source, "p", f"Menu. Search. {TEXT} Other services. Contact. About this site.")
    assert not meets(source, "p", "A licence is free.")
    assert not meets(source, "p", "")


def test_a_source_of_one_word_is_met_by_what_has_the_word() -> None:
    assert meets(GoldSource("p", "Oui"), "p", "Oui. Vous pouvez le demander en ligne.")
    assert not meets(GoldSource("p", "Oui"), "p", "Le permis coûte 35 $.")


def test_the_same_words_on_another_page_do_not_meet_it() -> None:
    assert not meets(GoldSource("p", TEXT), "q", TEXT)
    assert meets(GoldSource("p", None), "p", "anything")


def test_quotes_and_passages_are_judged_by_one_rule() -> None:
    assert stands_on_gold(case(1), [Cited("p1", None, "it is paid at the counter")])
    assert stands_on_gold(case(1), [Found("p1", None, TEXT * 2, 0.5)])
    assert not stands_on_gold(case(1), [])


def test_the_surest_count_first_and_what_is_withheld_last() -> None:
    judged = {f"right-{n}": Judged(0.9, True) for n in range(5)}
    judged |= {f"wrong-{n}": Judged(0.5, False) for n in range(4)} | {"withheld": Judged(UNSURE, False)}
    curve = accuracy_by_coverage(judged)
    assert curve[0.5] == 1 and curve[0.9] == 5 / 9 and curve[1.0] == 0.5


def test_a_best_sentence_is_picked_by_words_and_by_meaning() -> None:
    among = sentences.sentences("Fees\nDogs must be kept outside.\nA trout permit costs 35 dollars. Bye.")
    assert among == ["Dogs must be kept outside.", "A trout permit costs 35 dollars."]
    assert sentences.by_words("trout permit", "en", among) == among[1]
    assert sentences.by_meaning("dogs kept outside", among, WordHashEmbedder()) == among[0]
    assert sentences.by_words("x", "en", []) == sentences.by_meaning("x", [], WordHashEmbedder()) == ""


def test_a_quick_look_takes_as_many_of_each_set_and_none_without_an_answer() -> None:
    cases = [case(n) for n in range(10)] + [case(n, "t") for n in range(2)] + [case(99, "t", None)]
    assert [each.id for each in chosen(cases, 2)] == ["s-0", "s-5", "t-0", "t-1"]
    assert len(chosen(cases, None)) == 12


def test_weights_are_learned_that_put_the_rewarded_sentence_first() -> None:
    import numpy as np

    from assistant.composing.candidates import NAMES

    place = NAMES.index("meaning")
    rows = np.zeros((3, len(NAMES)))
    rows[:, place] = (0.1, 0.8, 0.3)
    rewards = np.asarray([0.0, 1.0, 0.2])
    judged = [Rewarded(case(n, f"set{n % 2}"), rows, rewards, rewards) for n in range(8)]
    assert fit(judged)[place] > 1
    found = learn(judged, 2, 0, {"meaning": -1.0})
    assert set(found.weights) == set(NAMES)
    assert found.cross_validated == found.unseen_sites == {"set0": 1.0, "set1": 1.0}
    assert found.at_present == {"set0": 0.0, "set1": 0.0}
