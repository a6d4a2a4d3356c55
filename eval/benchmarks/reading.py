"""How fast saved pages are read into an empty data folder, and how fast they are found to be unchanged."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.benchmarks.machine import peak_memory_mib
from eval.benchmarks.saved_pages import saved_pages
from eval.peers.stock import StockPeer, embeddings_as_shipped
from eval.telling import Teller
from ingest.build import source_from
from ingest.report import Report
from ingest.sync import ingest_source
from knowledge.build import Knowledge, build_knowledge
from knowledge.clock import utc_now
from knowledge.data_dir import owned
from knowledge.embedding.embedder import Embedder
from knowledge.errors import BadInput
from knowledge.settings import KnowledgeSettings
from knowledge.sources import Source
from knowledge.texts import Text


@dataclass(frozen=True, slots=True)
class ReadingSpeed:
    """The first reading (the model's loading included), and the second, which must embed nothing."""

    pages: int
    pages_left_out: int
    passages: int
    first_s: float
    pages_per_s: float
    passages_per_s: float
    again_s: float
    again_pages_per_s: float
    again_embedded: int
    peak_memory_mib: int


def measure_reading(
    folders: Sequence[Path],
    data_dir: Path,
    teller: Teller,
    embedder: Embedder | None = None,
    seconds: Callable[[], float] = time.perf_counter,
) -> ReadingSpeed:
    """Read the folders twice into `data_dir`, which must be empty.

    Raises:
        BadInput: a folder could not be read.
    """
    sources = [source_from("folder", str(folder.resolve()), path=str(folder.resolve())) for folder in folders]
    with owned(data_dir):
        knowledge = build_knowledge(KnowledgeSettings(data_dir=data_dir), utc_now, embedder)
        began = seconds()
        first = _read(knowledge, sources, teller, Text("Reading", "Lecture"))
        again_began = seconds()
        again = _read(knowledge, sources, teller, Text("Reading again", "Relecture"))
        ended = seconds()
        knowledge.engine.dispose()
    pages = sum(report.pages for report in first)
    passages = sum(report.change.created for report in first)
    first_s, again_s = again_began - began, ended - again_began
    return ReadingSpeed(
        pages=pages,
        pages_left_out=sum(report.left_out.total() for report in first),
        passages=passages,
        first_s=round(first_s, 1),
        pages_per_s=round(pages / first_s, 2),
        passages_per_s=round(passages / first_s, 1),
        again_s=round(again_s, 1),
        again_pages_per_s=round(pages / again_s, 1),
        again_embedded=sum(report.change.embedded for report in again),
        peak_memory_mib=peak_memory_mib(),
    )


@dataclass(frozen=True, slots=True)
class PeerReading:
    """The stock recipe over the same pages: split, embedded as it ships, put into Chroma and BM25, once."""

    peer_chunks: int
    peer_s: float
    times_as_fast: float


def measure_peer_reading(
    folders: Sequence[Path],
    empty: Path,
    ours: ReadingSpeed,
    teller: Teller,
    seconds: Callable[[], float] = time.perf_counter,
) -> PeerReading:
    """Build the stock recipe in the folder `empty`, the model's loading included, as for ours."""
    pages, _ = saved_pages(folders)
    began = seconds()
    peer = StockPeer(pages, empty, teller, embeddings_as_shipped())
    took_s = seconds() - began
    return PeerReading(len(peer), round(took_s, 1), round(took_s / ours.first_s, 2))


def _read(knowledge: Knowledge, sources: Sequence[Source], teller: Teller, doing: Text) -> list[Report]:
    reports = []
    for source in sources:
        with teller.bar(doing) as show:
            report = ingest_source(
                knowledge, source, utc_now, lambda report, total: show(report.pages, total)
            )
        if report.failure:
            raise BadInput(report.failure, kept=Text("Nothing was measured.", "Rien n’a été mesuré."))
        reports.append(report)
    return reports
