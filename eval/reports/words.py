"""The sentences and numbers of the reports in one language. Owns no figure."""

from functools import cache
from importlib.resources import files

import yaml

MINUS = "−"


class Words:
    """What reports say, in English or French."""

    def __init__(self, language: str) -> None:
        self.language = "fr" if language.startswith("fr") else "en"

    def __call__(self, key: str, **filled: object) -> str:
        """The sentence named `key`, with its gaps filled."""
        sentence = _texts()[key][self.language]
        return sentence.format(**filled) if filled else sentence

    def number(self, value: float | None, digits: int = 3) -> str:
        """A value with so many digits; – for none."""
        if value is None:
            return "–"
        shown = f"{value:.{digits}f}"
        if float(shown) == 0:
            shown = shown.removeprefix("-")
        shown = shown.replace("-", MINUS)
        return shown.replace(".", ",") if self.language == "fr" else shown

    def brief(self, value: float | None) -> str:
        """A value as short as its digits allow: 1, 0.5, 0.667."""
        if value is None:
            return "–"
        mark = "," if self.language == "fr" else "."
        shown = self.number(value)
        return shown.rstrip("0").rstrip(mark) if mark in shown else shown

    def signed(self, value: float) -> str:
        """A difference with its sign."""
        shown = self.number(value)
        return shown if shown.startswith(MINUS) or float(f"{value:.3f}") == 0 else f"+{shown}"

    def count(self, number: float) -> str:
        """A whole number, grouped by thousands as the language does."""
        return f"{number:,.0f}".replace(",", "\N{NARROW NO-BREAK SPACE}" if self.language == "fr" else ",")


@cache
def _texts() -> dict[str, dict[str, str]]:
    text = files("eval.reports").joinpath("texts.yaml").read_text(encoding="utf-8")
    texts: dict[str, dict[str, str]] = yaml.safe_load(text)
    return texts
