"""The people who work at the desk: who they are, what they may do, and how they prove it. No sessions here."""

import base64
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from typing import Any, Literal
from uuid import uuid4

from sqlalchemy import Connection, insert, select, update

from assistant import tables
from knowledge.clock import Clock
from knowledge.errors import BadInput, Conflict, NotAllowed, NotFound
from knowledge.texts import Text

Role = Literal["manager", "content", "admin"]
ROLES: tuple[Role, ...] = ("manager", "content", "admin")
REVIEWERS: tuple[Role, ...] = ("manager", "admin")
LOGIN = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,99}")
SHORTEST_PASSWORD = 10
# OWASP password storage cheat sheet, scrypt: N=2^14, r=8, p=5 (16 MiB of memory a hash).
COST, BLOCK, PARALLEL = 2**14, 8, 5


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody known by name; only an active manager or administrator may review."""

    id: str
    login: str
    name: str
    role: Role
    language: str
    active: bool = True

    @property
    def may_review(self) -> bool:
        """Whether this person's approval lets a reply go out."""
        return self.active and self.role in REVIEWERS


def add(
    connection: Connection,
    *,
    login: str,
    name: str,
    role: Role,
    language: str = "en",
    password: str | None = None,
    clock: Clock,
) -> Person:
    """Add a person; without a password they cannot sign in.

    Raises: BadInput for an unusable login, name, role or password; Conflict when the login is taken.
    """
    login, name = login.strip().casefold(), name.strip()
    _check(bool(LOGIN.fullmatch(login)), "login", BAD_LOGIN)
    _check(0 < len(name) <= 200, "name", BAD_NAME)
    _check(role in ROLES, "role", BAD_ROLE)
    if by_login(connection, login) is not None:
        raise Conflict(
            Text(f"The login {login} is taken.", f"L’identifiant {login} est déjà pris."),
            next_step=Text("Choose another login.", "Choisissez un autre identifiant."),
        )
    person = Person(f"p_{uuid4().hex[:20]}", login, name, role, language)
    secret = None if password is None else hash_password(_long_enough(password))
    connection.execute(
        insert(tables.people).values(
            id=person.id,
            login=login,
            name=name,
            role=role,
            language=language,
            password_hash=secret,
            active=1,
            created_at=clock(),
        )
    )
    return person


def get(connection: Connection, person_id: str) -> Person:
    """The person. Raises: NotFound."""
    row = connection.execute(select(tables.people).where(tables.people.c.id == person_id)).one_or_none()
    if row is None:
        raise NotFound(Text("There is no such person.", "Cette personne n’existe pas."))
    return _person(row)


def by_login(connection: Connection, login: str) -> Person | None:
    """The person with this login, active or not."""
    table = tables.people
    row = connection.execute(select(table).where(table.c.login == login.strip().casefold())).one_or_none()
    return None if row is None else _person(row)


def everything(connection: Connection) -> list[Person]:
    """Everybody, by name."""
    table = tables.people
    return [_person(row) for row in connection.execute(select(table).order_by(table.c.name, table.c.id))]


def set_password(connection: Connection, person_id: str, password: str) -> None:
    """Give the person a new password. Raises: BadInput when it is too short; NotFound."""
    _update(connection, person_id, password_hash=hash_password(_long_enough(password)))


def set_active(connection: Connection, person_id: str, active: bool) -> None:
    """Let the person in, or keep them out; what they reviewed stays theirs. Raises: NotFound."""
    _update(connection, person_id, active=int(active))


def require_reviewer(connection: Connection, person: Person) -> Person:
    """The person as the database knows them now. Raises: NotAllowed unless they may review."""
    known = get(connection, person.id)
    if not known.may_review:
        raise NotAllowed(
            Text(
                "Only an active manager or administrator may do this.",
                "Seule une personne active ayant le rôle de gestion ou d’administration peut faire cela.",
            )
        )
    return known


def hash_password(password: str) -> str:
    """A salted scrypt hash, with its parameters: `scrypt$N$r$p$salt$hash`."""
    salt = secrets.token_bytes(16)
    made = _scrypt(password, salt, COST, BLOCK, PARALLEL)
    parts = (base64.b64encode(salt).decode(), base64.b64encode(made).decode())
    return f"scrypt${COST}${BLOCK}${PARALLEL}${parts[0]}${parts[1]}"


def verify_password(password: str, stored: str) -> bool:
    """Whether `password` is the one that was hashed to `stored`."""
    _, cost, block, parallel, salt, expected = stored.split("$")
    made = _scrypt(password, base64.b64decode(salt), int(cost), int(block), int(parallel))
    return hmac.compare_digest(made, base64.b64decode(expected))


def _scrypt(password: str, salt: bytes, cost: int, block: int, parallel: int) -> bytes:
    plain = password.encode("utf-8", "surrogatepass")
    return hashlib.scrypt(plain, salt=salt, n=cost, r=block, p=parallel, maxmem=256 * cost * block)


def _update(connection: Connection, person_id: str, **values: Any) -> None:
    table = tables.people
    if not connection.execute(update(table).where(table.c.id == person_id).values(**values)).rowcount:
        raise NotFound(Text("There is no such person.", "Cette personne n’existe pas."))


def _long_enough(password: str) -> str:
    _check(len(password) >= SHORTEST_PASSWORD, "password", BAD_PASSWORD)
    _check(len(password) <= 1000, "password", BAD_PASSWORD)
    return password


def _check(good: bool, field: str, complaint: Text) -> None:
    if not good:
        raise BadInput(complaint, field=field)


def _person(row: Any) -> Person:
    return Person(row.id, row.login, row.name, row.role, row.language, bool(row.active))


BAD_LOGIN = Text(
    "A login has 1 to 100 letters a–z, digits, and . _ @ + -, and begins with a letter or digit.",
    "Un identifiant compte de 1 à 100 lettres a–z, chiffres et . _ @ + -, et commence par une lettre ou un chiffre.",
)
BAD_NAME = Text("A name has 1 to 200 characters.", "Un nom compte de 1 à 200 caractères.")
BAD_ROLE = Text("The role is manager, content or admin.", "Le rôle est manager, content ou admin.")
BAD_PASSWORD = Text(
    f"A password has {SHORTEST_PASSWORD} to 1,000 characters.",
    f"Un mot de passe compte de {SHORTEST_PASSWORD} à 1 000 caractères.",
)
