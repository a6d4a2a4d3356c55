"""A brand's say about words: forbidden ones, terms that have an official name, and plainness. Changes no word."""

import re
from collections.abc import Iterator, Mapping, Sequence

from assistant.citations import Statement
from assistant.guards.checks import Finding
from assistant.voice import plainness
from assistant.voice.brands import Speech
from knowledge.texts import Text


def is_verbatim(statement: Statement) -> bool:
    """Whether every line of the statement stands, letter for letter, in what it quotes."""
    quotes = [each.quote for each in statement.citations]
    lines = [each.strip() for each in statement.text.strip().splitlines()]
    return bool(quotes) and all(any(line in quote for quote in quotes) for line in lines)


def findings(statements: Sequence[Statement], speech: Speech, language: str) -> Iterator[Finding]:
    """What the brand would have said otherwise; a page's own words may keep their terms, and may be forbidden."""
    for number, statement in enumerate(statements):
        forbidden = _met(statement.text, speech.forbidden)
        for word in forbidden:
            yield Finding("forbidden_word", "warn", number, _forbidden(word, speech.official_terms))
        if not is_verbatim(statement):
            for plain in _unofficial(statement.text, speech.official_terms):
                if plain in forbidden:
                    continue  # told already, with its official term
                message = _official(plain, speech.official_terms[plain])
                yield Finding("unofficial_term", "warn", number, message)
    grade = plainness.grade(plainness.stated(statements), language)
    if speech.reading_level is not None and grade is not None and grade > speech.reading_level:
        yield Finding("reading_level", "warn", None, _too_hard(grade, speech.reading_level))


def _met(text: str, wordings: Sequence[str]) -> list[str]:
    return [each for each in wordings if _pattern(each).search(text)]


def _unofficial(text: str, terms: Mapping[str, str]) -> list[str]:
    # "Aldermere Health Card" holds "health card" and is the official term all the same.
    found = []
    for plain, official in terms.items():
        rest = _pattern(official).sub(" ", text)
        if _pattern(plain).search(rest):
            found.append(plain)
    return found


def _pattern(wording: str) -> re.Pattern[str]:
    # Whole words, whatever their case, blanks and apostrophes; the last one in the plural too.
    parts = (re.sub("['’]", "['’]", re.escape(each)) for each in wording.split())
    together = r"[\s-]+".join(parts)
    return re.compile(rf"(?<!\w){together}(?:e?s|x)?(?!\w)", re.IGNORECASE)


def _forbidden(word: str, terms: Mapping[str, str]) -> Text:
    official = next((terms[each] for each in terms if each.casefold() == word.casefold()), None)
    if official is None:
        return Text(
            f"This brand does not say “{word}”: choose another word.",
            f"Cette marque ne dit pas « {word} » : choisissez un autre mot.",
        )
    return Text(
        f"This brand does not say “{word}”. The official term: “{official}”.",
        f"Cette marque ne dit pas « {word} ». Le terme officiel : « {official} ».",
    )


def _official(plain: str, official: str) -> Text:
    return Text(
        f"For “{plain}” the official term is “{official}”.",
        f"Pour « {plain} », le terme officiel est « {official} ».",
    )


def _too_hard(grade: int, wanted: int) -> Text:
    return Text(
        f"The reply reads at grade {grade}; this brand aims at grade {wanted} or below. "
        "Use shorter words and sentences.",
        f"La réponse se lit au niveau {grade} ; cette marque vise le niveau {wanted} ou moins. "
        "Employez des mots et des phrases plus courts.",
    )
