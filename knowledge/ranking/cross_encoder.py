"""Reads question and passage together, as the last step of search: the port, and the adapter for any model.

No package ships such a model; whoever has one names it. Orders nothing itself: `knowledge.search` does.
"""

import logging
import re
from collections.abc import Sequence
from pathlib import Path
from threading import Lock, Thread
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding.embedder import has_bfloat16
from knowledge.errors import BadConfiguration
from knowledge.texts import Text

LOG = logging.getLogger(__name__)
BATCH = 8
HUB_NAME = re.compile(r"[A-Za-z0-9][\w.-]*(/[\w.-]+)?")
NEXT_STEP = Text(
    "Name a sentence-transformers cross-encoder, or its folder, in REPLYDESK_KNOWLEDGE_CROSS_ENCODER, "
    "or leave it unset; then start again.",
    "Indiquez un cross-encodeur sentence-transformers, ou son dossier, dans REPLYDESK_KNOWLEDGE_CROSS_ENCODER, "
    "ou retirez ce réglage ; puis redémarrez.",
)


class Reranker(Protocol):
    """Question and passages in, one score each out; `name` changes whenever the scores would."""

    @property
    def name(self) -> str:
        """Identifies the model and how it is run."""
        ...

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float64]:
        """How well each text answers, of shape (len(texts),); higher is better, comparable for one question only."""
        ...


class CrossEncoderReranker:
    """Any sentence-transformers cross-encoder on the processor; loads at the first use, which takes seconds."""

    def __init__(self, model: str) -> None:
        """Raises: BadConfiguration for a folder that is not there or holds no model."""
        _need(model)
        self._model_name = model
        self._half = has_bfloat16()
        self._model: Any = None
        self._turn = Lock()

    @property
    def name(self) -> str:
        """The model and its numeric type."""
        return f"{self._model_name}:{'bfloat16' if self._half else 'float32'}"

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float64]:
        """As the model gives them; texts are read up to the model's length. Raises: BadConfiguration."""
        if not texts:
            return np.empty(0)
        pairs = [(question, text) for text in texts]
        with self._turn:  # its tokenizer is not for two threads, and one thread each is all that it may use
            model = self._model or self._load()
            import torch

            torch.set_num_threads(1)
            return np.asarray(
                model.predict(pairs, batch_size=BATCH, show_progress_bar=False), dtype=np.float64
            )

    def _load(self) -> Any:
        from sentence_transformers import CrossEncoder
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        try:
            model = CrossEncoder(
                self._model_name,
                device="cpu",
                local_files_only=Path(self._model_name).is_dir(),
                model_kwargs={"dtype": "bfloat16" if self._half else "float32"},
            )
        except Exception as error:  # each loader raises its own kind
            raise _unusable(
                self._model_name,
                Text(
                    f"it cannot be loaded ({type(error).__name__})",
                    f"chargement impossible ({type(error).__name__})",
                ),
            ) from error
        _need_trained(self._model_name, model)
        _score_finely(model)
        self._model = model
        return model


def warm(reranker: Reranker) -> None:
    """Load its model meanwhile; what is wrong with it is logged now, and raised at the first question."""
    Thread(target=_try, args=(reranker,), name="cross-encoder").start()


def _try(reranker: Reranker) -> None:
    try:
        reranker.scores("?", ["?"])
    except BadConfiguration as error:
        LOG.error("%s", error.in_language("en"))
    except Exception as error:
        LOG.error("the cross-encoder %s does not run: %s", reranker.name, type(error).__name__)


def _need(model: str) -> None:
    folder = Path(model)
    if folder.is_dir():
        if not (folder / "config.json").is_file():
            raise _unusable(
                model, Text("the folder has no config.json", "le dossier ne contient pas de config.json")
            )
    elif not HUB_NAME.fullmatch(model):
        raise _unusable(model, Text("there is no such folder", "ce dossier n’existe pas"))


def _need_trained(name: str, model: Any) -> None:
    # Another kind of model loads too, with a last layer of chance that orders otherwise at each start.
    kinds = [str(each) for each in model.config.architectures or ()]
    if len(model) == 1 and kinds and not kinds[0].endswith("ForSequenceClassification"):
        raise _unusable(
            name,
            Text(f"it is no cross-encoder but a {kinds[0]}", f"c’est un {kinds[0]}, pas un cross-encodeur"),
        )
    if model.num_labels != 1:
        raise _unusable(
            name,
            Text(
                f"it gives {model.num_labels} scores for a passage, not one",
                f"il donne {model.num_labels} scores par passage au lieu d’un",
            ),
        )


def _score_finely(model: Any) -> None:
    # A score in bfloat16 keeps three digits: of 20 passages, as few as 8 had one of their own, and all have so.
    import torch

    for each in model.modules():
        if isinstance(each, torch.nn.Linear) and each.out_features == 1:
            each.float().register_forward_pre_hook(
                lambda _layer, given: tuple(part.float() for part in given)
            )


def _unusable(model: str, why: Text) -> BadConfiguration:
    return BadConfiguration(
        Text(
            f"The cross-encoder {model} cannot be used: {why.en}.",
            f"Le cross-encodeur {model} est inutilisable : {why.fr}.",
        ),
        field="cross_encoder",
        next_step=NEXT_STEP,
    )
