"""Brands: the voices in which one government answers, and their words by language. Reads no file, renders nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field

NAME = "{name}"


@dataclass(frozen=True, slots=True)
class Speech:
    """A brand's words in one language; a greeting may hold `{name}`, for the author's name or nothing.

    `official_terms` leads from a plain wording to the official one; `reading_level` is a school grade.
    """

    greeting: str | None = None
    sign_off: str | None = None
    forbidden: tuple[str, ...] = ()
    official_terms: Mapping[str, str] = field(default_factory=dict)
    hashtags: tuple[str, ...] = ()
    reading_level: int | None = None
    private_message: str | None = None

    def greet(self, name: str | None) -> str | None:
        """The greeting, with the name where there is one to be said."""
        if self.greeting is None:
            return None
        return self.greeting.replace(NAME, name) if name else self.greeting.replace(f" {NAME}", "")


@dataclass(frozen=True, slots=True)
class Brand:
    """One voice; `names` are what its accounts are called, `channels` where it answers (none named: anywhere)."""

    id: str
    names: tuple[str, ...] = ()
    default_language: str = "en"
    channels: tuple[str, ...] = ()
    speeches: Mapping[str, Speech] = field(default_factory=dict)

    def speaks(self, language: str) -> bool:
        """Whether it has words of its own in this language."""
        return language in self.speeches

    def speech(self, language: str) -> Speech:
        """Its words in this language; else the courtesies of its default language, which a finding tells of."""
        if language in self.speeches:
            return self.speeches[language]
        other = self.speeches.get(self.default_language, Speech())
        return Speech(other.greeting, other.sign_off, hashtags=other.hashtags)


@dataclass(frozen=True, slots=True)
class Brands:
    """All brands of one organisation, the default one first; none, and replies are rendered as they stand."""

    all: tuple[Brand, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.all)

    @property
    def default(self) -> Brand:
        """Who answers where no brand, or none that is known, was asked."""
        return self.all[0]

    def named(self, name: str | None) -> Brand | None:
        """The brand of this id or name, whatever its case; the default for no name, None for an unknown one."""
        if name is None:
            return self.default
        wanted = folded(name)
        return next((each for each in self.all if wanted in map(folded, (each.id, *each.names))), None)


def folded(name: str) -> str:
    """What makes two spellings of a brand's name the same."""
    return " ".join(name.casefold().removeprefix("@").split())
