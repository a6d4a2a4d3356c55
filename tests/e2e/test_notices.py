"""An emergency at the desk: two people put a notice in force, drafts freeze and are made again, it ends by itself."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Desk, Enter
from tests.e2e.test_accessibility import problems

pytestmark = pytest.mark.browser
SAYS = "Leave Riverton now by Route 4. Do not go back for a certificate."
ASKED = "My birth certificate was lost in the Riverton flood. How much is a new birth certificate?"


@pytest.fixture
def ended(desk: Desk) -> Iterator[list[Page]]:
    """Pages whose people withdraw every notice at the end: the other tests share this desk."""
    pages: list[Page] = []
    yield pages
    for notice in desk.client.get("/v1/notices").json()["items"]:
        if pages and notice["state"] in {"waiting", "active"}:
            assert posted(pages[0], f"/v1/notices/{notice['id']}/withdrawal")["state"] == "withdrawn"


def posted(page: Page, address: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """What the API answers to the person who is signed in on this page."""
    csrf = page.locator("body").get_attribute("data-csrf") or ""
    answer = page.request.post(address, data=body, headers={"X-CSRF-Token": csrf})
    assert answer.ok, answer.text()
    found: dict[str, Any] = answer.json()
    return found


def propose(page: Page) -> None:
    """Fill in the form by keyboard, as somebody in a hurry would."""
    open_form(page)
    for name, typed in (
        ("topics.en", "flood"),
        ("areas.en", "Riverton"),
        ("texts.en.statement", SAYS),
        ("texts.en.url", "https://province.example/flood"),
    ):
        page.locator(f'[id="{name}"]').focus()
        page.keyboard.type(typed)
    page.get_by_role("button", name="Propose it").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/notices#n_*")


def open_form(page: Page) -> None:
    page.goto("/notices")
    if page.locator("details:has(form.notice-form)").get_attribute("open") is None:
        page.get_by_text("Make a notice").click()


def approve(page: Page) -> None:
    page.goto("/notices")
    page.get_by_role("button", name="Approve this notice").first.click()
    page.wait_for_url("**/notices#n_*")


def drafted(desk: Desk, question: str, by_notice: bool) -> Callable[[], bool]:
    def is_so() -> bool:
        found = desk.question(question)
        return found["status"] == "pending_review" and (found["draft"]["model"] == "notice") == by_notice

    return is_so


def test_two_people_put_a_notice_in_force_and_a_draft_that_is_being_read_freezes(
    desk: Desk, enter: Enter, ended: list[Page]
) -> None:
    mira, noah = enter("mira"), enter("noah")
    ended.append(mira)
    question = desk.ask(ASKED)
    propose(mira)
    approve(mira)
    expect(mira.locator("article.notice").first).to_contain_text("1 approval is missing")
    reading = enter("ada")
    reading.goto(f"/questions/{question}")
    approve(noah)
    expect(noah.locator("article.notice").first).to_contain_text("In force")
    expect(noah.locator(".in-force")).to_contain_text("Leave Riverton now")
    expect(reading.locator("#bars")).to_contain_text(re.compile("frozen|newer draft"))
    expect(reading.locator(".in-force")).to_contain_text(
        "Leave Riverton now"
    )  # without loading the page again
    reading.keyboard.press("a")
    expect(reading.get_by_role("alert").first).to_contain_text("A notice has come into force")
    desk.wait_for(drafted(desk, question, by_notice=True))
    reading.goto(f"/questions/{question}")
    expect(reading.locator(".reply")).to_contain_text(SAYS)
    expect(reading.locator("#source-1")).to_contain_text("Official notice")
    reading.keyboard.press("a")
    text = desk.wait_for(lambda: desk.delivered(question))
    assert SAYS[:-1] in text and "https://province.example/flood" in text
    expect(reading).not_to_have_url(f"{desk.address}/questions/{question}")  # the next one opened by itself


def test_a_notice_ends_by_itself_and_its_drafts_are_made_again_from_the_pages(
    desk: Desk, enter: Enter, ended: list[Page]
) -> None:
    mira, noah = enter("mira"), enter("noah")
    ended.append(mira)
    body = {
        "topics": {"en": ["flood"]},
        "texts": {"en": {"statement": SAYS, "url": "https://province.example/flood"}},
        "expires_at": (datetime.now(UTC) + timedelta(seconds=15)).isoformat(),
    }
    notice = posted(mira, "/v1/notices", body)["id"]
    for page in (mira, noah):
        posted(page, f"/v1/notices/{notice}/approvals")
    question = desk.ask(ASKED)
    assert drafted(desk, question, by_notice=True)()
    desk.wait_for(drafted(desk, question, by_notice=False))
    assert desk.client.get(f"/v1/notices/{notice}").json()["state"] == "expired"
    mira.goto("/notices")
    expect(mira.locator(f"#{notice}")).to_contain_text("Expired")
    expect(mira.locator(".in-force")).to_have_count(0)


@pytest.mark.parametrize(("language", "dark"), [("en", False), ("fr", True)])
def test_the_notices_are_accessible_with_one_in_force(
    desk: Desk, enter: Enter, ended: list[Page], language: str, dark: bool
) -> None:
    mira, noah = enter("mira"), enter("noah")
    ended.append(mira)
    propose(mira)
    page = enter("ada", language=language, dark=dark)
    page.goto("/notices")
    found = problems(page)
    page.locator("summary.button").click()
    found += problems(page)
    approve(mira)
    approve(noah)
    question = desk.ask(ASKED)
    for address in ("/notices", f"/questions/{question}", "/inbox"):
        page.goto(address)
        found += problems(page)
    page.set_viewport_size({"width": 390, "height": 900})
    for address in ("/notices", f"/questions/{question}"):
        page.goto(address)
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), address
    page.set_viewport_size({"width": 1400, "height": 900})
    page.goto(f"/questions/{question}")
    under, over = (page.locator(each).bounding_box() for each in ("#inbox-title", ".in-force"))
    assert under and over and under["y"] >= over["y"] + over["height"]
    assert found == []


def test_a_notice_is_made_without_script_and_says_what_is_wrong(enter: Enter) -> None:
    page = enter("mira", script=False)
    open_form(page)
    page.locator('[id="topics.en"]').fill("flood")
    page.locator('[id="texts.en.statement"]').fill(SAYS)
    page.get_by_role("button", name="Propose it").click()
    expect(page.get_by_role("alert")).to_contain_text("not a web address")
    expect(page.locator('[id="texts.en.statement"]')).to_have_value(SAYS)
    expect(page.locator('[id="texts.en.url"]')).to_have_attribute("aria-invalid", "true")
