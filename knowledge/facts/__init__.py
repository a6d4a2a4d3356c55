"""Facts that must not be wrong: amounts, dates, times, ways to reach someone, names of forms, offices and streets.

Finds them in a text and says whether another text has the same. Knows no statement, passage or page.
"""

from knowledge.facts.contacts import EMAIL, LINK
from knowledge.facts.fact import Fact, FactKind, span_of
from knowledge.facts.finding import facts_in, stated_in
from knowledge.facts.numbers import NUMBER_WORDS, WORD_NUMBER
from knowledge.facts.standing import fact_follows, fact_stands, is_same
from knowledge.facts.wording import comparable, contains, squeezed

__all__ = [
    "EMAIL",
    "LINK",
    "NUMBER_WORDS",
    "WORD_NUMBER",
    "Fact",
    "FactKind",
    "comparable",
    "contains",
    "fact_follows",
    "fact_stands",
    "facts_in",
    "is_same",
    "span_of",
    "squeezed",
    "stated_in",
]
