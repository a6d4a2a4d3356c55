"""Checks that every draft and every edited reply must pass. Each finding names its statement and its weight.

What each check looks at, what it blocks and where it only warns: docs/guards.md.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from textwrap import shorten
from typing import Any, Literal

from assistant.citations import Statement
from assistant.guards.departure import Departure
from assistant.guards.departures import departures
from assistant.guards.exceptions import exception_left_out
from assistant.guards.links import LiveLinks, holds_dead_link
from knowledge.facts import EMAIL, LINK, contains
from knowledge.passages import Passage
from knowledge.texts import Text

Severity = Literal["block", "warn"]
LONGEST_COURTESY = 200
LONGEST_SHOWN = 120  # characters of an exception or a heading
_Check = tuple[str, Severity, Text]
STATES_SOMETHING = re.compile(r"[\d$€£%]")


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check says; `statement` counts from 0, None concerns the whole reply."""

    check: str
    severity: Severity
    statement: int | None
    message: Text


def check_statements(
    statements: Sequence[Statement], passages: Mapping[str, Passage], live: LiveLinks | None = None
) -> tuple[Finding, ...]:
    """All findings on `statements`, given the passages as they stand now, by id.

    `live` is what the index knows of links (`assistant.guards.links`); without it no link is held to be dead.
    """
    found: list[Finding] = []
    if not any(each.kind == "fact" for each in statements):
        found.append(Finding("no_fact", "block", None, NO_FACT))
    for number, statement in enumerate(statements):
        checks = _of_courtesy(statement) if statement.kind == "courtesy" else _of_fact(statement, passages)
        found += [Finding(name, severity, number, message) for name, severity, message in checks]
        if exception := exception_left_out(statement, statements, passages):
            found.append(Finding("exception_left_out", "warn", number, _left_out(exception)))
        if holds_dead_link(statement.text, live):
            found.append(Finding("dead_link", "block", number, DEAD_LINK))
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


def _of_courtesy(statement: Statement) -> Iterator[_Check]:
    text = statement.text
    if not text.strip():
        yield "empty", "block", EMPTY
    if (
        len(text) > LONGEST_COURTESY
        or STATES_SOMETHING.search(text)
        or LINK.search(text)
        or EMAIL.search(text)
    ):
        yield "courtesy_with_facts", "block", COURTESY_WITH_FACTS


def _of_fact(statement: Statement, passages: Mapping[str, Passage]) -> Iterator[_Check]:
    if not statement.text.strip():
        yield "empty", "block", EMPTY
        return
    if not statement.citations:
        yield "uncited", "block", UNCITED
        return
    sources: dict[str, Passage] = {}
    for citation in statement.citations:
        passage = passages.get(citation.passage_id)
        if passage is None or passage.digest != citation.passage_digest:
            yield "source_changed", "block", SOURCE_CHANGED
        elif not citation.quote.strip() or not contains(passage.text_with_heading, citation.quote):
            yield "quote_not_found", "block", QUOTE_NOT_FOUND
        else:
            sources[passage.id] = passage
    for departure in departures(statement.text, tuple(sources.values())):
        yield departure.kind, "block" if departure.certain else "warn", _told(departure)


def _told(departure: Departure) -> Text:
    if departure.kind == "heading_left_out":
        begins = shorten(departure.word, LONGEST_SHOWN, placeholder=" …")
        return Text(
            f"The page says this under “{begins}”, which this sentence leaves out.",
            f"La page dit cela sous « {begins} », que cette phrase omet.",
        )
    if departure.word:
        return Text(
            f"The nearest sentence of the cited passage says much the same, but without “{departure.word}”.",
            f"La phrase la plus proche du passage cité dit à peu près la même chose, mais sans « {departure.word} ».",
        )
    if departure.fact is None:
        return DEPARTURES[departure.kind]
    shown = departure.fact.shown
    if departure.kind == "other_side":
        return Text(
            f"The cited passage means the other side of “{shown}”: at most for at least, before for after.",
            f"Le passage cité vise l’autre côté de « {shown} » : au plus pour au moins, avant pour après.",
        )
    if departure.kind == "fact_beside_other_words":
        return Text(
            f"The cited passage says “{shown}” of something else.",
            f"Le passage cité dit « {shown} » d’autre chose.",
        )
    return Text(
        f"“{shown}” is not in the cited passage.",
        f"« {shown} » ne figure pas dans le passage cité.",
    )


def _left_out(exception: str) -> Text:
    begins = shorten(exception, LONGEST_SHOWN, placeholder=" …")
    return Text(
        f"The page goes on with an exception that the reply leaves out: “{begins}”",
        f"La page poursuit par une exception que la réponse omet : « {begins} »",
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
DEAD_LINK = Text(
    "A link in this sentence leads to no page that answered when its site was last read.",
    "Un lien de cette phrase ne mène à aucune page qui répondait à la dernière lecture du site.",
)
DEPARTURES = {
    "negation": Text(
        "The cited passage denies what this sentence says, or the other way round.",
        "Le passage cité nie ce que dit cette phrase, ou l’inverse.",
    ),
    "condition_dropped": Text(
        "The cited passage sets a condition (if, unless, only, before) that this sentence leaves out.",
        "Le passage cité pose une condition (si, sauf, seulement, avant) que cette phrase omet.",
    ),
    "other_side": Text(
        "The cited passage says at most for at least, before for after, or the other way round.",
        "Le passage cité dit au plus pour au moins, avant pour après, ou l’inverse.",
    ),
    "other_strength": Text(
        "The cited passage says must for may, all for some, or and for or; or the other way round.",
        "Le passage cité dit qu’il faut et non qu’on peut, tous et non certains, et au lieu de ou ; ou l’inverse.",
    ),
    "other_words": Text(
        "This sentence shares few words with the passage it cites.",
        "Cette phrase a peu de mots en commun avec le passage qu’elle cite.",
    ),
}
