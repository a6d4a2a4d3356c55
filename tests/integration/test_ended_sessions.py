"""A form posted after the session had ended: its words come back after signing in, and nothing is decided."""

import html
import json
import logging
import re
from pathlib import Path

import pytest
from httpx2 import Response
from sqlalchemy import delete
from starlette.testclient import TestClient

from api.auth import SESSION_COOKIE
from api.settings import ApiSettings
from assistant import tables
from assistant.intake import inbox, people, questions
from assistant.reviewing import review
from knowledge.database import reading
from tests.api_house import PASSWORD, House, build_house
from tests.conftest import MovableClock
from tests.integration.test_web_pages import HTML, ask, hidden, person, sign_in

WORDS = 'A "quoted" sentence\r\nover two lines – déjà <b>vu</b>'


@pytest.fixture
def house(tmp_path: Path, clock: MovableClock) -> House:
    return build_house(tmp_path, clock)


def ended(house: House, login: str = "mira") -> TestClient:
    """Somebody whose session is gone while their page is still open."""
    client = sign_in(house, login)
    with house.services.engine.begin() as connection:
        connection.execute(delete(tables.sessions))
    return client


def again(client: TestClient, page: Response, password: str = PASSWORD, login: str = "mira") -> Response:
    """Sign in with all that the sign-in page carries."""
    carried = {name: html.unescape(value) for name, value in hidden(page).items()}
    answer = client.post("/sign-in", data=carried | {"login": login, "password": password})
    if SESSION_COOKIE in answer.headers.get("set-cookie", ""):
        client.cookies.set(SESSION_COOKIE, answer.headers["set-cookie"].partition("=")[2].partition(";")[0])
    return answer


def typed(page: Response) -> list[str]:
    found = re.findall(r'<textarea id="text-\d+"[^>]*>\n(.*?)</textarea>', page.text, re.DOTALL)
    return [html.unescape(each) for each in found]


def nothing_decided(house: House, question_id: str) -> bool:
    with reading(house.services.engine) as connection:
        question = inbox.get(connection, question_id)
        decided = review.of_question(connection, question_id)
        return not decided and question.is_reviewable and question.assignee_id is None


def begun(house: House, question_id: str) -> dict[str, str]:
    return hidden(sign_in(house, "mira").get(f"/questions/{question_id}/edit"))


def test_an_edit_comes_back_as_it_was_typed_and_is_not_approved(house: House) -> None:
    question = ask(house)
    client, fields = ended(house), begun(house, question)
    with house.services.engine.begin() as connection:
        connection.execute(delete(tables.sessions))
    fields |= {"text-0": WORDS, "text-1": "", "text-2": "Third.", "courtesy-2": "1", "do": "approve"}
    asked = client.post(f"/questions/{question}/edit?state=ready", data=fields)
    assert asked.status_code == 401 and "www-authenticate" in asked.headers
    assert "What you wrote is kept" in asked.text
    carried = json.loads(html.unescape(hidden(asked)["kept"]))
    assert set(carried) == {"question_id", "form", "words"}  # no token, no action, no choice
    page = again(client, asked)
    assert page.status_code == 200
    assert typed(page) == [WORDS.replace("\r\n", "\n"), "", "Third."]
    assert 'name="checked" value=""' in page.text and " checked" not in page.text
    assert f"/questions/{question}/edit?state=ready" in page.text
    assert "Nothing was decided" in page.text
    assert nothing_decided(house, question)
    on = client.post(f"/questions/{question}/edit", data=hidden(page) | {"text-0": WORDS, "do": "check"})
    assert on.status_code == 200


def test_an_untouched_sentence_keeps_the_drafts_sources(house: House) -> None:
    question = ask(house)
    first = sign_in(house, "mira").get(f"/questions/{question}/edit")
    client = ended(house)
    fields = {f"text-{number}": words for number, words in enumerate(typed(first))} | {"text-9": "Mine."}
    page = again(client, client.post(f"/questions/{question}/edit", data=fields))
    assert typed(page) == [*typed(first), "Mine."]
    assert page.text.count(" checked>") == first.text.count(" checked>") > 0


@pytest.mark.parametrize("form", ["reject", "refer"])
def test_a_note_comes_back_into_its_form(house: House, form: str) -> None:
    question, client = ask(house), ended(house)
    fields = {"reason": 'Office "B"', "reason_code": "tone", "draft_id": "d", "version": "1"}
    page = again(client, client.post(f"/questions/{question}/{form}", data=fields))
    assert page.status_code == 200
    assert page.text.count('value="Office &#34;B&#34;"') == 1
    assert re.search(rf' open>.*?action="/questions/{question}/{form}"', page.text, re.DOTALL)
    assert nothing_decided(house, question)


def test_a_wrong_password_and_another_language_keep_the_words(house: House) -> None:
    question, client = ask(house), ended(house)
    asked = client.post(f"/questions/{question}/edit", data={"text-0": WORDS})
    wrong = again(client, asked, password="wrong")
    assert wrong.status_code == 401 and hidden(wrong)["kept"] == hidden(asked)["kept"]
    carried = {name: html.unescape(value) for name, value in hidden(wrong).items()}
    french = client.post("/sign-in", data=carried | {"login": "mira", "password": "", "language": "fr"})
    assert '<html lang="fr">' in french.text and 'value="mira"' in french.text
    assert typed(again(client, french)) == [WORDS.replace("\r\n", "\n")]


def test_words_that_have_no_form_any_more_can_be_copied(house: House) -> None:
    person(house, "colin", "content")
    person(house, "noah", "manager")
    question, client = ask(house), ended(house)
    kept = client.post(f"/questions/{question}/edit", data={"text-0": "Mine."})
    assert "Mine.</textarea>" in again(client, kept, login="colin").text  # may not decide
    with house.services.engine.begin() as connection:
        holder = people.by_login(connection, "noah")
        assert holder is not None
        questions.assign(connection, question, holder, False, house.services.clock)
    client = ended(house)
    held = client.post(f"/questions/{question}/reject", data={"reason": "Mine."})
    assert "Mine.</textarea>" in again(client, held).text
    client = ended(house)
    gone = client.post("/questions/q_none/refer", data={"reason": "Mine."})
    page = again(client, gone)
    assert "Mine.</textarea>" in page.text and 'href="/inbox"' in page.text


def test_another_sites_form_decides_nothing_even_after_signing_in(house: House) -> None:
    question = ask(house)
    for step, fields in (
        ("approve", {}),
        ("reject", {"reason_code": "tone", "reason": "theirs"}),
        ("refer", {"reason": "theirs"}),
        ("edit", {"text-0": "Send money.", "courtesy-0": "1", "do": "approve", "checked": "x"}),
    ):
        draft = begun(house, question)
        client = house.client(**HTML, Origin="http://evil.test")  # cookies do not come along
        asked = client.post(f"/questions/{question}/{step}", data=draft | fields)
        assert asked.status_code in (303, 401), step
        page = (
            again(client, asked)
            if asked.status_code == 401
            else again(client, client.get(asked.headers["location"]))
        )
        assert page.status_code in (200, 303), step
        assert nothing_decided(house, question), step


def test_a_button_without_words_leads_back_to_its_question(house: House) -> None:
    client = ended(house)
    asked = client.post("/questions/q_1/take?state=ready", data={"csrf": "x"})
    assert asked.headers["location"] == "/sign-in?ended=1&next=/questions/q_1%3Fstate%3Dready"


@pytest.mark.parametrize("fields", [{"text-0": "x" * 5_001}, {f"text-{n}": "x" for n in range(41)}])
def test_more_than_the_form_takes_is_said_to_be_too_long(house: House, fields: dict[str, str]) -> None:
    page = ended(house).post("/questions/q_1/edit", data=fields)
    assert page.status_code == 401
    assert "longer than this page can keep" in page.text and 'name="kept"' not in page.text


def test_no_sign_in_is_refused_for_the_size_of_what_it_carries(tmp_path: Path, clock: MovableClock) -> None:
    house = build_house(tmp_path, clock, ApiSettings(max_body_bytes=30_000))
    client = ended(house)
    answers = [
        client.post("/questions/q_1/edit", data={f"text-{n}": '"' * 1_000 for n in range(count)})
        for count in (1, 2, 3, 4, 5, 6, 7, 8, 9)
    ]
    carried = [page for page in answers if 'name="kept"' in page.text]
    assert 0 < len(carried) < len(answers)
    assert again(client, carried[-1]).status_code == 200


@pytest.mark.parametrize("kept", ["{", "[]", '{"question_id": "../x", "form": "edit", "words": ["x"]}', ""])
def test_what_no_page_of_ours_carried_is_passed_over(house: House, kept: str) -> None:
    data = {"login": "mira", "password": PASSWORD, "next": "/gaps", "kept": kept}
    assert house.client(**HTML).post("/sign-in", data=data).headers["location"] == "/gaps"


def test_kept_words_are_not_logged(
    house: House, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    client = ended(house)
    again(client, client.post("/questions/q_1/edit", data={"text-0": "zanzibar"}), password="wrong")
    written = "".join(capsys.readouterr())
    assert "/questions/{question_id}/edit" in written
    assert "zanzibar" not in caplog.text + written
