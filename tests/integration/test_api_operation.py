"""Health, readiness, metrics."""

from pathlib import Path

import pytest

from tests.api_house import House, build_house
from tests.conftest import MovableClock


@pytest.fixture
def house(tmp_path: Path, clock: MovableClock) -> House:
    return build_house(tmp_path, clock)


def test_health_needs_nobody_and_nothing(house: House) -> None:
    assert house.client().get("/healthz").json()["status"] == "ok"


def test_a_house_whose_worker_stands_still_is_not_ready(house: House) -> None:
    answer = house.client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"] == {"database": "ok", "index": "ok", "worker": "does not run"}


def test_a_running_house_is_ready_and_its_worker_drafts(house: House) -> None:
    with house.client(house.machine) as client:
        assert client.get("/readyz").json()["status"] == "ok"
        worker = house.app.state.worker
    assert not worker.is_alive()


def test_metrics_count_without_naming_anyone(house: House) -> None:
    client = house.client(house.machine)
    location = client.post("/v1/questions", json={"text": "How much is a fishing licence?"}).headers[
        "Location"
    ]
    client.get(location)
    told = client.get("/metrics").text
    assert (
        'replydesk_requests_total{method="GET",route="/v1/questions/{question_id}",status="200"} 1.0' in told
    )
    assert 'replydesk_questions{status="received"} 1.0' in told
    assert 'replydesk_pages{status="indexed"} 3.0' in told
    assert "replydesk_index_version 1.0" in told
    assert location.rsplit("/", 1)[1] not in told


def test_metrics_are_not_for_strangers(house: House) -> None:
    assert house.client().get("/metrics").status_code == 401


def test_drafting_is_timed(house: House) -> None:
    client = house.client(house.machine)
    client.post("/v1/questions", json={"text": "How much is a fishing licence?"})
    house.work()
    assert "replydesk_drafting_seconds_count 1.0" in client.get("/metrics").text


def test_made_up_methods_do_not_grow_the_metrics(house: House) -> None:
    client = house.client(house.machine)
    client.request("BREW", "/healthz")
    assert "BREW" not in client.get("/metrics").text
