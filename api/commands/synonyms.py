"""`replydesk synonyms …`: checks the synonym file, and suggests lines for it. A server may run meanwhile."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.console import DataDir, say
from knowledge.texts import Text

if TYPE_CHECKING:
    from knowledge.suggestions import Suggestion

app = typer.Typer(no_args_is_help=True)
LEAST_THREADS = 3

File = Annotated[
    Path | None,
    typer.Argument(help="The synonym file; as configured if absent / Le fichier; sinon, celui des réglages."),
]
Out = Annotated[
    Path | None, typer.Option("--out", help="Write to this new file / Écrire dans ce nouveau fichier.")
]
Threads = Annotated[
    int,
    typer.Option(
        "--threads", min=2, help="Least threads that show a pair / Échanges qui montrent une paire."
    ),
]


@app.command("check", help="Check the synonym file. / Vérifier le fichier de synonymes.")
def check(context: typer.Context, file: File = None) -> None:
    """Say what the synonym file holds, and which of its lines are left out."""
    from knowledge.settings import KnowledgeSettings
    from knowledge.words.synonym_file import read_synonyms

    settings = KnowledgeSettings()
    path = file or settings.synonyms
    if path is None:
        say(context, NO_FILE)
        raise typer.Exit(1)
    read = read_synonyms(path, settings.languages)
    for each in read.complaints:
        say(
            context,
            Text(
                f"{path}, line {each.line}, left out: {each.what.en}.",
                f"{path}, ligne {each.line}, écartée : {each.what.fr}.",
            ),
        )
    count = len(read.groups)
    say(context, Text(f"{count} groups can be used.", f"{count} groupes sont utilisables."))
    if read.complaints:
        raise typer.Exit(1)


@app.command("suggest", help="Suggest synonyms from past replies. / Suggérer des synonymes.")
def suggest(
    context: typer.Context, data_dir: DataDir = None, out: Out = None, threads: Threads = LEAST_THREADS
) -> None:
    """Pair citizens' wordings with official terms, for a person to move into the synonym file."""
    from api.database import knowledge_settings, open_database
    from knowledge.database import reading
    from knowledge.suggestions import suggestions
    from knowledge.words.synonym_file import read_synonyms
    from knowledge.words.synonyms import Synonyms

    settings = knowledge_settings(data_dir)
    known = read_synonyms(settings.synonyms, settings.languages).synonyms if settings.synonyms else Synonyms()
    with reading(open_database(data_dir)) as connection:
        found = suggestions(connection, known, threads)
    if not found:
        say(context, nothing_found(threads))
        return
    written = as_yaml(found)
    if out is None:
        typer.echo(written, nl=False)
        return
    _write(out, written)
    say(
        context,
        Text(
            f"{len(found)} suggestions are in {out}: move the lines that are right into your synonym file.",
            f"{len(found)} suggestions sont dans {out} : déplacez les bonnes lignes dans votre fichier.",
        ),
    )


def as_yaml(found: Sequence["Suggestion"]) -> str:
    """The suggestions in the form of the synonym file, each with its evidence in a comment."""
    lines = ["# Suggested; move what is right into the synonym file. / Suggestions, à vérifier."]
    for language in sorted({each.language for each in found}):
        lines.append(f"{language}:")
        lines += [
            f'  - ["{each.wording}", "{each.term}"]  # {each.threads} threads, {each.association:.1f}'
            for each in found
            if each.language == language
        ]
    return "\n".join(lines) + "\n"


def nothing_found(threads: int) -> Text:
    """Why there is nothing to suggest."""
    return Text(
        f"No wording stands beside a heading in {threads} threads or more. --threads lowers that.",
        f"Aucune formulation n’accompagne un titre dans au moins {threads} échanges. --threads abaisse ce seuil.",
    )


def _write(out: Path, text: str) -> None:
    from knowledge.errors import BadInput

    try:
        with out.open("x", encoding="utf-8") as file:  # what a person has edited is not overwritten
            file.write(text)
    except OSError as error:
        raise BadInput(
            Text(
                f"{out} cannot be written: {error.strerror}.",
                f"Impossible d’écrire {out} : {error.strerror}.",
            ),
            next_step=Text("Name a new file with --out.", "Indiquez un nouveau fichier avec --out."),
        ) from error


NO_FILE = Text(
    "No synonym file is named: give one, or set REPLYDESK_KNOWLEDGE_SYNONYMS.",
    "Aucun fichier de synonymes : indiquez-en un, ou définissez REPLYDESK_KNOWLEDGE_SYNONYMS.",
)
