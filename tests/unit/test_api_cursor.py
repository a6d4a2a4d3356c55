"""Cursors go round, and anything else is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.cursor import opened, sealed
from knowledge.errors import BadInput


@given(st.text())
def test_what_was_sealed_is_opened_again(position: str) -> None:
    assert opened(sealed(position)) == position


@pytest.mark.parametrize("cursor", ["", "a", "bm9uc2Vuc2U", "____", "é"])
def test_a_cursor_that_we_did_not_give_is_refused(cursor: str) -> None:
    with pytest.raises(BadInput) as caught:
        opened(cursor)
    assert caught.value.field == "cursor"
