"""The simplest answer from a passage: its one sentence nearest to the question, by words or by meaning.

What every system can show without drafting anything; it never doubts what was found. The question is put in its own
words, without its thread: with it, sentences about what was already answered win.
"""

from collections.abc import Sequence

from knowledge.embedding.embedder import Embedder
from knowledge.units import sentences_of
from knowledge.words.keywords import words

FEWEST_WORDS = 4  # a heading or a menu entry is no sentence


def sentences(passage: str) -> list[str]:
    """The passage's sentences in their order; where it has none, its lines."""
    pieces = [piece for line in passage.splitlines() for piece in sentences_of(line)]
    return [piece for piece in pieces if len(piece.split()) >= FEWEST_WORDS] or pieces


def by_words(question: str, language: str, among: Sequence[str]) -> str:
    """The sentence with most of the question's words, the first of several; empty where there is none."""
    wanted = set(words(question, language))
    return max(among, key=lambda each: len(wanted & set(words(each, language))), default="")


def by_meaning(question: str, among: Sequence[str], embedder: Embedder) -> str:
    """The sentence whose vector is nearest to the question's; empty where there is none."""
    if not among:
        return ""
    vectors = embedder.embed([question, *among])
    return among[int((vectors[1:] @ vectors[0]).argmax())]
