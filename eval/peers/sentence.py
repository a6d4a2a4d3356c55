"""The simplest answer from a ranking: of the best passage, the sentence with most of the question's words.

What every system can do, so that answers can be compared where a peer only ranks. It never doubts what was found.
"""

from eval.results import Answer, Cited, Ranking, Stated
from knowledge.units import sentences_of
from knowledge.words.keywords import words

FEWEST_WORDS = 4  # a heading or a menu entry is no sentence


def best_sentence(ranking: Ranking, query: str, language: str) -> Answer:
    """The sentence with its citation; no answer where no sentence of the first passage shares a word."""
    wanted = set(words(query, language))
    best, shared = "", 0
    for line in ranking.ranked[0].text.splitlines() if ranking.ranked else ():
        for sentence in sentences_of(line):
            count = len(wanted & set(words(sentence, language)))
            if count > shared and len(sentence.split()) >= FEWEST_WORDS:
                best, shared = sentence, count
    if not best:
        return Answer(ranking.id, "unanswerable_no_source", 0.0, "", (), 0.0)
    first = ranking.ranked[0]
    stated = Stated(best, (Cited(first.page_id, first.url, best),))
    return Answer(ranking.id, "pending_review", round(shared / len(wanted), 6), best, (stated,), 0.0)
