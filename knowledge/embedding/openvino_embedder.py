"""The quick way to run a sentence encoder on a processor: OpenVINO, without torch. The only file that runs it."""

import importlib.util
from collections.abc import Iterator, Sequence
from pathlib import Path
from queue import SimpleQueue
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding.embedder import Vectors, has_bfloat16
from knowledge.embedding.encoder import encoder, longest, pad_id, runs_here
from knowledge.embedding.packaged import MINILM, MPNET, folder_of, need_package
from knowledge.errors import BadConfiguration
from knowledge.texts import Text

# A run takes so many texts of like length: more need more memory at once and are no faster.
BATCH = 8
# To begin another run costs as much as so many word pieces: where joining would pad more, it does not pay.
PIECES_A_RUN = 16
# Word pieces. A question alone runs in a graph made for just such lengths, padded to the next: where the graph must fit
# itself to another length at each question, a third of the time goes into that. Each takes 30 MiB and is made in 0.3 s,
# at the first question of its length.
ALONE = (16, 24, 32, 48)


class OpenVinoEmbedder:
    """A BERT or MPNet encoder; loads at the first use, in about two seconds. Of `threads` calls each has a core.

    Without `bfloat16` it computes as the processor does best.
    """

    def __init__(self, model: str, threads: int, unpacked: Path, bfloat16: bool | None = None) -> None:
        _need(model)
        self._model_name = model
        self._threads = threads
        self._unpacked = unpacked
        self._half = has_bfloat16() if bfloat16 is None else bfloat16
        self._free: SimpleQueue[Any] = SimpleQueue()
        self._alone: dict[int, Any] = {}
        self._tokenizer: Any = None
        self._loading, self._turn_alone = Lock(), Lock()

    @property
    def side_by_side(self) -> int:
        """How many threads may call at once."""
        return self._threads

    @property
    def name(self) -> str:
        """The model, what runs it, and the numeric type."""
        return f"{self._model_name}:openvino:{'bfloat16' if self._half else 'float32'}"

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (len(texts), dimensions), each of length 1."""
        with self._loading:
            if self._tokenizer is None:
                self._load()
        pieces = [each.ids for each in self._tokenizer.encode_batch(list(texts))]
        vectors: Vectors = np.empty((len(texts), self._dimensions), dtype=np.float32)
        request = self._free.get()
        try:
            for rows in _runs(pieces):
                vectors[rows] = self._run([pieces[row] for row in rows], request)
        finally:
            self._free.put(request)
        return vectors

    def _run(self, pieces: Sequence[Sequence[int]], request: Any) -> Vectors:
        longest_there = max(len(each) for each in pieces)
        width = next((each for each in ALONE if each >= longest_there), None) if len(pieces) == 1 else None
        if width is None:
            return _inferred(request, _padded(pieces, longest_there, self._pad))
        with self._turn_alone:
            if width not in self._alone:
                graph = self._graph.clone()
                graph.reshape({each: [1, width] for each in graph.inputs})
                self._alone[width] = self._compiled(graph, 1).create_infer_request()
            return _inferred(self._alone[width], _padded(pieces, width, self._pad))

    def _compiled(self, graph: Any, threads: int) -> Any:
        import openvino

        settings = {
            # Said, not left to chance: the name promises it.
            "INFERENCE_PRECISION_HINT": "bf16" if self._half else "f32",
            "INFERENCE_NUM_THREADS": threads,
            "NUM_STREAMS": threads,
        }
        return openvino.Core().compile_model(graph, "CPU", settings)

    def _load(self) -> None:
        from tokenizers import Tokenizer

        folder = folder_of(self._model_name, self._unpacked) or Path(self._model_name)
        self._pad = pad_id(folder)
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.enable_truncation(longest(folder))
        tokenizer.no_padding()
        self._graph = encoder(folder)
        compiled = self._compiled(self._graph, self._threads)
        self._dimensions = compiled.outputs[0].partial_shape[1].get_length()
        request = compiled.create_infer_request()
        # Before anyone shares it: two threads that make a process's first inference at once can wait for each other
        # for good (OpenVINO's binding sets itself up then, holds a lock, and lets go of the interpreter's meanwhile).
        _inferred(request, _padded([[self._pad]], 1, self._pad))
        self._free.put(request)
        for _ in range(1, self._threads):
            self._free.put(compiled.create_infer_request())
        self._tokenizer = tokenizer  # last: where anything failed, the next call tries again


def _need(model: str) -> None:
    need_package(model)
    if openvino_is_there() and openvino_runs(model):
        return
    raise BadConfiguration(
        Text(
            f"OpenVINO is not installed, or cannot run the embedding model {model}.",
            f"OpenVINO n’est pas installé ou ne peut exécuter le modèle d’embedding {model}.",
        ),
        field="embedder_backend",
        next_step=Text(
            "Set REPLYDESK_KNOWLEDGE_EMBEDDER_BACKEND=auto, or run “make setup” again.",
            "Indiquez REPLYDESK_KNOWLEDGE_EMBEDDER_BACKEND=auto ou relancez « make setup ».",
        ),
    )


def openvino_is_there() -> bool:
    """Whether OpenVINO is installed."""
    return importlib.util.find_spec("openvino") is not None


def openvino_runs(model: str) -> bool:
    """Whether the model is one that this runs: a packaged one, or a folder with an encoder of a known family."""
    return model in {MINILM, MPNET} or runs_here(Path(model))


def _runs(pieces: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Rows of texts of like length, so that little is padded; a stable order, whatever the threads."""
    run: list[int] = []
    for row in sorted(range(len(pieces)), key=lambda row: len(pieces[row])):
        padding = len(run) * (len(pieces[row]) - len(pieces[run[-1]])) if run else 0
        if len(run) == BATCH or padding > PIECES_A_RUN:
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _inferred(request: Any, inputs: tuple[NDArray[np.int64], NDArray[np.int64]]) -> Vectors:
    request.infer(list(inputs))
    return np.array(request.get_output_tensor(0).data)


def _padded(
    pieces: Sequence[Sequence[int]], width: int, pad: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(ids, mask), each of shape (texts, width)."""
    ids = np.full((len(pieces), width), pad, dtype=np.int64)
    mask = np.zeros((len(pieces), width), dtype=np.int64)
    for row, each in enumerate(pieces):
        ids[row, : len(each)] = each
        mask[row, : len(each)] = 1
    return ids, mask
