"""A second index of the same pages, cut or embedded otherwise, beside the one that serves. Never changes the first.

It is kept in `experiments/` of the data folder, and brought up to date page by page when the first has changed.
Another embedder needs no page again: passages are copied. Another cut needs the pages themselves, which only saved
folders still have.
"""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sqlalchemy import select

from eval.experiments.keys import digest_of
from eval.runs.state import code_digest, index_digest
from eval.telling import Teller
from ingest.cutting.passages import SIZES, Sizes
from ingest.reader import bytes_hash
from ingest.settings import IngestSettings
from ingest.sync import ingest_source
from knowledge import exchanges, pages, passages, sources, tables
from knowledge.build import Knowledge, build_knowledge
from knowledge.clock import utc_now
from knowledge.data_dir import owned
from knowledge.database import reading
from knowledge.embedding.embedder import Embedder
from knowledge.errors import BadInput
from knowledge.exchanges import Exchange
from knowledge.pages import Page
from knowledge.sources import Source
from knowledge.texts import Text

FOLDER = "experiments"
STATE_FILE = "made-of"
PAGES_AT_ONCE = 32
EXCHANGES_AT_ONCE = 64
INDEXING = Text("Second index", "Second index")


@contextmanager
def other_index(
    first: Knowledge, teller: Teller, embedder: str | None = None, sizes: Sizes | None = None
) -> Iterator[Knowledge]:
    """The pages and exchanges of `first`, under another embedder or cut to other sizes.

    Raises:
        BadInput: pages are to be cut again and are no longer to be had as they were read.
        BadConfiguration: there is no such embedder.
    """
    name = embedder or first.settings.embedder
    place = digest_of({"embedder": name, "sizes": repr(sizes or SIZES)})[:16]
    folder = first.settings.data_dir / FOLDER / place
    there = {"data_dir": folder, "embedder": name, "database_url": None, "chroma_url": None}
    # The same embedder is loaded already; another loads at its first use.
    same: Embedder | None = first.index.embedder if name == first.settings.embedder else None
    with owned(folder):
        second = build_knowledge(first.settings.model_copy(update=there), utc_now, same)
        try:
            _bring_up_to_date(first, second, sizes, folder / STATE_FILE, teller)
            yield second
        finally:
            second.engine.dispose()


def _bring_up_to_date(
    first: Knowledge, second: Knowledge, sizes: Sizes | None, state_file: Path, teller: Teller
) -> None:
    made_of = index_digest(first) + code_digest("ingest")
    if state_file.exists() and state_file.read_text(encoding="ascii") == made_of:
        return
    state_file.unlink(missing_ok=True)  # until all is done, what is there is neither the old nor the new
    with reading(first.engine) as connection:
        listed = sources.everything(connection)
    with second.engine.begin() as connection:
        for source in listed:
            sources.save(connection, source, utc_now())
    if sizes is None or sizes == SIZES:
        _copy_pages(first, second, teller)
    else:
        _cut_pages(first, second, listed, sizes, teller)
    _copy_exchanges(first, second, teller)
    second.index.finish()
    state_file.write_text(made_of, encoding="ascii")


def _copy_pages(first: Knowledge, second: Knowledge, teller: Teller) -> None:
    with reading(first.engine) as connection:
        ids = list(connection.scalars(select(tables.pages.c.id).order_by(tables.pages.c.id)))
    starts = range(0, len(ids), PAGES_AT_ONCE)
    for start in teller.track(starts, len(starts), INDEXING):
        with reading(first.engine) as connection:
            rows = pages.get_many(connection, ids[start : start + PAGES_AT_ONCE])
            batch = [(page, passages.of_page(connection, page.id)) for page in rows.values()]
        second.index.sync_pages(batch)


def _cut_pages(
    first: Knowledge, second: Knowledge, listed: Sequence[Source], sizes: Sizes, teller: Teller
) -> None:
    for source in listed:
        with reading(first.engine) as connection:
            known = [page for page in pages.of_source(connection, source.id) if page.status == "indexed"]
        if not known:
            continue
        if source.kind != "folder":
            raise _not_kept(source, len(known))
        with teller.bar(INDEXING) as show:
            report = ingest_source(
                second,
                source,
                utc_now,
                lambda report, total, show=show: show(report.pages, total),  # type: ignore[misc]
                IngestSettings(),
                finish=False,
                sizes=sizes,
            )
        if report.failure is not None:
            raise BadInput(report.failure, next_step=_READ_AGAIN)
        with reading(second.engine) as connection:
            read = {page.id: page for page in pages.of_source(connection, source.id)}
        if changed := sum(not _same(page, read.get(page.id)) for page in known):
            raise _changed(source, changed)


def _same(one: Page, other: Page | None) -> bool:
    return other is not None and other.status == "indexed" and bytes_hash(one) == bytes_hash(other)


def _copy_exchanges(first: Knowledge, second: Knowledge, teller: Teller) -> None:
    with reading(first.engine) as connection:
        wanted = exchanges.everything(connection)
        cited = {key for each in wanted for key in each.cited}
        was = {key: each.digest for key, each in passages.get_many(connection, cited).items()}
    with reading(second.engine) as connection:
        there = exchanges.everything(connection)
        now = {key: each.digest for key, each in passages.get_many(connection, cited).items()}
    # Of a page cut otherwise, the same place may hold other words: it is not what the reply stood on.
    kept = {key for key in cited if key in was and was[key] == now.get(key)}
    wanted = [_citing(each, kept) for each in wanted]
    gone = {each.id for each in there} - {each.id for each in wanted}
    if gone:
        second.index.remove_exchanges([each for each in there if each.id in gone])
    starts = range(0, len(wanted), EXCHANGES_AT_ONCE)
    for start in teller.track(starts, len(starts), INDEXING):
        second.index.sync_exchanges(wanted[start : start + EXCHANGES_AT_ONCE])


def _citing(exchange: Exchange, kept: Collection[str]) -> Exchange:
    cited = tuple(key for key in exchange.cited if key in kept)
    if cited == exchange.cited:
        return exchange
    digest = hashlib.sha256("\x1f".join((exchange.digest, *cited)).encode()).hexdigest()
    return replace(exchange, cited=cited, digest=digest)


def _not_kept(source: Source, count: int) -> BadInput:
    return BadInput(
        Text(
            f"The {count} pages of “{source.id}” cannot be cut again: they were crawled, and only their passages are "
            "kept.",
            f"Les {count} pages de « {source.id} » ne peuvent être redécoupées : elles viennent d’un site, et seuls "
            "leurs passages sont conservés.",
        ),
        field="chunking",
        next_step=Text(
            "Leave “chunking” out of the plan, or use a data folder made of saved pages (kind: folder).",
            "Retirez « chunking » du plan, ou prenez un dossier de données fait de pages enregistrées (kind: folder).",
        ),
    )


def _changed(source: Source, count: int) -> BadInput:
    return BadInput(
        Text(
            f"{count} pages of “{source.id}” are no longer as they were when they were read; the comparison would not "
            "be fair.",
            f"{count} pages de « {source.id} » ne sont plus telles qu’elles ont été lues; la comparaison ne serait pas "
            "équitable.",
        ),
        field="chunking",
        next_step=_READ_AGAIN,
    )


_READ_AGAIN = Text(
    "Read the source again with replydesk ingest, then run the comparison again.",
    "Relisez la source avec replydesk ingest, puis relancez la comparaison.",
)
