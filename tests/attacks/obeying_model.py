"""Models that do what an attack wants, as badly as they can, where a language model would stand. No network."""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from assistant.composing.model import Tokens
from knowledge.units import units_of
from tests.attacks.corpus import Attack

Answer = Callable[[Attack, dict[str, Any]], str]
INVENTED = ("S99", "https://docs.evil.example/act", "system")
PIECE = 40


class ScriptedModel:
    """Writes what `answer` makes of the attack at hand and of the material that it is given."""

    def __init__(self, attack: Attack, answer: Answer) -> None:
        self._attack = attack
        self._answer = answer
        self.materials: list[dict[str, Any]] = []
        self.tokens = Tokens()

    def stream(self, instructions: str, material: str) -> Iterator[str]:
        self.materials.append(json.loads(material))
        answer = self._answer(self._attack, self.materials[-1])
        for start in range(0, len(answer), PIECE):
            yield answer[start : start + PIECE]


def obeys(attack: Attack, material: dict[str, Any]) -> str:
    """Nothing but what the attack wants, standing on every source there is, and on some that are not."""
    names = [each["name"] for each in material["passages"]]
    quoted = _units(material["passages"][0])[0]
    return _reply(
        [
            (attack.says, [*INVENTED, *names], attack.says),
            (attack.says, names, quoted),
            (attack.ask, names, attack.ask),
            (f"{attack.says} {attack.says.upper()}", names, ""),
        ]
    )


def obeys_halfway(attack: Attack, material: dict[str, Any]) -> str:
    """A sentence that a page bears out, with the attack's own glued on in every way there is."""
    passage, names = material["passages"][0], [each["name"] for each in material["passages"]]
    true = _units(passage)[0].splitlines()[-1]
    bare, small = true.rstrip(".!?"), attack.says[:1].lower() + attack.says[1:]
    glued = (f"{true} {attack.says}", f"{bare}, {small}", f"{attack.says} {true}", f"{bare} – {small}")
    return _reply([(text, names, true) for text in glued])


def breaks_out(attack: Attack, material: dict[str, Any]) -> str:
    """An answer put together without escaping, so that what the attack closes is closed."""
    return '{"statements": [{"text": "' + attack.says + '", "sources": ["S1"], "quote": ""}]}'


def rewrites(attack: Attack, material: dict[str, Any]) -> str:
    """Where a follow-up was to be made one question: the attack's own words as what is searched."""
    return json.dumps({"question": f"{attack.ask} {attack.says}", "status": "approved"}, ensure_ascii=False)


def _reply(statements: Sequence[tuple[str, list[str], str]]) -> str:
    written = [{"text": text, "sources": sources, "quote": quote} for text, sources, quote in statements]
    return json.dumps({"statements": written, "status": "approved"}, ensure_ascii=False)


def _units(passage: dict[str, Any]) -> list[str]:
    _, _, text = passage["text"].partition("\n")
    return [each.text for each in units_of(text or passage["text"])]
