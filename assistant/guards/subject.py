"""Whether a statement speaks of what its passages speak of: how many of its words they have, and one sentence has.

Words are counted, not understood. Figures and names are for `knowledge.facts`.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from assistant.guards.likeness import stems_of
from assistant.guards.pieces import pieces_of
from knowledge.facts import stated_in
from knowledge.passages import Passage
from knowledge.words.keywords import words

# Chosen on 6,000 statements held against the wrong page, and on the labelled pairs of `eval/judges`.
SHARED_AT_LEAST = 2 / 3  # of a statement's words, with the passages
SHARED_WITH_ONE = 1 / 2  # and with one sentence of them
FEW = 6  # words: half of so few are the same in many a sentence
SHARED_OF_FEW = 2 / 3
SHARED_HARDLY = 0.2  # below it a sentence that says much is another page’s
SAYS_MUCH = 5  # different words; "Please see this page." says little
SHARED_BY_TRANSLATION = 1 / 2  # with fewer it may be in another language than the page
WORD = re.compile(r"[^\W_]+")
# "You may be able to get more if you meet at least one of the following" names no subject.
OF_ANY_SUBJECT = {
    "en": "able above all also any below both each either every few following least less listed many may meet more "
    "most much must need new one only other own same several some such than two use used",
    "fr": "afin ainsi alors après aucun aussi autre autres avant chaque ci-dessous comme doivent devez moins "
    "nouveau nouveaux nouvelle peuvent plus plusieurs pouvez si suivant suivante suivants suivantes tous tout toute "
    "toutes",
}


@dataclass(frozen=True, slots=True)
class Shared:
    """How many different words a piece says, and how many of them stand in its passages."""

    said: int
    anywhere: int
    in_one: int
    share_of_all: float
    says_much: bool

    @property
    def is_enough(self) -> bool:
        """Whether the piece speaks of what the passages speak of."""
        most = SHARED_OF_FEW if self.said <= FEW else SHARED_WITH_ONE
        return (
            self.said > 0 and self.anywhere >= SHARED_AT_LEAST * self.said and self.in_one >= most * self.said
        )

    @property
    def is_hardly_any(self) -> bool:
        """Whether the piece says much, and next to nothing of what the passages say."""
        return self.says_much and self.share_of_all < SHARED_HARDLY

    @property
    def may_be_translated(self) -> bool:
        """Whether so little is shared that the piece may be in another language."""
        return min(self.anywhere, 2 * self.in_one) < SHARED_BY_TRANSLATION * self.said or not self.said


def shared(text: str, passages: Sequence[Passage]) -> Shared | None:
    """What `text` shares with the passages; None where it has no words but figures that they spell otherwise."""
    language = passages[0].language
    there = {stem for passage in passages for stem in words(passage.text, language)}
    every = {each for each in words(text, language) if each in there or not each[0].isdigit()}
    if not every:
        return None
    telling = (every - _of_any_subject(language)) or every
    # The headings' words name the subject, which what is made up shares too.
    said = telling - {stem for passage in passages for stem in words(passage.heading, language)}
    pieces = [each.whole for passage in passages for each in pieces_of(passage.text)]
    return Shared(
        said=len(said),
        anywhere=len(said & there),
        in_one=max((len(said & stems_of(each, language)) for each in pieces), default=0),
        share_of_all=len(every & there) / len(every),
        says_much=len(every) >= SAYS_MUCH,
    )


def new_word(text: str, near: str, passages: Sequence[Passage]) -> str:
    """The first telling word of `text` that no passage and no heading has in any form; "" where there is none.

    Where as many words of `near`, the sentence that it rewords, are gone as are new, one stands for another: then the
    sentence and the headings must have it. The words of facts are not looked at: "dollars" may stand there as "$".
    """
    language = passages[0].language
    mine, theirs = (Counter(words(each, language)) for each in (text, near))
    more, fewer = mine - theirs, theirs - mine
    there = [each.heading if more.total() == fewer.total() else each.text_with_heading for each in passages]
    new = (
        set(more) - {stem for source in there for stem in words(source, language)} - _of_any_subject(language)
    )
    of_facts = {word for fact in stated_in(text) for word in WORD.findall(fact.shown)}
    for word in WORD.findall(text):
        stems = words(word, language) if word not in of_facts else []
        if any(stem in new and not stem[0].isdigit() for stem in stems):
            return str(word)
    return ""


@cache
def _of_any_subject(language: str) -> frozenset[str]:
    return frozenset(words(OF_ANY_SUBJECT.get(language, ""), language))
