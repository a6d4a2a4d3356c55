"""Guard: every statement of a draft names where it comes from."""

from eval.material import Material
from eval.measures.guards import guard, in_drafts
from eval.results import Answer
from knowledge.texts import Text


def _uncited(answer: Answer, _: Material) -> list[str]:
    if not answer.statements:
        return ["the draft has no statement"]
    return [
        f"statement {number} cites nothing"
        for number, stated in enumerate(answer.statements, start=1)
        if not any(cited.quote.strip() for cited in stated.citations)
    ]


VIOLATIONS = in_drafts(_uncited)
MEASURE = guard(
    "uncited_statements",
    Text("Statements without a quote from a page.", "Énoncés sans citation d’une page."),
    VIOLATIONS,
)
