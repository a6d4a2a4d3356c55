"""Gold sources after a re-crawl: what is followed, what waits for a person, and what must count as a miss."""

from dataclasses import replace

import pytest

from eval.cases import GoldSource
from eval.gold.anchors import Anchored, anchor
from eval.gold.lock import lock
from eval.gold.pages import PagesRead
from tests.gold_house import FEE, WARDEN, case, gold, page, pages

SOURCE = GoldSource("fishing", FEE)
BEFORE = pages(page("fishing", f"Fishing\n{FEE}"), page("roads", "Snow tires are compulsory in winter."))
OTHER_FEE = FEE.replace("31", "35")


def after(now: PagesRead, *sources: GoldSource, locked: bool = True) -> Anchored:
    cases = [case("q1", *(sources or (SOURCE,)))]
    return anchor(gold(*cases), now, lock(cases, BEFORE).cases if locked else None)


def states(anchored: Anchored) -> list[str]:
    return [each.state for each in anchored.anchors["q1"]]


def test_white_space_case_punctuation_and_list_marks_move_nothing() -> None:
    shown = "- A trout permit costs\n31 dollars   for adults\n- And it is VALID for one year!"
    anchored = after(pages(page("fishing", shown)))
    assert states(anchored) == ["stands"] and not anchored.flags and len(anchored.cases) == 1


def test_a_moved_text_is_followed_to_its_new_page() -> None:
    anchored = after(pages(page("fishing", "Fishing"), page("permits", f"Permits\n{FEE}")))
    assert anchored.cases[0].sources == (GoldSource("permits", FEE),)
    record = anchored.sources_of("q1")[0]
    assert (record.state, record.page) == ("moved", "permits")


def test_a_page_in_the_language_of_the_question_is_followed_before_another() -> None:
    now = pages(page("a", FEE, language="fr"), page("z", FEE))
    assert after(now).cases[0].sources[0].page_id == "z"


def test_a_text_too_short_to_be_known_by_its_words_is_not_followed() -> None:
    anchored = after(pages(page("permits", "31 dollars")), GoldSource("fishing", "31 dollars"))
    assert states(anchored) == ["gone"]


def test_a_changed_page_waits_for_a_person_and_leaves_the_means() -> None:
    anchored = after(pages(page("fishing", "Ask at a store.")))
    assert anchored.flags == {"q1": "changed"} and anchored.cases == ()
    assert anchored.sources_of("q1")[0].state == "changed"


def test_another_fee_in_the_same_words_is_a_changed_page() -> None:
    assert after(pages(page("fishing", OTHER_FEE))).flags == {"q1": "changed"}


def test_what_our_own_reader_loses_counts_as_a_miss() -> None:
    lost = pages(page("fishing", "Fishing", digest=BEFORE.by_key["fishing"].digest), page("copy", FEE))
    anchored = after(lost)
    assert states(anchored) == ["unseen"] and not anchored.flags
    assert anchored.cases[0].sources == (SOURCE,) and anchored.unseen == ("q1",)


def test_a_text_that_did_not_stand_when_locked_is_a_miss_and_not_a_change() -> None:
    never = GoldSource("fishing", "These words were on no page that was ever read by anybody.")
    anchored = after(pages(page("fishing", "Something else entirely.")), never)
    assert states(anchored) == ["unseen"] and not anchored.flags


def test_without_a_lock_nothing_is_called_changed() -> None:
    anchored = after(pages(page("fishing", "Ask at a store.")), locked=False)
    assert states(anchored) == ["unseen"] and not anchored.flags


@pytest.mark.parametrize(
    ("status", "reason", "locked", "state"),
    [
        ("gone", "gone", False, "gone"),
        ("left_out", "http_4xx", False, "gone"),
        ("left_out", "too_little_text", True, "unseen"),
        (None, None, True, "gone"),
        (None, None, False, "unseen"),
    ],
)
@pytest.mark.parametrize("source", [SOURCE, GoldSource("fishing", None)])
def test_a_page_is_gone_only_when_something_says_so(
    status: str | None, reason: str | None, locked: bool, state: str, source: GoldSource
) -> None:
    row = [page("fishing", "", status=status, reason=reason)] if status else []
    anchored = after(pages(*row), source, locked=locked)
    assert states(anchored) == [state]
    assert anchored.flags == ({"q1": "gone"} if state == "gone" else {})


def test_one_source_that_holds_keeps_the_case() -> None:
    now = pages(page("fishing", f"Ask at a store. {WARDEN}"))
    anchored = anchor(
        gold(case("q1", SOURCE, GoldSource("fishing", WARDEN))),
        now,
        lock([case("q1", SOURCE, GoldSource("fishing", WARDEN))], pages(page("fishing", FEE + WARDEN))).cases,
    )
    assert states(anchored) == ["changed", "stands"] and not anchored.flags
    assert anchored.cases[0].sources == (GoldSource("fishing", WARDEN),)


def test_what_has_no_answer_has_nothing_to_lose() -> None:
    anchored = anchor(gold(case("q1", answerable=False)), pages())
    assert len(anchored.cases) == 1 and not anchored.flags


def test_two_sources_that_know_a_page_by_one_key_are_one_page_with_both_addresses() -> None:
    twice = (page("fishing", FEE), replace(page("fishing", WARDEN), url="https://b.example/fishing"))
    read = pages(*twice, page("left", "x", status="left_out"), page("failed", "x", reason="http_5xx"))
    assert FEE in (read.text("fishing") or "") and WARDEN in (read.text("fishing") or "")
    assert read.live_links == {"https://a.example/fishing", "https://b.example/fishing"}
    assert read.text("left") is None
