"""How a reply reads: statements and sources as the plain text of one channel. Decides no content."""

import re
from collections.abc import Sequence

from assistant.citations import Citation, Statement, numbered
from knowledge.facts import LINK
from knowledge.texts import Text

SOURCES = Text("Sources", "Sources")
# Characters that a message of the channel may have; other channels have no limit that matters here.
LIMITS = {"x": 280, "twitter": 280, "instagram": 1000, "messenger": 2000, "facebook": 8000}
# X counts every link as 23, and every character outside these ranges as 2 (twitter-text, configuration v3).
X_LINK = 23
X_HEAVY = re.compile("[^\u0000-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]")
# X makes links of bare addresses ("service.example/fees") too; at a point without a blank this counts too much.
BARE_LINK = re.compile(r"(?<![@\w.])(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/\S*)?", re.IGNORECASE)
TERSE_BELOW = 500
# Where the citizen alone reads a reply; anywhere else somebody may read along.
PRIVATE = frozenset(
    "email mail messenger web chat sms whatsapp phone letter dm direct message private".split()
)


def limit_of(channel: str) -> int | None:
    """How long a reply on the channel may be, as `length_of` counts; None without a limit."""
    return LIMITS.get(site_of(channel))


def site_of(channel: str) -> str:
    """What a channel belongs to: `facebook_comment` is Facebook, `x-reply` is X."""
    return re.split(r"[^a-z0-9]", channel.casefold().replace("e-mail", "email"), maxsplit=1)[0]


def is_private(channel: str) -> bool:
    """Whether the citizen alone reads a reply there; a channel that is not known is public."""
    parts = re.split(r"[^a-z0-9]", channel.casefold().replace("e-mail", "email"))
    return parts[0] in PRIVATE or any(each in {"dm", "direct", "message", "private"} for each in parts)


def is_terse(channel: str) -> bool:
    """Whether there is so little room that all runs together."""
    return (limit_of(channel) or TERSE_BELOW) < TERSE_BELOW


def length_of(text: str, channel: str) -> int:
    """How long the channel takes `text` to be."""
    if site_of(channel) not in {"x", "twitter"}:
        return len(text)
    rest, bare, links = LINK.sub(_what_follows, text), 0, len(LINK.findall(text))
    for match in BARE_LINK.finditer(rest):
        bare += max(0, X_LINK - len(match.group()))
    return X_LINK * links + bare + len(rest) + len(X_HEAVY.findall(rest))


def _what_follows(link: re.Match[str]) -> str:
    # "…/fees." ends a sentence: the full stop is no part of the link, and counts.
    return link.group()[len(link.group().rstrip(".,;:!?")) :]


def render(statements: Sequence[Statement], language: str, channel: str) -> str:
    """The reply as plain text: statements with their source numbers, then the sources with their links.

    On a channel with little room all runs together, and a source is its link alone.
    """
    terse, written = is_terse(channel), body(statements, channel)
    sources = [
        _source(number, citation, terse) for number, citation in enumerate(cited_once(statements), start=1)
    ]
    if not sources:
        return written
    title = [] if terse else [SOURCES.in_language(language)]
    return written + ("\n" if terse else "\n\n") + "\n".join([*title, *sources])


def body(statements: Sequence[Statement], channel: str, *, marked: bool = True) -> str:
    """What a reply says, without the sources below it; `marked` puts their numbers behind each statement."""
    texts = [
        (each, _marked(each.text.strip(), numbers if marked else ()))
        for each, numbers in numbered(statements)
    ]
    return " ".join(text for _, text in texts) if is_terse(channel) else _paragraphs(texts)


def _paragraphs(marked: Sequence[tuple[Statement, str]]) -> str:
    # Sentences run on; a greeting, a list or a table stands by itself.
    text, runs_on = "", False
    for statement, written in marked:
        alone = statement.kind == "courtesy" or "\n" in written
        separator = " " if runs_on and not alone else "\n\n"
        text += (separator if text else "") + written
        runs_on = not alone
    return text


def _marked(text: str, numbers: Sequence[int]) -> str:
    if not numbers:
        return text
    marks = "".join(f"[{number}]" for number in numbers)
    ending = re.search(r"[.!?…]+$", text)
    if ending is None or "\n" in text:
        return f"{text} {marks}"
    said = text[: ending.start()].rstrip()
    gap = text[len(said) : ending.start()]  # in French, ! and ? stand off
    return f"{said} {marks}{gap}{ending.group()}"


def cited_once(statements: Sequence[Statement]) -> list[Citation]:
    """One citation for each passage, in order of appearance: the numbered sources."""
    first: dict[str, Citation] = {}
    for statement in statements:
        for citation in statement.citations:
            first.setdefault(citation.passage_id, citation)
    return list(first.values())


def _source(number: int, citation: Citation, terse: bool) -> str:
    if terse and citation.url:
        return f"[{number}] {citation.url}"
    return " ".join(part for part in (f"[{number}]", citation.page_title, citation.url) if part)
