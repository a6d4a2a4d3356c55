"""What of a page can be said to anybody at all: no titles, menus, pointers to other pages, or text that was cut off."""

import re
from collections.abc import Collection
from itertools import pairwise

from knowledge.units import SENTENCE_ENDED, Unit

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


def is_content(text: str, titles: Collection[str]) -> bool:
    """Whether it is more than a title said again, half a sentence, or a pointer to other pages such as "Learn more"."""
    text = text.strip()
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
