"""Private data goes; what an answer hangs on stays."""

import pytest

from knowledge.redact import redact


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("write to me.too@example.org please", "write to [email] please"),
        ("call 613-555-0198 tonight", "call [phone] tonight"),
        ("appelez-moi au 06 12 34 56 78", "appelez-moi au [phone]"),
        ("my card 4111 1111 1111 1111", "my card [card number]"),
        ("my SIN is 130 692 544", "my SIN is [social insurance number]"),
    ],
)
def test_private_data_is_replaced_by_its_name(written: str, kept: str) -> None:
    assert redact(written) == kept


@pytest.mark.parametrize(
    "written",
    [
        "Case 2026-000123",
        "dossier no 4111111111111111",
        "$1,250.50 on 2026-09-14",
        "1-800-555-0142",
        "3 500 000 $",
    ],
)
def test_what_an_answer_hangs_on_stays(written: str) -> None:
    assert redact(written) == written
