"""Breaks telephone numbers, e-mail addresses and links."""

import random
import re

from eval.breaks.carrier import Break, Carrier, other_digits, says, with_other

PHONE = re.compile(r"(?<!\d)(?:\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}|0\d(?:[ .]\d\d){4})(?!\d)")
EMAIL = re.compile(r"[\w.-]+@[\w-]+\.[\w.-]*\w")
LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"'«»()]*[^\s<>\"'«»().,;:!?]")


def phone(carrier: Carrier, rng: random.Random) -> str | None:
    """One digit is another."""
    there = list(PHONE.finditer(carrier.text))
    if not there:
        return None
    found = rng.choice(there)
    new = other_digits(found.group(), rng)
    digits = re.sub(r"\D", "", new)
    if digits in re.sub(r"\D", "", carrier.passage.text_with_heading):
        return None
    return with_other(carrier.text, *found.span(), new)


def _spelled(pattern: re.Pattern[str]) -> Break:
    def broken(carrier: Carrier, rng: random.Random) -> str | None:
        there = list(pattern.finditer(carrier.text))
        if not there:
            return None
        found = rng.choice(there)
        new = _misspelled(found.group(), rng)
        if says(carrier.passage, new):
            return None
        return with_other(carrier.text, *found.span(), new)

    return broken


def _misspelled(written: str, rng: random.Random) -> str:
    start = 8 if written.startswith("http") else 4 if written.startswith("www.") else 0
    places = [place for place in range(start, len(written)) if written[place].isalnum()]
    place = rng.choice(places)
    kind = rng.randrange(3)
    if kind == 0:
        return written[:place] + written[place + 1 :]
    if kind == 1:
        return written[:place] + rng.choice("abcdeghiklmnoprstuvz") + written[place:]
    new = rng.choice([c for c in "abcdeghiklmnoprstuvz" if c != written[place].casefold()])
    return with_other(written, place, place + 1, new)


email, link = _spelled(EMAIL), _spelled(LINK)
