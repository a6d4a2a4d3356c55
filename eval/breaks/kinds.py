"""The kinds of break, and broken statements of each kind: as many as are asked for, or as there are."""

import random
from collections.abc import Iterator, Mapping, Sequence

from eval.breaks import contacts, dates, exchanged, figures, limits, names, places, sense, shares
from eval.breaks.carrier import Break, Carrier

KINDS: Mapping[str, Break] = {
    "amount": figures.amount,
    "number": figures.number,
    "in words": limits.spelled,
    "share": shares.share,
    "unit": figures.unit,
    "age": figures.age,
    "date": dates.date,
    "time": dates.time,
    "phone": contacts.phone,
    "email": contacts.email,
    "link": contacts.link,
    "form": names.form,
    "address": names.address,
    "office": names.office,
    "negation": sense.negation,
    "condition": sense.condition,
    "heading": sense.heading,
    "limit": limits.limit,
    "swapped": places.swapped,
    "frequency": exchanged.frequency,
    "must, may": exchanged.duty,
    "all, some": exchanged.extent,
    "another word": exchanged.word,
}
ROUNDS = 400  # at most so often is each carrier tried; nearly all kinds need one to three


def broken_statements(
    kind: str, carriers: Sequence[Carrier], wanted: int, seed: int
) -> Iterator[tuple[Carrier, str]]:
    """Up to `wanted` different (carrier, broken statement), the same for the same seed and carriers."""
    order = random.Random(f"{seed}:{kind}")  # noqa: S311 - repeatable, not secret
    places_left = list(range(len(carriers)))
    order.shuffle(places_left)
    seen: set[tuple[str, str]] = set()
    for number in range(ROUNDS):
        fruitful = []
        for place in places_left:
            carrier = carriers[place]
            broken = KINDS[kind](carrier, _seeded(seed, kind, place, number))
            if broken is None or broken == carrier.text:
                # A first try may have met a true one by chance; a carrier that never breaks is let go.
                fruitful += [place] if number < 3 else []
                continue
            fruitful.append(place)
            if (carrier.passage.id, broken) in seen:
                continue
            seen.add((carrier.passage.id, broken))
            yield carrier, broken
            if len(seen) >= wanted:
                return
        places_left = fruitful


def _seeded(seed: int, kind: str, place: int, number: int) -> random.Random:
    return random.Random(f"{seed}:{kind}:{place}:{number}")  # noqa: S311 - repeatable, not secret
