"""What is wrong with a brand file, in words. Decides nothing."""

from collections.abc import Sequence
from pathlib import Path

from knowledge.texts import Text


def told(line: int, field: str, what: Text) -> Text:
    """One mistake, with where it stands."""
    return Text(f"line {line}, {field}: {what.en}", f"ligne {line}, {field} : {what.fr}")


def unusable(path: Path, mistakes: Sequence[Text], count: int) -> Text:
    """The file is not used; its first mistakes, of so many."""
    en, fr = "; ".join(each.en for each in mistakes), " ; ".join(each.fr for each in mistakes)
    more = count - len(mistakes)
    return Text(
        f"The brand file {path} cannot be used. {en}" + (f"; and {more} more." if more else "."),
        f"Le fichier des marques {path} est inutilisable. {fr}" + (f" ; et {more} de plus." if more else "."),
    )


def fields_wanted(known: Sequence[str]) -> Text:
    """Something else stands where these fields belong."""
    named = ", ".join(known)
    return Text(f"expected one of: {named}", f"attendu, un de ces champs : {named}")


def taken(name: str) -> Text:
    """Two brands bear this name."""
    return Text(f"another brand is called “{name}” too", f"une autre marque s’appelle aussi « {name} »")


def too_long(at_most: int) -> Text:
    """More than a line of so many characters."""
    return Text(
        f"expected one line of at most {at_most} characters", f"attendu, au plus {at_most} caractères"
    )


def default_language(spoken: Sequence[str]) -> Text:
    """The default language is none in which the brand has words."""
    named = ", ".join(spoken) or "—"
    return Text(
        f"expected a language in which the brand has words: {named}",
        f"attendu, une langue dans laquelle la marque a des mots : {named}",
    )


BRANDS_WANTED = Text(
    "expected a list of brands, each on a line with - id:",
    "attendu, une liste de marques, chacune précédée de - id:",
)
ID_WANTED = Text(
    "a brand needs an id of small letters, figures and hyphens",
    "une marque demande un id en minuscules, chiffres et traits d’union",
)
LANGUAGE_WANTED = Text(
    "a brand needs its words in a language: en: or fr:",
    "une marque demande ses mots dans une langue : en: ou fr:",
)
TWICE = Text("this stands here twice", "ceci figure deux fois")
WORDS_WANTED = Text("expected words", "attendu, des mots")
LIST_WANTED = Text("expected a list: [one, another]", "attendu, une liste : [un, autre]")
TERMS_WANTED = Text(
    "expected pairs: {plain wording: official wording}",
    "attendu, des paires : {mot courant: terme officiel}",
)
LEVEL_WANTED = Text("expected a school grade from 1 to 12", "attendu, un niveau scolaire de 1 à 12")
HASHTAG_WANTED = Text(
    "expected a word with # before it, in quotes",
    "attendu, un mot précédé de #, entre guillemets droits",
)
NO_BRACES = Text(
    "only a greeting may hold {name}, and nothing else in braces",
    "seule une salutation peut contenir {name}, et rien d’autre entre accolades",
)
NAME_AFTER_WORDS = Text(
    "{name} stands once, after a word and a blank: Hello {name},",
    "{name} figure une fois, après un mot et une espace : Bonjour {name},",
)
NO_FACTS = Text(
    "a courtesy states no fact: no figure, link or address",
    "une formule de politesse n’énonce rien : ni chiffre, ni lien, ni adresse",
)
BRAND_FILE = Text("brand file", "fichier des marques")
CHECK_IT = Text(
    "Correct them; `replydesk brands check FILE` names them all.",
    "Corrigez-les ; `replydesk brands check FICHIER` les nomme toutes.",
)
