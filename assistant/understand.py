"""Understands a question before it is searched: private data out, language, and standing alone in its thread."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.turns import Turn
from knowledge.redact import redact
from knowledge.wording import Thread
from knowledge.words.languages import detect

TOO_SHORT_TO_TELL_WORDS = 4
TURNS_THAT_TELL = 2


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as it is searched: `asked` in its own words, `query` with what its thread adds.

    `replied` is what the agent said last; a talk mostly stays on its page.
    """

    asked: str
    query: str
    language: str
    replied: str = ""

    @property
    def thread(self) -> Thread:
        """As search takes it."""
        return Thread(self.asked, self.replied)


def understand(
    text: str, history: Sequence[Turn], languages: Sequence[str], language: str | None = None
) -> Understood:
    """The question redacted, in its own or a detected one of `languages`; `history` is oldest first."""
    asked = redact(text)
    replied = next((turn.text for turn in reversed(history) if turn.role == "agent"), "")
    spoken = language or _language(asked, history, languages)
    return Understood(asked, standalone(asked, history), spoken, replied)


def standalone(text: str, history: Sequence[Turn]) -> str:
    """The question after the citizen's first and latest earlier words: what the thread is about, and where it is.

    Of the ways to join turns that were compared (docs/benchmarks.md) none is surely better on any set; an agent's
    replies, glued to it, cost a tenth of MRR where they are long.
    """
    earlier = [turn.text for turn in history if turn.role == "citizen"]
    return "\n".join([*dict.fromkeys([*earlier[:1], *earlier[-1:]]), text])


def _language(text: str, history: Sequence[Turn], languages: Sequence[str]) -> str:
    telling = text
    if len(text.split()) < TOO_SHORT_TO_TELL_WORDS:
        telling = " ".join([*(turn.text for turn in history[-TURNS_THAT_TELL:]), text])
    return detect(telling, languages, languages[0])
