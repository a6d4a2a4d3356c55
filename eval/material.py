"""All that measures may look at: the gold, what came out for it, and the pages as they are indexed. Judges nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from eval.cases import Case
from eval.results import Answer, Ranking

PageText = Callable[[str], str | None]
"""The text of a page by its key; None where the page is not known."""

Similarity = Callable[[Sequence[tuple[str, str]]], Sequence[float]]
"""The cosine of each pair of texts, -1 to 1."""

Supported = Callable[[Sequence[tuple[str, str]]], Sequence[bool]]
"""Whether each statement is supported by the text beside it, as pairs of (statement, text)."""


@dataclass(frozen=True, slots=True)
class Material:
    """One run over some cases. What is None was not asked for, and its measures give nothing.

    `live_links` holds the addresses of all indexed pages that answered when they were last fetched.
    `judges` holds the judges that may speak in this run, by name; `judged` what a model said of each case
    (`eval.answers.judged_scores`).
    """

    cases: Sequence[Case]
    rankings: Mapping[str, Ranking] | None
    answers: Mapping[str, Answer] | None
    page_text: PageText = lambda _key: None
    live_links: frozenset[str] | None = None
    similarity: Similarity | None = None
    judges: Mapping[str, Supported] = field(default_factory=dict)
    judged: Mapping[str, Mapping[str, float]] | None = None

    @property
    def index_known(self) -> bool:
        """Whether `page_text` knows every page of the index, so that a page without text is in no index."""
        return self.live_links is not None
