"""What a chosen sentence must not be said without: what it announces, what it leans on, what takes it back in part.

Knows no scores and chooses nothing of itself.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.composing.candidates import Candidate, Wanted, as_one
from assistant.guards.exceptions import EXCEPTS

LONGEST_TOGETHER = 700  # characters; a longer statement is not read in one breath

ANNOUNCES = re.compile(
    r":$|\beither:(?!.*\bor\b)"
    r"|\b(?:below|following|of these|ci-dessous|ci-après|suivant(?:e|s|es)?)\b[^.;]{0,40}[.:]?$",
    re.IGNORECASE,
)
# “… must give several documents.”, « … sous certaines conditions. »: which, a list behind it says.
LEAVES_OPEN = re.compile(
    r"\b(?:several|certain|various|different|plusieurs|certaine?s|diverse?s|différente?s) (?:other |autres )?"
    r"(?:conditions|cases|circumstances|documents|exceptions|forms|kinds|options|reasons|requirements|rights"
    r"|situations|steps|types|ways|cas|catégories|droits|étapes|façons|formes|moyens|motifs|possibilités|raisons"
    r"|solutions)(?: available| disponibles)?\.$",
    re.IGNORECASE,
)

# What begins with a word for something else; “it is important that” and « il faut » have no such word.
LEANS = re.compile(
    r"(?:(?:important|notes?|nb|attention|remarque|[àa] (?:noter|savoir))\s*[!:]\s*)?"
    r"(?:or|and|but|ou|et|mais|that(?:['’]s| is) why|c['’]est pourquoi|this|these|those|such|they|their|he|his|she|her"
    r"|it(?! (?:is|was) (?:[\w-]+ ){0,3}?(?:to|that|if|for|in)\b| may\b| should (?:also )?be noted|['’]s\b)"
    r"|however|otherwise|also(?=,)|so(?! that| far)|then|afterwards?|after that|therefore|thus|consequently|as a result"
    r"|instead|similarly|likewise|for example|for instance|on the other hand|examples?(?=\s?:)|exemples?(?=\s?:)"
    r"|in particular|(?:more )?specifically|en particulier|plus (?:particulièrement|précisément)"
    r"|(?:[\w'’-]+ ){1,3}(?:therefore|donc)"
    r"|the (?:same (?:applies|goes|is true)|others?)|(?:[\w'’-]+ ){1,2}them"
    r"|(?:if|when|once|unless) you (?:do|did|don['’]t)(?=,)"
    r"|(?!at th(?:is|at) (?:time|moment))"
    r"(?:in|for|on|at|to|from|with|under|by|before|after|until|since|during|without|despite|besides)"
    r" (?:this|that|these|those|such|then)"
    r"|if (?:so|not|it|they|this|that)"
    r"|ce(?:tte|t|s|la|lui|lles?|ux)?|c['’]est(?![- ]à[- ]dire)|leurs?|elles?"
    r"|ils?(?! (?:n['’])?est (?:à noter|(?:[\w-]+ ){0,2}?(?:de|d['’]|que?|qu['’]))"
    r"| (?:n['’])?(?:faut|y|convient|existe|s['’](?!agi)))"
    r"|toutefois|cependant|sinon|par contre|puis|ensuite|alors(?! que)|donc|ainsi"
    r"|par conséquent|en conséquence|de même|en effet|par exemple|il en (?:va|est) de même|dans le même (?:esprit|sens)"
    r"|en revanche|d['’]autre part|(?:les|l['’]|aux|des) ?autres?"
    r"|(?:à|dans|pour|de|en|sur|avec|par|avant|après|depuis|dès|selon|sous|sans|malgré|outre|pendant|durant)"
    r" (?:ce|cet|cette|ces|cela)|si (?:c['’]est|tel est) le cas|dans le cas contraire|\w+-(?:leur|lui|les|la|le|en|y)"
    # A predicate without its subject: “Available at any office.”
    r"|(?:also |également )?(?:available|valid|accessibles?|disponibles?|valables?|réservée?s?|gérée?s?|située?s?) "
    r"(?:at|in|on|for|from|until|by|only|with|through|to|à|aux?|pour|avec|dans|en|sur|par|jusqu['’]\w+|uniquement|du|de)"
    r"|si (?:elles?|oui|non)|s['’]ils?(?! (?:y|n['’]y|s['’]|faut|est|convient))|pour vous y)\b",
    re.IGNORECASE,
)

# “… to collect such data”, « la liste de ces campings », “We read her file”: who or what it is was named before.
LEANS_WITHIN = re.compile(
    r"\b(?:these|those(?! who)|such(?! as| a\b)|ces|cette|cet)\s"
    r"(?!days|pages?|times?|terms|années?|semaines?|fois|dates?|sites?|périodes?|cas\b|mêmes?\b)[^\W\d]{3,}"
    r"|\bthis\s(?!year|month|week|time|page|site|website|section|form\b|service|guide|document|type|way|is\b|was\b"
    r"|may\b|can\b|will\b|does\b|means|includes|must\b|should\b)[^\W\d]{3,}"
    r"|\bce\s(?!sont|cas\b|qui|que|qu['’]|n['’]est|site|formulaire|service|mois|jour|document|dernier|type|moment"
    r"|stade|sujet|titre)[^\W\d]{3,}"
    r"|\b(?:alors(?! que)|donc|therefore|(?:will|can|may|must|is|are|should) then)\b"
    # “You can also do so online”, « Vous pouvez le faire plus tard ».
    r"|\b(?:do|does|doing|did|done) so\b"
    r"|^(?:[\w'’-]+\W+){0,3}?(?:peut|pouvez|peuvent|pourr\w+|devez|doit|doivent|devr\w+)"
    r"(?: également| aussi| toutefois)? (?:(?:le|la|les|en|y|lui|leur) |l['’])\w+(?:er|ir|re)\b"
    r"|^pour (?:en|y) \w+(?:er|ir|re)\b"
    r"|^(?!.*\b(?:or|and|/) ?(?:she|her|his)\b)\W*(?:[\w'’-]+\W+){1,7}?(?:her|his|him|she|he)\b",
    re.IGNORECASE,
)


def with_neighbours(
    wanted: Wanted, chosen: Sequence[Candidate], candidates: Sequence[Candidate]
) -> list[Candidate]:
    """Those chosen, in reading order, with what they announce, lean on, and what takes something back of them.

    Of who asks what a thing is also the sentence that goes on about it.
    """
    said = {id(each.unit) for each in chosen}
    beside = list(pairwise(candidates))
    for before, then in beside:
        if id(before.unit) in said and (_announces(before, then) or _excepts(then, before)):
            said.add(id(then.unit))
    for before, then in reversed(beside):
        if id(then.unit) in said and (_leans(then, before) or _announces(before, then)):
            said.add(id(before.unit))
    goes_on = (
        then.unit
        for before, then in beside
        if id(before.unit) in said and id(then.unit) not in said and _leans(then, before)
    )
    more = next(goes_on, None) if wanted.what_is else None
    if more is not None and more.kind == "sentence":
        said.add(id(more))
    return [each for each in candidates if id(each.unit) in said]


def standing_alone(chosen: Sequence[Candidate]) -> list[Candidate]:
    """What belongs together as one statement, so that neither is cut off or struck out without the other."""
    found: list[Candidate] = []
    for each in chosen:
        last = found[-1] if found else None
        if last and (_leans(each, last) or _announces(last, each) or _excepts(each, last)):
            both = as_one(last.unit, each.unit, each.evidence.passage.text)
            if both is not None and len(both.text) <= LONGEST_TOGETHER:
                found[-1] = replace(last, unit=both, stems=last.stems | each.stems)
                continue
        found.append(each)
    return found


def _announces(one: Candidate, then: Candidate) -> bool:
    # “You must meet all of the requirements listed below.” alone keeps from the reader what it promises; so does a list
    # whose last item goes on beneath it.
    text = one.unit.text.strip()
    if one.unit.kind != "sentence":
        promises = text.endswith(":")
    elif then.unit.kind != "sentence" or "\n" in then.unit.text:
        promises = bool(ANNOUNCES.search(text) or LEAVES_OPEN.search(text))
    else:
        promises = bool(ANNOUNCES.search(text))
    return promises and one.evidence is then.evidence


def _excepts(then: Candidate, before: Candidate) -> bool:
    return before.evidence is then.evidence and EXCEPTS.match(then.unit.text) is not None


def _leans(then: Candidate, before: Candidate) -> bool:
    # “This applies to them too.” is said of what stands before it, and alone of nothing.
    text = then.unit.text
    leans = LEANS.match(text) is not None or LEANS_WITHIN.search(text) is not None
    return leans and before.evidence is then.evidence
