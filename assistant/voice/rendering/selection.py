"""Which statements of a reply can be said without the others. Cuts none; knows no channel.

A statement needs every condition of its passage ("unless…", "sauf…"), and the one before it where it leans on it
("It takes…").
"""

import re
from collections.abc import Collection, Sequence

from assistant.asked import has_one, kinds_asked
from assistant.citations import Statement

CONDITION = re.compile(
    r"\b(?:if|unless|only|except(?:ions?)?|excluding|before|until|provided|otherwise|however|but|depend(?:s|ing)|"
    r"as long as|cannot|can['’]t|may not|must not|do(?:es)? not|don['’]t|doesn['’]t|no longer|"
    r"not (?:valid|available|eligible)|si|s['’]ils?|sauf|seulement|uniquement|avant|jusqu['’]\w*|à moins|à condition|"
    r"pourvu|toutefois|cependant|mais|sinon|"
    r"excepté\w*|exception\w*|hormis|ne\s+\w+\s+(?:pas|plus|que)|n['’]\w+\s+(?:pas|plus|que)|selon)\b",
    re.IGNORECASE,
)
# A sentence that begins so is about the one before it.
LEANING = re.compile(
    r"\W*(?:it|its|this|that|these|those|they|them|their|he|she|then|also|otherwise|however|but|and|in that case|"
    r"il|elle|ils|elles|ce|cela|cet|cette|ces|c['’]\w+|celui\w*|celle\w*|ceux\w*|de plus|aussi|ensuite|puis|sinon|"
    r"toutefois|cependant|mais|et|donc|dans ce cas)\b",
    re.IGNORECASE,
)


def by_importance(statements: Sequence[Statement], among: Sequence[int], asked: str) -> list[int]:
    """The places `among` the statements, the essential first: that with the fact asked for; then as drafted."""
    kinds = kinds_asked(asked)
    essential = next((each for each in among if has_one(statements[each].text, kinds)), None)
    return sorted(among, key=lambda each: (each != essential, each))


def needed_with(place: int, statements: Sequence[Statement], missing: Collection[int]) -> set[int] | None:
    """The statement with all that it may not go without; None when some of that is `missing`."""
    together, waiting = {place}, [place]
    while waiting:
        for each in _needed_by(waiting.pop(), statements) - together:
            together.add(each)
            waiting.append(each)
    return None if together & set(missing) else together


def _needed_by(place: int, statements: Sequence[Statement]) -> set[int]:
    own = _passages(statements[place])
    needed = {
        each
        for each, other in enumerate(statements)
        if own & _passages(other) and CONDITION.search(other.text)
    }
    before = next((each for each in range(place - 1, -1, -1) if statements[each].kind == "fact"), None)
    if before is not None and LEANING.match(statements[place].text):
        needed.add(before)
    return needed - {place}


def _passages(statement: Statement) -> set[str]:
    return {each.passage_id for each in statement.citations}
