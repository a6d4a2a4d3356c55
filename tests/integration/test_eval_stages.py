"""What each stage of search is worth, and how long a search takes, on a few pages."""

import json
import os
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import NoReturn

import pytest

from eval.benchmarks import processes
from eval.benchmarks.retrieval import leaking
from eval.benchmarks.stages import ranking_of, stages_of
from eval.cases import Asked, read_gold
from eval.opened import opened
from eval.peers import stock
from knowledge.errors import BadInput
from knowledge.exchanges import Exchange, digest_of
from knowledge.texts import Text
from tests.integration.test_eval_benchmarks import SmallEmbeddings
from tests.integration.test_eval_commands import FEE, data_dir, gold, run, saved, write_gold

__all__ = ["data_dir", "gold", "saved"]
NAMES = [
    "words alone (BM25)",
    "vectors alone",
    "both, fused",
    "+ past questions",
    "+ page openings",
    "+ second stage",
    "+ shown with neighbours",
]
ASKED = "Fish, how expensive?"


def test_each_stage_is_set_beside_the_one_before_it(gold: Path, data_dir: Path, tmp_path: Path) -> None:
    figures = tmp_path / "figures.json"
    result = run("benchmark", "stages", "--gold", gold, "--data-dir", data_dir, "--json", figures)
    assert result.exit_code == 0, result.output
    assert all(name in result.stdout for name in NAMES) and "town, n = 3" in result.stdout
    rows = json.loads(figures.read_text("utf-8"))["groups"]["all"]
    assert [row["stage"] for row in rows] == NAMES
    assert rows[0]["gain"] is None and all(row["gain"]["questions"] == 3 for row in rows[1:])
    gains = [row["mrr@10"] - above["mrr@10"] for above, row in pairwise(rows)]
    assert [row["gain"]["mean"] for row in rows[1:]] == pytest.approx(gains)
    assert rows[-1]["hit@1"] == 1.0


def test_past_questions_are_keys_from_their_stage_on_and_never_those_that_give_the_answer_away(
    data_dir: Path,
) -> None:
    with opened(data_dir) as services:
        knowledge = services.knowledge
        passage = knowledge.search.find("trout permit", "en", 1)[0].passage.id
        cited = (passage,)
        exchange = Exchange("e", "t", None, ASKED, FEE, "en", None, None, cited, digest_of(ASKED, FEE, cited))
        knowledge.index.sync_exchanges([exchange, replace(exchange, id="leak", digest="other")])

        def found_by_keys(leaks: set[str]) -> list[bool]:
            stages = stages_of(knowledge, leaks)
            found = [stage.search.find(ASKED, "en", 10) for stage in stages]
            return [any("exchange" in each.found_by for each in evidence) for evidence in found]

        assert found_by_keys({"leak"}) == [False] * 3 + [True] * 4
        assert found_by_keys({"leak", "e"}) == [False] * 7


def test_the_peer_is_compared_without_past_replies_that_give_an_answer_away(
    saved: Path, data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = {"id": "q", "question": ASKED, "thread": "t", "sources": [{"page_id": "fishing", "text": FEE}]}
    file = write_gold(tmp_path / "town" / "gold.jsonl", [json.dumps(line)])
    with opened(data_dir) as services:
        knowledge = services.knowledge
        snow = knowledge.search.find("snow tires", "en", 1)[0].passage.id
        digest = digest_of(ASKED, FEE, (snow,))
        given = Exchange("e", "t", None, ASKED, FEE, "en", None, None, (snow,), digest)
        knowledge.index.sync_exchanges([given, replace(given, id="f", thread_id="another")])
        # The same question of another thread is too short to be known by its words.
        assert leaking(read_gold([file]).cases, knowledge) == {"e"}
    monkeypatch.setattr(stock, "_embeddings", SmallEmbeddings)
    figures = tmp_path / "figures.json"
    options = ("--gold", file, "--folder", saved, "--data-dir", data_dir, "--json", figures)
    result = run("benchmark", "retrieval", *options)
    assert result.exit_code == 0, result.output
    assert "By half of the shingles, on its page" in result.stdout
    read = json.loads(figures.read_text("utf-8"))["by_shingles"]
    assert read["replydesk"]["town, first turns"]["questions"] == 1 and len(read) == 4


def test_one_retriever_alone_shows_nothing_that_only_the_other_found(data_dir: Path) -> None:
    with opened(data_dir) as services:
        stages = stages_of(services.knowledge, ())
        words, vectors = (ranking_of(stage, services.knowledge.settings) for stage in stages[:2])
        asked = Asked("a", "Are snow tires compulsory?", ())
        assert [each.page_id for each in words(asked).ranked] == ["roads"]
        assert {each.page_id for each in vectors(asked).ranked} == {"fishing", "roads"}


def test_a_search_is_timed_once_for_each_question(
    gold: Path, data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "held_to_one_core", lambda work, *given: work(*given))
    figures = tmp_path / "figures.json"
    result = run("benchmark", "search", "--gold", gold, "--data-dir", data_dir, "--json", figures)
    assert result.exit_code == 0, result.output
    read = json.loads(figures.read_text("utf-8"))
    assert read["questions"] == 4 and read["passages"] > 2 and read["peak_memory_mib"] > 0
    assert 0 < read["p50_ms"] <= read["p95_ms"] <= read["slowest_ms"]


def test_a_held_process_has_one_core_and_one_thread_and_this_one_stays_as_it_was() -> None:
    before = os.environ.get("OMP_NUM_THREADS")
    assert processes.held_to_one_core(os.getenv, "OMP_NUM_THREADS") == "1"
    assert os.environ.get("OMP_NUM_THREADS") == before
    if hasattr(os, "sched_getaffinity"):
        allowed = os.sched_getaffinity(0)
        assert len(processes.held_to_one_core(os.sched_getaffinity, 0)) == 1
        assert os.sched_getaffinity(0) == allowed


def refuse(word: str) -> NoReturn:
    raise BadInput(Text(word, "non"), next_step=Text("next", "ensuite"))


def test_what_a_held_process_could_not_do_is_told_in_its_own_words() -> None:
    with pytest.raises(BadInput) as caught:
        processes.held_to_one_core(refuse, "no")
    assert caught.value.in_language("en").endswith("next") and caught.value.what.fr == "non"
