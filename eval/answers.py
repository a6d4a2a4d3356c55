"""What ragas says of answers: how near their wording is to the gold and, where a model judges, what it makes of them.

Only this file imports ragas, which takes seconds, so it does so when asked to measure. ROUGE is asked of the library
that ragas asks, since ragas would compute it once for each of two values; all else are ragas's own metrics.
"""

import asyncio
import math
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from pydantic import BaseModel, ValidationError

from assistant.composing.model import ChatModel, LangChainModel
from assistant.settings import AssistantSettings
from eval.cases import Case
from eval.extras import needing
from eval.measures import Scores
from eval.results import Answer
from eval.settings import EvalSettings
from eval.telling import Teller
from knowledge.embedding.embedder import Embedder
from knowledge.errors import ModelUnavailable
from knowledge.texts import Text

WORDING = ("rouge_l", "rouge_l_recall", "chrf", "similarity")
QUESTIONS_MADE = 1  # of an answer, for response relevancy; at temperature 0 the model would repeat itself
JSON_ONLY = "Answer with the JSON object alone."

Ask = Callable[[Case, Answer], Any]  # gives the coroutine of one metric


def wording_values(pairs: Sequence[tuple[str, str]]) -> list[dict[str, float]]:
    """rouge_l (F), rouge_l_recall, chrf and similarity of each pair of gold and text; 0 where the text is empty.

    similarity is 1 − Levenshtein distance / length. ROUGE here knows only unaccented letters, so its values in
    French are low; compare them with themselves only.
    """
    if not any(text.strip() for _, text in pairs):
        return [dict.fromkeys(WORDING, 0.0) for _ in pairs]
    return asyncio.run(_worded(pairs))


def judged_scores(
    cases: Sequence[Case],
    answers: Mapping[str, Answer],
    settings: EvalSettings,
    teller: Teller,
    embedder: Embedder | None = None,
) -> Scores:
    """What the judging model says of each draft; nothing where none is configured.

    faithfulness: share of the draft's claims that its quotes support. factual_correctness: F1 of its claims against
    the gold answer, where there is one. response_relevancy (with an embedder): how near a question made from the
    draft is to the one that was asked. A value that the judge does not give in two tries is left out, and told.
    """
    if settings.judge is None:
        return {}
    given = [(case, answers[case.id]) for case in cases if case.id in answers and answers[case.id].given]
    if not given:
        return {}
    asks = _asks(LangChainModel(_as_model(settings)), embedder)
    scores: dict[str, dict[str, float]] = {}
    silent = 0
    for case, answer in teller.track(given, len(given), Text("Judging", "Jugement")):
        wanted = {name: ask for name, ask in asks.items() if name != "factual_correctness" or case.answer}
        values = {name: _said(ask, case, answer) for name, ask in wanted.items()}
        scores[case.id] = {name: value for name, value in values.items() if value is not None}
        silent += len(values) - len(scores[case.id])
    if silent:
        teller.say(_no_word(silent))
    return scores


def _said(ask: Ask, case: Case, answer: Answer) -> float | None:
    for _ in range(2):
        try:
            value = float(asyncio.run(ask(case, answer)).value)
        except (ModelUnavailable, ValidationError):
            continue
        if not math.isnan(value):
            return value
    return None


async def _worded(pairs: Sequence[tuple[str, str]]) -> list[dict[str, float]]:
    with _ragas():
        from ragas.metrics.collections import CHRFScore, NonLLMStringSimilarity
        from rouge_score.rouge_scorer import RougeScorer  # type: ignore[import-untyped]
    # What ragas's RougeScore makes anew for each pair and each of the two values.
    rouge = RougeScorer(["rougeL"], use_stemmer=True)
    chrf, similarity = CHRFScore(), NonLLMStringSimilarity()
    found = []
    for gold, text in pairs:
        if not text.strip():
            found.append(dict.fromkeys(WORDING, 0.0))
            continue
        shared = rouge.score(gold, text)["rougeL"]
        near = [await each.ascore(reference=gold, response=text) for each in (chrf, similarity)]
        values = (shared.fmeasure, shared.recall, *(each.value for each in near))
        found.append(dict(zip(WORDING, map(float, values), strict=True)))
    return found


def _asks(model: ChatModel, embedder: Embedder | None) -> dict[str, Ask]:
    with _ragas():
        from ragas.embeddings.base import BaseRagasEmbedding
        from ragas.llms.base import InstructorBaseRagasLLM
        from ragas.metrics.collections import AnswerRelevancy, FactualCorrectness, Faithfulness

    class Judge(InstructorBaseRagasLLM):  # type: ignore[misc]  # ragas is not typed
        def generate(self, prompt: str, response_model: type[BaseModel]) -> BaseModel:
            said = "".join(model.stream(JSON_ONLY, prompt))
            found = re.search(r"\{.*\}", said, re.DOTALL)
            return response_model.model_validate_json(found.group() if found else said)

        async def agenerate(self, prompt: str, response_model: type[BaseModel]) -> BaseModel:
            return self.generate(prompt, response_model)

    class Vectors(BaseRagasEmbedding):  # type: ignore[misc]  # ragas is not typed
        def __init__(self, embedder: Embedder) -> None:
            super().__init__()
            self._embedder = embedder

        def embed_text(self, text: str, **_: Any) -> list[float]:
            return [float(value) for value in self._embedder.embed([text])[0]]

        async def aembed_text(self, text: str, **_: Any) -> list[float]:
            return self.embed_text(text)

    judge = Judge()  # one model call at a time
    faithful, factual = Faithfulness(llm=judge), FactualCorrectness(llm=judge)
    asks: dict[str, Ask] = {
        "faithfulness": lambda case, answer: faithful.ascore(
            user_input=case.asked.question,
            response=answer.text,
            retrieved_contexts=[each.quote for each in answer.citations] or [""],
        ),
        "factual_correctness": lambda case, answer: factual.ascore(
            response=answer.text, reference=case.answer
        ),
    }
    if embedder is not None:
        relevant = AnswerRelevancy(llm=judge, embeddings=Vectors(embedder), strictness=QUESTIONS_MADE)
        asks["response_relevancy"] = lambda case, answer: relevant.ascore(
            user_input=case.asked.question, response=answer.text
        )
    return asks


@contextmanager
def _ragas() -> Iterator[None]:
    os.environ["RAGAS_DO_NOT_TRACK"] = "true"  # any other value is ignored
    with needing("eval"):
        yield


def _as_model(settings: EvalSettings) -> AssistantSettings:
    return AssistantSettings(
        model=settings.judge,
        model_base_url=settings.judge_base_url,
        model_api_key=settings.judge_api_key,
        model_timeout_s=settings.judge_timeout_s,
    )


def _no_word(values: int) -> Text:
    return Text(
        f"The judging model gave no usable word on {values} values; they are left out. "
        "If there are many, name a stronger model in REPLYDESK_EVAL_JUDGE.",
        f"Le modèle juge n’a rien dit d’utilisable pour {values} valeurs; elles sont omises. "
        "S’il y en a beaucoup, indiquez un modèle plus fort dans REPLYDESK_EVAL_JUDGE.",
    )
