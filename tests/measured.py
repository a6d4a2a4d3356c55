"""Gold cases and results, small enough to work measures out by hand."""

from collections.abc import Sequence

from eval.cases import Asked, Case, GoldSource
from eval.results import Answer, Cited, Found, Ranking, Stated

FEE = "The permit costs forty dollars and is valid for one whole year from the day of issue."
OFFICE = "The office on Harbour Street takes applications on every weekday until noon, rain or shine."


def case(
    name: str,
    *sources: GoldSource,
    answerable: bool = True,
    language: str = "en",
    gold: str | None = None,
    question: str = "q?",
    **more: object,
) -> Case:
    """A gold question of the set "set"."""
    asked = Asked(name, question, ())
    return Case(asked, "set", language, answerable, sources, gold, True, None, **more)  # type: ignore[arg-type]


def ranking(name: str, *texts: tuple[str, str]) -> dict[str, Ranking]:
    """Passages as (page, text), best first."""
    return {name: Ranking(name, tuple(Found(page, None, text, -n) for n, (page, text) in enumerate(texts)))}


def answer(
    name: str, *cited: Cited, status: str = "pending_review", confidence: float = 0.5, text: str = "text"
) -> dict[str, Answer]:
    """A result with one statement."""
    return answer_of(name, [Stated(text, cited)], status, confidence)


def answer_of(
    name: str, statements: Sequence[Stated], status: str = "pending_review", confidence: float = 0.5
) -> dict[str, Answer]:
    """A result with these statements, or none where it is withheld."""
    said = tuple(statements) if status == "pending_review" else ()
    text = "\n\n".join(each.text for each in said)
    return {name: Answer(name, status, confidence, text, said, 0.1)}
