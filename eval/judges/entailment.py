"""The judge `entailment`: any sentence-transformers cross-encoder that was trained on entailment. None is shipped."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from knowledge.errors import BadConfiguration
from knowledge.texts import Text

BATCH = 16
NEXT_STEP = Text(
    "Name a sentence-transformers cross-encoder with an entailment label in REPLYDESK_EVAL_ENTAILMENT.",
    "Indiquez dans REPLYDESK_EVAL_ENTAILMENT un modèle sentence-transformers à étiquette « entailment ».",
)


class Entailment:
    """The text as premise, the statement as hypothesis; loads at the first use, which takes seconds."""

    name = "entailment"
    learned_from_seen = False

    def __init__(self, model: str) -> None:
        self._model_name = model
        self._model: Any = None
        self._entails = 0

    def supported(self, pairs: Sequence[tuple[str, str]]) -> list[bool]:
        """Whether entailment is the most probable label. Raises: BadConfiguration when there is no such model."""
        if not pairs:
            return []
        self._model = self._model or self._load()
        scores = self._model.predict(
            [(text, statement) for statement, text in pairs], batch_size=BATCH, show_progress_bar=False
        )
        return [bool(each) for each in np.argmax(np.asarray(scores), axis=1) == self._entails]

    def _load(self) -> Any:
        from sentence_transformers import CrossEncoder

        try:
            model = CrossEncoder(self._model_name, device="cpu")
        except Exception as error:  # each loader raises its own kind
            raise BadConfiguration(
                Text(
                    f"The model {self._model_name!r} cannot be loaded ({type(error).__name__}).",
                    f"Le modèle {self._model_name!r} ne peut pas être chargé ({type(error).__name__}).",
                ),
                next_step=NEXT_STEP,
            ) from error
        labels = {str(name).casefold(): int(number) for number, name in model.config.id2label.items()}
        if "entailment" not in labels:
            raise BadConfiguration(
                Text(
                    f"The model {self._model_name!r} has no label “entailment”.",
                    f"Le modèle {self._model_name!r} n’a pas d’étiquette « entailment ».",
                ),
                next_step=NEXT_STEP,
            )
        self._entails = labels["entailment"]
        return model
