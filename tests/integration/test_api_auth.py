"""Who gets in: tokens, sessions, roles, and that no route is left open."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.dependencies.models import Dependant
from starlette.responses import Response
from starlette.routing import Mount

from api import tokens
from api.auth import SESSION_COOKIE, Guard, keep_session
from api.errors import TooManyAttempts
from api.sessions import SignInLimit, close_session, find_session, open_session, sign_in
from api.settings import ApiSettings
from assistant.intake import people
from knowledge.database import reading
from knowledge.errors import NotSignedIn
from tests.api_house import PASSWORD, House, build_house
from tests.conftest import MovableClock

OPEN_TO_ALL = {"/healthz", "/readyz", "/sign-in", "/language/{language}"}


@pytest.fixture
def house(tmp_path: Path, clock: MovableClock) -> House:
    return build_house(tmp_path, clock)


def every_route(routes: Any) -> Iterator[Any]:
    for route in routes:
        included = getattr(route, "original_router", None)
        if included is not None:
            yield from every_route(included.routes)
        else:
            yield route


def guards(dependant: Dependant) -> Iterator[Guard]:
    if isinstance(dependant.call, Guard):
        yield dependant.call
    for each in dependant.dependencies:
        yield from guards(each)


def test_no_route_is_open_but_health_and_the_way_in(house: House) -> None:
    routes = list(every_route(house.app.routes))
    assert len(routes) > 15
    unguarded = {
        route.path
        for route in routes
        if not isinstance(route, Mount) and not any(guards(getattr(route, "dependant", Dependant())))
    }
    assert unguarded <= OPEN_TO_ALL
    assert {route.path for route in routes if isinstance(route, Mount)} == {"/static"}


def test_a_token_is_stored_as_its_digest_only(house: House) -> None:
    with reading(house.services.engine) as connection:
        rows = str(connection.exec_driver_sql("SELECT * FROM tokens").all())
    assert house.machine not in rows
    assert len(house.machine) == len("rd_") + 43


def test_a_revoked_token_opens_nothing(house: House, clock: MovableClock) -> None:
    client = house.client(house.machine)
    assert client.get("/v1/questions").status_code == 200
    with house.services.engine.begin() as connection:
        mine = next(each for each in tokens.everything(connection) if each.name == "intake")
        tokens.revoke(connection, mine.id, clock)
    assert client.get("/v1/questions").status_code == 401


def test_a_persons_token_ends_with_the_person(house: House) -> None:
    with house.services.engine.begin() as connection:
        people.set_active(connection, house.mira.id, False)
    assert house.client(house.miras_token).get("/v1/questions").status_code == 401


def signed_in(house: House) -> tuple[str, str]:
    with house.services.engine.begin() as connection:
        session = open_session(connection, house.mira, house.services.clock, 12)
    return session.token, session.csrf


def test_a_session_reads_freely_and_writes_with_its_csrf_token(house: House) -> None:
    token, csrf = signed_in(house)
    client = house.client(Cookie=f"{SESSION_COOKIE}={token}")
    asked = {"text": "How much is a fishing licence?"}
    assert client.get("/v1/questions").status_code == 200
    assert client.post("/v1/questions", json=asked).status_code == 403
    wrong = client.post("/v1/questions", json=asked, headers={"X-CSRF-Token": "x" * 43})
    assert wrong.status_code == 403
    assert client.post("/v1/questions", json=asked, headers={"X-CSRF-Token": csrf}).status_code == 201


def test_a_session_ends_by_itself(house: House, clock: MovableClock) -> None:
    token, _ = signed_in(house)
    client = house.client(Cookie=f"{SESSION_COOKIE}={token}")
    clock.advance(hours=11, minutes=59)
    assert client.get("/v1/questions").status_code == 200
    clock.advance(minutes=2)
    assert client.get("/v1/questions").status_code == 401


def test_signing_out_revokes_the_session(house: House) -> None:
    token, _ = signed_in(house)
    with house.services.engine.begin() as connection:
        close_session(connection, token)
    assert house.client(Cookie=f"{SESSION_COOKIE}={token}").get("/v1/questions").status_code == 401


def test_a_person_who_left_is_signed_out(house: House) -> None:
    token, _ = signed_in(house)
    with house.services.engine.begin() as connection:
        people.set_active(connection, house.mira.id, False)
        assert find_session(connection, token, house.services.clock) is None


def attempt(house: House, limit: SignInLimit, password: str, login: str = "mira") -> Any:
    return sign_in(house.services.engine, limit, login, password, "10.0.0.1", house.services.clock, 12)


def test_a_guesser_has_to_wait_and_then_may_try_again(house: House, clock: MovableClock) -> None:
    limit = SignInLimit(attempts=3, pause_s=60, clock=clock)
    for _ in range(3):
        with pytest.raises(NotSignedIn):
            attempt(house, limit, "wrong password")
    with pytest.raises(TooManyAttempts):
        attempt(house, limit, PASSWORD)
    clock.advance(seconds=61)
    assert attempt(house, limit, PASSWORD).person == house.mira


def test_an_unknown_login_and_a_wrong_password_look_the_same(house: House, clock: MovableClock) -> None:
    limit = SignInLimit(attempts=9, pause_s=60, clock=clock)
    said = []
    for login in ("mira", "nobody"):
        with pytest.raises(NotSignedIn) as caught:
            attempt(house, limit, "wrong password", login)
        said.append(caught.value.in_language("en"))
    assert said[0] == said[1]


def test_waiting_is_told_in_minutes() -> None:
    error = TooManyAttempts(timedelta(seconds=61))
    assert "2 min" in error.in_language("fr")
    assert error.retry_after_s == 61


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(house: House) -> None:
    with house.services.engine.begin() as connection:
        session = open_session(connection, house.mira, house.services.clock, 12)
    response = Response()
    keep_session(response, session, house.services)
    cookie = response.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "secure" not in cookie


def test_behind_https_the_cookie_is_secure() -> None:
    assert ApiSettings(public_url="https://desk.example").cookies_are_secure
    assert not ApiSettings(public_url="http://127.0.0.1:8000").cookies_are_secure
