"""Has a language model write statements over given passages, and believes none that its source does not bear out.

The model sees passages under the names S1, S2, …; a source that it was not given, or that does not bear the
statement out, is dropped, and a statement left without a source is dropped with it, and counted. It never
sees an address and cannot write one that is kept.
"""

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from contextlib import closing
from typing import NamedTuple

from pydantic import BaseModel, ValidationError

from assistant.citations import Statement, cite
from assistant.composing.instructions import LANGUAGES, read_prompt
from assistant.composing.model import ChatModel, Tokens, unavailable
from assistant.composing.shown import shown_to_model
from assistant.guards.clauses import stands_wholly
from assistant.guards.support import bears_out, quote_for
from assistant.turns import Turn
from knowledge.search import Evidence

# No rule tells whether it answers what was asked; what is said behind it can be held to the page.
YES_OR_NO = re.compile(r"(?:yes|no|oui|non)(?:[.,!;:]\s+|$)", re.IGNORECASE)
BRACES_TRIED = 8  # the answer's own, the last statement's, and some within words

OnStatement = Callable[[Statement], None]


class WrittenStatement(BaseModel):
    """One statement as the model returns it."""

    text: str
    sources: list[str]
    quote: str = ""


class WrittenReply(BaseModel):
    """The model's whole answer."""

    statements: list[WrittenStatement]


class Written(NamedTuple):
    """What is left of a model's answer; with nothing kept and nothing dropped it said that nothing answers."""

    statements: tuple[Statement, ...]
    dropped: int


class ModelWriter:
    """Has a model write statements over given passages, and keeps only those that cite one of them."""

    def __init__(
        self, model: ChatModel, name: str, statements_at_most: int, prompt: str | None = None
    ) -> None:
        self._model = model
        self._at_most = statements_at_most
        self._prompt = read_prompt(None) if prompt is None else prompt
        self.name = name
        self.prompt_version = hashlib.sha256(self._prompt.encode()).hexdigest()[:12]

    def write(
        self,
        question: str,
        history: Sequence[Turn],
        evidence: Sequence[Evidence],
        language: str,
        on_statement: OnStatement | None = None,
    ) -> Written:
        """Statements with citations of `evidence` alone. Raises: ModelUnavailable.

        `on_statement` hears of each as soon as it is complete; what is returned is what counts.
        """
        shown = shown_to_model(evidence)
        instructions = self._prompt.format(
            language=LANGUAGES.get(language, language), statements_at_most=self._at_most
        )
        material = {
            "thread": [{"role": turn.role, "text": turn.text} for turn in history],
            "question": question,
            "passages": [
                {"name": name, "page": e.page.title, "text": e.passage.text_with_heading}
                for name, e in shown.items()
            ],
        }
        answer, told = "", 0
        pieces = self._model.stream(instructions, json.dumps(material, ensure_ascii=False))
        with closing(pieces):
            for piece in pieces:
                answer += piece
                if on_statement is not None and "}" in piece:
                    for each in self._kept(_so_far(answer), shown).statements[told:]:
                        on_statement(each)
                        told += 1
        return self._kept(_parsed(answer), shown)

    @property
    def tokens(self) -> Tokens:
        """What writing has cost so far."""
        return self._model.tokens

    def _kept(self, reply: WrittenReply, shown: dict[str, Evidence]) -> Written:
        offered = reply.statements[: self._at_most]
        kept = [s for s in (_statement(each, shown) for each in offered) if s is not None]
        return Written(tuple(dict.fromkeys(kept)), len(offered) - len(kept))


def _parsed(answer: str) -> WrittenReply:
    match = re.search(r"\{.*\}", answer, re.DOTALL)
    try:
        return WrittenReply.model_validate_json(match.group() if match else answer)
    except ValidationError as error:
        raise unavailable("answer is not the JSON asked for") from error


def _so_far(answer: str) -> WrittenReply:
    # The statements that are whole: up to a brace after which closing the list makes the answer JSON.
    begins = answer.find("{")
    for ends in [match.end() for match in re.finditer("}", answer)][: -BRACES_TRIED - 1 : -1]:
        try:
            return WrittenReply.model_validate_json(answer[begins:ends] + "]}")
        except ValidationError:
            continue
    return WrittenReply(statements=[])


def _statement(written: WrittenStatement, shown: dict[str, Evidence]) -> Statement | None:
    text = _without_yes_or_no(" ".join(written.text.split()))
    cited = [shown[name] for name in dict.fromkeys(written.sources) if name in shown]
    quoted = [(e, quote_for(text, written.quote, e.passage)) for e in cited]
    stood_on = [(e, q) for e, q in quoted if bears_out(text, q, e.passage)]
    stands = stands_wholly(text, [e.passage for e, _ in stood_on])
    return Statement(text, tuple(cite(e.page, e.passage, q) for e, q in stood_on)) if stands else None


def _without_yes_or_no(text: str) -> str:
    found = YES_OR_NO.match(text)
    rest = text[found.end() :] if found else text
    return rest[:1].upper() + rest[1:] if found else text
