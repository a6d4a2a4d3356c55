"""The report page in a real browser: filters, opens cases, asks nobody, and is clean for axe-core in both themes."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from eval.reports import history
from eval.reports.html import to_html
from eval.reports.trend import to_trend
from tests.e2e.test_accessibility import RULES
from tests.reports import report, timings
from tests.unit.test_eval_reports import AT, EVIL, compared, worse

pytestmark = pytest.mark.browser
CURVE = [[0.2, 0.0], [0.6, 0.1], [1.0, 0.2]]
BINS = [[0.4, 0.5, 10], [0.7, 0.6, 10], [0.9, 0.9, 10]]
CURVES = {
    "risk_coverage": {"all": CURVE, "language:en": CURVE, "language:fr": CURVE},
    "reliability": {"all": BINS, "language:fr": BINS},
}
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages in both languages: a run beside its baseline, and its history."""
    folder = tmp_path_factory.mktemp("reports")
    evil = worse(30).model_copy(update={"question": EVIL, "violations": {"dead_links": [EVIL]}})
    now, verdict = compared(evil, worse(10), worse(11))
    now = now.model_copy(update={"curves": CURVES})
    past = [
        history.entry(report(), timings(), None, AT),
        history.entry(now, timings(), verdict, AT.replace(day=20)),
    ]
    for language in ("en", "fr"):
        (folder / f"report-{language}.html").write_text(
            to_html(now, timings(), verdict, language), encoding="utf-8"
        )
        (folder / f"trend-{language}.html").write_text(to_trend(past, language), encoding="utf-8")
    return folder


@pytest.fixture
def opened(browser: Browser, folder: Path) -> Iterator[Open]:
    """Opens a page from disk; any request but for it, any error and any word on the console fails the test."""
    contexts, troubles = [], []

    def open_page(name: str, *, script: bool = True, dark: bool = False, width: int = 1400) -> Page:
        context = browser.new_context(
            java_script_enabled=script,
            color_scheme="dark" if dark else "light",
            viewport={"width": width, "height": 900},
        )
        contexts.append(context)
        page = context.new_page()
        address = (folder / f"{name}.html").as_uri()
        page.on(
            "request", lambda asked: troubles.append(asked.url) if not asked.url.startswith(address) else None
        )
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda said: troubles.append(said.text))
        page.on("dialog", lambda shown: troubles.append(shown.message))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert troubles == []


def shown(page: Page) -> int:
    return page.locator("details.c:not([hidden])").count()


def test_cases_are_chosen_by_slice_outcome_and_words(opened: Open) -> None:
    page = opened("report-en")
    told = page.get_by_role("status")
    expect(told).to_have_text("40 of 40 cases")
    page.get_by_label("Slice", exact=True).select_option(label="French (20)")
    expect(told).to_have_text("20 of 40 cases")
    page.get_by_label("Outcome").select_option("worse")
    expect(told).to_have_text("1 of 40 cases")
    page.get_by_role("button", name="Show all").click()
    expect(told).to_have_text("40 of 40 cases")
    page.get_by_label("Words of the question").fill("COUTE 13")
    expect(told).to_have_text("1 of 40 cases")
    page.get_by_label("Words of the question").fill("no such words")
    expect(page.locator("#none")).to_be_visible()
    assert shown(page) == 0


def test_a_slice_of_the_table_leads_to_its_cases(opened: Open) -> None:
    page = opened("report-en")
    page.get_by_role("link", name="topic:births").click()
    expect(page.get_by_role("status")).to_have_text("14 of 40 cases")
    page.locator("#guards").get_by_role("link", name="✗ 1").click()
    expect(page.get_by_role("status")).to_have_text("1 of 40 cases")


def test_a_case_opens_by_keyboard_with_all_that_is_known_of_it(opened: Open) -> None:
    page = opened("report-en")
    case = page.locator("#c-q-0010")
    case.locator("summary").focus()
    page.keyboard.press("Enter")
    for words in (
        "It is free.",
        "Document 10 costs $10.",
        "The fee for document 10 is $10.",
        "right 1 → 0 ▼",
    ):
        expect(
            case.get_by_text(
                words.replace(" 1 →", "\u00a01\u00a0→").replace("→ 0 ▼", "→\u00a00\u00a0▼")
            ).first
        ).to_be_visible()
    expect(case.get_by_text("no citation")).to_be_visible()


def test_a_case_is_reached_by_its_address(opened: Open, folder: Path) -> None:
    page = opened("report-fr")
    page.goto((folder / "report-fr.html").as_uri() + "#c-q-0011")
    expect(page.locator("#c-q-0011")).to_have_attribute("open", "")


def test_without_script_every_case_is_there(opened: Open) -> None:
    page = opened("report-en", script=False)
    assert shown(page) == 40
    page.locator("#c-q-0010 summary").click()
    expect(page.locator("#c-q-0010").get_by_text("It is free.")).to_be_visible()
    expect(page.locator("#choose")).to_be_hidden()


@pytest.mark.parametrize(("language", "dark"), [("en", False), ("fr", True)])
def test_the_pages_are_accessible(opened: Open, language: str, dark: bool) -> None:
    found = []
    for name in (f"report-{language}", f"trend-{language}"):
        page = opened(name, dark=dark)
        page.evaluate("document.querySelectorAll('details').forEach((each, at) => each.open = at < 16)")
        broken = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}}).response["violations"]
        found += [f"{name}: {each['id']}: {each['nodes'][0]['html'][:200]}" for each in broken]
    assert found == []


@pytest.mark.parametrize("name", ["report-en", "report-fr", "trend-en"])
def test_no_page_scrolls_sideways_on_a_telephone(opened: Open, name: str) -> None:
    page = opened(name, width=390)
    page.evaluate("document.querySelectorAll('details').forEach((each) => each.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
