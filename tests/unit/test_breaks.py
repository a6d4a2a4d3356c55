"""Broken statements of the sample's pages: none passes the checks, and no true one is blocked."""

from functools import cache
from io import StringIO

import pytest
from rich.console import Console

from eval.benchmarks.carriers import Carriers, carriers_of
from eval.benchmarks.guarding import as_tables, judged, measure, measure_kinds
from eval.breaks.carrier import Carrier
from eval.breaks.kinds import KINDS, broken_statements
from eval.telling import Teller
from ingest.cutting.passages import passages_of
from ingest.extraction.extract import extract
from knowledge.passages import Passage, make_passage
from tests.sample.content import LANGUAGES, content_files

SEED = 7
OF_EACH_KIND = 25
MAY_BE_MARKED = {
    "condition",
    "heading",
    "limit",
    "swapped",
    "must, may",
    "all, some",
    "another word",
    "wrong page",
}


@cache
def sample() -> tuple[Carrier, ...]:
    found: list[Passage] = []
    for path in sorted(content_files()):
        language = next(each for each in LANGUAGES if each in path.parts)
        document = extract(path.read_bytes(), content_type="text/html; charset=utf-8")
        found += passages_of(str(path.stem), document, language)
    return tuple(carriers_of(found))


def teller() -> Teller:
    return Teller("en", Console(file=StringIO()))


def test_no_broken_statement_of_any_kind_passes_the_checks() -> None:
    rows = list(measure_kinds(sample(), OF_EACH_KIND, SEED, teller()))
    assert {row.kind: row.examples for row in rows if row.passed} == {}
    assert {row.kind for row in rows if row.broken < 5} <= {"link"}
    assert all(row.blocked == row.broken for row in rows if row.kind not in MAY_BE_MARKED)


def test_true_statements_pass_as_they_stand_and_lightly_reworded() -> None:
    carriers = sample()
    measured = measure(Carriers(carriers, carriers[:40]), 60, SEED, teller())
    assert [each.examples for each in measured.true if each.blocked] == []
    assert all(each.statements >= 40 for each in measured.true)
    assert "| wrong page " in as_tables(measured)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_same_seed_breaks_the_same_statements_and_each_is_broken(kind: str) -> None:
    once, again = (list(broken_statements(kind, sample(), 10, SEED)) for _ in range(2))
    assert once == again
    assert all(broken != carrier.text for carrier, broken in once)


def test_what_is_true_by_chance_is_not_counted() -> None:
    text = "The fee is $1, $2, $3, $4, $5, $6, $7, $8 or $9."
    passage = make_passage("s:/a", 0, (), None, "prose", text, "en", 0)
    assert list(broken_statements("amount", [Carrier(text, passage)], 5, SEED)) == []
    assert not judged(text, passage).warned
