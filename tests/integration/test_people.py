"""People are added once, found by login in any case, and locked out without losing what they did."""

import pytest
from sqlalchemy import Connection, Engine

from assistant.intake import people
from knowledge.clock import Clock
from knowledge.errors import BadInput, Conflict, NotAllowed, NotFound


@pytest.fixture
def connection(sqlite_engine: Engine) -> Connection:
    with sqlite_engine.begin() as connection:
        yield connection


def test_a_person_is_found_by_login_in_any_case(connection: Connection, clock: Clock) -> None:
    ana = people.add(connection, login=" Ana ", name="Ana", role="manager", clock=clock)
    assert people.by_login(connection, "ANA") == ana == people.get(connection, ana.id)
    assert people.everything(connection) == [ana]


def test_a_login_is_taken_once(connection: Connection, clock: Clock) -> None:
    people.add(connection, login="ana", name="Ana", role="manager", clock=clock)
    with pytest.raises(Conflict, match="taken"):
        people.add(connection, login="ANA", name="Another", role="content", clock=clock)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("login", {"login": "a b"}),
        ("login", {"login": ""}),
        ("name", {"name": " "}),
        ("role", {"role": "king"}),
        ("password", {"password": "short"}),
        ("password", {"password": "x" * 1001}),
    ],
)
def test_a_wrong_field_is_named(
    connection: Connection, clock: Clock, field: str, wrong: dict[str, str]
) -> None:
    right = {"login": "ana", "name": "Ana", "role": "manager", "password": "long enough"}
    with pytest.raises(BadInput) as caught:
        people.add(connection, **(right | wrong), clock=clock)  # type: ignore[arg-type]
    assert caught.value.field == field
    assert people.everything(connection) == []


def test_who_left_may_not_review_any_more(connection: Connection, clock: Clock) -> None:
    ana = people.add(connection, login="ana", name="Ana", role="manager", clock=clock)
    assert people.require_reviewer(connection, ana) == ana
    people.set_active(connection, ana.id, False)
    with pytest.raises(NotAllowed):
        people.require_reviewer(connection, ana)


def test_nobody_is_changed_who_is_not_there(connection: Connection) -> None:
    with pytest.raises(NotFound):
        people.set_password(connection, "p_none", "long enough")
