"""Every error is a problem: what happened, what was kept, what to do next, in the caller's language."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api_house import House, build_house
from tests.conftest import MovableClock


@pytest.fixture
def house(tmp_path: Path, clock: MovableClock) -> House:
    return build_house(tmp_path, clock)


def assert_problem(answer, status: int) -> dict:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    assert body["instance"] == f"urn:replydesk:request:{answer.headers['X-Request-ID']}"
    return body


def test_an_unknown_address_is_a_problem(house: House) -> None:
    assert_problem(house.client(house.machine).get("/v1/nothing-here"), 404)


def test_a_wrong_method_is_a_problem_that_names_the_right_ones(house: House) -> None:
    answer = house.client(house.machine).delete("/v1/search")
    assert_problem(answer, 405)
    assert "GET" in answer.headers["Allow"]


def test_a_body_that_is_not_utf8_is_a_problem(house: House) -> None:
    answer = house.client(house.machine).post(
        "/v1/questions", content=b'{"text": "\xff\xfe"}', headers={"Content-Type": "application/json"}
    )
    assert "UTF-8" in assert_problem(answer, 400)["detail"]


def test_broken_json_is_a_problem(house: House) -> None:
    answer = house.client(house.machine).post(
        "/v1/questions", content=b'{"text": ', headers={"Content-Type": "application/json"}
    )
    assert "JSON" in assert_problem(answer, 422)["errors"][0]["message"]


def test_every_field_at_fault_is_listed_and_none_is_repeated(house: House) -> None:
    sent = {"text": 7, "channel": "", "secret-word": "Jean Tremblay", "history": [{"role": "king"}]}
    answer = house.client(house.machine).post("/v1/questions", json=sent)
    problem = assert_problem(answer, 422)
    assert {each["field"] for each in problem["errors"]} == {
        "text", "channel", "secret-word", "history.0.role", "history.0.text"
    }  # fmt: skip
    assert "Tremblay" not in answer.text
    assert "Nothing was stored" in problem["kept"]


def test_problems_speak_french(house: House) -> None:
    client = house.client(house.machine, **{"Accept-Language": "fr-CA, en;q=0.5"})
    answer = client.post("/v1/questions", json={"channel": "web"})
    problem = assert_problem(answer, 422)
    assert problem["errors"] == [{"field": "text", "message": "est obligatoire"}]
    assert answer.headers["Content-Language"] == "fr"


def test_a_body_announced_too_large_is_refused(house: House) -> None:
    answer = house.client(house.machine).post("/v1/questions", json={"text": "a" * 1_100_000})
    assert "Nothing was stored" in assert_problem(answer, 413)["kept"]


def test_a_body_that_turns_out_too_large_is_refused(house: House) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(30):
            yield b"a" * 100_000

    headers = {"Content-Type": "application/json"}
    assert_problem(house.client(house.machine).post("/v1/questions", content=endless(), headers=headers), 413)


def test_a_stranger_is_told_how_to_come_in(house: House) -> None:
    answer = house.client().get("/v1/questions")
    assert "Bearer" in assert_problem(answer, 401)["next"]
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_what_nobody_expected_tells_nothing_private(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> None:
        raise RuntimeError("Jean Tremblay, 555-0101")

    monkeypatch.setattr(type(house.services.knowledge.search), "find", breaks)
    answer = house.client(house.machine).get("/v1/search", params={"q": "fish"})
    assert_problem(answer, 500)
    assert "Tremblay" not in answer.text


def test_the_log_holds_no_query_and_no_message(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def breaks(*_: object) -> None:
        raise RuntimeError("Jean Tremblay, 555-0101")

    monkeypatch.setattr(type(house.services.knowledge.search), "find", breaks)
    house.client(house.machine).get("/v1/search", params={"q": "my sin is 046"})
    written = "".join(capsys.readouterr())
    assert "/v1/search" in written
    assert "RuntimeError" in written
    assert "Tremblay" not in written
    assert "046" not in written
