"""Breaks by one word for another: how often, must for may, all for some, and who or what is spoken of."""

import random
import re
from collections.abc import Mapping, Sequence

from eval.breaks.carrier import Break, Carrier, in_words, with_other

_Sets = Sequence[Sequence[str]]  # any word of a set for any other

_FREQUENCIES = {
    "en": ("daily weekly monthly quarterly", "yearly monthly weekly", "annual monthly daily", "annually monthly"),
    "fr": ("quotidien hebdomadaire mensuel annuel", "quotidienne hebdomadaire mensuelle annuelle", "mensuels annuels"),
}  # fmt: skip
_DUTIES = {
    "en": ("must may should", "have|to may", "required allowed recommended", "mandatory optional"),
    "fr": ("doit peut", "doivent peuvent", "devez pouvez", "obligatoire facultatif", "devra pourra", "devrez pourrez"),
}  # fmt: skip
_EXTENTS = {
    "en": ("all some most", "every some", "both either", "always sometimes", "and or"),
    "fr": ("tous certains", "toutes certaines", "toujours parfois souvent", "et ou"),
}
_OTHERS = {
    "en": (
        "children adults parents students", "spouse child parent", "employer tenant student", "driver passenger owner",
        "eligible ineligible", "approved denied", "included excluded", "higher lower", "increase decrease",
        "valid invalid", "online abroad", "morning evening", "summer winter", "winter summer", "state county city",
        "buyer seller", "Veterans Teachers Farmers", "doctor lawyer", "hospital school", "original copy",
        "husband brother",
    ),
    "fr": (
        "salarié locataire propriétaire", "enfant conjoint parent", "employeur bailleur", "conducteur passager",
        "accepter refuser", "acceptée refusée", "autorisé interdit", "supérieur inférieur", "augmenter réduire",
        "mère sœur", "été hiver", "matin soir", "maire préfet", "commune région", "acheteur vendeur", "médecin avocat",
        "école mairie", "original copie", "élèves enseignants", "mari frère",
    ),
}  # fmt: skip


def _exchange(wordings: Mapping[str, Sequence[str]]) -> Break:
    sets = {
        language: [[each.replace("|", " ") for each in line.split()] for line in lines]
        for language, lines in wordings.items()
    }

    def broken(carrier: Carrier, rng: random.Random) -> str | None:
        return _other_of(carrier, sets["fr" if carrier.passage.language == "fr" else "en"], rng)

    return broken


def _other_of(carrier: Carrier, sets: _Sets, rng: random.Random) -> str | None:
    """With one word of a set for another that its passage has nowhere; questions and what is denied are left alone."""
    if "?" in carrier.text:
        return None
    there = [
        (found, each)
        for each in sets
        for word in each
        for found in re.finditer(rf"(?<!\bne )(?<![\w'’-]){word}(?![\w'’-])(?! not\b| pas\b)", carrier.text)
    ]
    if not there:
        return None
    found, words = rng.choice(there)
    said = f" {in_words(carrier.passage.text_with_heading)} "
    others = [each for each in words if f" {in_words(each)} " not in said]
    return with_other(carrier.text, *found.span(), rng.choice(others)) if others else None


frequency, duty, extent, word = map(_exchange, (_FREQUENCIES, _DUTIES, _EXTENTS, _OTHERS))
