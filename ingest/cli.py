"""`replydesk ingest`: reads sources from the command line, shows progress, and prints what came of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from ingest import complaints
from ingest.build import source_from
from ingest.console import Display, print_reports, spoken_in
from ingest.report import Report
from ingest.settings import IngestSettings
from ingest.sources import read_sources
from ingest.sync import finish_index, ingest_source
from knowledge.build import Knowledge, build_knowledge
from knowledge.clock import utc_now
from knowledge.data_dir import owned
from knowledge.settings import KnowledgeSettings
from knowledge.sources import Source


class _FileByDefault(TyperGroup):
    """A group whose first word may be a source file instead of a command."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read `ingest FILE …` as `ingest file FILE …`."""
        first = next((word for word in args if not word.startswith("-")), None)
        if first is not None and first not in self.commands:
            args = ["file", *args]
        return list(super().parse_args(ctx, args))


app = typer.Typer(
    cls=_FileByDefault,
    no_args_is_help=True,
    help="Read web sites, saved folders and past threads. / Lire sites, dossiers enregistrés et anciens échanges.",
)

Sources = Annotated[
    Path, typer.Argument(help="YAML file that lists sources. / Fichier YAML qui liste des sources.")
]
Url = Annotated[str, typer.Argument(help="Address where the site begins. / Adresse où le site commence.")]
Folder = Annotated[Path, typer.Argument(help="Folder of a saved crawl. / Dossier d’une exploration.")]
Threads = Annotated[
    Path, typer.Argument(help="JSON lines, a thread each. / Lignes JSON, une conversation chacune.")
]
DataDir = Annotated[
    Path | None,
    typer.Option("--data-dir", help="Folder of the state; as configured if absent. / Dossier de l’état."),
]
Json = Annotated[
    Path | None,
    typer.Option("--json", help="Also write the report as JSON. / Écrire aussi le bilan en JSON."),
]
Id = Annotated[
    str | None,
    typer.Option(
        "--id",
        help="Name of the source; from its address if absent. / Nom de la source; sinon tiré de l’adresse.",
    ),
]
Brand = Annotated[
    str | None,
    typer.Option(help="Brand that the source belongs to. / Marque à laquelle la source appartient."),
]
Owner = Annotated[
    str | None,
    typer.Option(help="Who owns the pages that do not say. / Responsable des pages qui n’en nomment pas."),
]
Lang = Annotated[
    list[str] | None,
    typer.Option(
        "--lang", help="Language to take, e.g. en; repeatable. / Langue à lire, p. ex. fr; répétable."
    ),
]
MaxPages = Annotated[
    int | None,
    typer.Option("--max-pages", help="Most pages asked of the site. / Nombre maximal de pages demandées."),
]
Pages = Annotated[str, typer.Option(help="List of pages in the folder. / Liste des pages du dossier.")]
Channel = Annotated[
    str | None,
    typer.Option(help="Channel of threads that name none. / Canal des conversations qui n’en nomment pas."),
]


@app.command("file", help="Read every source of a YAML file. / Lire toutes les sources d’un fichier YAML.")
def ingest_file(
    context: typer.Context, sources: Sources, data_dir: DataDir = None, json_report: Json = None
) -> None:
    """Read every source that a YAML file lists (the word "file" may be left out)."""
    _ingest(context, read_sources(sources), data_dir, json_report)


@app.command("site", help="Crawl one web site. / Explorer un site Web.")
def ingest_site(
    context: typer.Context,
    url: Url,
    data_dir: DataDir = None,
    source_id: Id = None,
    brand: Brand = None,
    owner: Owner = None,
    lang: Lang = None,
    max_pages: MaxPages = None,
    json_report: Json = None,
) -> None:
    """Crawl one web site."""
    source = source_from(
        "site", url, url=url, id=source_id, brand=brand, owner=owner, languages=lang, max_pages=max_pages
    )
    _ingest(context, [source], data_dir, json_report)


@app.command("folder", help="Read one saved crawl. / Lire une exploration enregistrée.")
def ingest_folder(
    context: typer.Context,
    folder: Folder,
    data_dir: DataDir = None,
    pages: Pages = "pages.jsonl",
    source_id: Id = None,
    brand: Brand = None,
    owner: Owner = None,
    lang: Lang = None,
    json_report: Json = None,
) -> None:
    """Read one saved crawl: a list of pages beside their files."""
    source = source_from(
        "folder",
        folder.resolve().name,
        path=folder,
        pages=pages,
        id=source_id,
        brand=brand,
        owner=owner,
        languages=lang,
    )
    _ingest(context, [source], data_dir, json_report)


@app.command("threads", help="Read past questions and replies. / Lire des questions et réponses passées.")
def ingest_threads(
    context: typer.Context,
    file: Threads,
    data_dir: DataDir = None,
    source_id: Id = None,
    brand: Brand = None,
    channel: Channel = None,
    json_report: Json = None,
) -> None:
    """Read one file of past questions and replies."""
    name = f"{file.resolve().parent.name}-{file.stem}"
    source = source_from("threads", name, path=file, id=source_id, brand=brand, channel=channel)
    _ingest(context, [source], data_dir, json_report)


def ingest_all(
    knowledge: Knowledge, sources: Sequence[Source], settings: IngestSettings, language: str = "en"
) -> list[Report]:
    """Read the sources one after the other, pages before threads, with progress on the terminal."""
    ordered = sorted(sources, key=lambda source: source.kind == "threads")  # threads cite pages
    reports = []
    with Display(language) as display:
        for source in ordered:
            reports.append(ingest_source(knowledge, source, utc_now, display.show, settings, finish=False))
            display.done(reports[-1])
        if any(report.changed for report in reports):
            finish_index(knowledge, utc_now)
    return reports


def _ingest(
    context: typer.Context, sources: Sequence[Source], data_dir: Path | None, json_report: Path | None
) -> None:
    if json_report:
        _check_writable(json_report)
    settings = KnowledgeSettings(data_dir=data_dir) if data_dir else KnowledgeSettings()
    with owned(settings.data_dir):
        knowledge = build_knowledge(settings, utc_now)
        language = spoken_in(context)
        reports = ingest_all(knowledge, sources, IngestSettings(), language)
        knowledge.engine.dispose()
    print_reports(reports, language)
    if json_report:
        json_report.write_text(
            json.dumps([each.as_json() for each in reports], indent=2) + "\n", encoding="utf-8"
        )
    if any(report.read_nothing for report in reports):
        raise typer.Exit(1)


def _check_writable(file: Path) -> None:
    """Before hours of reading, not after."""
    try:
        file.open("a", encoding="utf-8").close()
    except OSError as error:
        raise complaints.unusable(file, error) from error
