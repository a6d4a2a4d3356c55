"""Has a configured model rewrite a follow-up as one question that stands alone. For search, and for nothing else.

Owns what a rewriting must be to be searched with. Whatever the model writes, the citizen's own words stay what is
asked, and a rewriting that is not sound, or does not come in time, leaves the query of `assistant.understand`.
"""

import json
import logging
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from pydantic import BaseModel, ValidationError

from assistant.composing.instructions import LANGUAGES
from assistant.composing.model import ChatModel, Tokens
from assistant.turns import Turn
from assistant.understand import TOO_SHORT_TO_TELL_WORDS, Understood
from knowledge.errors import ModelUnavailable
from knowledge.facts import fact_stands, stated_in
from knowledge.words.keywords import words
from knowledge.words.languages import detect

LOG = logging.getLogger(__name__)
PROMPT = Path(__file__).parent / "prompts" / "rewrite.md"
LONGEST_QUESTION_CHARACTERS = 300
LONGEST_ANSWER_CHARACTERS = 4_000  # a model that is still writing then is not writing one question


class WrittenQuestion(BaseModel):
    """The model's whole answer."""

    question: str


class Rewriter:
    """Rewrites follow-ups with a model, in the `languages` that are served."""

    def __init__(self, model: ChatModel, languages: Sequence[str]) -> None:
        self._model = model
        self._languages = languages
        self._prompt = PROMPT.read_text(encoding="utf-8")

    @property
    def tokens(self) -> Tokens:
        """What rewriting has cost so far."""
        return self._model.tokens

    def standing_alone(self, understood: Understood, history: Sequence[Turn]) -> Understood:
        """The same with a sound rewriting as its `query`; unchanged without one, and where nothing came before."""
        if not history:
            return understood
        try:
            question = self._written(understood, history)
        except ModelUnavailable as error:  # names the kind of failure, and quotes nobody
            LOG.warning("A follow-up was not rewritten: %s", error)
            return understood
        if fault := self._fault(question, understood, history):
            LOG.warning("A follow-up was not rewritten: the model's question %s.", fault)
            return understood
        return replace(understood, query=question)

    def _written(self, understood: Understood, history: Sequence[Turn]) -> str:
        language = understood.language
        instructions = self._prompt.format(language=LANGUAGES.get(language, language))
        material = {
            "thread": [{"role": turn.role, "text": turn.text} for turn in history],
            "message": understood.asked,
        }
        answer = ""
        with closing(self._model.stream(instructions, json.dumps(material, ensure_ascii=False))) as pieces:
            for piece in pieces:
                answer += piece
                if len(answer) > LONGEST_ANSWER_CHARACTERS:
                    break
        try:
            whole = answer[answer.find("{") : answer.rfind("}") + 1]
            return WrittenQuestion.model_validate_json(whole).question.strip()
        except ValidationError:
            return ""

    def _fault(self, question: str, understood: Understood, history: Sequence[Turn]) -> str | None:
        said = "\n".join([*(turn.text for turn in history), understood.asked])
        faults: dict[str, Callable[[], bool]] = {
            "is missing": lambda: not question,
            "is too long": lambda: len(question) > LONGEST_QUESTION_CHARACTERS,
            "is more than one line": lambda: len(question.splitlines()) > 1,
            "is in another language": lambda: self._language(question, understood) != understood.language,
            "speaks of something else": lambda: not _shares_a_word(question, understood, history),
            "states what was not said": lambda: any(not fact_stands(f, said) for f in stated_in(question)),
        }
        return next((fault for fault, found in faults.items() if found()), None)

    def _language(self, question: str, understood: Understood) -> str:
        if len(question.split()) < TOO_SHORT_TO_TELL_WORDS:
            return understood.language
        return detect(question, self._languages, understood.language)


def _shares_a_word(question: str, understood: Understood, history: Sequence[Turn]) -> bool:
    spoken = [turn.text for turn in history if turn.role == "citizen"]
    about = "\n".join([*spoken, understood.replied, understood.asked])
    return not set(words(question, understood.language)).isdisjoint(words(about, understood.language))
