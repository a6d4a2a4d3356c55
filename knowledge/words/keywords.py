"""The lexical index: BM25 over stemmed words, one per language, built from the passages.

Robertson and Zaragoza (2009), Lucene's variant as implemented by bm25s.
"""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

# Combining marks; one substitution is ten times faster than asking of each character.
ACCENTS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
STEMMERS = {"en": "english", "fr": "french"}
STOP_WORDS = {
    "en": frozenset(
        "a about am an and any are as at be been but by can could did do does for from get had has have he hello"
        " her hi him his how i if in into is it its just me my no not of on or our please s she should so t than"
        " thank thanks that the their them then there these they this to us was we were what when where which who"
        " why will with would you your".split()
    ),
    "fr": frozenset(
        "a ai ait as au aux avec avoir bonjour c ce ceci cela ces cet cette comment d dans de des dois doit du elle"
        " elles en est et etre eu fait faut il ils j je l la le les leur leurs lui m ma mais me merci mes moi mon n"
        " ne nos notre nous on ont ou par pas peut peux pour pourquoi puis qu quand que quel quelle quelles quels"
        " qui quoi s sa sans se ses si son sont sur t ta te tes toi ton tu un une vos votre vous y".split()
    ),
}


RARITY_FILE = "rarity.json"
# What a synonym's words count beside the question's own; .5 and .8 were compared (docs/synonyms.md).
ALSO_SHARE = 0.8
BLOCK = 256  # scores looked at together for the best of each
REMEMBERED_TEXTS = 4_096  # passages come up again from one question to the next; about 30 MB


def words(text: str, language: str) -> list[str]:
    """Stemmed words without accents or stop words, in order."""
    return list(_words(text, language))


def unstemmed(text: str, language: str) -> list[str]:
    """As `words`, before they are stemmed."""
    stop = STOP_WORDS.get(language, frozenset())
    return [word for word in WORD.findall(folded(text)) if word not in stop]


def folded(text: str) -> str:
    """In small letters, without accents, with straight apostrophes."""
    plain = text.casefold().replace("’", "'")
    return plain if plain.isascii() else ACCENTS.sub("", unicodedata.normalize("NFKD", plain))


@lru_cache(maxsize=REMEMBERED_TEXTS)
def _words(text: str, language: str) -> tuple[str, ...]:
    kept = unstemmed(text, language)
    stemmer = _stemmer(language)
    return tuple(stemmer.stemWords(kept)) if stemmer else tuple(kept)


class KeywordIndex:
    """BM25 over the passages of one language."""

    def __init__(self, language: str, ids: Sequence[str], texts: Sequence[str]) -> None:
        import bm25s

        self._language = language
        self.ids = list(ids)
        self._model: Any = None
        self._rarity: Mapping[str, float] = {}
        tokens = [words(text, language) for text in texts]
        if any(tokens):
            self._model = bm25s.BM25(k1=1.2, b=0.75)
            self._model.index(tokens, show_progress=False)
            self._rarity = _rarity(tokens)

    def save(self, folder: Path) -> None:
        """Write what `opened` reads."""
        if self._model is not None:
            self._model.save(folder, show_progress=False)
        (folder / RARITY_FILE).write_text(json.dumps(self._rarity), encoding="utf-8")

    @classmethod
    def opened(cls, language: str, ids: Sequence[str], folder: Path) -> "KeywordIndex":
        """The index saved in `folder`, over the passages `ids`. Raises: OSError, ValueError."""
        import bm25s

        index = cls(language, (), ())
        index.ids = list(ids)
        index._rarity = json.loads((folder / RARITY_FILE).read_text(encoding="utf-8"))
        if index._rarity:
            index._model = bm25s.BM25.load(folder, show_progress=False)
        return index

    def scores(self, query: Sequence[str]) -> NDArray[np.float32]:
        """The BM25 score of each passage, in the order of `ids`, for stemmed words."""
        known = [word for word in query if word in self._rarity]
        if self._model is None or not known:
            return np.zeros(len(self.ids), dtype=np.float32)
        return np.asarray(self._model.get_scores(known), dtype=np.float32)

    @property
    def known(self) -> Mapping[str, float]:
        """The rarity of every indexed word, stemmed."""
        return self._rarity

    def rarity(self, word: str) -> float:
        """Inverse document frequency of a stemmed word; a word in no passage is the rarest."""
        return self._rarity.get(word, float(np.log(1 + len(self.ids))) or 1.0)

    def best(self, query: Sequence[str], top: int, also: Sequence[str] = ()) -> list[tuple[str, float]]:
        """Up to `top` (passage id, score) above zero, best first; ties in order of id. `also` counts less."""
        scores = self.scores(query)
        if also:
            scores = scores + np.float32(ALSO_SHARE) * self.scores(also)
        chosen = highest(scores, top)
        ordered = sorted(chosen, key=lambda index: (-scores[index], self.ids[index]))
        return [(self.ids[index], float(scores[index])) for index in ordered[:top]]


def highest(scores: NDArray[np.float32], top: int) -> NDArray[np.intp]:
    """Where the `top` highest scores above zero stand, and those equal to the last of them, in no order."""
    least = np.float32(0)
    if len(scores) > top * BLOCK:
        # So many blocks hold a score this high that no lower one is among the best: a tenth of a full partition's time.
        whole = scores[: len(scores) // BLOCK * BLOCK].reshape(-1, BLOCK).max(axis=1)
        least = np.partition(whole, len(whole) - top)[len(whole) - top]
    found = np.flatnonzero(scores >= least if least > 0 else scores > 0)
    if len(found) > top:
        last = np.partition(scores[found], len(found) - top)[len(found) - top]
        found = found[scores[found] >= last]
    return found


def _rarity(tokens: Sequence[Sequence[str]]) -> dict[str, float]:
    seen: dict[str, int] = {}
    for each in tokens:
        for word in set(each):
            seen[word] = seen.get(word, 0) + 1
    return {word: float(np.log(1 + (len(tokens) - n + 0.5) / (n + 0.5))) for word, n in seen.items()}


@lru_cache(maxsize=8)
def _stemmer(language: str) -> Any:
    import Stemmer

    return Stemmer.Stemmer(STEMMERS[language]) if language in STEMMERS else None
