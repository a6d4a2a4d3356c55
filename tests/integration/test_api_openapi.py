"""The OpenAPI document holds what it says: valid, complete, and true of the running application."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import schemathesis
from hypothesis import Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from api.openapi import document
from tests.api_house import House, build_house
from tests.conftest import MovableClock

EXAMPLES = 20
# That valid data is accepted is not asked for: no schema can say which cursors are ours, or which words are words.


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document()["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def test_every_operation_has_its_own_name_a_tag_and_its_problems_declared() -> None:
    names = [operation["operationId"] for _, _, operation in operations()]
    assert len(set(names)) == len(names) >= 12
    for path, _, operation in operations():
        assert operation["tags"], path
        assert operation["summary"], path
        for status, response in operation["responses"].items():
            if status >= "400" and path != "/readyz":
                assert list(response["content"]) == ["application/problem+json"], (path, status)


def test_every_operation_but_health_says_how_to_sign_in() -> None:
    without = {path for path, _, operation in operations() if not operation.get("security")}
    assert without == {"/healthz", "/readyz"}
    assert set(document()["components"]["securitySchemes"]) == {"token", "session"}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    return build_house(
        tmp_path_factory.mktemp("house"), MovableClock(datetime(2026, 9, 14, 12, 0, tzinfo=UTC))
    )


@pytest.fixture(scope="module")
def described(house: House) -> Any:
    schema = schemathesis.openapi.from_dict(document())
    schema.app = house.app
    return schema


def test_the_served_document_is_the_printed_one(house: House) -> None:
    assert house.client().get("/openapi.json").status_code == 401
    assert house.client(house.machine).get("/openapi.json").json() == document()


@pytest.mark.parametrize(("path", "method"), [(path, method) for path, method, _ in operations()])
def test_the_application_answers_as_the_document_says(
    path: str, method: str, described: Any, house: House
) -> None:
    operation = described[path][method]
    cases = operation.as_strategy(generation_mode=GenerationMode.POSITIVE) | operation.as_strategy(
        generation_mode=GenerationMode.NEGATIVE
    )

    @given(case=cases)
    @settings(max_examples=EXAMPLES, derandomize=True, deadline=None, database=None, phases=[Phase.generate])
    def holds(case: schemathesis.Case) -> None:
        case.call_and_validate(
            headers={"Authorization": f"Bearer {house.miras_token}"},
            excluded_checks=[positive_data_acceptance],
        )

    holds()
