"""While a model writes, its sentences appear one by one, each already checked, and can not yet be approved."""

import json
import re
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PATIENCE_S, Desk, Enter, running_desk
from tests.e2e.test_accessibility import problems
from tests.scripted_model import scripted, telling

pytestmark = pytest.mark.browser
FEE = "How much does it cost to replace a birth certificate?"
MADE_UP = {"text": "It is free for everyone on Mondays.", "sources": ["S1"], "quote": ""}


class Pen:
    """A model that quotes the passages it is given, one sentence for each leave to write."""

    def __init__(self) -> None:
        self.leave = threading.Semaphore(0)

    def pieces(self, material: dict[str, Any]) -> Iterator[str]:
        yield f'{{"statements": [{json.dumps(MADE_UP)}'
        for text, name in quotable(material)[:3]:
            assert self.leave.acquire(timeout=PATIENCE_S)
            yield ", " + json.dumps({"text": text, "sources": [name], "quote": text})
        assert self.leave.acquire(timeout=PATIENCE_S)
        yield "]}"


def quotable(material: dict[str, Any]) -> list[tuple[str, str]]:
    """Whole sentences of the passages and the passages' names, those of different passages first."""
    found = [
        (place, sentence, passage["name"])
        for passage in material["passages"]
        for place, sentence in enumerate(re.findall(r"^[A-Z][^.\n|]{30,}\.(?=\s|$)", passage["text"], re.M))
    ]
    return [(sentence, name) for _, sentence, name in sorted(found, key=lambda each: each[0])]


@pytest.fixture(scope="module")
def pen() -> Pen:
    return Pen()


@pytest.fixture(scope="module")
def desk(pen: Pen, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with (
        scripted(telling(pen.pieces)) as address,
        running_desk(tmp_path_factory.mktemp("writing"), address) as running,
    ):
        yield running


def sentences(page: Page) -> list[str]:
    return page.locator("#written .sentence").all_inner_texts()


def test_sentences_appear_one_by_one_and_then_the_whole_draft(desk: Desk, enter: Enter, pen: Pen) -> None:
    page = enter()
    question = desk.receive(FEE)
    page.goto(f"/questions/{question}")
    written = page.locator("#written .sentence")
    expect(page.locator("#draft-title")).to_have_text("The draft is being written.")
    expect(written).to_have_count(0)
    pen.leave.release()
    expect(written).to_have_count(1)
    expect(page.locator("#written-count")).to_contain_text("1 sentence so far")
    first = written.first.element_handle()
    place = written.first.bounding_box()
    pen.leave.release()
    expect(written).to_have_count(2)
    assert first.is_visible() and written.first.bounding_box() == place, "what is being read stays"
    assert desk.question(question)["status"] == "received"
    assert problems(page) == []
    expect(page.locator("#main")).not_to_contain_text(MADE_UP["text"])
    expect(page.get_by_role("button", name="Approve")).to_have_count(0)
    seen = [each.removesuffix("]").rpartition(" [")[0] for each in sentences(page)]
    pen.leave.release(2)
    expect(page.locator("#draft-title")).to_have_text("Draft")
    assert [each["text"] for each in desk.question(question)["draft"]["statements"]][:2] == seen
    expect(page.get_by_role("button", name="Approve", exact=True)).to_be_enabled()


def test_without_script_a_reload_shows_the_same(desk: Desk, enter: Enter, pen: Pen) -> None:
    page = enter(script=False, language="fr")
    question = desk.receive(FEE)
    pen.leave.release()

    def shown() -> list[str]:
        page.goto(f"/questions/{question}")
        return sentences(page)

    assert len(desk.wait_for(shown)) == 1
    expect(page.locator("#written-count")).to_contain_text("1 phrase pour l’instant")
    expect(page.locator("#written-sources li")).to_have_count(1)
    pen.leave.release(3)
    desk.wait_for(lambda: desk.question(question)["status"] == "pending_review")
    assert shown() == []
