"""What a statement and a text have in common, and where they part, as numbers. Decides nothing.

Every value is 0 where nothing speaks against the statement, except the shares of words in common.
"""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from eval.judges import lexicon
from knowledge.units import sentences_of
from knowledge.words.keywords import STEMMERS, folded, words
from knowledge.words.languages import detect

Numbers = NDArray[np.float64]
NAMES = (
    "in_text", "in_piece", "in_clause", "new_words", "pairs_in_text", "new_numbers", "numbers_elsewhere", "new_names",
    "denial_added", "denial_dropped", "condition_dropped", "condition_added", "stronger",
    "hedge_dropped", "turned", "free_added", "is_quote", "rival_clause", "unbound",
)  # fmt: skip
PART_END = re.compile(r"[;:]|, (?:and|but|so|et|mais|car)\b")
CLAUSE_END = re.compile(r"[;:,|\n]|\.\s|\band\b|\bor\b|\bbut\b|\bwhile\b|\bet\b|\bou\b|\bmais\b")
TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+")
CODE = re.compile(r"\b[A-Z]{2}-\d+\b")
NAME = re.compile(r"(?<=[\w,;:] )[A-ZÀ-Þ][\w’'-]+")
GROUPED = re.compile(r"(?<=\d)[ \u00a0\u202f,](?=\d{3}(?!\d))")
CLOCK = re.compile(r"(?<=\d)(?:\s?h\s?(\d{2})|\s?h\b|:00\b)")
GROUP = "="  # no stem begins so
SAME = {word: f"{GROUP}{number}" for number, group in enumerate(lexicon.SAME) for word in group}
LONGEST_STEM = 6  # "renew" and "renewal", "déclarer" and "déclaration" are one word


@dataclass(frozen=True, slots=True)
class Said:
    """A piece of text taken apart: its words, its numbers, and itself in lower case without accents."""

    plain: str
    words: tuple[str, ...]
    numbers: frozenset[str]

    @property
    def kinds(self) -> frozenset[str]:
        """The different words."""
        return frozenset(self.words)


def features_of(pairs: Sequence[tuple[str, str]]) -> Numbers:
    """One row a pair of (statement, text), in the order of `NAMES`."""
    rows = [_row(statement, text, detect(text, tuple(STEMMERS), "en")) for statement, text in pairs]
    return np.asarray(rows, dtype=np.float64).reshape(len(pairs), len(NAMES))


def _row(statement: str, text: str, language: str) -> list[float]:
    said, whole = _said(statement, language), _said(text, language)
    sentences = [_said(each, language) for line in text.splitlines() for each in sentences_of(line)]
    clauses = [_said(each, language) for each in CLAUSE_END.split(text) if each.strip()]
    piece = _best(said, sentences) or whole
    clause = _best(said, clauses) or whole
    parts = [_said(each, language) for each in PART_END.split(statement) if len(each.split()) > 2] or [said]
    matched = [(part, _best(part, sentences) or whole) for part in parts]
    apart = [max(each) for each in zip(*(_apart(part, found) for part, found in matched), strict=True)]
    return [
        _share(said.kinds, whole.kinds),
        _share(said.kinds, piece.kinds),
        _share(said.kinds, clause.kinds),
        float(np.log1p(len(said.kinds - whole.kinds))),
        _share(_neighbours(said.words), _neighbours(whole.words)),
        float(min(2, len(said.numbers - whole.numbers))),
        float(bool((said.numbers & whole.numbers) - frozenset().union(*(f.numbers for _, f in matched)))),
        float(min(2, len(_names(statement) - _all_names(text)))),
        *apart,
        float(said.plain.strip(" .") in whole.plain),
        _rival(said, clauses),
        _unbound(said, clauses),
    ]


def _apart(said: Said, piece: Said) -> list[float]:
    denied, denied_there = _denial(said.plain), _denial(piece.plain)
    return [
        float(denied and not denied_there),
        float(denied_there and not denied),
        float(_has(lexicon.CONDITION, piece.plain) and not _has(lexicon.CONDITION, said.plain)),
        float(_has(lexicon.CONDITION, said.plain) and not _has(lexicon.CONDITION, piece.plain)),
        float(_has(lexicon.STRONG, said.plain) and not _has(lexicon.STRONG, piece.plain)),
        float(_has(lexicon.HEDGE, piece.plain) and not _has(lexicon.HEDGE, said.plain)),
        float(min(2, _turned(said.plain, piece.plain))),
        float(_has(lexicon.NO_CHARGE, said.plain) and not _has(lexicon.NO_CHARGE, piece.plain)),
    ]


def _denial(plain: str) -> bool:
    return _has(lexicon.DENIAL, lexicon.BOUND.sub("at_most", lexicon.NO_CHARGE.sub("gratis", plain)))


def _unbound(said: Said, clauses: Sequence[Said]) -> float:
    # The statement's words that tell the numbered clauses apart stand with other numbers than the statement's.
    numbered = [each for each in clauses if each.numbers]
    own = [each for each in numbered if each.numbers & said.numbers]
    if not own or len(own) == len(numbered):
        return 0.0
    telling = {
        word
        for word in said.kinds
        if not word.startswith(GROUP) and sum(word in each.kinds for each in numbered) == 1
    }
    here = any(telling & each.kinds for each in own)
    return float(bool(telling) and not here)


def _said(text: str, language: str) -> Said:
    flat = GROUPED.sub("", CLOCK.sub(lambda m: f":{m.group(1)}" if m.group(1) else "", text))
    plain = folded(flat)
    tokens = TOKEN.findall(plain)
    numbers = {_number(token, after) for token, after in pairwise([*tokens, ""])}
    return Said(plain, tuple(_words(plain, language)), frozenset(numbers - {"", "1"}))


def _words(plain: str, language: str) -> list[str]:
    return [
        SAME.get(token, stem[:LONGEST_STEM])
        for token in TOKEN.findall(plain)
        if not token[0].isdigit() and token not in lexicon.NUMBERS and token not in lexicon.DATES
        for stem in words(token, language)
    ]


def _number(token: str, after: str) -> str:
    if token in lexicon.NUMBERS:
        value = str(lexicon.NUMBERS[token])
    elif token in lexicon.DATES:
        value = lexicon.DATES[token]
    elif token[0].isdigit():
        value = re.sub(r"(?<=\d)[.,](?=\d{1,2}$)", ".", token)
        value = re.sub(r"\.?0+$", "", value) if "." in value else value.lstrip("0") or "0"
    else:
        return ""
    return (
        str(int(value) * lexicon.UNITS_IN_DAYS[after])
        if value.isdigit() and after in lexicon.UNITS_IN_DAYS
        else value
    )


def _best(said: Said, pieces: Sequence[Said]) -> Said | None:
    def closeness(piece: Said) -> tuple[float, int]:
        common = len(said.kinds & piece.kinds) + 1.5 * len(said.numbers & piece.numbers)
        return common, -len(piece.words)

    return max(pieces, key=closeness, default=None)


def _rival(said: Said, clauses: Sequence[Said]) -> float:
    # How much better a clause with other numbers fits the words than the clauses with the statement's numbers do.
    if not said.numbers:
        return 0.0
    own = [_share(said.kinds, each.kinds) for each in clauses if each.numbers & said.numbers]
    others = [
        _share(said.kinds, each.kinds) for each in clauses if each.numbers and not each.numbers & said.numbers
    ]
    return max(0.0, max(others, default=0.0) - max(own, default=0.0))


def _turned(said: str, piece: str) -> int:
    return sum(
        (_has(one, said) and _has(other, piece) and not _has(one, piece) and not _has(other, said))
        or (_has(other, said) and _has(one, piece) and not _has(other, piece) and not _has(one, said))
        for one, other in lexicon.OPPOSITES
    )


def _names(statement: str) -> set[str]:
    return set(CODE.findall(statement)) | {each.casefold() for each in NAME.findall(statement)}


def _all_names(text: str) -> set[str]:
    return set(CODE.findall(text)) | {each.casefold() for each in re.findall(r"[\w’'-]+", text)}


def _neighbours(tokens: Sequence[str]) -> frozenset[tuple[str, str]]:
    return frozenset(pairwise(tokens))


def _share(part: Set[object], whole: Set[object]) -> float:
    return len(part & whole) / len(part) if part else 0.0


def _has(pattern: re.Pattern[str], plain: str) -> bool:
    return pattern.search(plain) is not None
