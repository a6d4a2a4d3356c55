"""Past replies that give a gold answer away are all found, and everyday questions are not taken for leaks."""

from dataclasses import replace
from datetime import timedelta

import pytest

from eval.cases import Asked, Case, GoldSource
from eval.gold.leaks import NEAR, held_out, leaks
from eval.matching import squashed
from tests.gold_house import NOON, case, exchange

LONG = (
    "My neighbour lost her trout permit in the river last week, where can she have it replaced before Sunday?"
)
NAMES = "zero one two three four five six seven eight nine".split()
REPLY = (
    "A lost permit is replaced free of charge at every service counter in the province: she needs to bring a photo "
    "identification, and she will have the new one on the same day."
)


def asking(question: str, **also: object) -> Case:
    return replace(case("q1", **also), asked=Asked("q1", question, ()))


def why(one: Case, **exchanges: str) -> dict[str, str]:
    found = leaks([one], [exchange(name, question) for name, question in exchanges.items()])
    return {leak.exchange_id: leak.why for leak in found}


def test_the_same_question_leaks_whatever_its_spelling() -> None:
    shouted = "  HOW MUCH IS A TROUT PERMIT FOR TWO CHILDREN ? "
    assert why(asking("How much is a trout permit for two children?"), a=shouted) == {"a": "question"}


def test_nearly_the_same_long_question_leaks() -> None:
    assert why(asking(LONG), near=LONG.replace("last week", "last weeks"), far=LONG[:60]) == {
        "near": "question"
    }


def test_a_question_within_a_longer_message_leaks() -> None:
    assert why(asking(f"Hello!\n{LONG}"), a=f"Thanks, and then:\n{LONG}") == {"a": "question"}


@pytest.mark.parametrize("everyday", ["Yes", "How much is it?", "What do I need?", "Et pour les enfants ?"])
def test_what_everybody_asks_leaks_nothing(everyday: str) -> None:
    assert why(asking(everyday), a=everyday) == {}


@pytest.mark.parametrize("thread", ["0123456789abcdef", "town-0123456789abcdef"])
def test_the_own_thread_leaks_under_either_name(thread: str) -> None:
    own = exchange("a", "Yes", thread_id="town-0123456789abcdef")
    assert [leak.why for leak in leaks([asking("And then?", thread=thread)], [own])] == ["thread"]


def test_a_short_tail_of_a_thread_is_no_thread() -> None:
    assert not leaks([asking("And then?", thread="17")], [exchange("a", "Yes", thread_id="town-17")])


def test_the_gold_answer_given_to_another_leaks() -> None:
    assert [x.why for x in leaks([asking("?", answer=REPLY)], [exchange("a", "Lost it", REPLY)])] == ["reply"]


def test_words_of_the_page_itself_are_no_leak() -> None:
    quoting = asking("?", answer=REPLY, sources=(GoldSource("permits", f"Lost permits. {REPLY}"),))
    assert not leaks([quoting], [exchange("a", "Lost it", REPLY)])


def test_what_was_approved_later_leaks_and_what_came_before_does_not() -> None:
    then = asking("?", asked_at=NOON)
    past = [
        exchange("before", "a", approved_at=NOON - timedelta(days=1)),
        exchange("after", "b", approved_at=NOON + timedelta(days=1)),
        exchange("undated", "c"),
    ]
    assert held_out([then], past) == {"after"}


def test_the_short_cut_finds_what_comparing_all_with_all_would_find() -> None:
    spelled = [" ".join(NAMES[int(digit)] for digit in f"{n * 7919:09}") for n in range(200)]
    past = [exchange(str(n), f"Is the form {each} still the one to use?") for n, each in enumerate(spelled)]
    cases = [replace(case(), asked=Asked(each.id, f"{each.question} Thanks", ())) for each in past[::5]]
    found = {(leak.case_id, leak.exchange_id) for leak in leaks(cases, past)}
    assert found == {
        (one.id, other.id)
        for one in cases
        for other in past
        if alike(one.asked.question, other.question) >= NEAR
    }
    assert len(cases) <= len(found) < len(cases) * len(past) / 10


def alike(one: str, other: str) -> float:
    first, second = (
        {text[n : n + 5] for n in range(len(text) - 4)} for text in (squashed(one), squashed(other))
    )
    return len(first & second) / len(first | second)
