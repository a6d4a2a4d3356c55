"""Whether a page bears out what a model wrote: rules on shared words, negations, conditions and facts.

Stricter than the checks of every reply, which look at figures and quotes: a person may reword freely, a model
may not. Knows no model and drops nothing itself.
"""

from assistant.guards.conditions import conditions, negations
from assistant.guards.departures import departures
from knowledge.facts import contains
from knowledge.passages import Passage
from knowledge.units import units_of
from knowledge.words.keywords import words

SHARED_AT_LEAST = 0.5  # of a statement’s words, with its passage
SHORTEST_QUOTE_WORDS = 3  # "renew online" is also in "you cannot renew online"


def quote_for(text: str, offered: str, passage: Passage) -> str:
    """The words offered where the passage holds them; else its piece with the most words of `text`."""
    if len(offered.split()) >= SHORTEST_QUOTE_WORDS and contains(passage.text, offered):
        return offered
    wanted = set(words(text, passage.language))
    return max(units_of(passage.text), key=lambda u: len(wanted & set(words(u.text, passage.language)))).text


def bears_out(text: str, quote: str, passage: Passage) -> bool:
    """Whether `text` stays with the passage's words, and with what the pieces around `quote` deny or require."""
    # The heading's words name the subject, which what is made up shares too.
    said = set(words(text, passage.language)) - set(words(passage.heading, passage.language))
    if not said or len(said & set(words(passage.text, passage.language))) < SHARED_AT_LEAST * len(said):
        return False
    around = "\n".join(
        u.text for u in units_of(passage.text) if contains(u.text, quote) or contains(quote, u.text)
    )
    around = around or quote
    if bool(negations(text)) != bool(negations(around)) or (conditions(around) and not conditions(text)):
        return False
    # A word of its own makes no statement false as often as it makes one plainer: a person is told which it is.
    return all(each.kind == "new_word" for each in departures(text, (passage,)))
