"""The port of judges: a name, and whether each statement is supported by the text beside it. Judges nothing."""

from collections.abc import Sequence
from typing import Protocol


class Judge(Protocol):
    """Statements and texts in, one verdict each out; `supported` is what `eval.material.Supported` asks for."""

    @property
    def name(self) -> str:
        """Identifies the judge in settings, figures and reports."""
        ...

    @property
    def learned_from_seen(self) -> bool:
        """Whether it was fitted on the pairs that are not held out, so that only the others may judge it."""
        ...

    def supported(self, pairs: Sequence[tuple[str, str]]) -> Sequence[bool]:
        """Whether each statement is supported by its text, in the order of the pairs of (statement, text)."""
        ...
