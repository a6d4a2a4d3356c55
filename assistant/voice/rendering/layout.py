"""How a reply can be written on one occasion: whole, shortened, as a link alone; hashtags last. Chooses nothing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.citations import Citation, Statement
from assistant.voice import plain_text
from assistant.voice.brands import Speech
from assistant.voice.french import typeset
from assistant.voice.rendering.selection import by_importance
from assistant.voice.rendering.wording import is_verbatim
from knowledge.texts import Text

MORE_HERE = Text("More here:", "La suite ici :")
READ_HERE = Text("Read here:", "À lire ici :")
PRIVATE_MESSAGE = Text("Please send us a private message.", "Veuillez nous envoyer un message privé.")
WITH_HASHTAGS = frozenset({"x", "twitter", "instagram"})
# A name that is greeted is up to four words of letters: what a stranger typed is no sentence of ours.
NAME = re.compile(r"[^\W\d_]+(?:[ '’.-]{1,2}[^\W\d_]+){0,3}\.?")
LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Occasion:
    """Where and in which language a reply is given, to what question, and to whom, if that is known."""

    language: str
    channel: str
    asked: str = ""
    author_name: str | None = None

    @property
    def name_to_greet(self) -> str | None:
        """The author's name, where nobody else reads it."""
        name = (self.author_name or "").strip()
        fit = len(name) <= LONGEST_NAME and NAME.fullmatch(name) and plain_text.is_private(self.channel)
        return name if fit else None


class Layout:
    """The ways to write `statements` on an occasion; those at `asking` give way to the call for a private message."""

    def __init__(
        self, statements: Sequence[Statement], occasion: Occasion, speech: Speech, asking: Sequence[int]
    ) -> None:
        self.statements = statements
        self.occasion = occasion
        self._speech = speech
        self._asking = asking
        self._said = [self._typeset(each) for each in statements]
        call = speech.private_message or PRIVATE_MESSAGE.in_language(occasion.language)
        self._call = [self._courtesy(call)] if asking else []

    def fits(self, text: str) -> bool:
        """Whether the channel takes the text; an empty one says nothing and never fits."""
        limit = plain_text.limit_of(self.occasion.channel)
        length = plain_text.length_of(text, self.occasion.channel)
        return bool(text.strip()) and (limit is None or length <= limit)

    def whole(self) -> Iterator[tuple[str, Sequence[int]]]:
        """Every fact, with fewer and fewer courtesies around them, and the statements that are left out for it."""
        opening, closing = self._opening(), self._closing()
        said = self._with_call(range(len(self.statements)))
        facts = [place for place, each in enumerate(self.statements) if each.kind == "fact"]
        silent = [place for place in range(len(self.statements)) if place not in {*facts, *self._asking}]
        for chosen, out in (
            ([*opening, *said, *closing], ()),
            ([*opening, *said], ()),
            (said, ()),
            (self._with_call(facts), silent),
        ):
            yield plain_text.render(chosen, self.occasion.language, self.occasion.channel), out

    def shortened(self, places: Sequence[int]) -> str:
        """The statements at these places and, for the rest, where it can be read; a call if there is room."""
        chosen = [self._said[place] for place in places]
        essential = self._said[self.essential(places)]
        called = self._linked([*chosen, *self._call], essential)
        return called if self.fits(called) else self._linked(chosen, essential)

    def links_only(self, places: Sequence[int]) -> Iterator[str]:
        """Where the essential statement stands, with the page's title and without."""
        cited = self.statements[self.essential(places)].citations if places else ()
        call = " ".join(each.text for each in self._call)
        for citation in cited[:1]:
            read, title = self._glue(READ_HERE), self._quoted(citation.page_title)
            links = [" ".join(filter(None, (read, title, citation.url)))]
            links += [f"{read} {citation.url}"] if citation.url else []
            yield from (f"{call} {each}" for each in links if call)
            yield from links

    def essential(self, places: Sequence[int]) -> int:
        """Which of the statements at these places the reply is about."""
        return by_importance(self.statements, places, self.occasion.asked)[0]

    def with_hashtags(self, text: str) -> str:
        """The text with as many of the brand's hashtags as there is room for."""
        if plain_text.site_of(self.occasion.channel) not in WITH_HASHTAGS or not self.fits(text):
            return text
        tags: list[str] = []
        for tag in self._speech.hashtags:
            if self.fits("\n".join([text, " ".join([*tags, tag])])):
                tags.append(tag)
        return "\n".join([text, " ".join(tags)]) if tags else text

    def _with_call(self, places: Sequence[int]) -> list[Statement]:
        # The call for a private message stands once, where the first request stood.
        first = next(iter(self._asking), None)
        found: list[Statement] = []
        for place in sorted({*places, *self._asking}):
            if place == first:
                found += self._call
            elif place not in self._asking:
                found.append(self._said[place])
        return found

    def _linked(self, chosen: Sequence[Statement], essential: Statement) -> str:
        channel, cited = self.occasion.channel, plain_text.cited_once(chosen)
        if not cited:
            return ""  # an edit under way: without a page there is no link to stand for the rest
        pages = {each.page_key for each in cited}
        body = plain_text.body(chosen, channel, marked=len(pages) > 1)
        more, apart = self._glue(MORE_HERE), "\n" if plain_text.is_terse(channel) else "\n\n"
        if len(pages) == 1:
            return f"{body}{apart}{more} {self._address((essential.citations or cited)[0])}"
        listed = [f"[{number}] {self._address(each)}" for number, each in enumerate(cited, start=1)]
        return body + apart + "\n".join([more, *listed])

    def _address(self, citation: Citation) -> str:
        return citation.url or self._quoted(citation.page_title)

    def _quoted(self, title: str) -> str:
        return f"« {title} »" if self._is_french else f"“{title}”"

    def _opening(self) -> list[Statement]:
        # Who approved a greeting of their own has greeted.
        greeting = self._speech.greet(self.occasion.name_to_greet)
        own = bool(self.statements) and self.statements[0].kind == "courtesy"
        return [self._courtesy(greeting)] if greeting and not own else []

    def _closing(self) -> list[Statement]:
        own = len(self.statements) > 1 and self.statements[-1].kind == "courtesy"
        return [self._courtesy(self._speech.sign_off)] if self._speech.sign_off and not own else []

    def _courtesy(self, text: str) -> Statement:
        return Statement(typeset(text) if self._is_french else text, kind="courtesy")

    def _typeset(self, statement: Statement) -> Statement:
        if not self._is_french or is_verbatim(statement):
            return statement
        quotes = [each.quote for each in statement.citations]
        return Statement(typeset(statement.text, quotes), statement.citations, statement.kind)

    def _glue(self, text: Text) -> str:
        said = text.in_language(self.occasion.language)
        return typeset(said) if self._is_french else said

    @property
    def _is_french(self) -> bool:
        return self.occasion.language == "fr"
