"""Which language a caller is answered in."""

import pytest

from api.language import best_of


@pytest.mark.parametrize(
    ("header", "spoken"),
    [
        ("", "en"),
        ("fr", "fr"),
        ("fr-CA,fr;q=0.8,en;q=0.5", "fr"),
        ("en;q=0.4, fr;q=0.9", "fr"),
        ("en, fr", "en"),
        ("de, es;q=0.9", "en"),
        ("de, fr;q=0.1", "fr"),
        ("fr;q=0", "en"),
        ("fr;q=many, en;q=0.1", "en"),
        (";;;,,", "en"),
    ],
)
def test_the_heaviest_language_that_we_speak_wins(header: str, spoken: str) -> None:
    assert best_of(header) == spoken
