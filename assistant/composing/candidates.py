"""What could be said: the pieces of the best page that search found, each with what tells whether it answers.

Pure but for `meaning`, which it is handed. Chooses nothing.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log

from assistant.asked import has_one, kinds_asked, parts
from assistant.understand import Understood
from knowledge.embedding.embedder import Vectors
from knowledge.search import Evidence
from knowledge.units import Unit, units_of
from knowledge.words.keywords import words

NAMES = (
    "asked",  # share of the question's own words, weighted by rarity, that stand in the piece
    "headed",  # the same of its heading, for words that the piece lacks
    "about",  # share of the piece's words that the question has
    "said",  # share of its words that the agent's last reply has: what was said is not asked again
    "first",  # 1 for the first piece under its heading, 1/2 for the second, …
    "kind",  # has a fact of the kind that is asked for: an amount after “how much”
    "behind",  # by how much search puts the passage behind its best
    "best",  # of the passage that search puts first
    "list",  # a list, or steps, with what leads in
    "table",
    "length",  # log of its words
    "meaning",  # cosine to the question's own words; 0 where nothing was embedded
)
HOW = re.compile(
    r"\bhow (?:do|can|could|should|would|to)\b|\bwhat are the steps\b|\bcomment\b|\bétapes?\b|\bdémarches?\b",
    re.IGNORECASE,
)
# What a thing is, a page often says in two sentences: “X is a … . It lets you … .”
WHAT_IS = re.compile(
    r"\bwhat(?:['’]s| is| are| was| does)\b|\bwho (?:is|was)\b|\bqu['’](?:est[- ]ce qu|appelle)|\bc['’]est quoi\b"
    r"|\bqui est\b|\bdéfinition\b",
    re.IGNORECASE,
)
GAPS = (" ", "\n", "\n\n")
BARE = re.compile(
    r"(?:yes|no|oui|non)[.!]|(?:important|attention|warning|caution|nota? ?bene|notes?|[àa] noter)\s?[!.]",
    re.IGNORECASE,
)

Rarity = Callable[[str], float]
Meaning = Callable[[Sequence[str]], Vectors]  # unit vectors, a row for each text


@dataclass(frozen=True, slots=True)
class Candidate:
    """A piece of one passage; `stems` are its words, `features` are in the order of `NAMES`."""

    evidence: Evidence
    unit: Unit
    stems: frozenset[str]
    features: tuple[float, ...]

    @property
    def titles(self) -> set[str]:
        """The page's title and the headings above the piece."""
        return {each.strip() for each in (self.evidence.page.title, *self.evidence.passage.heading_path)}


@dataclass(frozen=True, slots=True)
class Wanted:
    """The question's own words with their rarities, the words of the agent's last reply, and how it asks.

    `several`: more than one thing.
    """

    weights: Mapping[str, float]
    replied: frozenset[str]
    how: bool = False
    what_is: bool = False
    several: bool = False

    @classmethod
    def of(cls, question: Understood, rarity: Rarity) -> "Wanted":
        """The thread leads to the page; which of its words to say, the question itself decides, if it has words."""
        stems = words(question.asked, question.language) or words(question.query, question.language)
        replied = frozenset(words(question.replied, question.language))
        weights = {stem: rarity(stem) for stem in stems}
        how, what_is = bool(HOW.search(question.asked)), bool(WHAT_IS.search(question.asked))
        return cls(weights, replied, how, what_is, len(parts(question.asked)) > 1)

    def share(self, stems: frozenset[str]) -> float:
        """The share of the question's words, weighted by rarity, that are among these."""
        total = sum(self.weights.values())
        return sum(weight for stem, weight in self.weights.items() if stem in stems) / total if total else 0.0


def candidates_of(question: Understood, evidence: Sequence[Evidence], rarity: Rarity) -> list[Candidate]:
    """The pieces of the page of the first evidence, passage by passage; their `meaning` is 0 as yet."""
    wanted, kinds = Wanted.of(question, rarity), kinds_asked(question.asked)
    found = []
    for each in (one for one in evidence if one.page.id == evidence[0].page.id):
        heading = frozenset(words(each.passage.heading, each.passage.language))
        behind = evidence[0].score - each.score
        for unit in pieces_of(each.passage.text):
            stems = frozenset(words(unit.text, each.passage.language))
            own = {stem: rarity(stem) for stem in stems}
            total = sum(own.values()) or 1.0
            features = (
                wanted.share(stems),
                wanted.share(heading - stems),
                sum(weight for stem, weight in own.items() if stem in wanted.weights) / total,
                sum(weight for stem, weight in own.items() if stem in wanted.replied) / total,
                1 / (1 + unit.position),
                float(has_one(unit.text, kinds)),
                behind,
                float(each.rank == evidence[0].rank),
                float(unit.kind in ("list", "steps")),
                float(unit.kind == "table"),
                log(1 + len(unit.text.split())),
                0.0,
            )
            found.append(Candidate(each, unit, stems, features))
    return found


def pieces_of(text: str) -> list[Unit]:
    """The units of a passage, "No.", "Yes." and "Important!" with what stands behind them: neither is said alone."""
    pieces: list[Unit] = []
    for unit in units_of(text):
        bare = bool(pieces) and BARE.fullmatch(pieces[-1].text) is not None
        both = as_one(pieces[-1], unit, text) if bare else None
        if both is not None:
            pieces[-1] = both
        else:
            pieces.append(unit)
    return pieces


def as_one(unit: Unit, then: Unit, text: str) -> Unit | None:
    """Two units that follow each other in the passage's `text` as one; None where something stands between them."""
    joined = next((both for gap in GAPS if (both := f"{unit.text}{gap}{then.text}") in text), None)
    return None if joined is None else replace(then, text=joined, position=unit.position)


def with_meaning(candidate: Candidate, cosine: float) -> Candidate:
    """The same with its cosine to the question."""
    return replace(candidate, features=(*candidate.features[:-1], cosine))
