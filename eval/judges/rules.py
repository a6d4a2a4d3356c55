"""The judge `rules`: the checks that a model's statements meet while a draft is written, as a judge.

Adds no rule of its own: what it gets wrong here, the desk gets wrong too.
"""

from collections.abc import Sequence

from assistant.guards.support import bears_out, quote_for
from knowledge.facts import fact_stands, facts_in
from knowledge.passages import Passage, make_passage
from knowledge.words.keywords import STEMMERS
from knowledge.words.languages import detect


class Rules:
    """Shared words, negations, conditions and numbers, by `assistant.guards.support` and `knowledge.facts`."""

    name = "rules"
    learned_from_seen = False

    def supported(self, pairs: Sequence[tuple[str, str]]) -> list[bool]:
        """Whether the statement keeps to the text, and each of its facts is written there."""
        return [_supported(statement, _bare(text)) for statement, text in pairs]


def _supported(statement: str, passage: Passage) -> bool:
    if not all(fact_stands(fact, passage.text) for fact in facts_in(statement)):
        return False
    return bears_out(statement, quote_for(statement, "", passage), passage)


def _bare(text: str) -> Passage:
    return make_passage("", 0, (), None, "prose", text, detect(text, tuple(STEMMERS), "en"), 0)
