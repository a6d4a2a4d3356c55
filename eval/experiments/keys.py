"""The keys that results are kept under: a digest of everything that a stage's result depends on, and of nothing else.

A threshold of drafting changes the key of an answer and not that of a ranking; a question's gold changes neither,
since what answers never sees it. No secret is part of a key.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from assistant.composing.instructions import read_prompt
from assistant.settings import AssistantSettings
from eval.cases import Asked
from eval.runs.state import code_digest
from knowledge.ranking.fusion import Weights

RANKING = "ranking"
ANSWER = "answer"
RANKING_CODE = (
    "knowledge",
    "assistant.understand",
    "assistant.turns",
    "eval.conversation",
    "eval.retrieval",
    "eval.results",
)
ANSWER_CODE = ("knowledge", "assistant", "eval.conversation", "eval.answering", "eval.results")
# Settings of the assistant that no draft depends on; every other one, known or yet to come, changes the key.
NOT_OF_DRAFTING = frozenset(
    {
        "model_api_key",
        "prompt",
        "webhook_url",
        "webhook_secret",
        "webhook_timeout_s",
        "answer_within_minutes",
        "resolve_within_hours",
        "undo_s",
        "lease_s",
    }
)


@dataclass(frozen=True, slots=True)
class StageKeys:
    """What rankings and answers of one system stand on, each as a digest."""

    ranking: str
    answer: str

    def of_ranking(self, asked: Asked, top: int) -> str:
        """The key of the ranking of `top` passages for one question."""
        return digest_of({"base": self.ranking, "asked": asdict(asked), "top": top})

    def of_answer(self, asked: Asked) -> str:
        """The key of the answer to one question."""
        return digest_of({"base": self.answer, "asked": asdict(asked)})


def stage_keys(
    index: str,
    weights: Weights,
    settings: AssistantSettings,
    held_out: frozenset[str] = frozenset(),
    reranker: str | None = None,
) -> StageKeys:
    """The keys of the product's own search and drafting.

    `index` is `eval.runs.state.index_digest`, `held_out` the past exchanges that search was told to pass over,
    `reranker` the name of the cross-encoder that orders last, where there is one.
    What the model is told counts, not the name of the file that it stands in.
    """
    searched = {
        "index": index,
        "weights": asdict(weights),
        "held_out": sorted(held_out),
        "reranker": reranker,
    }
    drafting = settings.model_dump(mode="json", exclude=set(NOT_OF_DRAFTING))
    if settings.model:
        drafting["told"] = read_prompt(settings.prompt)
    return StageKeys(
        digest_of({**searched, "code": code_digest(*RANKING_CODE)}),
        digest_of({**searched, "code": code_digest(*ANSWER_CODE), "drafting": drafting}),
    )


def digest_of(content: Mapping[str, Any]) -> str:
    """SHA-256 of the content's canonical JSON."""
    plain = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(plain.encode()).hexdigest()
