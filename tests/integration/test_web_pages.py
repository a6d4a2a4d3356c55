"""The desk over HTTP: who sees what, the headers of every page, forms, and bad input."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from api.auth import SESSION_COOKIE
from api.web.routes import live
from assistant.intake import people, questions
from assistant.intake.events import Event
from assistant.intake.questions import NewQuestion
from tests.api_house import PASSWORD, House, build_house
from tests.conftest import MovableClock
from tests.gold_house import exchange

HTML = {"Accept": "text/html"}


@pytest.fixture
def house(tmp_path: Path, clock: MovableClock) -> House:
    return build_house(tmp_path, clock)


@pytest.fixture
def mira(house: House) -> Iterator[TestClient]:
    yield sign_in(house, "mira")


def sign_in(house: House, login: str) -> TestClient:
    client = house.client(**HTML)
    answer = client.post("/sign-in", data={"login": login, "password": PASSWORD, "next": "/inbox"})
    assert answer.status_code == 303, answer.text
    # The house's clock stands in the past: a browser of today would drop the cookie as expired.
    client.cookies.set(SESSION_COOKIE, answer.headers["set-cookie"].partition("=")[2].partition(";")[0])
    return client


def person(house: House, login: str, role: people.Role) -> TestClient:
    with house.services.engine.begin() as connection:
        people.add(
            connection,
            login=login,
            name=login.title(),
            role=role,
            password=PASSWORD,
            clock=house.services.clock,
        )
    return sign_in(house, login)


def ask(house: House, text: str = "How much does a birth certificate cost?") -> str:
    services = house.services
    with services.engine.begin() as connection:
        new = NewQuestion(text, "email", author_name="Maria", language="en")
        question, _ = questions.receive(connection, new, services.clock, services.assistant.settings)
    house.work()
    return question.id


def hidden(page: Response) -> dict[str, str]:
    """The first of each hidden field of a page."""
    found: dict[str, str] = {}
    for name, value in re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', page.text):
        found.setdefault(name, value)
    return found


def test_every_page_carries_a_strict_policy_and_no_inline_script_or_style(
    house: House, mira: TestClient
) -> None:
    question = ask(house)
    for address in (
        "/inbox",
        f"/questions/{question}",
        "/search?q=fee",
        "/pages",
        "/sources",
        "/gaps",
        "/nowhere",
    ):
        page = mira.get(address)
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy, address
        assert page.headers["cache-control"] == "no-store"
        assert not re.search(r"<script(?![^>]* src=)|<style|\son\w+=|\sstyle=", page.text), address


def test_who_is_not_signed_in_is_led_to_the_door_and_back(house: House) -> None:
    client = house.client(**HTML)
    answer = client.get("/questions/q_1?state=ready")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?ended=1&next=/questions/q_1%3Fstate%3Dready"
    data = {"login": "mira", "password": PASSWORD, "next": "/questions/q_1?state=ready"}
    assert client.post("/sign-in", data=data).headers["location"] == "/questions/q_1?state=ready"


def test_a_wrong_password_says_so_and_keeps_the_login(house: House) -> None:
    page = house.client(**HTML).post(
        "/sign-in", data={"login": '"><b>mira', "password": "x", "next": "//evil.test"}
    )
    assert page.status_code == 401
    assert "&#34;&gt;&lt;b&gt;mira" in page.text
    assert hidden(page)["next"] == "/inbox"


def test_a_form_without_the_sessions_token_does_nothing(house: House, mira: TestClient) -> None:
    question = ask(house)
    fields = hidden(mira.get(f"/questions/{question}"))
    for csrf in ("", "wrong"):
        answer = mira.post(f"/questions/{question}/approve", data=fields | {"csrf": csrf})
        assert answer.status_code == 403
    assert mira.post(f"/questions/{question}/approve", data=fields).status_code == 303


def test_roles_are_kept_on_every_page_and_form(house: House) -> None:
    question = ask(house)
    content, admin = person(house, "colin", "content"), person(house, "ada", "admin")
    page = content.get(f"/questions/{question}")
    assert "/approve" not in page.text
    csrf = re.search(r'data-csrf="([^"]+)"', page.text)
    assert csrf is not None
    for step in ("approve", "reject", "refer", "take", "release", "draft-again", "edit"):
        assert content.post(f"/questions/{question}/{step}", data={"csrf": csrf[1]}).status_code == 403, step
    assert content.get("/people").status_code == 403
    assert admin.get("/people").status_code == 200


def test_a_citizens_words_are_shown_as_words(house: House, mira: TestClient) -> None:
    question = ask(house, '<script>alert("x")</script> What does a birth certificate cost?')
    for address in ("/inbox", f"/questions/{question}", f"/questions/{question}/edit"):
        assert "<script>alert" not in mira.get(address).text


def test_the_edit_of_another_questions_draft_is_refused(house: House, mira: TestClient) -> None:
    first, second = ask(house), ask(house)
    fields = hidden(mira.get(f"/questions/{first}/edit"))
    answer = mira.post(f"/questions/{second}/edit", data=fields | {"text-0": "x", "do": "approve"})
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/inbox?after=nonsense", 422),
        ("/inbox?state=nonsense&language=!!", 200),
        ("/questions/q_none", 404),
        ("/pages/none:%2Fnowhere", 404),
        ("/pages?state=nonsense&source=none", 200),
        (f"/search?q={'x' * 1001}", 422),
        ("/search?q=%00%ff", 200),
        ("/gaps?after=nonsense", 422),
        ("/language/de", 422),
    ],
)
def test_nonsense_in_an_address_is_answered_calmly(mira: TestClient, address: str, status: int) -> None:
    answer = mira.get(address)
    assert answer.status_code == status
    assert "<h1" in answer.text


def test_pages_and_sources_say_what_is_known(house: House, mira: TestClient) -> None:
    listed = mira.get("/pages?q=birth")
    assert "Birth certificates" in listed.text
    address = re.search(r'href="(/pages/[^"]+)"', listed.text)
    assert address is not None
    assert "costs $30" in mira.get(address[1]).text
    assert "aldermere" in mira.get("/sources").text


def test_gaps_are_exported_without_formulas(house: House, mira: TestClient) -> None:
    question = ask(house, '=HYPERLINK("http://evil.test") what is this?')
    fields = hidden(mira.get(f"/questions/{question}"))
    done = mira.post(
        f"/questions/{question}/reject", data=fields | {"reason_code": "other", "reason": "+note"}
    )
    assert done.status_code == 303
    export = mira.get("/gaps.csv")
    assert export.headers["content-disposition"] == 'attachment; filename="gaps.csv"'
    assert "\"'=HYPERLINK" in export.text and "'+note" in export.text


def test_the_language_is_remembered_in_the_browser(mira: TestClient) -> None:
    answer = mira.get("/language/fr?next=/gaps")
    assert answer.headers["location"] == "/gaps"
    assert '<html lang="fr">' in mira.get("/gaps").text


def test_live_updates_end_with_the_session(
    house: House, mira: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "LOOK_EVERY_S", 0)
    monkeypatch.setattr(live, "HEARTBEAT_EVERY", 1)
    monkeypatch.setattr(live, "identify", lambda _request: None)
    question = ask(house)
    told = mira.get("/live", headers={"Last-Event-ID": "0"}).text
    assert told.startswith("retry: ")
    assert f'"kind": "draft_ready", "question": "{question}"' in told
    assert told.rstrip().endswith("event: ended\ndata: {}")


def test_an_event_is_told_by_ids_alone(clock: MovableClock) -> None:
    told = live.as_message(Event(7, clock(), "reviewed", "q_1", "p_1", {"reason": "secret\n\ndata: x"}))
    assert (
        told == 'id: 7\nevent: happened\ndata: {"kind": "reviewed", "question": "q_1", "person": "p_1"}\n\n'
    )


def test_a_draft_and_its_edit_show_how_plain_they_are_to_read(house: House, mira: TestClient) -> None:
    question = ask(house)
    assert re.search(
        r"<summary>\d+ characters\s+· grade \d+</summary>", mira.get(f"/questions/{question}").text
    )
    fields = hidden(mira.get(f"/questions/{question}/edit"))
    long = "Certificates " * 26
    checked = mira.post(f"/questions/{question}/edit", data=fields | {"text-0": f"{long}.", "do": "check"})
    assert "above grade 12 · 1 long sentence (over 25 words)" in checked.text
    assert "seven letters or more" in checked.text and f"<li>{long.strip()}" in checked.text
    mira.get("/language/fr")
    assert "niveau " in mira.get(f"/questions/{question}").text
    assert "années d’école" in mira.get(f"/questions/{question}").text


@pytest.mark.parametrize("stale", [True, False])
def test_a_past_reply_that_no_page_bears_out_any_more_is_shown_as_stale(
    house: House, mira: TestClient, clock: MovableClock, stale: bool
) -> None:
    asked = "How much does a birth certificate cost?"
    past = exchange("e1", asked, "It costs $3.", anchors=(), stale_since=clock() if stale else None)
    house.services.knowledge.index.sync_exchanges([past])
    shown = mira.get(f"/questions/{ask(house, asked)}?past=1").text
    assert "It costs $3." in shown
    assert ("no current page says this" in shown) == stale
