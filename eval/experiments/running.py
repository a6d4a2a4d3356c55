"""One comparison from plans to tables: builds the systems, asks them the same questions, scores, and says."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache as once
from pathlib import Path

import typer

from eval import report
from eval.benchmarks.saved_pages import SavedPage, saved_pages
from eval.cases import Case, read_gold
from eval.experiments import shown
from eval.experiments.cache import FOLDER, Cache
from eval.experiments.compare import Scored, against, scored
from eval.experiments.plan import Plan
from eval.experiments.systems import NO_FOLDER, Bench, Outcome, built, folders_read
from eval.gold.anchors import anchor
from eval.gold.leaks import held_out
from eval.gold.lock import check_lock
from eval.gold.pages import PagesRead, read_pages
from eval.material import Material
from eval.opened import missing_pages, opened
from eval.telling import Teller
from knowledge.build import Knowledge
from knowledge.database import reading
from knowledge.errors import BadInput
from knowledge.exchanges import everything
from knowledge.texts import Text


@dataclass(frozen=True, slots=True)
class Request:
    """What a person asked for; without `folders`, peers get those that the data folder was read from."""

    gold: tuple[Path, ...]
    data_dir: Path | None = None
    folders: tuple[Path, ...] = ()
    json_out: Path | None = None
    caching: bool = True


def run_comparison(plans: Sequence[Plan], request: Request, teller: Teller) -> None:
    """Print the table, the differences from the first system, and the verdicts.

    Raises:
        BadInput: there is nothing to compare, or a plan asks for what these pages do not allow.
    """
    if len(plans) < 2:
        raise _one_alone()
    plans = named_apart(plans)
    gold = read_gold(request.gold)
    with opened(request.data_dir) as services, _cache(services.knowledge, request.caching) as cache:
        knowledge = services.knowledge
        pages = read_pages(knowledge)
        anchored = anchor(gold.clean_only(), pages, check_lock(request.gold).locked)
        with reading(knowledge.engine) as connection:
            leaking = held_out(gold.cases, everything(connection))
        bench = Bench(knowledge, leaking, once(lambda: _pages(knowledge, request.folders, teller)), teller)
        questions = [case.asked for case in anchored.cases]
        with built(plans, bench) as systems:
            outcomes = [system.run(questions, cache, teller) for system in systems]
        marks = _scored(plans, outcomes, anchored.cases, pages, teller)
    for plan, outcome in zip(plans, outcomes, strict=True):
        teller.say(shown.ran(plan.name, outcome))
    _print(anchored.cases, marks, outcomes, request.json_out, teller)
    teller.broken(gold.broken)


def named_apart(plans: Sequence[Plan]) -> list[Plan]:
    """The plans, those of equal names numbered."""
    apart: list[Plan] = []
    for plan in plans:
        same = sum(each.name == plan.name for each in plans[: len(apart)])
        apart.append(plan.model_copy(update={"name": f"{plan.name} ({same + 1})"}) if same else plan)
    return apart


@contextmanager
def _cache(knowledge: Knowledge, caching: bool) -> Iterator[Cache]:
    if caching:
        with Cache(knowledge.settings.data_dir / FOLDER) as kept:
            yield kept
    else:
        with tempfile.TemporaryDirectory() as folder, Cache(Path(folder)) as empty:
            yield empty


def _pages(knowledge: Knowledge, folders: Sequence[Path], teller: Teller) -> tuple[SavedPage, ...]:
    given = list(folders) or folders_read(knowledge)
    if not given:
        raise BadInput(NO_FOLDER, next_step=Text("Name them with --folder.", "Indiquez-les avec --folder."))
    pages, broken = saved_pages(given)
    teller.broken(broken)
    known = len(pages) - len(missing_pages(knowledge, [page.key for page in pages]))
    teller.say(
        Text(
            f"Peers are given {len(pages)} pages; {known} of them are in the index.",
            f"Les concurrents reçoivent {len(pages)} pages; {known} d’entre elles sont dans l’index.",
        )
    )
    return pages


def _scored(
    plans: Sequence[Plan],
    outcomes: Sequence[Outcome],
    cases: Sequence[Case],
    pages: PagesRead,
    teller: Teller,
) -> list[Scored]:
    bare = Material(cases, None, None, page_text=pages.text, live_links=pages.live_links)
    doing = Text("Scoring", "Notation")
    return [
        scored(plan.name, replace(bare, rankings=outcome.rankings, answers=outcome.answers))
        for plan, outcome in teller.track(list(zip(plans, outcomes, strict=True)), len(plans), doing)
    ]


def _print(
    cases: Sequence[Case],
    marks: Sequence[Scored],
    outcomes: Sequence[Outcome],
    json_out: Path | None,
    teller: Teller,
) -> None:
    first, *rest = marks
    others = [against(cases, first, each) for each in rest]
    parts = [shown.table(marks, teller.language)]
    for other in others:
        said = shown.verdict(first.name, other).in_language(teller.language)
        parts += [shown.details(first.name, other, teller.language), said]
    typer.echo("\n\n".join(parts))
    if json_out:
        report.write_json(json_out, shown.to_json(marks, outcomes, others, len(cases)))


def _one_alone() -> BadInput:
    return BadInput(
        Text(
            "There is one system, and nothing to compare it with.",
            "Il n’y a qu’un système, et rien à lui comparer.",
        ),
        next_step=Text(
            "Name a second plan, or a peer with --peer.",
            "Indiquez un second plan, ou un concurrent avec --peer.",
        ),
    )
