"""French typography of our own words: no-break spaces, guillemets, apostrophes. Never changes what is said.

Verbatim quotes, links, addresses and telephone numbers are left as they are, and so is any text of which the facts
would read differently afterwards. The no-break space is the ordinary one everywhere: X counts a narrow one as two
characters.
"""

import re
from collections.abc import Callable, Iterable

from knowledge.facts import stated_in

NO_BREAK = "\u00a0"
BLANK = r"[ \t\u00a0\u202f]"
UNTOUCHED = frozenset({"link", "email", "phone", "form", "office", "address"})
# Stands for each piece that is left alone while the rules run; a text that has it itself is not set at all.
STENCIL = "\ue000"
BEFORE_MARK = rf"(?<=[\w»)\].…%$€’{STENCIL}])"


def _no_break(found: re.Match[str]) -> str:
    return re.sub(r"[ \t\u202f]+", NO_BREAK, found.group())


def _hour(found: re.Match[str]) -> str:
    return NO_BREAK.join(part for part in (found[1], "h", found[2]) if part)


# In this order; each leaves what it made alone when it comes again.
RULES: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])"), "’"),
    (re.compile(r"[\"“](?=\S)([^\"“”«»\n]*[^\"“”«»\s])[\"”](?!\w)"), r"«\1»"),
    (re.compile(rf"«{BLANK}*(?=[^\s»])"), f"«{NO_BREAK}"),
    (re.compile(rf"(?<=[^\s«]){BLANK}*»"), f"{NO_BREAK}»"),
    (re.compile(r"(?<![\w$])\$[ \u00a0\u202f]?(\d+(?:,\d{2})?)(?!\d|[.,:]\d|\s?[\d$])"), rf"\1{NO_BREAK}$"),
    (re.compile(rf"(?<=\d){BLANK}*(?=[$€£%](?!\w))"), NO_BREAK),
    (re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u202f]\d{3})+(?![\d.,]?\d)"), _no_break),
    (re.compile(rf"(?<![\w.,:])(\d{{1,2}}){BLANK}*h(?:{BLANK}*(\d{{2}}))?(?![\w])"), _hour),
    (re.compile(rf"{BEFORE_MARK}{BLANK}*(?=[:;](?:\s|$))"), NO_BREAK),
    (re.compile(rf"{BEFORE_MARK}{BLANK}*(?=[!?]+(?:[\s)\]»]|$))"), NO_BREAK),
)


def typeset(text: str, quotes: Iterable[str] = ()) -> str:
    """The same words as French sets them; what stands in one of `quotes` is left as it is."""
    if STENCIL in text:
        return text
    kept: list[str] = []
    open_text, end = "", 0
    for start, stop in _kept_spans(text, quotes):
        if start >= end:
            open_text += text[end:start] + STENCIL
            kept.append(text[start:stop])
            end = stop
    pieces = _ruled(open_text + text[end:]).split(STENCIL)
    whole = pieces[0] + "".join(same + piece for same, piece in zip(kept, pieces[1:], strict=True))
    return whole if whole == text or _meaning(whole) == _meaning(text) else text


def _kept_spans(text: str, quotes: Iterable[str]) -> list[tuple[int, int]]:
    spans = [(fact.start, fact.end) for fact in stated_in(text) if fact.kind in UNTOUCHED]
    for quote in filter(None, (each.strip() for each in quotes)):
        spans += [match.span() for match in re.finditer(re.escape(quote), text)]
    return sorted(spans, key=lambda span: (span[0], -span[1]))


def _ruled(text: str) -> str:
    whole = text
    for pattern, replacement in RULES:
        whole = pattern.sub(replacement, whole)
    meaning = _meaning(text)
    if whole == text or _meaning(whole) == meaning:
        return whole
    # One rule at a time: that which would change a fact is passed over, and costs no other.
    for pattern, replacement in RULES:
        changed = pattern.sub(replacement, text)
        if changed != text and _meaning(changed) == meaning:
            text = changed
    return text


def _meaning(text: str) -> list[tuple[str, str, str]]:
    return [(fact.kind, fact.value, fact.unit) for fact in stated_in(text)]
