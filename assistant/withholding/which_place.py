"""Which of several: a question after the hours of “the library”, where pages tell of a dozen libraries.

Where the nearest pages are titled with the names of two or more, and neither question nor thread has one of these
names, nobody knows which is meant; the hours of whichever came first would be the wrong ones. Nor does anybody know
where the citizen points at one ("this library") that the thread has not named.
"""

import re
from collections.abc import Sequence

from assistant.understand import Understood
from assistant.withholding.unknown_names import has_name, unknown_name
from knowledge.search import Evidence
from knowledge.words.keywords import folded, words

# What a government has many of, each with its own hours, rules and telephone.
PLACES = {
    "en": "airport arena beach branch campground cemetery center centre clinic college courthouse court daycare"
    " garden harbour hospital landfill library marina market museum office park pool prison rink school shelter"
    " stadium station theatre university",
    "fr": "aéroport aréna bibliothèque bureau caserne centre cimetière clinique collège cégep crèche déchèterie"
    " écocentre école garderie gare gymnase hôpital jardin lycée mairie marché musée palais parc patinoire piscine"
    " plage poste prison refuge stade succursale théâtre tribunal université",
}
# “Can I go to a school of my choice?” asks of schools in general.
MEANT = {
    language: re.compile(
        rf"(?<!\ba )(?<!\ban )(?<!\bany )(?<!\bun )(?<!\bune )\b({folded(places).replace(' ', '|')})\b"
    )
    for language, places in PLACES.items()
}
# “this library”, « cette grande piscine »; not « est-ce que les parcs ».
POINTED_AT = {
    language: re.compile(
        rf"(?<![\w-])(?:{pointing})\s+(?:(?!{no_name})[\w-]+\s+)?({folded(PLACES[language]).replace(' ', '|')})s?\b"
    )
    for language, pointing, no_name in (
        ("en", "this|these|those", r"(?:is|are|was|in|at|of|for|my|your|the|a)\b"),
        ("fr", "ce|cet|cette|ces", r"(?:que?|qui|est|sont|les?|la|de|des|du|mon|ma|votre)\b"),
    )
}
PARTICLES = frozenset("de du des d la le les l au aux à".split())
# What stands before any of them and names none.
NO_NAMES = {
    "en": "a an any each every find local locate main my nearest new other our public regional the this visit your",
    "fr": "municipale public publique régional",
}
WORD = re.compile(r"[^\W_]+")
SEGMENTS = re.compile(r"\s+[|–—-]\s+|\s*[:•,]\s+")


def several_places(question: Understood, evidence: Sequence[Evidence], margin: float) -> list[str]:
    """The names of the places that may be meant, best first; none unless it is sure that there are several.

    `margin` says how far behind the best passage, by its score, one is as near.
    """
    language = question.language
    meant = MEANT[language].findall(folded(question.asked)) if language in MEANT else []
    if not meant or not evidence or unknown_name(question.asked, evidence):
        return []
    near = [each.page.title for each in evidence if evidence[0].score - each.score <= margin]
    said = set(words(question.query, language))
    return next((found for place in meant if (found := _called(near, place, said, language))), [])


def points_at_a_place(question: Understood, evidence: Sequence[Evidence]) -> bool:
    """Whether the question points at a place ("this library") that is named nowhere.

    Not where it or its thread has a name, and not where pages name only one of the kind: that will be the one.
    """
    language = question.language
    found = POINTED_AT[language].search(folded(question.asked)) if language in POINTED_AT else None
    if found is None or has_name(f"{question.asked[: found.start()]} … {question.asked[found.end() :]}"):
        return False
    before = folded(question.query.removesuffix(question.asked))
    named = {_named(each.page.title, found[1], language) for each in evidence} - {None}
    return len(named) != 1 and re.search(rf"\b{found[1]}", f"{before} {folded(question.replied)}") is None


def _called(titles: Sequence[str], place: str, said: set[str], language: str) -> list[str]:
    names = [_named(each, place, language) for each in titles]
    if names[0] is None:
        return []  # the best page is of no such place, or of all of them
    found = list(dict.fromkeys(each for each in names if each is not None))
    if len(found) == 1 or any(said & _telling(each, place, language) for each in found):
        return []
    return found


def _named(title: str, place: str, language: str) -> str | None:
    # “Alder Street Library”, « Piscine de Beaulieu »: a name by its capitals, before or after the kind of place.
    for part in SEGMENTS.split(title):
        said = WORD.findall(part)
        if language == "fr":
            kind, name = said[:1], [word for word in said[1:] if word.casefold() not in PARTICLES][:1]
        else:
            kind, name = said[-1:], said[:-1]
        is_one = [folded(each) for each in kind] == [place] and all(each[0].isupper() for each in name)
        if is_one and _telling(part, place, language):
            return " ".join(part.split())
    return None


def _telling(name: str, place: str, language: str) -> set[str]:
    return set(words(name, language)) - set(words(f"{place} {NO_NAMES[language]}", language))
