"""The OpenAPI document holds what it says: valid, complete, and true of the running application."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from jsonschema_rs import Draft202012Validator
from schemathesis.checks import not_a_server_error
from schemathesis.openapi.checks import response_schema_conformance

from api.openapi import document
from tests.api_house import House, build_house
from tests.conftest import MovableClock


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
