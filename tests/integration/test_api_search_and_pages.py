"""Search, pages and gaps over the API."""

from pathlib import Path

import pytest

from tests.api_house import PAGES, House, build_house
from tests.conftest import MovableClock


@pytest.fixture
def house(tmp_path: Path, clock: MovableClock) -> House:
    return build_house(tmp_path, clock)


def test_search_answers_with_the_passage_and_its_place(house: House) -> None:
    answer = house.client(house.machine).get("/v1/search", params={"q": "fishing licence cost", "top": 1})
    assert answer.status_code == 200
    found = answer.json()["items"][0]
    assert found["url"].startswith("http://province.test/en/fishing#fees")
    assert "$24" in found["text"]
    assert found["rank"] == 1


def test_search_stays_in_the_language_asked_for(house: House) -> None:
    answer = (
        house.client(house.machine)
        .get("/v1/search", params={"q": "permis de pêche", "language": "fr"})
        .json()
    )
    assert [each["title"] for each in answer["items"]] == ["Permis de pêche"]


def test_pages_come_a_page_at_a_time(house: House) -> None:
    client = house.client(house.readers_machine)
    read, address = [], "/v1/pages?limit=2"
    while address:
        page = client.get(address).json()
        read += [each["id"] for each in page["items"]]
        address = page["next"]
    assert read == sorted(f"aldermere:{key}" for key in PAGES)


def test_gaps_name_the_question_the_nearest_page_and_its_owner(house: House) -> None:
    client = house.client(house.miras_token)
    location = client.post("/v1/questions", json={"text": "How much is a fishing licence?"}).headers[
        "Location"
    ]
    house.work()
    draft = client.get(location).json()["draft"]
    client.post(
        f"/v1/drafts/{draft['id']}/reviews",
        json={"draft_version": 1, "decision": "reject", "reason_code": "incorrect"},
    )
    gaps = house.client(house.readers_machine).get("/v1/gaps").json()
    assert len(gaps["items"]) == 1
    assert gaps["items"][0]["reason_code"] == "incorrect"
    assert gaps["items"][0]["nearest"][0]["owner"] == "Service Aldermere"
