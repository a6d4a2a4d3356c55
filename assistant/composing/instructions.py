"""What a model is told to do: the instructions in a file, or those of the package. Asks no model anything."""

from pathlib import Path

from knowledge.errors import BadConfiguration
from knowledge.texts import Text

PROMPT = Path(__file__).parent / "prompts" / "draft.md"
LANGUAGES = {"en": "English", "fr": "French"}


def read_prompt(path: Path | None) -> str:
    """The instructions in a file, or those of the package. Raises: BadConfiguration when they cannot be used."""
    try:
        prompt = (path or PROMPT).read_text(encoding="utf-8")
        prompt.format(language="", statements_at_most=1)
    except (OSError, ValueError, LookupError) as error:
        raise BadConfiguration(
            Text(
                f"The instructions in {path} cannot be used ({type(error).__name__}).",
                f"Les instructions de {path} sont inutilisables ({type(error).__name__}).",
            ),
            field="prompt",
            next_step=Text(
                "Name a text file whose only words in braces are {language} and {statements_at_most}; double other "
                "braces.",
                "Indiquez un fichier dont les seuls mots entre accolades sont {language} et {statements_at_most}; "
                "doublez les autres accolades.",
            ),
        ) from error
    return prompt
