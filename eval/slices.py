"""The groups of cases that are looked at apart: by language, set, topic, turn and difficulty. Scores nothing.

How hard a question is, its annotation says (`difficulty`). Where there is none it follows from how many of the
question's own words (stems, without stop words) stand in its gold source: search finds a page by words and by meaning,
and a question that shares none leaves it the meaning alone. The best of the sources counts. The cuts divide the 1,605
questions of six public sets into 32 % easy, 31 % medium and 37 % hard. Without a source's text nothing is said.
"""

from collections.abc import Sequence

from eval.cases import Case
from knowledge.words.keywords import words

EASY_SHARE = 0.6  # of the question's stems stand in the source
MEDIUM_SHARE = 0.3


def slices_of(case: Case) -> tuple[str, ...]:
    """The names of the slices that the case is in: "all" first, then one of each kind that applies."""
    names = ["all", f"language:{case.language}", f"set:{case.set_name}"]
    if case.topic:
        names.append(f"topic:{case.topic}")
    names.append("turn:first" if case.turn == 1 else "turn:follow-up")
    level = case.difficulty or difficulty(case)
    if level:
        names.append(f"difficulty:{level}")
    if not case.answerable:
        names.append("answerable:no")
    return tuple(names)


def by_slice(cases: Sequence[Case]) -> dict[str, list[Case]]:
    """The cases of each slice; "all" first, the others in order of their names."""
    found: dict[str, list[Case]] = {}
    for case in cases:
        for name in slices_of(case):
            found.setdefault(name, []).append(case)
    return dict(sorted(found.items(), key=lambda pair: (pair[0] != "all", pair[0])))


def difficulty(case: Case) -> str | None:
    """easy, medium or hard; None where there is nothing to compare the question with."""
    asked = set(words(case.asked.question, case.language))
    texts = [source.text for source in case.sources if source.text] if case.answerable else []
    if not asked or not texts:
        return None
    share = max(len(asked & set(words(text, case.language))) for text in texts) / len(asked)
    if share >= EASY_SHARE:
        return "easy"
    return "medium" if share >= MEDIUM_SHARE else "hard"
