"""The sample government as it is today, and one run over it: what planted regressions are held against.

The pages are ingested once. Texts are embedded by their letters, which is quick and the same everywhere; what is
measured is how a run differs from another, not how good the sample is.
"""

import json
import re
import zlib
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import numpy as np
from rich.console import Console
from sqlalchemy import Connection

from assistant.settings import AssistantSettings
from eval.cases import Gold, read_gold
from eval.gate.adopt import adopt
from eval.gate.baseline import Baseline, baseline_of
from eval.gate.floors import floors_of
from eval.gate.gate import judge_report
from eval.gate.verdict import Verdict
from eval.gold.lock import LockCheck
from eval.gold.lock import lock as locked_as
from eval.gold.pages import read_pages
from eval.runs.record import Report, Timings
from eval.runs.run import Course, run
from eval.telling import Teller
from ingest.build import source_from
from ingest.sync import ingest_source
from knowledge.build import Knowledge, build_knowledge
from knowledge.embedding.embedder import Vectors
from knowledge.passages import Passage
from knowledge.search import Evidence, Search
from knowledge.settings import KnowledgeSettings
from knowledge.surroundings import around
from knowledge.wording import Thread
from tests.sample.content import SITE, Content, read_content
from tests.sample.layouts import render

NOON = datetime(2026, 9, 14, 12, 0, tzinfo=UTC)
GOLD = SITE.parent / "gold.jsonl"
ADDRESS = "https://aldermere.example"
LETTERS = re.compile(r"[^\W_]+")


# What all texts have in common, so that cosines are about as high as those of the model that confidence is fitted to.
ALIKE = 0.3


class LettersEmbedder:
    """Texts that share runs of four letters get near vectors; remembers what it embedded."""

    def __init__(self, dimensions: int = 1024, run: int = 4) -> None:
        self.name = f"fake:letters-{dimensions}-{run}"
        self._dimensions = dimensions
        self._run = run
        self._known: dict[str, Vectors] = {}

    def embed(self, texts: Sequence[str]) -> Vectors:
        for text in texts:
            if text not in self._known:
                self._known[text] = self._one(text)
        return np.stack([self._known[text] for text in texts])

    def _one(self, text: str) -> Vectors:
        vector = np.zeros(self._dimensions, dtype=np.float32)
        for word in LETTERS.findall(text.casefold()):
            marked = f"<{word}>"
            for start in range(max(1, len(marked) - self._run + 1)):
                digest = zlib.crc32(marked[start : start + self._run].encode())
                vector[digest % self._dimensions] += 1.0
        vector = np.sqrt(vector)
        vector[0] += 0.01
        vector *= np.sqrt(1 - ALIKE) / np.linalg.norm(vector)
        vector[0] += np.sqrt(ALIKE)
        return vector / np.linalg.norm(vector)


@contextmanager
def opened(folder: Path, embedder: LettersEmbedder) -> Iterator[Knowledge]:
    """A knowledge floor on the folder."""
    settings = KnowledgeSettings(data_dir=folder, _env_file=None)
    knowledge = build_knowledge(settings, lambda: NOON, embedder)
    yield knowledge
    knowledge.engine.dispose()


def ingested(knowledge: Knowledge, content: Content, folder: Path) -> None:
    """Make the index equal to the sample's pages."""
    folder.mkdir(exist_ok=True)
    lines = []
    for number, page in enumerate(each for each in content.pages.values() if not each.removed):
        (folder / f"{number}.html").write_text(render(content, page, ADDRESS, page.path), "utf-8")
        entry = {"page_id": page.path, "url": ADDRESS + page.path, "title": page.title, "lang": page.language}
        lines.append(json.dumps({**entry, "file": f"{number}.html"}))
    (folder / "pages.jsonl").write_text("\n".join(lines), "utf-8")
    ingest_source(knowledge, source_from("folder", "sample", path=str(folder)), lambda: NOON)


class Remembering(Search):
    """The search as it is, asked once for each question: for harm that is done after it."""

    def __init__(self, inner: Search) -> None:
        self._inner = inner
        self._found: dict[tuple[str, str, int, Thread | None], list[Evidence]] = {}

    def find(self, query: str, language: str, top: int = 10, thread: Thread | None = None) -> list[Evidence]:
        asked = (query, language, top, thread)
        if asked not in self._found:
            self._found[asked] = self._inner.find(*asked)
        return self._found[asked]

    def without(self, held_out: Collection[str]) -> Search:
        return self if not held_out else self._inner.without(held_out)

    @property
    def weights(self) -> object:  # type: ignore[override]
        return self._inner.weights

    @property
    def engine(self) -> object:  # type: ignore[override]
        return self._inner.engine

    @property
    def reranker(self) -> object:  # type: ignore[override]
        return self._inner.reranker


def remembered_surroundings() -> Callable[..., list[tuple[Passage, ...]]]:
    """`around` as it is, put together once for what is found on a floor, since no page changes on it."""
    known: dict[tuple[str, ...], list[tuple[Passage, ...]]] = {}

    def remembered(
        connection: Connection, found: Sequence[Passage], pages: dict[str, list[Passage]] | None = None
    ) -> list[tuple[Passage, ...]]:
        asked = (str(connection.engine.url), *(each.id for each in found))
        if asked not in known:
            known[asked] = around(connection, found, pages=pages)
        return known[asked]

    return remembered


@dataclass
class Sample:
    """The sample as ingested, its gold, the run before any harm, and the baseline made of it."""

    knowledge: Knowledge
    folder: Path
    embedder: LettersEmbedder
    gold: Gold
    lock: LockCheck
    report: Report = field(init=False)
    timings: Timings = field(init=False)
    baseline: Baseline = field(init=False)

    def __post_init__(self) -> None:
        self.report, self.timings = self.asked()
        made = adopt(self.report, self.timings, None, NOON)
        assert made.baseline is not None, [failure.words.en for failure in made.failures]
        self.baseline = made.baseline

    def asked(
        self, knowledge: Knowledge | None = None, gold: Gold | None = None, **settings: object
    ) -> tuple[Report, Timings]:
        """Run everything; `settings` are the assistant's."""
        assistant = AssistantSettings(_env_file=None, **settings)
        course = Course(Teller("en", Console(file=StringIO())), lock=self.lock, assistant=assistant)
        return run(knowledge or self.knowledge, gold or self.gold, course)

    def judged(self, report: Report, timings: Timings | None = None, before: Report | None = None) -> Verdict:
        """The gate's word on a harmed run; `before` is the run of a desk that is set up otherwise."""
        baseline = baseline_of(before, None, floors_of(before)) if before else self.baseline
        return judge_report(report, timings, baseline)

    def searching(self, search: Search) -> Knowledge:
        """The same floor with another search."""
        return replace(self.knowledge, search=search)


@contextmanager
def sample(folder: Path) -> Iterator[Sample]:
    """Ingest the sample, lock its gold, and run it once."""
    embedder, gold = LettersEmbedder(), read_gold([GOLD])
    with opened(folder / "data", embedder) as knowledge:
        ingested(knowledge, read_content(1), folder / "pages")
        lock = LockCheck("holds", locked=locked_as(gold.cases, read_pages(knowledge)).cases)
        knowledge = replace(knowledge, search=Remembering(knowledge.search))
        yield Sample(knowledge, folder, embedder, gold, lock)
