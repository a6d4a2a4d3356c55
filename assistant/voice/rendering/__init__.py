"""One approved content, rendered for one channel in a brand's voice: what goes out, what is left out, and why.

Pure: the same statements, occasion and brand always give the same text. Statements are kept whole or left out; no
word of theirs is changed but for French typography of words that no page wrote. Nothing is sent or stored here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.citations import Statement
from assistant.guards.checks import Finding
from assistant.intake.inbox import Question
from assistant.voice import plain_text
from assistant.voice.brands import Brand, Brands
from assistant.voice.rendering import told, wording
from assistant.voice.rendering.layout import Layout, Occasion
from assistant.voice.rendering.privacy import asks_for_details
from assistant.voice.rendering.selection import by_importance, needed_with


@dataclass(frozen=True, slots=True)
class Rendering:
    """A reply as it is sent; `left_out` holds the places of the statements that are not in it, from 0."""

    text: str
    left_out: tuple[int, ...] = ()
    findings: tuple[Finding, ...] = ()


def rendered(statements: Sequence[Statement], question: Question, brands: Brands) -> Rendering:
    """The reply to `question` as it is sent; without brands as it stands, however long it is."""
    if not brands or not statements:
        return Rendering(plain_text.render(statements, question.language, question.channel))
    occasion = Occasion(question.language, question.channel, question.text, question.author_name)
    brand = brands.named(question.brand)
    if brand is not None:
        return render(statements, occasion, brand)
    unknown = told.unknown_brand(question.brand or "", brands.default)
    found = render(statements, occasion, brands.default)
    return replace(found, findings=(unknown, *found.findings))


def elsewhere(statements: Sequence[Statement], question: Question, brands: Brands) -> dict[str, Rendering]:
    """The same content on the brand's other channels, by channel, for a person to compare."""
    brand = (brands.named(question.brand) or brands.default) if brands and statements else None
    channels = brand.channels if brand else ()
    return {
        each: rendered(statements, replace(question, channel=each), brands)
        for each in channels
        if each != question.channel
    }


def render(statements: Sequence[Statement], occasion: Occasion, brand: Brand) -> Rendering:
    """The statements as the brand says them there. What nothing can make fit comes whole, and too long."""
    speech = brand.speech(occasion.language)
    asking = _asking(statements, occasion)
    layout = Layout(statements, occasion, speech, asking)
    text, left_out, why = _fitted(layout, asking)
    findings = [
        *told.of_brand(brand, occasion),
        *(told.asks_in_public(place, occasion.channel) for place in asking),
        *why,
        *wording.findings(statements, speech, occasion.language),
    ]
    return Rendering(layout.with_hashtags(text), tuple(sorted({*left_out, *asking})), tuple(findings))


def _asking(statements: Sequence[Statement], occasion: Occasion) -> tuple[int, ...]:
    if plain_text.is_private(occasion.channel):
        return ()
    return tuple(place for place, each in enumerate(statements) if asks_for_details(each.text))


def _fitted(layout: Layout, asking: Sequence[int]) -> tuple[str, Sequence[int], Sequence[Finding]]:
    """The fullest text that fits, what it leaves out besides `asking`, and why."""
    statements, channel = layout.statements, layout.occasion.channel
    facts = [place for place, each in enumerate(statements) if each.kind == "fact" and place not in asking]
    alone = {place: needed_with(place, statements, asking) for place in facts}
    if all(need is not None for need in alone.values()):
        for text, silent in layout.whole():
            if layout.fits(text):
                return text, silent, (told.shortened(silent, channel),) if silent else ()
    kept = _kept(layout, by_importance(statements, facts, layout.occasion.asked), alone)
    out = [place for place in range(len(statements)) if place not in {*kept, *asking}]
    if kept:
        return layout.shortened(sorted(kept)), out, (told.shortened(out, channel),)
    for text in layout.links_only(facts):
        if layout.fits(text):
            return text, out, (told.link_only(layout.essential(facts), alone, channel),)
    return next(layout.whole())[0], (), (told.too_long(channel),)


def _kept(layout: Layout, places: Sequence[int], alone: dict[int, set[int] | None]) -> set[int]:
    """The essential and, as far as there is room, the others, each with what it needs; nothing without it."""
    kept: set[int] = set()
    for place in places:
        need = alone[place]
        fits = need is not None and layout.fits(layout.shortened(sorted(kept | need)))
        if need is not None and fits:
            kept |= need
        elif not kept:
            return set()
    return kept
