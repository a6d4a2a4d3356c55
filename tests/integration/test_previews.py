"""What a person would be shown before a review: the API tells the same as the desk's page, and the truth."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from api.app import create_app
from assistant.reviewing import preview
from assistant.voice.brand_file import usable_brands
from assistant.voice.brands import Brands
from knowledge.database import reading
from tests.api_house import House, build_house
from tests.conftest import MovableClock
from tests.emergency import enforce, make, pending
from tests.integration.test_brands import SAMPLE, as_sent, ask
from tests.integration.test_web_pages import sign_in
from tests.workflow import HELLO, Desk, decide, open_desk


@pytest.fixture
def house(tmp_path: Path, clock: MovableClock) -> House:
    """A house that speaks for the sample's brands."""
    plain = build_house(tmp_path, clock)
    assistant = replace(plain.services.assistant, brands=usable_brands(SAMPLE))
    services = replace(plain.services, assistant=assistant)
    return replace(plain, services=services, app=create_app(services))


@pytest.fixture
def plain_house(tmp_path: Path, clock: MovableClock) -> House:
    return build_house(tmp_path, clock)


@pytest.fixture
def sqlite_desk(sqlite_engine: Engine, clock: MovableClock) -> Desk:
    return open_desk(sqlite_engine, clock)


def draft_of(house: House, question: str, **headers: str) -> dict[str, Any]:
    return house.client(house.machine, **headers).get(f"/v1/questions/{question}").json()["draft"]


def previewed(house: House, draft: dict[str, Any], *statements: dict[str, Any]) -> dict[str, Any]:
    answer = house.client(house.miras_token).post(
        f"/v1/drafts/{draft['id']}/previews", json={"statements": list(statements)}
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


def reviewed(house: House, draft: dict[str, Any], **decision: Any) -> Any:
    body = {"draft_version": draft["version"], **decision}
    return house.client(house.miras_token).post(f"/v1/drafts/{draft['id']}/reviews", json=body)


def cited(draft: dict[str, Any], text: str) -> dict[str, Any]:
    citation = draft["statements"][0]["citations"][0]
    return {"text": text, "citations": [{name: citation[name] for name in ("passage_id", "quote")}]}


@pytest.mark.parametrize(("channel", "language"), [("email", "en"), ("x", "en"), ("facebook", "fr")])
def test_the_api_shows_what_the_desk_shows_and_what_is_sent(
    house: House, channel: str, language: str
) -> None:
    question = ask(house, channel, "aldermere", language)
    draft = draft_of(house, question)
    on_page = as_sent(sign_in(house, "mira").get(f"/questions/{question}").text)
    found = draft["preview"]
    assert [found["as_sent"]["text"], *(each["text"] for each in found["elsewhere"])] == on_page
    assert found["may_be_approved"] is True
    assert house.client(house.machine).get(f"/v1/drafts/{draft['id']}").json() == draft
    sent = reviewed(house, draft, decision="approve").json()["review"]["final_text"]
    assert sent == found["as_sent"]["text"]


def test_what_the_brand_makes_of_it_is_told_in_the_callers_language(house: House) -> None:
    draft = draft_of(house, ask(house, "email", "nobody"), **{"Accept-Language": "fr"})
    messages = [each["message"] for each in draft["preview"]["as_sent"]["findings"]]
    assert any("Aucune marque ne s’appelle « nobody »" in each for each in messages)


def test_what_a_short_channel_leaves_out_is_told(house: House) -> None:
    draft = draft_of(house, ask(house, "x", "aldermere"))
    asking = {"text": "Please send us your file number.", "kind": "courtesy"}
    found = previewed(house, draft, cited(draft, draft["statements"][0]["text"]), asking)["as_sent"]
    assert (found["limit"], found["left_out"]) == (280, [1])
    assert found["length"] <= 280 and "file number" not in found["text"]
    assert {each["check"] for each in found["findings"]} == {"asks_in_public"}


def test_a_proposed_reply_is_previewed_as_it_would_be_sent_and_nothing_is_stored(house: House) -> None:
    question = ask(house, "facebook", "aldermere")
    before = house.client(house.machine).get(f"/v1/questions/{question}").json()
    said = [cited(before["draft"], " It takes 15 business days to arrive by mail. ")]
    found = previewed(house, before["draft"], *said)
    assert house.client(house.machine).get(f"/v1/questions/{question}").json() == before
    assert found["may_be_approved"] is True
    answer = reviewed(house, before["draft"], decision="edit_and_approve", statements=said)
    assert answer.json()["review"]["final_text"] == found["as_sent"]["text"]


@pytest.mark.parametrize("text", ["A birth certificate costs $31.", "It is free. See https://example.org/x."])
def test_what_a_review_would_refuse_may_not_be_approved(house: House, text: str) -> None:
    draft = draft_of(house, ask(house, "email", "aldermere"))
    found = previewed(house, draft, cited(draft, text))
    blocking = [each["message"] for each in found["findings"] if each["severity"] == "block"]
    refused = reviewed(house, draft, decision="edit_and_approve", statements=[cited(draft, text)])
    assert (found["may_be_approved"], refused.status_code) == (False, 422)
    assert blocking and all(each in refused.json()["detail"] for each in blocking)


def test_no_reply_may_not_be_approved(house: House) -> None:
    draft = draft_of(house, ask(house, "email", "aldermere"))
    found = previewed(house, draft)
    assert (found["as_sent"]["text"], found["may_be_approved"]) == ("", False)


def test_a_reply_too_long_for_its_channel_may_not_be_approved(plain_house: House) -> None:
    draft = draft_of(plain_house, ask(plain_house, "x"))
    said = [cited(draft, "A birth certificate costs $30. " * 12)]
    found = previewed(plain_house, draft, *said)
    assert found["as_sent"]["length"] > found["as_sent"]["limit"] == 280
    assert found["may_be_approved"] is False
    assert reviewed(plain_house, draft, decision="edit_and_approve", statements=said).status_code == 422


def test_only_the_draft_to_review_may_be_approved(plain_house: House) -> None:
    question = ask(plain_house, "email")
    draft, client = draft_of(plain_house, question), plain_house.client(plain_house.miras_token)
    assert client.post(f"/v1/questions/{question}/drafts").json()["preview"]["may_be_approved"] is True
    assert client.get(f"/v1/drafts/{draft['id']}").json()["preview"]["may_be_approved"] is False


def test_a_proposed_reply_cannot_cite_what_is_not_there(plain_house: House) -> None:
    draft = draft_of(plain_house, ask(plain_house, "email"))
    said = {"text": "It is free.", "citations": [{"passage_id": "made-up", "quote": "free"}]}
    client = plain_house.client(plain_house.miras_token)
    answer = client.post(f"/v1/drafts/{draft['id']}/previews", json={"statements": [said]})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "statements.0.citations")


def test_a_frozen_draft_says_so_and_may_not_be_approved(sqlite_desk: Desk) -> None:
    question, draft = pending(sqlite_desk)
    enforce(sqlite_desk, make(sqlite_desk))
    with reading(sqlite_desk.engine) as connection:
        found = preview.of_draft(connection, draft, question, sqlite_desk.clock(), Brands())
    assert found.frozen is not None and not found.may_be_approved


def test_a_decided_draft_is_shown_and_may_not_be_approved_again(sqlite_desk: Desk) -> None:
    question, draft = pending(sqlite_desk)
    sent = decide(sqlite_desk, draft).final_text
    approved = replace(question, status="approved")
    with reading(sqlite_desk.engine) as connection:
        found = preview.of_draft(connection, draft, approved, sqlite_desk.clock(), Brands())
    assert (found.as_sent.text, found.may_be_approved) == (sent, False)
    assert HELLO.text in found.as_sent.text
