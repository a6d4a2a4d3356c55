"""Signed-in people: opening, finding and closing their sessions, and slowing down who guesses passwords.

A session's token is known to the browser alone; the database keeps its SHA-256. Knows no HTTP.
"""

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Connection, Engine, delete, insert, select

from api.errors import TooManyAttempts
from api.tokens import digest
from assistant import tables
from assistant.intake import people
from assistant.intake.people import Person
from assistant.tables import sessions
from knowledge.clock import Clock
from knowledge.database import reading
from knowledge.errors import NotSignedIn
from knowledge.texts import Text

MOST_REMEMBERED = 10_000

WRONG_PASSWORD = Text(
    "The login or the password is not right.", "L’identifiant ou le mot de passe est inexact."
)
CHECK_PASSWORD = Text(
    "Check both, or ask an administrator for a new password.",
    "Vérifiez les deux, ou demandez un nouveau mot de passe à l’administration.",
)


@dataclass(frozen=True, slots=True)
class Session:
    """A person at the desk, until `expires_at`. `token` goes into the cookie and is stored nowhere."""

    token: str
    csrf: str
    person: Person
    expires_at: datetime


def open_session(connection: Connection, person: Person, clock: Clock, hours: int) -> Session:
    """A new session; forgets the ones that have expired."""
    now = clock()
    connection.execute(delete(sessions).where(sessions.c.expires_at <= now))
    session = Session(
        secrets.token_urlsafe(32), secrets.token_urlsafe(32), person, now + timedelta(hours=hours)
    )
    connection.execute(
        insert(sessions).values(
            token_hash=digest(session.token),
            person_id=person.id,
            csrf=session.csrf,
            created_at=now,
            expires_at=session.expires_at,
        )
    )
    return session


def find_session(connection: Connection, token: str, clock: Clock) -> Session | None:
    """The live session of an active person, else nothing."""
    row = connection.execute(select(sessions).where(sessions.c.token_hash == digest(token))).one_or_none()
    if row is None or row.expires_at <= clock():
        return None
    person = people.get(connection, row.person_id)
    if not person.active:
        return None
    return Session(token, row.csrf, person, row.expires_at)


def close_session(connection: Connection, token: str) -> None:
    """Sign out: the token is worth nothing from now on."""
    connection.execute(delete(sessions).where(sessions.c.token_hash == digest(token)))


def close_sessions_of(connection: Connection, person_id: str) -> None:
    """Sign a person out everywhere."""
    connection.execute(delete(sessions).where(sessions.c.person_id == person_id))


class SignInLimit:
    """Counts wrong passwords per login and address, in this process; a success starts again at zero."""

    def __init__(self, attempts: int, pause_s: int, clock: Clock) -> None:
        self._attempts = attempts
        self._pause = timedelta(seconds=pause_s)
        self._clock = clock
        self._failed: OrderedDict[tuple[str, str], list[datetime]] = OrderedDict()
        self._lock = threading.Lock()

    def start(self, login: str, address: str) -> Callable[[], None]:
        """Count an attempt as failed until the returned function says that it succeeded.

        Raises: TooManyAttempts, before the password is even looked at.
        """
        key, now = (login.strip().casefold(), address), self._clock()
        with self._lock:
            recent = [at for at in self._failed.pop(key, []) if at > now - self._pause]
            self._failed[key] = recent
            if len(recent) >= self._attempts:
                raise TooManyAttempts(recent[0] + self._pause - now)
            recent.append(now)
            while len(self._failed) > MOST_REMEMBERED:
                self._failed.popitem(last=False)
        return lambda: self._forget(key)

    def _forget(self, key: tuple[str, str]) -> None:
        with self._lock:
            self._failed.pop(key, None)


def sign_in(
    engine: Engine, limit: SignInLimit, login: str, password: str, address: str, clock: Clock, hours: int
) -> Session:
    """A session for who knows the password.

    Raises: NotSignedIn (the same for an unknown login and a wrong password), TooManyAttempts.
    """
    succeeded = limit.start(login, address)
    with reading(engine) as connection:
        person = people.by_login(connection, login)
        stored = _password_hash(connection, person) if person is not None and person.active else None
    # An unknown login costs the same time as a known one, so that logins cannot be listed by the clock.
    right = people.verify_password(password, stored or _nobodys())
    if person is None or stored is None or not right:
        raise NotSignedIn(WRONG_PASSWORD, next_step=CHECK_PASSWORD)
    succeeded()
    with engine.begin() as connection:
        return open_session(connection, person, clock, hours)


def _password_hash(connection: Connection, person: Person) -> str | None:
    table = tables.people
    found: str | None = connection.execute(
        select(table.c.password_hash).where(table.c.id == person.id)
    ).scalar_one()
    return found


@cache
def _nobodys() -> str:
    return people.hash_password(secrets.token_urlsafe(32))
