"""One run, from gold questions to a report: anchors, asks, measures, records. What is measured is what is served.

`run` is the visible list of steps. It prints and writes nothing.
"""

import hashlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from assistant.settings import AssistantSettings
from eval.benchmarks.machine import machine
from eval.cases import Gold, set_name
from eval.conversation import understood
from eval.experiments.cache import Cache
from eval.experiments.keys import stage_keys
from eval.gold.anchors import Anchored, anchor
from eval.gold.leaks import Leak, leaks
from eval.gold.lock import LockCheck
from eval.gold.pages import PagesRead, read_pages
from eval.judges.judge import Judge
from eval.material import Material
from eval.runs.asking import Results, ask_all
from eval.runs.pace import unit_seconds
from eval.runs.parts import parts_of
from eval.runs.record import GoldRecord, JudgeRecord, LeakRecord, Report, Timings
from eval.runs.recording import recorded
from eval.runs.similarity import similarity_of
from eval.runs.state import index_digest
from eval.settings import EvalSettings
from eval.telling import Teller
from knowledge.build import Knowledge
from knowledge.database import reading
from knowledge.exchanges import everything

MILLION = 1_000_000
MODEL = "model"
PRECEDENTS_LOOKED_AT = 3


@dataclass(frozen=True, slots=True)
class Course:
    """What a run needs beside the index and the gold."""

    teller: Teller
    files: Sequence[Path] = ()
    lock: LockCheck = field(default_factory=lambda: LockCheck("none"))
    cache: Cache | None = None
    judges: Mapping[str, tuple[Judge, JudgeRecord]] = field(default_factory=dict)
    assistant: AssistantSettings = field(default_factory=AssistantSettings)
    settings: EvalSettings = field(default_factory=EvalSettings)


def run(knowledge: Knowledge, gold: Gold, course: Course) -> tuple[Report, Timings]:
    """Ask every case of the gold, measure what comes out, and record it."""
    started, pace = time.perf_counter(), unit_seconds()
    pages = read_pages(knowledge)
    anchored = anchor(gold, pages, course.lock.locked)
    knowledge, pairs = _without_leaks(knowledge, gold)
    leaked = frozenset(each.exchange_id for each in pairs)
    index = index_digest(knowledge)
    results = _asked(knowledge, anchored, course, index, leaked)
    material = _material(knowledge, anchored, pages, results, course)
    report = recorded(
        material,
        anchored,
        [case for case in gold.cases if case.id in anchored.flags],
        parts=parts_of(knowledge, course.assistant),
        index=index,
        gold=_gold(gold, anchored, course),
        leaks=LeakRecord(held_out=len(leaked), came_through=_came_through(knowledge, gold, pairs)),
        judges=tuple(record for _, record in course.judges.values()),
        teller=course.teller,
    )
    pace = min(pace, unit_seconds())
    return report, _timings(results, pace, time.perf_counter() - started, course.settings)


def _without_leaks(knowledge: Knowledge, gold: Gold) -> tuple[Knowledge, tuple[Leak, ...]]:
    with reading(knowledge.engine) as connection:
        exchanges = everything(connection)
    found = leaks(gold.cases, exchanges)
    held_out = {each.exchange_id for each in found}
    return replace(knowledge, search=knowledge.search.without(held_out)), found


def _came_through(knowledge: Knowledge, gold: Gold, pairs: Sequence[Leak]) -> tuple[str, ...]:
    # Asked of the search itself, for the questions that leaks concern, and not of the list that it was given.
    concerned, held_out = {each.case_id for each in pairs}, {each.exchange_id for each in pairs}
    found = set()
    for case in gold.cases:
        if case.id in concerned:
            query = understood(case.asked, knowledge.settings)
            near = knowledge.search.precedents(query.query, query.language, PRECEDENTS_LOOKED_AT)
            found |= {each.exchange.id for each in near} & held_out
    return tuple(sorted(found))


def _asked(
    knowledge: Knowledge, anchored: Anchored, course: Course, index: str, leaked: frozenset[str]
) -> Results:
    search, reranker = knowledge.search, knowledge.search.reranker
    keys = stage_keys(index, search.weights, course.assistant, leaked, reranker.name if reranker else None)
    questions = [case.asked for case in anchored.cases]
    return ask_all(knowledge, course.assistant, questions, keys, course.cache, course.teller)


def _material(
    knowledge: Knowledge, anchored: Anchored, pages: PagesRead, results: Results, course: Course
) -> Material:
    trusted = {name: judge for name, (judge, record) in course.judges.items() if record.passes}
    judged = None
    if MODEL in trusted:
        from eval.answers import judged_scores

        embedder = knowledge.index.embedder
        judged = judged_scores(anchored.cases, results.answers, course.settings, course.teller, embedder)
    return Material(
        cases=anchored.cases,
        rankings=results.rankings,
        answers=results.answers,
        page_text=pages.text,
        live_links=pages.live_links,
        similarity=similarity_of(knowledge.index.embedder, course.cache),
        judges={name: judge.supported for name, judge in trusted.items()},
        judged=judged,
    )


def _gold(gold: Gold, anchored: Anchored, course: Course) -> GoldRecord:
    counts = anchored.counts()
    return GoldRecord(
        digest=hashlib.sha256("".join(sorted(case.digest for case in gold.cases)).encode()).hexdigest(),
        files={set_name(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in course.files},
        broken_lines=len(gold.broken),
        stands=counts["stands"],
        moved=counts["moved"],
        changed=counts["changed"],
        gone=counts["gone"],
        unseen=counts["unseen"],
        lock=course.lock.state,
        lock_problems=course.lock.problems,
    )


def _timings(results: Results, pace: float, wall_s: float, settings: EvalSettings) -> Timings:
    taken = sorted(results.seconds.values())
    read, written = results.tokens
    prices = (settings.price_input_per_million, settings.price_output_per_million)
    cost = None if None in prices else (read * (prices[0] or 0) + written * (prices[1] or 0)) / MILLION
    return Timings(
        machine={name: str(value) for name, value in machine().items()},
        unit_s=round(pace, 6),
        p50_s=round(float(np.quantile(taken, 0.5)), 4) if taken else None,
        p95_s=round(float(np.quantile(taken, 0.95)), 4) if taken else None,
        wall_s=round(wall_s, 2),
        by_case={key: round(value, 4) for key, value in sorted(results.seconds.items())},
        from_cache=results.from_cache,
        input_tokens=read,
        output_tokens=written,
        cost=cost,
    )
