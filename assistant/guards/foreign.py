"""What a draft says of a page in another language than the question: words for people, no rule of its own."""

from assistant.guards.checks import Finding
from knowledge.texts import Text

CHECK = "source_in_other_language"
LANGUAGES = {"en": Text("English", "anglais"), "fr": Text("French", "français")}


def in_other_language(asked: str, found: str) -> Finding:
    """A warning that the draft quotes a page in the language `found`, since none in `asked` answers."""
    own, other = _named(asked), _named(found)
    return Finding(
        CHECK,
        "warn",
        None,
        Text(
            f"No page in {own.en} answers this. The draft quotes a page that is in {other.en} only.",
            f"Aucune page en {own.fr} n’y répond. Le projet cite une page qui n’existe qu’en {other.fr}.",
        ),
    )


def _named(language: str) -> Text:
    return LANGUAGES.get(language, Text(language, language))
