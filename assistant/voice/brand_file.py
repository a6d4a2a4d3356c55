"""The brand file of an organisation: YAML that communication teams edit. Names line and field of every mistake.

brands:
  - id: service-aldermere               # the first brand answers where none, or an unknown one, was asked
    names: [Service Aldermere]          # what a question's `brand` may also call it
    default_language: en
    channels: [x, facebook, email]
    en:
      greeting: Hello {name},           # {name} and the blank before it fall away where no name is said
      sign_off: Service Aldermere
      forbidden: [asap]
      official_terms: {health card: Aldermere Health Card}
      hashtags: ["#Aldermere"]
      reading_level: 8
      private_message: Please send us a private message.
    fr: {greeting: "Bonjour {name},"}
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yaml import MappingNode, Node, ScalarNode, SequenceNode

from assistant.guards.checks import LONGEST_COURTESY, STATES_SOMETHING
from assistant.intake.incoming import SERVED
from assistant.voice import brand_texts as texts
from assistant.voice.brands import NAME, Brand, Brands, Speech, folded
from knowledge.edited_yaml import composed
from knowledge.errors import BadConfiguration
from knowledge.facts import EMAIL, LINK
from knowledge.texts import Text

LONGEST_WORDS = 100  # characters of a name, a forbidden wording, a term
TOLD_AT_ONCE = 5
HASHTAG = re.compile(r"#\w*[^\W\d_]\w*")
IDENTIFIER = re.compile(r"[a-z0-9][a-z0-9_-]{0,98}")


@dataclass(frozen=True, slots=True)
class Complaint:
    """A mistake, by its line, counted from 1, and its field."""

    line: int
    field: str
    what: Text


@dataclass(frozen=True, slots=True)
class BrandFile:
    """What a file holds, and what is wrong with it: with one complaint it is not used at all."""

    brands: Brands
    complaints: tuple[Complaint, ...]


class _Reader:
    """Walks the nodes of one file and gathers complaints on the way."""

    def __init__(self) -> None:
        self.complaints: list[Complaint] = []

    def brands(self, root: Node | None) -> Iterator[Brand]:
        fields = self.fields(root, "", ("brands",)) if root is not None else {}
        node = fields.get("brands")
        if not isinstance(node, SequenceNode) or not node.value:
            if not self.complaints:
                self.complain(node or root, "brands", texts.BRANDS_WANTED)
            return
        taken: set[str] = set()
        for each in node.value:
            brand = self.brand(each)
            for name in {folded(name) for name in (brand.id, *brand.names)} & taken:
                self.complain(each, f"{brand.id}.names", texts.taken(name))
            taken |= {folded(name) for name in (brand.id, *brand.names)}
            yield brand

    def brand(self, node: Node) -> Brand:
        own = ("id", "names", "default_language", "channels")
        fields = self.fields(node, "brands", (*own, *SERVED))
        named = self.text(fields.get("id"), "brands.id", self.identifier) or ""
        if "id" not in fields and isinstance(node, MappingNode):
            self.complain(node, "brands.id", texts.ID_WANTED)
        speeches = {each: self.speech(fields[each], f"{named}.{each}") for each in SERVED if each in fields}
        if not speeches and isinstance(node, MappingNode):
            self.complain(node, named or "brands", texts.LANGUAGE_WANTED)
        default = fields.get("default_language")
        language = self.text(default, f"{named}.default_language") or next(iter(speeches), SERVED[0])
        if default is not None and language not in speeches:
            self.complain(default, f"{named}.default_language", texts.default_language(tuple(speeches)))
        return Brand(
            named,
            self.listed(fields.get("names"), f"{named}.names", self.wording),
            language,
            tuple(each.casefold() for each in self.listed(fields.get("channels"), f"{named}.channels")),
            speeches,
        )

    def speech(self, node: Node, place: str) -> Speech:
        known = tuple(Speech.__dataclass_fields__)
        fields = self.fields(node, place, known)
        return Speech(
            self.text(fields.get("greeting"), f"{place}.greeting", self.greeting),
            self.text(fields.get("sign_off"), f"{place}.sign_off", self.courtesy),
            self.listed(fields.get("forbidden"), f"{place}.forbidden", self.wording),
            self.terms(fields.get("official_terms"), f"{place}.official_terms"),
            self.listed(fields.get("hashtags"), f"{place}.hashtags", self.hashtag),
            self.level(fields.get("reading_level"), f"{place}.reading_level"),
            self.text(fields.get("private_message"), f"{place}.private_message", self.courtesy),
        )

    def fields(self, node: Node | None, place: str, known: Sequence[str]) -> dict[str, Node]:
        if not isinstance(node, MappingNode):
            self.complain(node, place, texts.fields_wanted(known))
            return {}
        found: dict[str, Node] = {}
        for name, value in node.value:
            if name.value not in known:
                self.complain(name, _under(place, name.value), texts.fields_wanted(known))
            elif name.value in found:
                self.complain(name, _under(place, name.value), texts.TWICE)
            else:
                found[name.value] = value
        return found

    def text(self, node: Node | None, place: str, check: Callable[[str], Text | None] | None = None) -> Any:
        """The words of a scalar, as written; None, with a complaint, for what cannot be used."""
        if node is None:
            return None
        if not isinstance(node, ScalarNode) or not node.value.strip():
            self.complain(node, place, texts.WORDS_WANTED)
            return None
        said = node.value.strip()
        wrong = check(said) if check else None
        if wrong is not None:
            self.complain(node, place, wrong)
            return None
        return said

    def listed(
        self, node: Node | None, place: str, check: Callable[[str], Text | None] | None = None
    ) -> tuple[str, ...]:
        if node is None:
            return ()
        if not isinstance(node, SequenceNode):
            self.complain(node, place, texts.LIST_WANTED)
            return ()
        said = [self.text(each, place, check) for each in node.value]
        return tuple(dict.fromkeys(each for each in said if each is not None))

    def terms(self, node: Node | None, place: str) -> dict[str, str]:
        if node is None:
            return {}
        if not isinstance(node, MappingNode):
            self.complain(node, place, texts.TERMS_WANTED)
            return {}
        said = {
            self.text(plain, place, self.wording): self.text(official, place, self.wording)
            for plain, official in node.value
        }
        return {plain: official for plain, official in said.items() if plain and official}

    def level(self, node: Node | None, place: str) -> int | None:
        said = self.text(node, place)
        if said is None:
            return None
        if not (said.isascii() and said.isdigit() and 1 <= int(said[:4]) <= 12):
            self.complain(node, place, texts.LEVEL_WANTED)
            return None
        return int(said)

    def complain(self, node: Node | None, field: str, what: Text) -> None:
        line = node.start_mark.line + 1 if node is not None else 1
        self.complaints.append(Complaint(line, field or "brands", what))

    @staticmethod
    def identifier(said: str) -> Text | None:
        return None if IDENTIFIER.fullmatch(said) else texts.ID_WANTED

    @staticmethod
    def wording(said: str) -> Text | None:
        return None if len(said) <= LONGEST_WORDS and "\n" not in said else texts.too_long(LONGEST_WORDS)

    @staticmethod
    def hashtag(said: str) -> Text | None:
        return None if HASHTAG.fullmatch(said) and len(said) <= LONGEST_WORDS else texts.HASHTAG_WANTED

    @staticmethod
    def courtesy(said: str) -> Text | None:
        if len(said) > LONGEST_COURTESY:
            return texts.too_long(LONGEST_COURTESY)
        if "{" in said or "}" in said:
            return texts.NO_BRACES
        # What states something needs a page that stands behind it, and a courtesy has none.
        states = STATES_SOMETHING.search(said) or LINK.search(said) or EMAIL.search(said)
        return texts.NO_FACTS if states else None

    @classmethod
    def greeting(cls, said: str) -> Text | None:
        without = said.replace(f" {NAME}", "", 1)
        if NAME in without or not without.strip(" ,.!"):
            return texts.NAME_AFTER_WORDS
        return cls.courtesy(without)


def read_brands(path: Path) -> BrandFile:
    """Everything in the file at `path`, and every mistake in it.

    Raises: BadConfiguration when there is no such file, or it is no YAML.
    """
    root = composed(path, texts.BRAND_FILE, "REPLYDESK_ASSISTANT_BRANDS")
    reader = _Reader()
    brands = Brands(tuple(reader.brands(root)))
    return BrandFile(brands, tuple(sorted(reader.complaints, key=lambda each: each.line)))


def usable_brands(path: Path) -> Brands:
    """The brands of the file at `path`. Raises: BadConfiguration, naming line and field of its mistakes."""
    read = read_brands(path)
    if read.complaints:
        told = [texts.told(each.line, each.field, each.what) for each in read.complaints[:TOLD_AT_ONCE]]
        raise BadConfiguration(
            texts.unusable(path, told, len(read.complaints)), field="brands", next_step=texts.CHECK_IT
        )
    return read.brands


def _under(place: str, name: object) -> str:
    return f"{place}.{name}" if place else str(name)
