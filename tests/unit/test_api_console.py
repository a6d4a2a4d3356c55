"""How the command speaks: the person's language, errors as paragraphs, settings named and never their values."""

import pytest
from pydantic import ValidationError

from api.commands.console import language_of, tell_error, wrong_settings
from api.settings import ApiSettings
from knowledge.errors import BadInput
from knowledge.texts import Text


@pytest.mark.parametrize(
    ("arguments", "environment", "spoken"),
    [
        ([], {}, "en"),
        ([], {"LANG": "fr_CA.UTF-8"}, "fr"),
        ([], {"LANG": "fr_CA.UTF-8", "LC_ALL": "C"}, "en"),
        ([], {"LANG": "de_DE.UTF-8"}, "en"),
        (["--lang", "fr", "serve"], {}, "fr"),
        (["--lang=en"], {"LANG": "fr"}, "en"),
        (["--", "--lang", "fr"], {}, "en"),
        (["--lang"], {}, "en"),
    ],
)
def test_the_language_asked_for_wins_over_the_terminals(arguments, environment, spoken) -> None:
    assert language_of(arguments, environment) == spoken


def test_an_error_says_what_happened_what_was_kept_and_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    error = BadInput(Text("It broke [here].", "C’est cassé [ici]."), next_step=Text("Mend it.", "Réparez."))
    tell_error(error, "fr")
    told = capsys.readouterr().err
    assert told.split("\n")[1:4] == ["  C’est cassé [ici].", "  Rien n’a été modifié.", "  Réparez."]


def test_wrong_settings_are_named_without_their_values() -> None:
    with pytest.raises(ValidationError) as caught:
        ApiSettings.model_validate({"port": "s3cret"})
    told = wrong_settings(caught.value).in_language("en")
    assert "port" in told
    assert "s3cret" not in told
