"""Editing in place: a changed sentence loses its source, visibly; nothing typed is ever lost."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Desk, Enter

pytestmark = pytest.mark.browser
FEE = "How much does it cost to replace a birth certificate?"

# The first answer reaches the page after the second.
FIRST_ANSWER_LAST = """() => {
  const ask = window.fetch, first = [800];
  window.lateAnswers = 0;
  window.fetch = async (...asked) => {
    const late = asked[1]?.method === 'POST' ? first.shift() : 0, answer = await ask(...asked);
    if (late) {
      await new Promise((done) => setTimeout(done, late));
      window.lateAnswers += 1;
    }
    return answer;
  };
}"""

# Every answer to what is posted comes late.
SLOW_ANSWERS = """() => {
  const ask = window.fetch;
  window.fetch = async (...asked) => {
    const answer = await ask(...asked);
    if (asked[1]?.method === 'POST') await new Promise((done) => setTimeout(done, 800));
    return answer;
  };
}"""


def open_edit(page: Page, question: str) -> None:
    page.goto(f"/questions/{question}")
    page.keyboard.press("e")
    expect(page.locator("#text-0")).to_be_focused()


def choose_first_source(page: Page, sentence: int = 0) -> None:
    page.locator(f"input[name=source-{sentence}]").first.check()


def change_and_add(page: Page, question: str) -> str:
    """Two steps to undo: the first sentence changed, and one more; gives how the first was."""
    open_edit(page, question)
    before = page.locator("#text-0").input_value()
    page.locator("#text-0").fill("Something else.")
    page.get_by_role("button", name="Add a sentence").click()
    expect(page.locator("[data-piece]").last.locator("textarea")).to_be_focused()
    return before


def keep_only_first_sentence(page: Page) -> None:
    while (count := page.locator("[data-piece]").count()) > 1:
        page.locator("[data-piece]").last.get_by_role("button", name="Remove").click()
        expect(page.locator("[data-piece]")).to_have_count(count - 1)


def test_a_reply_is_edited_and_sent_as_edited(desk: Desk, enter: Enter) -> None:
    page = enter()
    question = desk.ask(FEE)
    open_edit(page, question)
    keep_only_first_sentence(page)
    page.locator("#text-0").fill("Please see the page about birth certificates.")
    expect(page.locator("#trouble-0")).to_contain_text("Choose its source again")
    expect(page.locator("input[name=source-0]:checked")).to_have_count(0)
    choose_first_source(page)
    expect(page.locator("#edit-check")).to_contain_text("Ready to approve")
    expect(page.locator("#edit-check ins").first).to_contain_text("Please")
    page.get_by_role("button", name="Approve the edited reply").click()
    page.locator("#undo-bar").wait_for()
    text = desk.wait_for(lambda: desk.delivered(question))
    assert text.startswith("Please see the page about birth certificates [1].")
    assert desk.question(question)["reviews"][-1]["decision"] == "edit_and_approve"
    # The next question opens by itself; only then is the browser free to go elsewhere.
    page.wait_for_url("**done=*")
    page.goto(f"/questions/{question}")
    expect(page.locator(".difference ins").first).to_contain_text("Please")


def test_a_word_that_the_page_does_not_have_is_pointed_out_before_approval(desk: Desk, enter: Enter) -> None:
    page = enter()
    open_edit(page, desk.ask(FEE))
    before = page.locator("#text-0").input_value()
    page.locator("#text-0").fill(before.replace("laminated", "folded"))
    choose_first_source(page)
    expect(page.locator("#edit-check")).to_contain_text("once you have looked at this")
    expect(page.locator("#edit-check .findings")).to_contain_text("without “folded”")
    page.locator("#text-0").fill(before)
    expect(page.locator("#edit-check")).not_to_contain_text("folded")


def test_the_old_wording_brings_its_source_back(desk: Desk, enter: Enter) -> None:
    page = enter()
    open_edit(page, desk.ask(FEE))
    before = page.locator("#text-0").input_value()
    page.locator("#text-0").fill(before + " Really.")
    expect(page.locator("input[name=source-0]:checked")).to_have_count(0)
    page.locator("#text-0").fill(before)
    expect(page.locator("input[name=source-0]:checked")).not_to_have_count(0)


def test_an_invented_amount_is_not_approved(desk: Desk, enter: Enter) -> None:
    page = enter()
    question = desk.ask(FEE)
    open_edit(page, question)
    page.locator("#text-0").fill("It costs $999.")
    choose_first_source(page)
    expect(page.locator("#edit-check")).to_contain_text("is not in the cited passage")
    page.get_by_role("button", name="Approve the edited reply").click()
    expect(page.get_by_role("alert")).to_contain_text("What you typed is kept")
    expect(page.locator("#text-0")).to_have_value("It costs $999.")
    assert desk.question(question)["status"] == "pending_review"


def test_typing_is_undone_step_by_step(desk: Desk, enter: Enter) -> None:
    page = enter()
    before = change_and_add(page, desk.ask(FEE))
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#text-0")).to_have_value("Something else.")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#text-0")).to_have_value(before)


def test_an_answer_that_comes_late_does_not_undo_what_was_undone_since(desk: Desk, enter: Enter) -> None:
    page = enter()
    before = change_and_add(page, desk.ask(FEE))
    page.evaluate(FIRST_ANSWER_LAST)
    page.get_by_role("button", name="Undo").dblclick()
    expect(page.locator("#text-0")).to_have_value(before)
    page.wait_for_timeout(1_200)
    assert page.evaluate("() => window.lateAnswers") == 1
    expect(page.locator("#text-0")).to_have_value(before)


def test_what_is_typed_while_the_desk_answers_is_kept_and_nothing_is_approved_meanwhile(
    desk: Desk, enter: Enter
) -> None:
    page = enter()
    open_edit(page, desk.ask(FEE))
    pieces = page.locator("[data-piece]")
    before = pieces.count()
    page.evaluate(SLOW_ANSWERS)
    pieces.last.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("button", name="Approve the edited reply")).to_be_disabled()
    page.locator("#text-0").fill("Typed meanwhile.")
    expect(pieces).to_have_count(before - 1)
    expect(page.locator("#text-0")).to_have_value("Typed meanwhile.")
    expect(page.get_by_role("button", name="Approve the edited reply")).to_be_enabled()
    page.locator("#text-0").fill("And on.")
    page.get_by_role("button", name="Undo").click()
    page.locator("#text-0").fill("And on, and on.")
    page.wait_for_timeout(1_200)
    expect(page.locator("#text-0")).to_have_value("And on, and on.")


def test_a_desk_that_cannot_be_reached_loses_nothing(desk: Desk, enter: Enter) -> None:
    page = enter()
    open_edit(page, desk.ask(FEE))
    before = page.locator("#text-0").input_value()
    page.locator("#text-0").fill("Something else.")
    page.context.set_offline(True)
    page.get_by_role("button", name="Undo").click()
    told = page.locator("#bars .bar", has_text="What you typed is kept here")
    expect(told).to_be_in_viewport()
    expect(page.locator("#text-0")).to_have_value("Something else.")
    page.context.set_offline(False)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#text-0")).to_have_value(before)
    expect(page.locator("#bars")).not_to_contain_text("What you typed is kept here")


def test_what_was_typed_survives_leaving_the_page_and_changing_the_language(desk: Desk, enter: Enter) -> None:
    page = enter()
    question = desk.ask(FEE)
    open_edit(page, question)
    page.locator("#text-0").fill("Half a sentence")
    page.goto("/inbox")
    open_edit(page, question)
    expect(page.locator("#text-0")).to_have_value("Half a sentence")
    expect(page.locator("#bars")).to_contain_text("restored")
    page.get_by_role("button", name="Français").click()
    expect(page.get_by_role("heading", name="Modifier la réponse")).to_be_visible()
    expect(page.locator("#text-0")).to_have_value("Half a sentence")


def test_what_was_typed_over_a_draft_that_changed_is_kept_and_can_be_approved(
    desk: Desk, enter: Enter
) -> None:
    page = enter()
    question = desk.ask(FEE)
    open_edit(page, question)
    keep_only_first_sentence(page)
    page.locator("#text-0").fill("Please see this page.")
    choose_first_source(page)
    expect(page.locator("#edit-check")).to_contain_text("Ready to approve")
    assert desk.client.post(f"/v1/questions/{question}/drafts").status_code == 201
    page.get_by_role("button", name="Approve the edited reply").click()
    expect(page.get_by_role("alert")).to_contain_text("The draft changed while you were reading")
    expect(page.locator("#text-0")).to_have_value("Please see this page.")
    assert desk.question(question)["status"] == "pending_review"
    page.get_by_role("button", name="Approve the edited reply").click()
    page.get_by_role("button", name="Approve the edited reply").click()
    page.locator("#undo-bar").wait_for()


def test_a_reply_is_written_where_there_is_no_draft(desk: Desk, enter: Enter) -> None:
    page = enter()
    question = desk.ask("???", author="Ned")
    open_edit(page, question)
    page.locator("#find").fill("birth certificate fee")
    page.get_by_role("button", name="Find", exact=True).click()
    expect(page.get_by_text("sources found")).to_be_visible()
    page.locator("#text-0").fill("You may be looking for this page.")
    choose_first_source(page)
    expect(page.locator("#edit-check")).to_contain_text("Ready to approve")
    page.get_by_role("button", name="Approve the reply").click()
    page.locator("#undo-bar").wait_for()
    assert desk.question(question)["status"] in {"approved", "delivered"}
