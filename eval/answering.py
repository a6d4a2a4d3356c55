"""Has the product draft answers to the questions of a gold file. Sees `Asked` only; judges nothing."""

import time
from collections.abc import Callable

from assistant.answer import Answerer, Proposal
from eval.cases import Asked
from eval.conversation import turns
from eval.results import Answer, Cited, Stated
from knowledge.passages import as_on_page

SecondsClock = Callable[[], float]


class Answering:
    """The drafting pipeline that serves people; `without_model` names the questions that the model failed."""

    def __init__(self, answerer: Answerer, seconds: SecondsClock = time.perf_counter) -> None:
        self._answerer = answerer
        self.elsewhere = answerer.elsewhere
        self._seconds = seconds
        self.without_model: set[str] = set()

    def answer(self, asked: Asked) -> Answer:
        """The draft that a person would be shown, or why there is none; `seconds` it took."""
        started = self._seconds()
        proposal = self._answerer.propose(asked.question, history=turns(asked))
        if any(finding.check == "model_unavailable" for finding in proposal.findings):
            self.without_model.add(asked.id)
        return _answer(asked.id, proposal, self._seconds() - started)


def _answer(question_id: str, proposal: Proposal, seconds: float) -> Answer:
    statements = tuple(
        Stated(
            each.text,
            tuple(Cited(cited.page_key, cited.url, as_on_page(cited.quote)) for cited in each.citations),
        )
        for each in proposal.statements
    )
    text = "\n\n".join(each.text for each in statements)
    return Answer(
        question_id, proposal.status, round(proposal.confidence, 6), text, statements, round(seconds, 4)
    )
