"""Checks that every draft and every edited reply must pass. Each finding names its statement and its weight."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from assistant.citations import Statement
from knowledge.facts import EMAIL, LINK, contains, fact_stands, facts_in
from knowledge.passages import Passage
from knowledge.texts import Text

Severity = Literal["block", "warn"]
LONGEST_COURTESY = 200
STATES_SOMETHING = re.compile(r"[\d$€£%]")


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check says; `statement` counts from 0, None concerns the whole reply."""

    check: str
    severity: Severity
    statement: int | None
    message: Text


def check_statements(statements: Sequence[Statement], passages: Mapping[str, Passage]) -> tuple[Finding, ...]:
    """All findings on `statements`, given the passages as they stand now, by id."""
    found: list[Finding] = []
    if not any(each.kind == "fact" for each in statements):
        found.append(Finding("no_fact", "block", None, NO_FACT))
    for number, statement in enumerate(statements):
        checks = _of_courtesy(statement) if statement.kind == "courtesy" else _of_fact(statement, passages)
        found += [Finding(name, "block", number, message) for name, message in checks]
    return tuple(found)


def blocking(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Only the findings that forbid approval."""
    return tuple(each for each in findings if each.severity == "block")


def finding_to_json(finding: Finding) -> dict[str, Any]:
    """Plain data for a JSON column or answer; the message in both languages."""
    return asdict(finding) | {"message": finding.message._asdict()}


def finding_from_json(data: Mapping[str, Any]) -> Finding:
    """The reverse of `finding_to_json`."""
    return Finding(data["check"], data["severity"], data["statement"], Text(**data["message"]))


def _of_courtesy(statement: Statement) -> Iterator[tuple[str, Text]]:
    text = statement.text
    if not text.strip():
        yield "empty", EMPTY
    if (
        len(text) > LONGEST_COURTESY
        or STATES_SOMETHING.search(text)
        or LINK.search(text)
        or EMAIL.search(text)
    ):
        yield "courtesy_with_facts", COURTESY_WITH_FACTS


def _of_fact(statement: Statement, passages: Mapping[str, Passage]) -> Iterator[tuple[str, Text]]:
    if not statement.text.strip():
        yield "empty", EMPTY
        return
    if not statement.citations:
        yield "uncited", UNCITED
        return
    sources = []
    for citation in statement.citations:
        passage = passages.get(citation.passage_id)
        if passage is None or passage.digest != citation.passage_digest:
            yield "source_changed", SOURCE_CHANGED
        elif not citation.quote.strip() or not contains(passage.text_with_heading, citation.quote):
            yield "quote_not_found", QUOTE_NOT_FOUND
        else:
            sources.append(passage.text_with_heading)
    together = "\n".join(sources)
    for fact in facts_in(statement.text):
        if sources and not fact_stands(fact, together):
            yield (
                "fact_not_in_source",
                Text(
                    f"“{fact.text}” is not in the cited passage.",
                    f"« {fact.text} » ne figure pas dans le passage cité.",
                ),
            )


NO_FACT = Text(
    "The reply states nothing that a page stands behind.",
    "La réponse n’énonce rien qui s’appuie sur une page.",
)
EMPTY = Text("A sentence is empty.", "Une phrase est vide.")
COURTESY_WITH_FACTS = Text(
    "This sentence states something and needs a source.",
    "Cette phrase énonce quelque chose et doit avoir une source.",
)
UNCITED = Text("This sentence has no source.", "Cette phrase n’a pas de source.")
SOURCE_CHANGED = Text(
    "The page changed since this was cited: draft again.",
    "La page a changé depuis cette citation : rédigez de nouveau.",
)
QUOTE_NOT_FOUND = Text(
    "The quoted words are not in the cited passage.",
    "Les mots cités ne figurent pas dans le passage indiqué.",
)
