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
            f"No page in {own.en} seems to answer this. The draft quotes a page that is in {other.en} only. "
            "It was found word by word: see that it is about what was asked.",
            f"Aucune page en {own.fr} ne semble y répondre. Le projet cite une page qui n’existe qu’en {other.fr}. "
            "Elle a été trouvée mot à mot : vérifiez qu’elle traite bien de la question.",
        ),
    )


def _named(language: str) -> Text:
    return LANGUAGES.get(language, Text(language, language))
