"""Questions, drafts and reviews over the API."""

from pathlib import Path

import pytest

from tests.api_house import House, build_house
from tests.conftest import MovableClock

ASKED = {"text": "How much does a fishing licence cost?", "channel": "facebook", "external_id": "fb-1"}


@pytest.fixture
def house(tmp_path: Path, clock: MovableClock) -> House:
    return build_house(tmp_path, clock)


def drafted(house: House) -> dict:
    client = house.client(house.machine)
    location = client.post("/v1/questions", json=ASKED).headers["Location"]
    house.work()
    return client.get(location).json()


def test_a_question_sent_again_is_the_same_question(house: House) -> None:
    client = house.client(house.machine)
    first = client.post("/v1/questions", json=ASKED)
    house.work()
    again = client.post("/v1/questions", json=ASKED)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.headers["Location"] == again.headers["Location"] == f"/v1/questions/{first.json()['id']}"
    assert first.json() == again.json()


def test_an_external_id_cannot_name_another_text(house: House) -> None:
    client = house.client(house.machine)
    client.post("/v1/questions", json=ASKED)
    answer = client.post("/v1/questions", json=ASKED | {"text": "And for a child?"})
    assert answer.status_code == 409
    assert answer.json()["type"] == "urn:replydesk:problem:external-id-taken"


def test_a_question_too_long_is_refused_and_the_limit_is_named(house: House) -> None:
    client = house.client(house.machine)
    answer = client.post("/v1/questions", json=ASKED | {"text": "fish " * 20_000})
    assert answer.status_code == 422
    assert "10,000" in answer.json()["detail"]
    assert answer.json()["kept"] == "Nothing was stored or changed."
    assert client.get("/v1/questions").json()["items"] == []


def test_a_question_is_read_with_its_draft_and_its_sources(house: House) -> None:
    question = drafted(house)
    assert question["status"] == "pending_review"
    citation = question["draft"]["statements"][0]["citations"][0]
    assert citation["page_key"] == "/en/fishing"
    assert "#fees" in citation["url"]
    assert question["draft"]["reading_grade"] in range(1, 14)
    assert question["reviews"] == []
    assert question["delivery"] is None


def test_questions_come_a_page_at_a_time_in_order_of_urgency(house: House, clock: MovableClock) -> None:
    client = house.client(house.machine)
    sent = []
    for number in range(5):
        sent.append(client.post("/v1/questions", json={"text": f"Question {number}?"}).json()["id"])
        clock.advance(minutes=1)
    read, address = [], "/v1/questions?limit=2"
    while address:
        page = client.get(address)
        read += [each["id"] for each in page.json()["items"]]
        address = page.json()["next"]
        assert (f'<{address}>; rel="next"' == page.headers.get("Link")) == (address is not None)
    assert read == sent


def test_questions_can_be_listed_by_status(house: House) -> None:
    question = drafted(house)
    client = house.client(house.machine)
    client.post("/v1/questions", json={"text": "And a birth certificate?"})
    by_status = {
        status: [
            each["id"] for each in client.get("/v1/questions", params={"status": status}).json()["items"]
        ]
        for status in ("pending_review", "delivered")
    }
    assert by_status == {"pending_review": [question["id"]], "delivered": []}


def test_a_cursor_that_is_not_ours_is_a_clear_problem(house: House) -> None:
    answer = house.client(house.machine).get("/v1/questions", params={"cursor": "bm9uc2Vuc2U"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "cursor"


def test_an_approved_draft_is_delivered(house: House, clock: MovableClock) -> None:
    draft = drafted(house)["draft"]
    answer = house.client(house.miras_token).post(
        f"/v1/drafts/{draft['id']}/reviews", json={"draft_version": draft["version"], "decision": "approve"}
    )
    assert answer.status_code == 201, answer.text
    assert answer.json()["review"]["reviewer_id"] == house.mira.id
    assert answer.json()["delivery"]["status"] == "queued"
    clock.advance(seconds=6)
    house.work()
    question = house.client(house.machine).get(f"/v1/questions/{draft['question_id']}").json()
    assert (question["status"], question["delivery"]["status"]) == ("delivered", "sent")
    assert question["reviews"][0]["final_text"]


def test_a_review_sent_twice_is_one_review(house: House) -> None:
    draft = drafted(house)["draft"]
    body = {"draft_version": draft["version"], "decision": "reject", "reason_code": "tone"}
    client = house.client(house.miras_token)
    answers = [client.post(f"/v1/drafts/{draft['id']}/reviews", json=body) for _ in range(2)]
    assert [each.status_code for each in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()


def test_a_machine_may_not_review(house: House) -> None:
    draft = drafted(house)["draft"]
    answer = house.client(house.machine).post(
        f"/v1/drafts/{draft['id']}/reviews", json={"draft_version": 1, "decision": "approve"}
    )
    assert answer.status_code == 403
    assert "Only a person" in answer.json()["detail"]


def test_a_stale_version_cannot_be_approved(house: House) -> None:
    draft = drafted(house)["draft"]
    client = house.client(house.miras_token)
    again = client.post(f"/v1/questions/{draft['question_id']}/drafts")
    assert again.status_code == 201, again.text
    assert again.json()["version"] == draft["version"] + 1
    assert client.get(again.headers["Location"]).json() == again.json()
    stale = client.post(
        f"/v1/drafts/{draft['id']}/reviews", json={"draft_version": draft["version"], "decision": "approve"}
    )
    assert stale.status_code == 409
    assert stale.json()["type"] == "urn:replydesk:problem:stale-draft"


def test_a_version_that_the_draft_never_had_cannot_be_approved(house: House) -> None:
    draft = drafted(house)["draft"]
    answer = house.client(house.miras_token).post(
        f"/v1/drafts/{draft['id']}/reviews", json={"draft_version": 7, "decision": "approve"}
    )
    assert answer.status_code == 409


def test_what_was_decided_is_not_drafted_again(house: House) -> None:
    draft = drafted(house)["draft"]
    client = house.client(house.miras_token)
    client.post(f"/v1/drafts/{draft['id']}/reviews", json={"draft_version": 1, "decision": "approve"})
    assert client.post(f"/v1/questions/{draft['question_id']}/drafts").status_code == 409


def test_an_edited_reply_keeps_its_citations(house: House) -> None:
    draft = drafted(house)["draft"]
    cited = draft["statements"][0]["citations"][0]
    kept = {"passage_id": cited["passage_id"], "quote": cited["quote"]}
    statements = [
        {"text": "Hello!", "kind": "courtesy"},
        {"text": draft["statements"][0]["text"], "citations": [kept]},
    ]
    answer = house.client(house.miras_token).post(
        f"/v1/drafts/{draft['id']}/reviews",
        json={"draft_version": 1, "decision": "edit_and_approve", "statements": statements},
    )
    assert answer.status_code == 201, answer.text
    assert answer.json()["review"]["final_statements"][1]["citations"] == [cited]


def test_an_edited_reply_cannot_cite_what_is_not_there(house: House) -> None:
    draft = drafted(house)["draft"]
    statements = [{"text": "It is free.", "citations": [{"passage_id": "made-up", "quote": "free"}]}]
    answer = house.client(house.miras_token).post(
        f"/v1/drafts/{draft['id']}/reviews",
        json={"draft_version": 1, "decision": "edit_and_approve", "statements": statements},
    )
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "statements.0.citations"


def test_content_teams_read_questions_and_send_none(house: House) -> None:
    client = house.client(house.readers_machine)
    assert client.get("/v1/questions").status_code == 200
    answer = client.post("/v1/questions", json=ASKED)
    assert answer.status_code == 403
    assert "content" in answer.json()["detail"]
