"""What a person is told of a rendering: what was left out and why, and what the brand file lacks. Decides nothing."""

from collections.abc import Iterator, Mapping, Sequence

from assistant.guards.checks import Finding
from assistant.voice.brands import Brand
from assistant.voice.rendering.layout import Occasion
from knowledge.texts import Text


def of_brand(brand: Brand, occasion: Occasion) -> Iterator[Finding]:
    """What the brand file says nothing about."""
    if not brand.speaks(occasion.language):
        yield _of_reply(
            "brand_language",
            f"The brand {brand.id} has no words in this language ({occasion.language}): its own language’s stand in.",
            f"La marque {brand.id} n’a pas de mots dans cette langue ({occasion.language}) : "
            "ceux de sa propre langue les remplacent.",
        )
    if brand.channels and occasion.channel not in brand.channels:
        yield _of_reply(
            "brand_channel",
            f"The brand {brand.id} does not answer on {_shown(occasion.channel)}, as its file has it.",
            f"Selon son fichier, la marque {brand.id} ne répond pas sur {_shown(occasion.channel)}.",
        )


def unknown_brand(name: str, instead: Brand) -> Finding:
    """The brand that was asked is in no file."""
    return _of_reply(
        "unknown_brand",
        f"No brand is called “{name}”: the reply speaks as {instead.id}.",
        f"Aucune marque ne s’appelle « {name} » : la réponse parle au nom de {instead.id}.",
    )


def asks_in_public(place: int, channel: str) -> Finding:
    """A statement asks for personal details where others read along."""
    message = Text(
        f"This asks for personal details, and {_shown(channel)} is public: "
        "a call for a private message goes out instead.",
        f"Cette phrase demande des renseignements personnels, et {_shown(channel)} est public : "
        "une invitation au message privé part à sa place.",
    )
    return Finding("asks_in_public", "warn", place, message)


def shortened(left_out: Sequence[int], channel: str) -> Finding:
    """Not every statement goes out."""
    numbers = ", ".join(str(place + 1) for place in left_out)
    return _of_reply(
        "shortened",
        f"Not all of it goes out on {_shown(channel)}: the essential does, with a link. Left out: sentence {numbers}.",
        f"Tout ne part pas sur {_shown(channel)} : l’essentiel part, avec un lien. "
        f"Laissé de côté : phrase {numbers}.",
    )


def link_only(essential: int, alone: Mapping[int, set[int] | None], channel: str) -> Finding:
    """No statement goes out, for lack of room: its own, or that of a condition that it may not go without."""
    number = essential + 1
    needed = alone.get(essential)
    if needed is None or len(needed) > 1:
        others = ", ".join(str(each + 1) for each in sorted((needed or set()) - {essential})) or "—"
        return _of_reply(
            "link_only_condition",
            f"Only a link goes out on {_shown(channel)}: sentence {number} may not go without what belongs to it "
            f"(sentences: {others}).",
            f"Seul un lien part sur {_shown(channel)} : la phrase {number} ne peut partir sans ce qui s’y rattache "
            f"(phrases : {others}).",
        )
    return _of_reply(
        "link_only_length",
        f"Only a link goes out on {_shown(channel)}: sentence {number} alone is too long, and none is ever cut.",
        f"Seul un lien part sur {_shown(channel)} : la phrase {number} est trop longue à elle seule, "
        "et aucune n’est coupée.",
    )


def too_long(channel: str) -> Finding:
    """Nothing fits, not even a link."""
    return _of_reply(
        "too_long",
        f"This does not fit on {_shown(channel)}, and no source has a link that could stand for it. Write it shorter.",
        f"Ceci ne tient pas sur {_shown(channel)}, et aucune source n’a de lien pour en tenir lieu. "
        "Écrivez plus court.",
    )


def _shown(channel: str) -> str:
    return channel[:1].upper() + channel[1:]


def _of_reply(check: str, en: str, fr: str) -> Finding:
    return Finding(check, "warn", None, Text(en, fr))
