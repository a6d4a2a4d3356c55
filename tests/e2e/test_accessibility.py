"""Every page is clean for axe-core, in both languages and both themes, and light enough."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.e2e.conftest import Desk, Enter

pytestmark = pytest.mark.browser
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What is in order is counted, not listed: for each node of it a selector would be made, and sent.
OPTIONS = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
AXE = Axe()
HEAVIEST_BYTES = 100_000


@pytest.fixture(scope="session")
def addresses(desk: Desk) -> list[str]:
    """Every kind of page, with and without something on it."""
    asked = [desk.ask(text) for text in ("How much is a birth certificate?", "???")]
    decided = desk.ask("What does a fishing licence cost?")
    draft = desk.question(decided)["draft"]
    assert draft["statements"]
    page = "/pages/aldermere:%2Fen%2Fdriving%2Ffees"
    return [
        "/inbox",
        "/inbox?state=referred",
        *(f"/questions/{each}" for each in asked),
        *(f"/questions/{each}/edit" for each in asked),
        "/search",
        "/search?q=fishing+licence+fee",
        "/pages",
        page,
        "/pages?q=nothing+like+it",
        "/sources",
        "/gaps",
        "/people",
        "/questions/q_none",
    ]


def problems(page: Page) -> list[str]:
    found = AXE.run(page, options=OPTIONS).response["violations"]
    return [f"{page.url}: {each['id']}: {each['nodes'][0]['html'][:200]}" for each in found]


@pytest.mark.parametrize(("language", "dark"), [("en", False), ("fr", True)])
def test_every_page_is_accessible_and_light(
    enter: Enter, addresses: list[str], language: str, dark: bool
) -> None:
    page = enter("ada", language=language, dark=dark)
    found: list[str] = []
    for address in addresses:
        answer = page.goto(address)
        assert answer is not None
        if len(answer.body()) > HEAVIEST_BYTES:
            found.append(f"{address} is too heavy")
        if page.locator("html").get_attribute("lang") != language:
            found.append(f"{address} is in the wrong language")
        found += problems(page)
    assert found == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_page_scrolls_sideways_on_a_telephone(enter: Enter, addresses: list[str], language: str) -> None:
    page = enter("ada", language=language, width=390)
    wide = []
    for address in addresses:
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(address)
    assert wide == []


def test_signing_in_is_accessible(enter: Enter) -> None:
    page = enter()
    page.get_by_role("button", name="Sign out").click()
    found = problems(page)
    page.locator("#login").fill("mira")
    page.locator("#password").fill("wrong")
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    assert found + problems(page) == []
    assert page.locator("#login").input_value() == "mira"


def test_open_panels_and_help_are_accessible(desk: Desk, enter: Enter) -> None:
    page = enter()
    page.goto(f"/questions/{desk.ask('How much is a birth certificate?')}")
    found: list[str] = []
    for key in ("r", "Escape", "m", "Escape", "?"):
        page.keyboard.press(key)
        found += problems(page)
    assert found == []
