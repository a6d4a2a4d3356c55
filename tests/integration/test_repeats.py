"""What a site says on page after page is searched once; what a page alone says, or says itself, is never lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.build import source_from
from ingest.console import remarks
from ingest.report import Report
from ingest.sync import ingest_source
from knowledge import passages
from knowledge.build import Knowledge, build_knowledge
from knowledge.database import reading
from knowledge.settings import KnowledgeSettings
from tests.fakes import WordHashEmbedder

CONTACT = (
    "<h2>Contact us</h2><p>Write to the office of permits, 12 Harbour Street, and we answer within ten days. Or come "
    "by on any morning but Sunday: the door is on the side of the river, and there is a bell for wheelchairs.</p>"
)
OWN = "<p>The {0} permit is for those who go out for {0}, and it is valid for one whole year.</p>"
ASKED = "write to the office of permits, harbour street"
KINDS = ("trout", "salmon", "clams", "eels", "crabs", "bass")


@pytest.fixture
def knowledge(tmp_path: Path, clock) -> Knowledge:
    opened = build_knowledge(KnowledgeSettings(data_dir=tmp_path / "data"), clock, WordHashEmbedder())
    yield opened
    opened.engine.dispose()


@pytest.fixture
def read(knowledge: Knowledge, tmp_path: Path, clock):
    def read(pages: dict[str, str]) -> Report:
        rows = [{"page_id": name, "file": f"{name}.html"} for name in pages]
        (tmp_path / "pages.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
        for name, body in pages.items():
            page = f"<html lang=en><title>{name}</title><main><h1>{name}</h1>{body}</main></html>"
            (tmp_path / f"{name}.html").write_text(page)
        return ingest_source(knowledge, source_from("folder", "town", path=tmp_path), clock)

    return read


def site(*kinds: str, box: str = CONTACT) -> dict[str, str]:
    return {kind: OWN.format(kind) + box for kind in kinds}


def homes(knowledge: Knowledge, asked: str = ASKED) -> list[str]:
    found = knowledge.search.find(asked, "en", 20)
    return [each.page.key for each in found if "Harbour Street" in each.passage.text]


def test_a_contact_box_on_every_page_is_searched_where_it_is_most_at_home(knowledge, read) -> None:
    report = read({**site(*KINDS), "office of permits": OWN.format("any fish") + CONTACT})
    assert homes(knowledge) == ["office of permits"]
    assert report.repeated == len(KINDS)
    assert remarks(report, "en")[0].startswith(f"{len(KINDS)} passages repeat")


def test_it_stays_part_of_each_page(knowledge, read) -> None:
    read(site(*KINDS))
    with reading(knowledge.engine) as connection:
        there = [passages.of_page(connection, f"town:{kind}")[-1].text for kind in KINDS]
    assert len(set(there)) == 1


def test_when_its_home_is_gone_it_is_found_on_another_page(knowledge, read) -> None:
    read(site(*KINDS, "tuna"))
    (home,) = homes(knowledge)
    read(site(*(kind for kind in (*KINDS, "tuna") if kind != home)))
    (other,) = homes(knowledge)
    assert other != home


def test_what_repeats_no_more_is_every_page_s_own_again(knowledge, read) -> None:
    read(site(*KINDS))
    read(site(*KINDS[:3]))
    assert sorted(homes(knowledge)) == sorted(KINDS[:3])


@pytest.mark.parametrize(
    "pages",
    [
        pytest.param(site(*KINDS[:4]), id="on few pages"),
        pytest.param(dict.fromkeys(KINDS, CONTACT), id="all that the pages say"),
        pytest.param(
            {kind: OWN.format(kind) + CONTACT.replace("Contact us", f"About {kind}") for kind in KINDS},
            id="under headings of their own",
        ),
    ],
)
def test_what_a_page_says_for_itself_is_kept(knowledge, read, pages) -> None:
    assert read(pages).repeated <= 0
    assert sorted(homes(knowledge)) == sorted(pages)


def test_reading_again_changes_nothing(knowledge, read) -> None:
    first = read(site(*KINDS))
    version, found = knowledge.index.version, homes(knowledge)
    again = read(site(*KINDS))
    assert (again.change.changed, knowledge.index.version, homes(knowledge)) == (False, version, found)
    assert first.repeated == len(KINDS) - 1
