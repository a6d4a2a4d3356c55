"""The second stage: what its features say, what its weights may be, and how passages are shown."""

import json

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from knowledge.known import Known, gapped
from knowledge.passages import Passage, make_passage
from knowledge.ranking.features import NAMES, Candidate, features_of, share
from knowledge.ranking.ranker import WEIGHTS, Ranker
from knowledge.surroundings import as_read
from knowledge.words.keywords import words

AXES = np.eye(4, dtype=np.float32)


def passage(text: str, path: tuple[str, ...] = ("Fishing permits", "Fees"), position: int = 0) -> Passage:
    return make_passage("p", position, path, None, "prose", text, "en", 0)


def candidate(text: str, position: int = 0, **known: float) -> Candidate:
    scores = {"fused": 0.5, "key": -1.0, "replied_bm25": 0.0} | known
    there = passage(text, position=position)
    stems = gapped(words(there.text_with_heading, "en"))
    return Candidate(Known(there, AXES[0], AXES[1], stems, ("fish", "permit")), **scores)


def column(candidates: list[Candidate], name: str, asked: str = "trout permit cost") -> list[float]:
    stems = words(asked, "en")
    found = features_of(candidates, AXES[0], AXES[1], stems, stems, lambda _stem: 1.0)
    return found[:, NAMES.index(name)].round(6).tolist()


def test_cosines_are_those_of_the_body_and_of_the_heading() -> None:
    one = [candidate("A trout permit.")]
    assert column(one, "asked_cosine") == [0.0]
    assert column(one, "heading_cosine") == [0.0]
    assert column(one, "asked_heading_cosine") == [1.0]


def test_words_and_neighbouring_words_count_apart() -> None:
    both = [candidate("The trout permit is blue."), candidate("One permit, if brown trout bite.")]
    assert column(both, "asked_coverage") == [0.666667, 0.666667]
    assert column(both, "asked_pairs") == [0.5, 0.0]


def test_a_page_lends_its_passages_its_best() -> None:
    both = [candidate("One.", fused=0.9), candidate("Two.", position=1, fused=0.2, replied_bm25=0.7)]
    assert column(both, "page_fused") == [0.9, 0.9]
    assert column(both, "page_replied") == [0.7, 0.7]


@given(
    st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=6),
    st.lists(st.sampled_from("abcdef"), max_size=6),
)
def test_a_share_is_a_share(wanted: list[str], there: list[str]) -> None:
    assert 0 <= share(wanted, there, lambda stem: 1 + ord(stem) % 3) <= 1


def test_the_packaged_weights_name_every_feature_and_none_is_below_zero() -> None:
    weights = json.loads(WEIGHTS.read_text("utf-8"))["weights"]
    assert list(weights) == list(NAMES)
    assert all(weight >= 0 for weight in weights.values())
    assert weights["fused"] > 0


@given(st.integers(0, len(NAMES) - 1), st.floats(0, 5))
def test_more_of_a_feature_never_lowers_a_score(number: int, more: float) -> None:
    features = np.full((2, len(NAMES)), 0.3)
    features[1, number] += more
    low, high = Ranker.packaged().scores(features)
    assert high >= low


def test_a_stretch_names_each_heading_once() -> None:
    first = passage("A permit costs $31.")
    second = passage("Children fish free.", position=1)
    other = passage("Show it to a warden.", ("Fishing permits", "Rules"), 2)
    assert as_read([first, second, other]) == (
        "Fishing permits\nFees\nA permit costs $31.\nChildren fish free.\nRules\nShow it to a warden."
    )
