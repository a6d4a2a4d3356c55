"""Tokens for machines, and for people's own scripts: made once, shown once, kept as SHA-256."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, Row, insert, select, update

from assistant.intake import people
from assistant.intake.people import Person
from assistant.tables import tokens
from knowledge.clock import Clock
from knowledge.errors import BadInput, NotFound
from knowledge.texts import Text

PREFIX = "rd_"


@dataclass(frozen=True, slots=True)
class Token:
    """A token without its secret. `person_id` is None for a machine's token, which can never review."""

    id: str
    name: str
    role: str
    person_id: str | None
    created_at: datetime
    revoked_at: datetime | None


def digest(token: str) -> str:
    """What the database keeps of a secret."""
    return sha256(token.encode()).hexdigest()


def create(
    connection: Connection, name: str, role: str, clock: Clock, person: Person | None = None
) -> tuple[Token, str]:
    """A new token and its secret, `rd_` and 43 characters, which cannot be read again later."""
    if role not in people.ROLES:
        raise BadInput(
            Text(f"There is no role “{role}”.", f"Le rôle « {role} » n’existe pas."),
            field="role",
            next_step=Text(
                f"Choose one of: {', '.join(people.ROLES)}.", f"Choisissez : {', '.join(people.ROLES)}."
            ),
        )
    if not name.strip() or len(name) > 100:
        raise BadInput(
            Text(
                "A token needs a name of 1 to 100 characters.", "Un jeton porte un nom de 1 à 100 caractères."
            ),
            field="name",
        )
    secret = PREFIX + secrets.token_urlsafe(32)
    token = Token(
        f"t_{uuid.uuid4().hex[:20]}", name.strip(), role, person.id if person else None, clock(), None
    )
    connection.execute(
        insert(tokens).values(
            id=token.id,
            name=token.name,
            token_hash=digest(secret),
            role=role,
            person_id=token.person_id,
            created_at=token.created_at,
        )
    )
    return token, secret


def find(connection: Connection, secret: str) -> tuple[Token, Person | None] | None:
    """The token that the secret belongs to, and its person; nothing once revoked or the person left."""
    if not secret.startswith(PREFIX):
        return None
    row = connection.execute(select(tokens).where(tokens.c.token_hash == digest(secret))).one_or_none()
    if row is None or row.revoked_at is not None:
        return None
    person = people.get(connection, row.person_id) if row.person_id is not None else None
    if person is not None and not person.active:
        return None
    return _token(row), person


def everything(connection: Connection) -> list[Token]:
    """Every token, the newest first, revoked ones too."""
    rows = connection.execute(select(tokens).order_by(tokens.c.created_at.desc(), tokens.c.id))
    return [_token(row) for row in rows]


def revoke(connection: Connection, token_id: str, clock: Clock) -> None:
    """End a token for good; again is harmless. Raises: NotFound."""
    if connection.execute(select(tokens.c.id).where(tokens.c.id == token_id)).one_or_none() is None:
        raise NotFound(
            Text(f"There is no token {token_id}.", f"Le jeton {token_id} n’existe pas."),
            next_step=Text("List them: replydesk token list.", "Pour les voir : replydesk token list."),
        )
    connection.execute(
        update(tokens)
        .where(tokens.c.id == token_id, tokens.c.revoked_at.is_(None))
        .values(revoked_at=clock())
    )


def nobody(login: str) -> NotFound:
    """What to say when there is no such person."""
    return NotFound(
        Text(f"Nobody has the login {login}.", f"Personne n’a l’identifiant {login}."),
        next_step=Text("List them: replydesk person list.", "Pour les voir : replydesk person list."),
    )


def _token(row: Row[tuple[object, ...]]) -> Token:
    return Token(row.id, row.name, row.role, row.person_id, row.created_at, row.revoked_at)
