"""What could be said: the pieces of the best page that search found, each with what tells whether it answers.

Pure but for `meaning`, which it is handed. Chooses nothing.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import log

from assistant.asked import has_one, kinds_asked, parts
from assistant.understand import Understood
from knowledge.embedding.embedder import Vectors
from knowledge.search import Evidence
from knowledge.units import SENTENCE_ENDED, Unit, units_of
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
SHORTEST_SENTENCE_WORDS = 3
# A text that was cut off: “… has a population of”.
CUT_OFF = re.compile(
    r"\b(?:of|the|an?|to|in|for|and|or|with|by|at|from|de|du|des|la|les?|une?|et|ou|à|aux?|par|pour|avec|sur)$",
    re.IGNORECASE,
)
# What a page lets its readers ask: “I am pregnant.”, “What will I need”.
FIRST_PERSON = re.compile(
    r"\bI(?: (?:am|have|had|get|need|want|can|do|own|was|live|will|would|receive|must|should|may|file|pay|work)\b"
    r"|['’](?:m|ve|ll|d)\b)(?!.*\byou)"
)
MENU_LINES = 3
# A cell with nothing but a figure; times and telephones have other signs or more digits.
FIGURE = re.compile(r"(?=.*\d)(?!(?:.*\d){7})[\s\d.,$€£%+/–—-]+")
LONGEST_TITLE_WORDS = 6  # of a line that ends without a mark; longer ones may be sentences
# What sends the reader on and says nothing itself.
POINTER = re.compile(
    r"(?:(?:to |pour (?:en )?)?(?:learn|read|find out|savoir|lire) (?:more|plus)|en savoir plus|see also|voir aussi"
    # “Find out if you qualify.” tells nobody whether.
    r"|(?:find out|learn) (?:about|how|if|whether|what|when|where|which|who|why)|découvrez"
    r"|please see|keep reading|skip to (?:main )?content|aller (?:directement )?au contenu|related (?:links|pages)"
    r"|liens utiles|sources?(?=\s*:)|(?:legal )?references?(?=\s*:)|références?(?=\s*:))\b",
    re.IGNORECASE,
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


def is_content(candidate: Candidate) -> bool:
    """Whether it is more than a title said again, half a sentence, or a pointer to other pages such as "Learn more"."""
    text, named = candidate.unit.text.strip(), candidate.evidence
    titles = {each.strip() for each in (named.page.title, *named.passage.heading_path)}
    return (
        not POINTER.match(text)
        and not CUT_OFF.search(text)
        and not all(line.strip() in titles for line in text.split("\n"))
    )


def says_something(unit: Unit) -> bool:
    """Whether it answers anybody: "No.", "Can I apply online?" and titles do not."""
    if _opens_as_menu(unit):
        return False
    if unit.kind != "sentence":
        return True
    if _lost_its_columns(unit):
        return False
    text = unit.text.rstrip()
    if ("\n" not in text and _is_title(text)) or FIRST_PERSON.search(text):
        return False
    return len(text.split()) >= SHORTEST_SENTENCE_WORDS and not text.endswith("?")


def _is_title(line: str) -> bool:
    plain = not SENTENCE_ENDED.search(line) and not any(each.isdigit() for each in line)
    return plain and len(line.split()) <= LONGEST_TITLE_WORDS


def _lost_its_columns(unit: Unit) -> bool:
    # Two figures under each other: nobody can tell of what either is said.
    figures = [FIGURE.fullmatch(line) is not None for line in unit.text.split("\n")]
    return any(one and then for one, then in pairwise(figures))


def _opens_as_menu(unit: Unit) -> bool:
    # Or as the head of a table that lost its columns: what stands below may be said of any of them.
    lines = unit.text.split("\n")
    opening = lines[: len(lines) - len(unit.rows)][:MENU_LINES]
    return len(opening) == MENU_LINES and all(
        _is_title(line) and not line.rstrip().endswith(":") for line in opening
    )
