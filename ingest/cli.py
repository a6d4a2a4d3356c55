"""`replydesk ingest`: reads sources from the command line, shows progress, and prints what came of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from ingest.build import source_from
from ingest.console import Display, print_reports, spoken_in
from ingest.report import Report
from ingest.settings import IngestSettings
from ingest.sources import read_sources
from ingest.sync import ingest_source
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
    cls=_FileByDefault, no_args_is_help=True, help="Read web sites, saved folders and past threads."
)

DataDir = Annotated[
    Path | None,
    typer.Option("--data-dir", help="Folder of the state; REPLYDESK_KNOWLEDGE_DATA_DIR otherwise."),
]
Json = Annotated[Path | None, typer.Option("--json", help="Write the report to this file as JSON.")]
Id = Annotated[str | None, typer.Option("--id", help="Name of the source; made from its address otherwise.")]
Brand = Annotated[str | None, typer.Option(help="Brand that the source belongs to.")]
Owner = Annotated[str | None, typer.Option(help="Who owns the pages, where they do not say.")]
Lang = Annotated[
    list[str] | None, typer.Option("--lang", help="Language to take, e.g. en; may be given twice.")
]
MaxPages = Annotated[int | None, typer.Option("--max-pages", min=1, help="Pages asked of the site at most.")]


@app.command("file")
def ingest_file(
    context: typer.Context, sources: Path, data_dir: DataDir = None, json_report: Json = None
) -> None:
    """Read every source that a YAML file lists (the word "file" may be left out)."""
    _ingest(context, read_sources(sources), data_dir, json_report)


@app.command("site")
def ingest_site(
    context: typer.Context,
    url: str,
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


@app.command("folder")
def ingest_folder(
    context: typer.Context,
    folder: Path,
    data_dir: DataDir = None,
    pages: Annotated[str, typer.Option(help="The list of pages in the folder.")] = "pages.jsonl",
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


@app.command("threads")
def ingest_threads(
    context: typer.Context,
    file: Path,
    data_dir: DataDir = None,
    source_id: Id = None,
    brand: Brand = None,
    channel: Annotated[str | None, typer.Option(help="Channel of threads that name none.")] = None,
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
            knowledge.index.finish()
    return reports


def _ingest(
    context: typer.Context, sources: Sequence[Source], data_dir: Path | None, json_report: Path | None
) -> None:
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
