"""Deciding by keyboard: from a citizen's question to the reply in their hands, and every other way it can end."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Desk, Enter

pytestmark = pytest.mark.browser
FEE = "How much does it cost to replace a birth certificate?"


def test_a_question_is_approved_by_keyboard_and_the_citizen_gets_the_reply(desk: Desk, enter: Enter) -> None:
    page = enter()
    question = desk.ask(FEE, author="Lucia")
    page.goto("/inbox")
    page.locator(f"#row-{question} a").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Lucia")
    expect(page.locator(".reply")).to_contain_text("[1]")
    page.locator("html.scripted").wait_for()  # the page that Enter opened listens to keys from now on
    page.keyboard.press("1")
    expect(page.locator("#source-1 a.open")).to_be_focused()
    page.keyboard.press("a")
    expect(page.locator("#undo-bar")).to_contain_text("It is sent in")
    assert desk.delivered(question) is None
    text = desk.wait_for(lambda: desk.delivered(question))
    assert "Sources\n[1]" in text
    expect(page).not_to_have_url(f"{desk.address}/questions/{question}")  # the next one opened by itself
    expect(page.locator("#bars")).to_contain_text("Approved and on its way: the reply to Lucia.")
    desk.wait_for(lambda: desk.question(question)["status"] == "delivered")


def test_an_approval_can_be_undone_while_the_bar_is_shown(desk: Desk, enter: Enter) -> None:
    page = enter()
    question = desk.ask(FEE)
    page.goto(f"/questions/{question}")
    page.keyboard.press("a")
    page.locator("html.scripted #undo-bar").wait_for()
    page.keyboard.press("u")
    expect(page.locator("#bars")).to_contain_text("Nothing was sent")
    assert desk.question(question)["status"] == "pending_review"
    assert desk.delivered(question) is None


def test_a_draft_is_rejected_with_one_key_for_the_reason(desk: Desk, enter: Enter) -> None:
    page = enter()
    question = desk.ask(FEE)
    page.goto(f"/questions/{question}")
    page.keyboard.press("r")
    page.keyboard.press("2")
    expect(page.locator("#bars")).to_contain_text("Rejected")
    decided = desk.question(question)
    assert decided["status"] == "rejected"
    assert decided["reviews"][0]["reason_code"] == "outdated_source"


def test_a_question_is_referred_to_somebody_by_name(desk: Desk, enter: Enter) -> None:
    page = enter()
    question = desk.ask(FEE)
    page.goto(f"/questions/{question}")
    page.keyboard.press("m")
    page.keyboard.type("Registry of Vital Events")
    page.keyboard.press("Enter")
    expect(page.locator("#bars")).to_contain_text("Referred")
    assert desk.question(question)["reviews"][0]["reason"] == "Registry of Vital Events"


def test_a_draft_that_changed_while_it_was_read_is_not_approved(desk: Desk, enter: Enter) -> None:
    page = enter()
    question = desk.ask(FEE)
    page.goto(f"/questions/{question}")
    assert desk.client.post(f"/v1/questions/{question}/drafts").status_code == 201
    page.keyboard.press("a")
    expect(page.get_by_role("alert")).to_contain_text("The draft changed while you were reading")
    assert desk.question(question)["status"] == "pending_review"
    assert desk.question(question)["reviews"] == []


def test_who_comes_second_is_told_who_was_first(desk: Desk, enter: Enter) -> None:
    mira, noah = enter("mira"), enter("noah", script=False)
    question = desk.ask(FEE)
    noah.goto(f"/questions/{question}")
    mira.goto(f"/questions/{question}")
    mira.keyboard.press("a")
    mira.locator("#undo-bar").wait_for()
    noah.get_by_role("button", name="Approve", exact=True).click()
    expect(noah.get_by_role("alert")).to_contain_text("Mira was first: approved")


def test_what_somebody_else_has_cannot_be_decided_on_until_it_is_taken_over(desk: Desk, enter: Enter) -> None:
    mira, noah = enter("mira"), enter("noah")
    question = desk.ask(FEE)
    noah.goto(f"/questions/{question}")
    mira.goto(f"/questions/{question}")
    mira.keyboard.press("t")
    expect(mira.locator(".asked")).to_contain_text("you have it")
    expect(noah.locator(f"#row-{question}")).to_contain_text("Mira has it")
    expect(noah.locator("#bars")).to_contain_text("Mira has this question")
    expect(noah.get_by_role("button", name="Approve", exact=True)).to_be_disabled()
    noah.get_by_role("button", name="Take it over").click()
    expect(noah.get_by_role("button", name="Approve", exact=True)).to_be_enabled()


def test_the_content_team_reads_but_does_not_decide(desk: Desk, enter: Enter) -> None:
    page = enter("colin")
    question = desk.ask(FEE)
    page.goto(f"/questions/{question}")
    expect(page.locator(".actions")).to_contain_text("Only a community manager")
    expect(page.locator(".actions button")).to_have_count(0)
    expect(page.get_by_role("link", name="People")).to_have_count(0)


def test_without_a_draft_the_page_says_why_and_offers_a_way_on(desk: Desk, enter: Enter) -> None:
    page = enter()
    question = desk.ask("!!!", author="Ned")
    page.goto(f"/questions/{question}")
    expect(page.locator("#draft-title")).to_contain_text("There is no question in this message")
    page.keyboard.press("r")
    page.keyboard.type("nothing asked")
    page.get_by_role("button", name="Report the gap").click()
    page.goto("/gaps")
    expect(page.locator("main")).to_contain_text("Note: nothing asked")


def test_shortcuts_can_be_turned_off(desk: Desk, enter: Enter) -> None:
    page = enter()
    question = desk.ask(FEE)
    page.goto(f"/questions/{question}")
    page.keyboard.press("?")
    page.get_by_role("button", name="Turn single-key shortcuts off").click()
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    expect(page.locator("#undo-bar")).to_have_count(0)
    assert desk.question(question)["status"] == "pending_review"
