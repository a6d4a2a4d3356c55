"""What runs the embedder: the same passages and questions through each backend and numeric type, on one core.

Each has a process of its own. The first, torch in float32, is how the stock recipe would run it, and what the others'
vectors are compared with.
"""

import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np

from eval import report
from eval.benchmarks import processes
from eval.cases import Case
from eval.telling import Teller
from knowledge.embedding.embedder import (
    Embedder,
    SentenceTransformerEmbedder,
    Vectors,
    has_bfloat16,
)
from knowledge.embedding.openvino_embedder import OpenVinoEmbedder, openvino_is_there
from knowledge.embedding.packaged import MINILM
from knowledge.errors import BadInput
from knowledge.texts import Text

PASSAGES = 96
PASSAGE_WORDS = 120
QUESTIONS = 60


@dataclass(frozen=True, slots=True)
class Pace:
    """One backend: passages of 120 words a second of processor time, one question alone (median), loading by the clock.

    `lowest_cosine` is of its passages' vectors to those of the first row.
    """

    backend: str
    passages_per_s: float
    question_ms: float
    lowest_cosine: float
    loads_s: float


def measure_backends(cases: Sequence[Case], teller: Teller) -> list[Pace]:
    """Every backend and numeric type that this machine has.

    Raises:
        BadInput: no case has a source with a text.
    """
    passages, questions = _passages(cases), [case.asked.question for case in cases[:QUESTIONS]]
    kinds = backends_here()
    found: list[Pace] = []
    first: Vectors | None = None
    for torch, half in teller.track(kinds, len(kinds), Text("Embedding", "Vectorisation")):
        loads_s, passages_s, question_s, vectors = processes.held_to_one_core(
            paced, torch, half, passages, questions
        )
        first = vectors if first is None else first
        name = f"{'torch' if torch else 'OpenVINO'} {'bfloat16' if half else 'float32'}"
        cosine = float((vectors * first).sum(axis=1).min())
        found.append(
            Pace(
                name,
                round(len(passages) / passages_s, 1),
                round(1000 * question_s, 1),
                round(cosine, 5),
                round(loads_s, 1),
            )
        )
    return found


def backends_here() -> list[tuple[bool, bool]]:
    """(torch?, bfloat16?) of each, the stock recipe's first."""
    halves = (False, True) if has_bfloat16() else (False,)
    backends = (True, False) if openvino_is_there() else (True,)
    return [(torch, half) for torch in backends for half in halves]


def paced(
    torch: bool, half: bool, passages: Sequence[str], questions: Sequence[str]
) -> tuple[float, float, float, Vectors]:
    """Seconds to load, of all passages and of a question (processor time, median), and the passages' vectors."""
    with tempfile.TemporaryDirectory() as unpacked:
        embedder = _embedder(torch, half, Path(unpacked))
        began = time.perf_counter()
        embedder.embed([questions[0]])
        loads_s = time.perf_counter() - began
        began = time.process_time()
        vectors = embedder.embed(passages)
        passages_s = time.process_time() - began
        for question in questions:  # each length of question has a graph of its own, made at the first
            embedder.embed([question])
        taken = [_seconds(embedder, question) for question in questions]
    return loads_s, passages_s, float(np.median(taken)), vectors


def table(paces: Sequence[Pace]) -> str:
    """Markdown."""
    return report.markdown(
        [each.name for each in fields(Pace)], [[str(value) for value in astuple(pace)] for pace in paces]
    )


def _embedder(torch: bool, half: bool, unpacked: Path) -> Embedder:
    if torch:
        return SentenceTransformerEmbedder(MINILM, 1, unpacked, bfloat16=half)
    return OpenVinoEmbedder(MINILM, 1, unpacked, bfloat16=half)


def _seconds(embedder: Embedder, question: str) -> float:
    began = time.process_time()
    embedder.embed([question])
    return time.process_time() - began


def _passages(cases: Sequence[Case]) -> list[str]:
    words = list(_words(cases))
    if not words:
        raise BadInput(
            Text(
                "No gold question has a source with a text.", "Aucune question n’a de source avec un texte."
            ),
            field="gold",
            next_step=Text("Name other gold files.", "Indiquez d’autres fichiers de référence."),
        )
    starts = range(0, min(len(words), PASSAGES * PASSAGE_WORDS), PASSAGE_WORDS)
    return [" ".join(words[start : start + PASSAGE_WORDS]) for start in starts]


def _words(cases: Sequence[Case]) -> Iterator[str]:
    texts = dict.fromkeys(source.text for case in cases for source in case.sources if source.text)
    return (word for text in texts for word in text.split())
