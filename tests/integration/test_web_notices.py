"""Notices over HTTP: the API's routes, and the desk's page, bar and marks."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api import tokens
from api.openapi import document
from assistant.emergencies import pinning
from assistant.emergencies.new_notice import NewNotice, Wording
from assistant.emergencies.notices import Notice
from assistant.intake import people
from assistant.reviewing import enforcing
from tests.api_house import House, build_house
from tests.conftest import MovableClock
from tests.integration.test_web_pages import ask, hidden, person, sign_in

SAYS = {"statement": "Leave Riverton now by Route 4.", "url": "https://province.test/flood"}


@pytest.fixture
def house(tmp_path: Path, clock: MovableClock) -> House:
    return build_house(tmp_path, clock)


@pytest.fixture
def noah(house: House) -> str:
    """Another reviewer's token."""
    with house.services.engine.begin() as connection:
        noah = people.add(connection, login="noah", name="Noah", role="admin", clock=house.services.clock)
        return tokens.create(connection, "noah", "admin", house.services.clock, noah)[1]


def body(house: House, **also: Any) -> dict[str, Any]:
    ends = (house.services.clock() + timedelta(days=1)).isoformat()
    return {"topics": {"en": ["birth"]}, "texts": {"en": SAYS}, "expires_at": ends, **also}


def in_force(house: House, **also: Any) -> Notice:
    services = house.services
    ends = services.clock() + timedelta(days=1)
    new = NewNotice(
        **{"topics": {"en": ["birth"]}, "texts": {"en": Wording(**SAYS)}, "expires_at": ends, **also}
    )
    with services.engine.begin() as connection:
        known = people.by_login(connection, "second")
        second = known or people.add(
            connection, login="second", name="Second", role="manager", clock=services.clock
        )
        notice = pinning.create(connection, new, house.mira, services.clock)
    enforcing.approve(services.engine, notice.id, house.mira, services.clock)
    return enforcing.approve(services.engine, notice.id, second, services.clock)


# -- the API ---------------------------------------------------------------------------------------------------


def test_a_notice_is_proposed_approved_by_two_and_withdrawn(house: House, noah: str) -> None:
    mira, other = house.client(house.miras_token), house.client(noah)
    made = mira.post("/v1/notices", json=body(house))
    assert (made.status_code, made.json()["state"]) == (201, "waiting")
    address = made.headers["location"]
    assert mira.post(f"{address}/approvals").json()["state"] == "waiting"
    assert mira.post(f"{address}/approvals").json()["state"] == "waiting"
    assert other.post(f"{address}/approvals").json()["state"] == "active"
    question = mira.post("/v1/questions", json={"text": "How much is a birth certificate?"}).json()["id"]
    house.work()
    draft = mira.get(f"/v1/questions/{question}").json()["draft"]
    assert draft["statements"][0]["text"] == SAYS["statement"]
    assert draft["statements"][0]["citations"][0]["kind"] == "notice"
    assert draft["notice_id"] == made.json()["id"] and draft["nearest"]
    assert mira.post(f"{address}/withdrawal").json()["state"] == "withdrawn"
    refused = mira.post(f"/v1/drafts/{draft['id']}/reviews", json={"draft_version": 1, "decision": "approve"})
    assert refused.status_code == 409
    assert refused.headers["content-type"] == "application/problem+json"
    assert "is over" in refused.json()["detail"] and "new version" in refused.json()["next"]
    assert [each["state"] for each in mira.get("/v1/notices").json()["items"]] == ["withdrawn"]
    assert mira.get(address).json()["texts"]["en"] == SAYS


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("expires_at", {"expires_at": "2026-12-24T12:00:00Z"}),
        ("topics.en", {"topics": {"en": ["the"]}}),
        ("texts.en.url", {"texts": {"en": {"statement": "Go.", "url": "https://"}}}),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_stored(
    house: House, field: str, wrong: dict[str, Any]
) -> None:
    mira = house.client(house.miras_token)
    answer = mira.post("/v1/notices", json=body(house, **wrong))
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["errors"]] == [field]
    assert mira.get("/v1/notices").json()["items"] == []


def test_a_machine_and_the_content_team_make_no_notice(house: House) -> None:
    for token in (house.machine, house.readers_machine):
        assert house.client(token).post("/v1/notices", json=body(house)).status_code == 403
    assert house.client(house.readers_machine).get("/v1/notices").status_code == 200
    assert house.client(house.miras_token).get("/v1/notices/n_none").status_code == 404


def test_nobody_reaches_a_notice_without_signing_in(house: House) -> None:
    paths: dict[str, dict[str, Any]] = document()["paths"]
    routes = [(path, method) for path in paths if "notices" in path for method in paths[path]]
    assert len(routes) == 5
    for path, method in routes:
        answer = house.client().request(method, path.replace("{notice_id}", "n_1"), json={})
        assert (answer.status_code, path) == (401, path)
        assert "401" in paths[path][method]["responses"]


# -- the desk --------------------------------------------------------------------------------------------------


@pytest.fixture
def mira(house: House) -> TestClient:
    return sign_in(house, "mira")


@pytest.fixture
def propose(house: House, mira: TestClient) -> Callable[..., Any]:
    def post(**also: str) -> Any:
        csrf = hidden(mira.get("/notices"))["csrf"]
        ends = (house.services.clock() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
        form = {
            "topics.en": "birth certificates\nflood, high water",
            "texts.en.statement": SAYS["statement"],
            "texts.en.url": SAYS["url"],
            "expires_at": ends,
            "csrf": csrf,
        }
        return mira.post("/notices", data=form | also)

    return post


def test_two_people_put_a_notice_in_force_at_the_desk(
    house: House, mira: TestClient, propose: Callable[..., Any]
) -> None:
    address = propose().headers["location"]
    notice_id = address.partition("#")[2]
    page = mira.get(address).text
    assert "Waiting: birth certificates, flood, high water" in page
    csrf = {"csrf": hidden(mira.get("/notices"))["csrf"]}
    assert mira.post(f"/notices/{notice_id}/approve", data=csrf).status_code == 303
    page = mira.get("/notices").text
    assert "1 approval is missing" in page and "Approve this notice" not in page
    noah = person(house, "noah", "manager")
    csrf = {"csrf": hidden(noah.get("/notices"))["csrf"]}
    assert noah.post(f"/notices/{notice_id}/approve", data=csrf).status_code == 303
    for path in ("/notices", "/inbox", "/search", "/gaps"):
        assert "Notice in force:" in mira.get(path).text, path
    house.services.clock.advance(days=1)  # type: ignore[attr-defined]
    again = sign_in(house, "mira").get("/notices").text
    assert "Expired: birth certificates" in again and "Notice in force:" not in again


def test_what_was_typed_is_kept_beside_what_is_wrong(propose: Callable[..., Any]) -> None:
    answer = propose(**{"texts.en.url": "nowhere", "topics.fr": "crue"})
    assert answer.status_code == 422
    assert re.search(r'id="texts.en.url"[^>]*value="nowhere"[^>]*aria-invalid="true"', answer.text)
    assert SAYS["statement"] in answer.text and "crue" in answer.text
    assert propose(expires_at="soon").status_code == 422


def test_a_frozen_draft_is_marked_and_cannot_be_approved(house: House, mira: TestClient) -> None:
    question = ask(house)
    form = hidden(mira.get(f"/questions/{question}"))
    notice = in_force(house)
    page = mira.get(f"/questions/{question}").text
    assert "A notice has come into force" in page and "frozen by a notice" in page
    assert re.search(r"<button[^>]*disabled[^>]*>Approve", page)
    refused = mira.post(f"/questions/{question}/approve", data=form)
    assert refused.status_code == 409 and "this draft is frozen" in refused.text
    house.work()
    page = mira.get(f"/questions/{question}").text
    assert "the words of a notice in force" in page and "frozen by a notice" not in page
    assert "Official notice" in page and SAYS["url"] in page
    assert "no valid source" not in page
    form = hidden(mira.get(f"/questions/{question}"))
    assert mira.post(f"/questions/{question}/approve", data=form).status_code == 303
    assert notice.id


def test_a_notice_can_be_shortened_at_the_desk_and_keeps_its_source(house: House, mira: TestClient) -> None:
    in_force(house)
    question = ask(house)
    page = mira.get(f"/questions/{question}/edit")
    form = hidden(page) | {"text-0": "Leave by Route 4.", "do": "check"}
    source = form.pop("had-0")
    chosen = mira.post(
        f"/questions/{question}/edit", data=form | {"source-0": source, "basis-0": "Leave by Route 4."}
    )
    assert "Ready to approve" in chosen.text
    form |= {"source-0": source, "basis-0": "Leave by Route 4.", "checked": hidden(chosen)["checked"]}
    assert mira.post(f"/questions/{question}/edit", data=form | {"do": "approve"}).status_code == 303


def test_search_says_what_a_notice_would(house: House, mira: TestClient) -> None:
    in_force(house)
    page = mira.get("/search?q=birth+certificate+fee&language=en").text
    assert page.count(SAYS["statement"]) > 1
    assert "15 business days" in page  # the evidence stands beside it
