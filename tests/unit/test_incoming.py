"""What comes in is checked and cleaned before anything is stored."""

from datetime import UTC, datetime

import pytest

from assistant.intake.incoming import NewQuestion, prepare
from assistant.settings import AssistantSettings
from assistant.turns import Turn
from knowledge.errors import BadInput

NOW = datetime(2026, 9, 14, 12, 0, tzinfo=UTC)
SETTINGS = AssistantSettings(_env_file=None)


@pytest.mark.parametrize(
    ("field", "new"),
    [
        ("text", NewQuestion("  \n\u200b ", "web")),
        ("text", NewQuestion("x" * 100_000, "web")),
        ("channel", NewQuestion("Hello?", " ")),
        ("channel", NewQuestion("Hello?", "c" * 41)),
        ("external_id", NewQuestion("Hello?", "web", external_id="e" * 201)),
        ("external_id", NewQuestion("Hello?", "web", external_id="a\x00b")),
        ("language", NewQuestion("Hello?", "web", language="de")),
        ("received_at", NewQuestion("Hello?", "web", received_at=datetime(2026, 1, 1))),
        ("history", NewQuestion("Hello?", "web", history=(Turn("citizen", "x" * 100_000),))),
        ("history", NewQuestion("Hello?", "web", history=(Turn("citizen", "x"),) * 201)),
    ],
)
def test_bad_input_names_its_field(field: str, new: NewQuestion) -> None:
    with pytest.raises(BadInput) as caught:
        prepare(new, lambda: NOW, SETTINGS)
    assert caught.value.field == field
    assert caught.value.what.en != caught.value.what.fr


def test_the_error_counts_characters_and_repeats_none_of_them() -> None:
    with pytest.raises(BadInput, match="100,000 characters; at most 10,000") as caught:
        prepare(NewQuestion("maria " * 16_666 + "mari", "web"), lambda: NOW, SETTINGS)
    assert "maria" not in str(caught.value)


def test_the_language_is_detected_unless_it_is_said() -> None:
    asked = "Combien coûte un extrait de naissance, et où le demander?"
    assert prepare(NewQuestion(asked, "web"), lambda: NOW, SETTINGS).language == "fr"
    assert prepare(NewQuestion(asked, "web", language="en-CA"), lambda: NOW, SETTINGS).language == "en"


def test_an_author_is_the_same_pseudonym_on_one_channel_only() -> None:
    def author(ref: str, channel: str) -> str | None:
        return prepare(
            NewQuestion("Hello?", channel, author_ref=ref, language="en"), lambda: NOW, SETTINGS
        ).author_ref

    assert author("maria", "X") == author(" maria ", "x") != author("maria", "web")
    assert author(" ", "x") is None
