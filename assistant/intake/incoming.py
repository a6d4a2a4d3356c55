"""What may come in: a new question is checked and cleaned here, before anything is stored. No database."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from assistant.settings import AssistantSettings
from assistant.turns import Turn
from knowledge.clock import Clock
from knowledge.errors import BadInput
from knowledge.redact import redact
from knowledge.texts import Text
from knowledge.unseen import without_unseen
from knowledge.words.languages import detect

SERVED = ("en", "fr")
MOST_TURNS = 200
LONGEST = {"external_id": 200, "thread_id": 200, "channel": 40, "brand": 100, "author_name": 100}
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0-\ufdef]")


@dataclass(frozen=True, slots=True)
class NewQuestion:
    """A message as a channel hands it over; `author_ref` is the channel's own id of its author."""

    text: str
    channel: str
    external_id: str | None = None
    thread_id: str | None = None
    brand: str | None = None
    author_ref: str | None = None
    author_name: str | None = None
    language: str | None = None
    history: tuple[Turn, ...] = ()
    received_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Incoming:
    """A new question fit to be stored: private data out, author a pseudonym, language known."""

    external_id: str | None
    thread_id: str | None
    channel: str
    brand: str | None
    author_ref: str | None
    author_name: str | None
    text: str
    text_digest: str
    language: str
    history: tuple[Turn, ...]
    received_at: datetime


def prepare(
    new: NewQuestion, clock: Clock, settings: AssistantSettings, languages: Sequence[str] = SERVED
) -> Incoming:
    """Check and clean a new question. Raises: BadInput, naming the field."""
    text = redact(_text(new.text, "text", settings.max_question_characters))
    if len(new.history) > MOST_TURNS:
        raise BadInput(TOO_MANY_TURNS, field="history", next_step=SEND_LAST)
    history = tuple(
        Turn(turn.role, redact(_text(turn.text, "history", settings.max_question_characters)))
        for turn in new.history
    )
    name = _label(new.author_name, "author_name")
    return Incoming(
        external_id=_label(new.external_id, "external_id"),
        thread_id=_label(new.thread_id, "thread_id"),
        channel=_channel(new.channel),
        brand=_label(new.brand, "brand"),
        author_ref=_pseudonym(new.author_ref, new.channel),
        author_name=None if name is None else redact(name)[: LONGEST["author_name"]],
        text=text,
        # Of the redacted text: a digest of the original would let what was taken out be guessed back.
        text_digest=hashlib.sha256(text.encode()).hexdigest(),
        language=_language(new.language, text, languages),
        history=history,
        received_at=_moment(new.received_at, clock()),
    )


def _text(text: str, field: str, at_most: int) -> str:
    words = without_unseen(clean(text)).strip()
    if not any(character.isprintable() and not character.isspace() for character in words):
        raise BadInput(EMPTY, field=field, next_step=SEND_TEXT)
    if len(words) > at_most:
        raise BadInput(
            Text(
                f"The text has {len(words):,} characters; at most {at_most:,} are accepted.",
                f"Le texte compte {len(words)} caractères ; {at_most} au plus sont acceptés.",
            ),
            field=field,
            next_step=Text("Shorten it and send it again.", "Raccourcissez-le et renvoyez-le."),
        )
    return words


def clean(text: str) -> str:
    """The text without what no database stores: control characters, lone surrogates, foreign line ends."""
    # Lone surrogates (from JSON escapes) cannot be stored as UTF-8, and PostgreSQL refuses NUL.
    return CONTROLS.sub(
        "", text.encode("utf-8", "replace").decode().replace("\r\n", "\n").replace("\r", "\n")
    )


def _label(value: str | None, field: str) -> str | None:
    if value is None or not value.strip():
        return None
    if len(value) > LONGEST[field] or clean(value) != value or "\n" in value:
        raise BadInput(
            Text(
                f"{field} must be one line of at most {LONGEST[field]} characters.",
                f"{field} doit tenir en une ligne d’au plus {LONGEST[field]} caractères.",
            ),
            field=field,
        )
    return value.strip()


def _channel(channel: str) -> str:
    found = _label(channel, "channel")
    if found is None:
        raise BadInput(NO_CHANNEL, field="channel")
    return found.casefold()


def _pseudonym(author_ref: str | None, channel: str) -> str | None:
    if author_ref is None or not author_ref.strip():
        return None
    name = f"{channel.strip().casefold()}\x1f{author_ref.strip()}"
    return hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()


def _language(wanted: str | None, text: str, served: Sequence[str]) -> str:
    if wanted is None or not wanted.strip():
        return detect(text, served, served[0])
    language = wanted.strip().casefold()[:2]
    if language not in served:
        raise BadInput(
            Text(
                f"The language must be one of {', '.join(served)}.",
                f"La langue doit être l’une de celles-ci : {', '.join(served)}.",
            ),
            field="language",
            next_step=LEAVE_OUT,
        )
    return language


def _moment(received_at: datetime | None, now: datetime) -> datetime:
    if received_at is None:
        return now
    if received_at.tzinfo is None:
        raise BadInput(NO_ZONE, field="received_at")
    return min(received_at, now)  # a channel's clock that runs ahead must not give us more time


EMPTY = Text("The text is empty.", "Le texte est vide.")
SEND_TEXT = Text("Send the citizen’s words.", "Envoyez les mots de la personne.")
NO_CHANNEL = Text("The channel is missing.", "Le canal manque.")
NO_ZONE = Text("received_at needs a time zone.", "received_at doit porter un fuseau horaire.")
LEAVE_OUT = Text("Or leave it out: it is then detected.", "Ou omettez-la : elle est alors détectée.")
TOO_MANY_TURNS = Text(
    f"The history has more than {MOST_TURNS} turns.", f"L’historique compte plus de {MOST_TURNS} messages."
)
SEND_LAST = Text("Send the last ones.", "Envoyez les derniers.")
