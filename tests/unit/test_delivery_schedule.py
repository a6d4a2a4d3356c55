"""When a failed delivery is tried again, and what its trouble is called."""

from datetime import UTC, datetime, timedelta

import pytest

from assistant.channels.troubles import explain
from assistant.reviewing.delivery import RETRY_DELAYS_S, retry_at

NOW = datetime(2026, 9, 14, 12, 0, tzinfo=UTC)


def test_waits_grow_over_three_days_and_then_end() -> None:
    waits = [retry_at(attempts, NOW, 0) for attempts in range(1, 11)]
    assert waits[0] == NOW + timedelta(seconds=5)
    assert waits[:-1] == [NOW + timedelta(seconds=wait) for wait in RETRY_DELAYS_S]
    assert waits[-1] is None
    assert sum(RETRY_DELAYS_S) > 3 * 24 * 3600 - 1


def test_jitter_adds_up_to_a_tenth() -> None:
    assert retry_at(2, NOW, 1.0) == NOW + timedelta(seconds=330)


@pytest.mark.parametrize(
    "code", ["timeout", "unreachable", "http_302", "http_429", "http_410", "http_418", "http_503", "?"]
)
def test_every_trouble_says_what_to_do_in_both_languages(code: str) -> None:
    trouble = explain(code)
    assert trouble.en != trouble.fr
    assert any(word in trouble.en for word in ("again", "retry"))
