"""The whole job by plain links and forms."""

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Desk, Enter
from tests.e2e.server import PASSWORD

pytestmark = pytest.mark.browser
FEE = "How much does it cost to replace a birth certificate?"


def test_a_draft_is_approved_and_undone(desk: Desk, enter: Enter) -> None:
    page = enter(script=False)
    desk.ask("How do I renew my driver's licence?")  # waits when the first is decided
    question = desk.ask(FEE)
    page.goto("/inbox")
    page.locator(f"#row-{question} a").click()
    page.locator(".cite").first.click()
    page.get_by_role("button", name="Approve", exact=True).click()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#bars")).to_contain_text("Nothing was sent")
    page.get_by_role("button", name="Approve", exact=True).click()
    page.get_by_role("link", name="Next question").first.click()
    expect(page.locator("#bars")).to_contain_text("Approved and on its way")


def test_a_draft_is_edited_checked_and_approved(desk: Desk, enter: Enter) -> None:
    page = enter(script=False)
    question = desk.ask(FEE)
    page.goto(f"/questions/{question}")
    page.get_by_role("link", name="Edit and approve").click()
    while page.locator("[data-piece]").count() > 1:
        page.locator("[data-piece]").last.get_by_role("button", name="Remove").click()
    page.locator("#text-0").fill("Please see this page.")
    approve = page.get_by_role("button", name="Approve the edited reply")
    approve.click()
    expect(page.locator("#trouble-0")).to_contain_text("Choose its source again")
    expect(page.locator("input[name=source-0]:checked")).to_have_count(0)
    page.locator("input[name=source-0]").first.check()
    approve.click()
    expect(page.locator("#bars")).to_contain_text("Check the difference below")
    expect(page.locator(".difference")).to_contain_text("Please see this page.")
    approve.click()
    expect(page.locator("#draft-title")).to_contain_text("Edited and approved by you")
    assert desk.question(question)["status"] == "approved"


def test_the_language_changes_without_losing_what_was_typed(desk: Desk, enter: Enter) -> None:
    page = enter(script=False)
    question = desk.ask(FEE)
    page.goto(f"/questions/{question}/edit")
    page.locator("#text-0").fill("Half a sentence")
    page.locator("#find").press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="Français").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator("#text-0")).to_have_value("Half a sentence")
    page.goto("/inbox")
    expect(page.locator("#inbox-title")).to_have_text("Boîte de réception")


def test_a_draft_is_rejected_and_a_question_referred(desk: Desk, enter: Enter) -> None:
    page = enter(script=False)
    rejected, referred = desk.ask(FEE), desk.ask(FEE)
    page.goto(f"/questions/{rejected}")
    page.locator("summary", has_text="Reject").click()
    page.get_by_role("button", name="wrong tone").click()
    assert desk.question(rejected)["status"] == "rejected"
    page.goto(f"/questions/{referred}")
    page.locator("summary", has_text="Refer").click()
    page.get_by_label("Office or person").fill("Registry")
    page.get_by_role("button", name="Refer the question").click()
    assert desk.question(referred)["status"] == "referred"


def end_session(desk: Desk, page: Page) -> None:
    """The session goes from the database, as after its hours; the browser knows nothing of it."""
    cookies = {each["name"]: each["value"] for each in page.context.cookies()}
    csrf = page.locator("body").get_attribute("data-csrf")
    gone = httpx.post(f"{desk.address}/sign-out", data={"csrf": csrf}, cookies=cookies)
    assert gone.status_code == 303


def test_what_was_typed_outlives_the_session(desk: Desk, enter: Enter) -> None:
    page = enter(script=False)
    question = desk.ask(FEE)
    page.goto(f"/questions/{question}/edit")
    page.locator("#text-0").fill("Words of mine,\nline by line.")
    end_session(desk, page)
    page.get_by_role("button", name="Approve the edited reply").click()
    expect(page.locator("#main")).to_contain_text("What you wrote is kept")
    for password in ("wrong", PASSWORD):
        page.locator("#login").fill("mira")
        page.locator("#password").fill(password)
        page.locator("#password").press("Enter")
    expect(page.locator("#text-0")).to_have_value("Words of mine,\nline by line.")
    expect(page.locator("#bars")).to_contain_text("Nothing was decided")
    assert desk.question(question)["reviews"] == []
    page.locator("input[name=source-0]").first.check()
    page.get_by_role("button", name="Approve the edited reply").click()
    page.get_by_role("button", name="Approve the edited reply").click()
    expect(page.locator("#draft-title")).to_contain_text("Edited and approved by you")
