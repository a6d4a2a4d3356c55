"""What may become a notice: a new one is checked and cleaned here, before anything is stored. No database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar
from urllib.parse import urlsplit

from assistant.intake.incoming import SERVED, clean
from knowledge.errors import BadInput
from knowledge.texts import Text
from knowledge.words.keywords import words

Found = TypeVar("Found")
LONGEST = timedelta(days=30)
MOST_PHRASES = 40
LONGEST_PHRASE = 100
LONGEST_STATEMENT = 2_000
LONGEST_URL = 2_000
LONGEST_BRAND = 100


@dataclass(frozen=True, slots=True)
class Wording:
    """What a notice says in one language, and the address of the page that it stands on."""

    statement: str
    url: str


@dataclass(frozen=True, slots=True)
class NewNotice:
    """A notice as somebody proposes it; words by language. Without `brand` it is for all, without start for now.

    Without `areas` it holds everywhere; areas given in one language alone count in the others too.
    """

    topics: Mapping[str, Sequence[str]]
    texts: Mapping[str, Wording]
    expires_at: datetime
    areas: Mapping[str, Sequence[str]] = field(default_factory=dict)
    brand: str | None = None
    starts_at: datetime | None = None


def checked(new: NewNotice, now: datetime) -> NewNotice:
    """The notice cleaned, its start known. Raises: BadInput, naming the field."""
    topics = {code: _phrases(found, code, f"topics.{code}") for code, found in _served(new.topics, "topics")}
    areas = {code: _phrases(found, code, f"areas.{code}") for code, found in _served(new.areas, "areas")}
    topics = {code: found for code, found in topics.items() if found}
    texts = {code: _wording(found, code) for code, found in _served(new.texts, "texts")}
    if not topics:
        raise BadInput(NO_TOPIC, field="topics", next_step=GIVE_TOPIC)
    if not texts:
        raise BadInput(NO_TEXT, field="texts", next_step=GIVE_TEXT)
    for code in texts:
        if code not in topics:
            raise BadInput(TEXT_WITHOUT_TOPIC, field=f"topics.{code}", next_step=GIVE_TOPIC)
    starts_at = new.starts_at or now
    _check_times(starts_at, new.expires_at, now)
    brand = clean(new.brand or "").strip() or None
    if brand is not None and len(brand) > LONGEST_BRAND:
        raise BadInput(LONG_BRAND, field="brand")
    return NewNotice(
        topics, texts, new.expires_at, {code: each for code, each in areas.items() if each}, brand, starts_at
    )


def _served(given: Mapping[str, Found], field_name: str) -> Sequence[tuple[str, Found]]:
    for code in given:
        if code not in SERVED:
            raise BadInput(NOT_SERVED, field=field_name)
    return list(given.items())


def _phrases(given: Sequence[str], language: str, field_name: str) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(phrase for each in given if (phrase := " ".join(clean(each).split()))))
    if len(found) > MOST_PHRASES:
        raise BadInput(MANY_PHRASES, field=field_name)
    for each in found:
        if len(each) > LONGEST_PHRASE:
            raise BadInput(LONG_PHRASE, field=field_name)
        if not words(each, language):
            raise BadInput(EMPTY_PHRASE, field=field_name, next_step=GIVE_TOPIC)
    return found


def _wording(given: Wording, language: str) -> Wording:
    statement, url = clean(given.statement).strip(), given.url.strip()
    if not 0 < len(statement) <= LONGEST_STATEMENT:
        raise BadInput(BAD_STATEMENT, field=f"texts.{language}.statement")
    try:
        parts = urlsplit(url)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and len(url) <= LONGEST_URL
    except ValueError:
        good = False
    if not good or any(character.isspace() or ord(character) < 32 for character in url):
        raise BadInput(BAD_URL, field=f"texts.{language}.url", next_step=GIVE_URL)
    return Wording(statement, url)


def _check_times(starts_at: datetime, expires_at: datetime, now: datetime) -> None:
    if expires_at <= max(starts_at, now):
        raise BadInput(ENDS_EARLY, field="expires_at", next_step=GIVE_END)
    if expires_at > now + LONGEST:
        raise BadInput(ENDS_LATE, field="expires_at", next_step=GIVE_END)


NO_TOPIC = Text("The notice covers nothing: it has no topic.", "L’avis ne vise rien : il n’a aucun sujet.")
GIVE_TOPIC = Text(
    "Give at least one word or phrase that names the matter, in each language that has a text.",
    "Donnez au moins un mot ou une expression qui nomme l’affaire, dans chaque langue ayant un texte.",
)
NO_TEXT = Text("The notice says nothing.", "L’avis ne dit rien.")
GIVE_TEXT = Text(
    "Give the statement and the address of its page, in at least one language.",
    "Donnez l’énoncé et l’adresse de sa page, dans au moins une langue.",
)
TEXT_WITHOUT_TOPIC = Text(
    "The notice has a text in this language but no topic, so it would never be used.",
    "L’avis a un texte dans cette langue mais aucun sujet : il ne servirait jamais.",
)
NOT_SERVED = Text(
    f"The language is one of {', '.join(SERVED)}.", f"La langue est l’une de : {', '.join(SERVED)}."
)
MANY_PHRASES = Text(
    f"There are more than {MOST_PHRASES} phrases.", f"Il y a plus de {MOST_PHRASES} expressions."
)
LONG_PHRASE = Text(
    f"A phrase has more than {LONGEST_PHRASE} characters.",
    f"Une expression dépasse {LONGEST_PHRASE} caractères.",
)
EMPTY_PHRASE = Text(
    "A phrase has no word to go by (“the”, “and” and the like are in every question).",
    "Une expression n’a aucun mot qui compte (« le », « et » et autres figurent partout).",
)
LONG_BRAND = Text(
    f"The brand has more than {LONGEST_BRAND} characters.",
    f"La marque dépasse {LONGEST_BRAND} caractères.",
)
BAD_STATEMENT = Text(
    f"The statement has 1 to {LONGEST_STATEMENT:,} characters.",
    f"L’énoncé compte de 1 à {LONGEST_STATEMENT} caractères.",
)
BAD_URL = Text("The page’s address is not a web address.", "L’adresse de la page n’est pas une adresse Web.")
GIVE_URL = Text(
    "Give the address that begins with https:// of the page on which the statement stands.",
    "Donnez l’adresse, commençant par https://, de la page où figure l’énoncé.",
)
ENDS_EARLY = Text(
    "The notice would end before it begins, or has ended already.",
    "L’avis prendrait fin avant de commencer, ou est déjà terminé.",
)
ENDS_LATE = Text(
    f"The notice would last longer than {LONGEST.days} days.",
    f"L’avis durerait plus de {LONGEST.days} jours.",
)
GIVE_END = Text(
    f"Give an end between its beginning and {LONGEST.days} days from now.",
    f"Donnez une fin entre son début et {LONGEST.days} jours à partir de maintenant.",
)
