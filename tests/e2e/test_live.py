"""Live updates: the page tells what happened, and moves nothing that is being read."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Desk, Enter

pytestmark = pytest.mark.browser
FEE = "How much does it cost to replace a birth certificate?"


def test_new_questions_wait_behind_a_button(desk: Desk, enter: Enter) -> None:
    page = enter()
    first = desk.ask(FEE)
    page.goto(f"/questions/{first}")
    page.locator("#undo-bar").wait_for(state="detached")
    rows = page.locator("#inbox-list > li")
    count = rows.count()
    page.get_by_text("As it will be sent").focus()
    desk.ask("What is the fee for a fishing licence?")
    button = page.get_by_role("button", name="1 new question: show")
    button.wait_for()
    expect(rows).to_have_count(count)
    expect(page.get_by_text("As it will be sent")).to_be_focused()
    button.click()
    expect(rows).to_have_count(count + 1)
    expect(page).to_have_url(f"{desk.address}/questions/{first}")


def test_a_citizen_who_writes_again_is_told_of_and_nothing_is_swapped(desk: Desk, enter: Enter) -> None:
    page = enter()
    question = desk.ask(FEE, thread_id="thread-1")
    page.goto(f"/questions/{question}")
    reply = page.locator(".reply").inner_text()
    newer = desk.ask("And how long does it take by mail?", thread_id="thread-1")
    expect(page.locator("#bars")).to_contain_text("The question changed")
    assert page.locator(".reply").inner_text() == reply
    page.get_by_role("link", name="Open the newer message").click()
    expect(page).to_have_url(f"{desk.address}/questions/{newer}")
    expect(page.locator(".thread")).to_contain_text(FEE)


def test_a_decision_elsewhere_is_told_of(desk: Desk, enter: Enter) -> None:
    mira, noah = enter("mira"), enter("noah")
    question = desk.ask(FEE)
    noah.goto(f"/questions/{question}")
    mira.goto(f"/questions/{question}")
    mira.keyboard.press("r")
    mira.keyboard.press("1")
    expect(noah.locator("#bars")).to_contain_text("Mira decided this question: rejected")
    expect(noah.locator(".reply")).to_be_visible()
