"""An index grown to many passages out of the real ones, to see how search does in it, in a data folder of its own.

A grown passage has the words of two real ones, mixed, and a vector between theirs, nearer to the first one's; it is
written as any other passage is. What is asked of the index are real questions, so what they find among the grown
passages is as near and as like it as what they find among the real ones.
"""

import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import numpy as np

from eval.opened import opened
from eval.telling import Teller
from knowledge import pages as page_rows
from knowledge import passages as passage_rows
from knowledge import sources
from knowledge.clock import utc_now
from knowledge.database import reading
from knowledge.embedding.embedder import IndexEmbedder, Vectors
from knowledge.index import Index
from knowledge.pages import Page
from knowledge.passages import Passage, make_passage
from knowledge.sources import Source
from knowledge.texts import Text
from knowledge.words.keyword_files import KeywordFiles

GROWN = Source(id="grown", kind="folder")
PASSAGES_PER_PAGE = 20
PAGES_AT_ONCE = 100
OTHERS_WORDS = 0.3  # the share of a grown passage's words that are another's
NEARNESS = 0.8  # the cosine of a grown passage's vector to the one it grew from
NEAREST = 100  # what search asks for
ROUNDING = 1e-5
COMPARED_AT_ONCE = 5_000
QUESTIONS = 200
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Growth:
    """How large the index is now, and the share that it finds of the truly nearest 10 and 100."""

    passages: int
    recall_at_10: float
    recall_at_100: float


class GrownEmbedder:
    """The vectors that grown passages were given, under the name of the model that made the real ones."""

    def __init__(self, model: IndexEmbedder) -> None:
        self._model = model
        self.given: dict[str, Vectors] = {}

    @property
    def name(self) -> str:
        """As the model's."""
        return self._model.name

    def embed(self, texts: Sequence[str]) -> Vectors:
        """The vectors given, of shape (len(texts), dimensions)."""
        return np.stack([self.given[text] for text in texts])

    def embed_kept(self, texts: Sequence[str]) -> Vectors:
        """As `embed`."""
        return self.embed(texts)

    def embed_questions(self, questions: Sequence[str]) -> Vectors:
        """As the model does."""
        return self._model.embed_questions(questions)

    def forget_all_but(self, texts: Iterable[str]) -> None:
        """Nothing is kept."""

    def warm(self) -> None:
        """Nothing is loaded."""


def grow(data_dir: Path, grown_dir: Path, size: int, seed: int, language: str) -> None:
    """Copy `data_dir` to `grown_dir`, and grow its first language to `size` passages; progress is told in `language`.

    The process that grows an index searches it no wider than it was when it began.
    """
    # Vectors are made again, out of the cache.
    shutil.copytree(data_dir, grown_dir, ignore=shutil.ignore_patterns("vectors"))
    with opened(grown_dir) as services:
        index = services.knowledge.index
        model = GrownEmbedder(index.embedder)
        growing = Index(
            index.engine, model, index.vectors, KeywordFiles(grown_dir / "keywords"), index.languages
        )
        growing.load()
        real, vectors = _real(index)
        with index.engine.begin() as connection:
            sources.save(connection, GROWN, utc_now())
        wanted = max(0, size - len(real))
        new = _grown(real, vectors, wanted, np.random.default_rng(seed))
        doing = Text("Growing", "Croissance")
        batches = -(-wanted // (PASSAGES_PER_PAGE * PAGES_AT_ONCE))
        for _ in Teller(language).track(range(batches), batches, doing):
            batch = list(islice(new, PAGES_AT_ONCE))
            model.given = {each.text_with_heading: vector for _, pairs in batch for each, vector in pairs}
            growing.sync_pages([(page, [each for each, _ in pairs]) for page, pairs in batch])
        growing.finish()


def recall_of(grown_dir: Path, questions: Sequence[str], teller: Teller) -> Growth:
    """What the first language's part of the index finds for the `questions`, beside what is truly nearest."""
    with opened(grown_dir) as services:
        index = services.knowledge.index
        asked = index.embed_queries(questions)
        true = _true_cosines(index, asked, teller)
        with reading(index.engine) as connection:
            passages = passage_rows.count(connection).get(index.languages[0], 0)
        counts = [min(k, passages) for k in (10, NEAREST)]
        shares = []
        for vector, cosines in zip(asked, true, strict=True):
            near = index.nearest_passages(index.languages[0], vector, NEAREST)
            found = np.asarray([cosine for _, cosine in near])
            # By their cosines: what is as near as the last of the nearest is as good.
            shares.append([(found[:k] >= cosines[:k][-1] - ROUNDING).sum() / k for k in counts])
    at_10, at_100 = np.mean(shares, axis=0)
    return Growth(passages, round(float(at_10), 4), round(float(at_100), 4))


def _real(index: Index) -> tuple[list[Passage], Vectors]:
    # Of the first language alone: its collection is the one that grows.
    with reading(index.engine) as connection:
        found = passage_rows.of_language(connection, index.languages[0])
    vectors = index.passage_vectors(index.languages[0], found)
    kept = [each for each in found if each.id in vectors]
    return kept, np.stack([vectors[each.id] for each in kept])


def _grown(
    real: Sequence[Passage], vectors: Vectors, wanted: int, chance: np.random.Generator
) -> Iterator[tuple[Page, list[tuple[Passage, Vectors]]]]:
    for number in range(-(-wanted // PASSAGES_PER_PAGE)):
        page = _page(number, real[0].language)
        count = min(PASSAGES_PER_PAGE, wanted - number * PASSAGES_PER_PAGE)
        pairs = []
        for position in range(count):
            first, second = chance.integers(len(real), size=2)
            like = real[first]
            text = _mixed(like.text, real[second].text, chance)
            passage = make_passage(
                page.id, position, like.heading_path, None, "prose", text, like.language, position
            )
            pairs.append((passage, _between(vectors[first], vectors[second])))
        yield page, pairs


def _page(number: int, language: str) -> Page:
    key, now = f"grown-{number}", utc_now()
    identity = page_rows.page_id(GROWN.id, key)
    return replace(
        Page(identity, key, GROWN.id, None, key, language, None, None, None, (), now, now, key, "indexed"),
        url=f"https://grown.example/{key}",
    )


def _mixed(text: str, other: str, chance: np.random.Generator) -> str:
    theirs = _WORD.findall(other)
    return _WORD.sub(
        lambda word: theirs[chance.integers(len(theirs))] if chance.random() < OTHERS_WORDS else word.group(),
        text,
    )


def _between(vector: Vectors, other: Vectors) -> Vectors:
    # Not beside it at random: points that lie nowhere in particular are as far from a question as any, which no
    # passages are, and no index of neighbours finds its way among them.
    aside = other - (other @ vector) * vector
    near = NEARNESS * vector + np.sqrt(1 - NEARNESS**2) * aside / max(float(np.linalg.norm(aside)), ROUNDING)
    return np.asarray(near / np.linalg.norm(near), dtype=np.float32)


def _true_cosines(index: Index, asked: Vectors, teller: Teller) -> Vectors:
    # The highest cosines of each question to all vectors, highest first; a part at a time, whatever their number.
    language = index.languages[0]
    with reading(index.engine) as connection:
        every = passage_rows.of_language(connection, language)
    parts = [every[start : start + COMPARED_AT_ONCE] for start in range(0, len(every), COMPARED_AT_ONCE)]
    best = np.full((len(asked), NEAREST), -1.0, dtype=np.float32)
    for part in teller.track(parts, len(parts), Text("Comparing with all", "Comparaison avec tous")):
        vectors = np.stack(list(index.passage_vectors(language, part).values()))
        best = -np.sort(-np.hstack([best, asked @ vectors.T]), axis=1)[:, :NEAREST]
    return best
