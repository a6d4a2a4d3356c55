"""Makes a follow-up question stand alone by the thread that it hangs on. Adds no word of its own."""

from collections.abc import Sequence

from assistant.turns import Turn
from knowledge.keywords import words

TURNS_BACK = 2
ENOUGH_WORDS = 12


def standalone(text: str, history: Sequence[Turn] = (), language: str = "en") -> str:
    """The question with the citizen's earlier words before it, as far as it needs them to be found.

    A question of many words of its own is left as it is.
    """
    earlier = [turn.text for turn in history if turn.role == "citizen"][-TURNS_BACK:]
    if not earlier or len(words(text, language)) >= ENOUGH_WORDS:
        return text
    return "\n".join([*earlier, text])
