"""Breaks what a figure is a limit of: "at most 3" for "at least 3", "before" for "after"; and numbers in words."""

import random
import re

from eval.breaks.carrier import WORD_VALUES, Carrier, says, values_in, with_other

_PAIRS = (
    ("at least", "at most"), ("more than", "less than"), ("over", "under"), ("before", "after"), ("minimum", "maximum"),
    ("or more", "or less"), ("or older", "or younger"), ("at least", "up to"), ("after", "within"),
    ("au moins", "au plus"), ("plus de", "moins de"), ("avant", "après"), ("ou plus", "ou moins"),
    ("à partir de", "jusqu'à"), ("après", "dans"), ("supérieur à", "inférieur à"),
)  # fmt: skip
OTHERS = dict([(one, two) for one, two in reversed(_PAIRS)] + [(two, one) for one, two in reversed(_PAIRS)])
_WORDS = "|".join(sorted(OTHERS, key=len, reverse=True))
_SPANS = "ans|years|days|jours|mois|months|weeks|semaines|hours|heures|people|personnes|nuits"
LIMIT = re.compile(
    rf"\b(?P<before>{_WORDS}) (?=(?:the |le |les )?[$€]?\d)"
    rf"|(?<=\d) (?:(?:{_SPANS}) )?(?P<after>{_WORDS})(?!\w)",
    re.IGNORECASE,
)
DENIED = re.compile(r"\b(?:no|not|cannot|pas|jamais)\b|n['’]t\b", re.IGNORECASE)
_ORDINALS = {
    "en": "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(),
    "fr": "deuxième troisième quatrième cinquième sixième septième huitième neuvième dixième".split(),
}
_SPELLED = {
    "en": "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty".split(),
    "fr": "deux trois quatre cinq six sept huit dix onze douze quinze vingt trente".split(),
}
SPELLED = {
    language: re.compile(rf"(?<![\w-])(?:{'|'.join(_SPELLED[language] + _ORDINALS[language])})(?![\w-])")
    for language in _SPELLED
}


def limit(carrier: Carrier, rng: random.Random) -> str | None:
    """The other side of a figure: at most for at least, after for before."""
    there = list(LIMIT.finditer(carrier.text))
    if not there:
        return None
    found = rng.choice(there)
    group = "before" if found["before"] else "after"
    # "Not before" may well be "after".
    if DENIED.search(carrier.text[max(0, found.start() - 40) : found.start()]):
        return None
    new = OTHERS[found[group].casefold()]
    broken = with_other(carrier.text, *found.span(group), new)
    beside = broken[found.start(group) :].split()[: len(new.split()) + 2]
    return None if says(carrier.passage, broken) or says(carrier.passage, " ".join(beside)) else broken


def spelled(carrier: Carrier, rng: random.Random) -> str | None:
    """Another number in words, or another place in a row."""
    language = "fr" if carrier.passage.language == "fr" else "en"
    there = list(SPELLED[language].finditer(carrier.text))
    if not there:
        return None
    found = rng.choice(there)
    source = carrier.passage.text_with_heading
    ordinals = _ORDINALS[language]
    if found.group() in ordinals:
        place = rng.randrange(len(ordinals))
        number = place + (3 if language == "en" else 2)
        if ordinals[place] in source.casefold() or float(number) in values_in(source):
            return None
        return with_other(carrier.text, *found.span(), ordinals[place])
    new = rng.choice(_SPELLED[language])
    return None if WORD_VALUES[new] in values_in(source) else with_other(carrier.text, *found.span(), new)
