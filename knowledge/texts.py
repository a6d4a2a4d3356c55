"""One user-facing text in every language that people read it in. Owns no texts of its own."""

from typing import NamedTuple


class Text(NamedTuple):
    """The same sentence in English and French."""

    en: str
    fr: str

    def in_language(self, language: str) -> str:
        """The sentence in `language`; English for any language that is not French."""
        return self.fr if language.startswith("fr") else self.en
