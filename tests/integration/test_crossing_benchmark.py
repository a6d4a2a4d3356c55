"""`eval benchmark crossing`: pages of the other language, counted by hand on four pages."""

import json
from pathlib import Path

from assistant.build import build_answerer
from assistant.settings import AssistantSettings
from eval.answering import Answering
from eval.benchmarks.crossing import measure, tables
from eval.cases import read_gold
from eval.opened import Opened
from eval.retrieval import Retrieval
from eval.telling import Teller
from knowledge.build import Knowledge
from tests.integration.test_crossing import ASKED, knowledge

__all__ = ["knowledge"]
CASES = [
    {"id": "a", "question": ASKED, "lang": "fr", "sources": [{"page_id": "/en/passports"}]},
    {"id": "b", "question": "le permis de pêche", "lang": "fr", "sources": [{"page_id": "/fr/peche"}]},
    {"id": "c", "question": "adopter un bilboquet", "lang": "fr", "answerable": False, "sources": []},
]


def opened(knowledge: Knowledge, minimum: float) -> Opened:
    answerer = build_answerer(AssistantSettings(minimum_confidence=minimum), knowledge)
    return Opened(knowledge, Retrieval(knowledge.search, knowledge.settings), Answering(answerer))


def test_twins_and_pages_of_the_other_language_are_looked_for(knowledge: Knowledge, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text("".join(json.dumps(case) + "\n" for case in CASES), encoding="utf-8")
    cases = read_gold([gold]).cases
    measured = measure(cases, opened(knowledge, minimum=0.0), Teller("en"))
    (name,) = measured.directions
    row = measured.directions[name]
    assert (name, row.questions, row.first, row.among_five) == ("fr to en", 2, 2, 2)
    earnest = measured.in_earnest
    assert (earnest.answerable, earnest.ahead, earnest.over_right) == (2, 1, 0)
    assert (earnest.unanswerable, earnest.drafted_unanswerable) == (1, 0)
    assert "| fr to en |" in tables(measured) and "over_right" in tables(measured)


def test_where_nothing_is_sure_enough_nothing_is_served(knowledge: Knowledge, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps(CASES[0]), encoding="utf-8")
    row = measure(read_gold([gold]).cases, opened(knowledge, 1.0), Teller("en")).directions["fr to en"]
    assert (row.first, row.sure, row.served) == (1, 0, 0)
