"""`replydesk eval tune …`: which constants the measurements speak for. Prints them; a person sets them.

Heavy libraries load inside the commands.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from eval import report
from eval.cases import Case, Gold, read_gold
from eval.options import DataDir, GoldFiles, JsonOut
from eval.telling import Teller

if TYPE_CHECKING:
    from eval.opened import Opened

app = typer.Typer(no_args_is_help=True)
_T = TypeVar("_T")

Folds = Annotated[int, typer.Option(min=2, help="Rounds of cross-validation. / Tours de validation croisée.")]
Seed = Annotated[int, typer.Option(help="Another seed, another division. / Autre graine, autre partage.")]

BesideGold = Annotated[
    Path | None,
    typer.Option(help="Questions on a second data folder. / Questions sur un second dossier de données."),
]
BesideDataDir = Annotated[Path | None, typer.Option(help="That data folder. / Ce dossier de données.")]


@app.command(help="Weigh vectors against words. / Peser les vecteurs contre les mots.")
def fusion(
    context: typer.Context,
    gold: GoldFiles,
    data_dir: DataDir = None,
    folds: Folds = 5,
    seed: Seed = 0,
    json_out: JsonOut = None,
) -> None:
    """Print the dense share of search that each language's questions speak for."""
    from eval.opened import opened
    from eval.tuning.fusion import choose

    teller = Teller.of(context)
    read = read_gold(gold)
    with opened(data_dir) as services:
        choices = choose(read.clean_only().cases, services, folds, seed, teller)
    head = ["language", "n", "share", "by fold", "held out", "at share", "at present"]
    lines = [
        [
            each.language,
            str(each.questions),
            f"{each.share:.2f}",
            " ".join(f"{share:.2f}" for share in each.by_fold),
            *(report.number(value) for value in (each.held_out, each.at_share, each.at_present)),
        ]
        for each in choices
    ]
    typer.echo(report.markdown(head, lines) + "\n")
    shares = list(choices[0].curve) if choices else []
    curves = [[f"{share:.2f}", *(report.number(each.curve[share]) for each in choices)] for share in shares]
    typer.echo(report.markdown(["dense share", *(each.language for each in choices)], curves))
    if json_out:
        report.write_json(json_out, {"choices": [asdict(each) for each in choices]})
    teller.broken(read.broken)


@app.command(help="Calibrate the confidence of drafts. / Étalonner la confiance des ébauches.")
def confidence(
    context: typer.Context,
    gold: GoldFiles,
    data_dir: DataDir = None,
    beside_gold: BesideGold = None,
    beside_data_dir: BesideDataDir = None,
    folds: Folds = 5,
    seed: Seed = 0,
    json_out: JsonOut = None,
) -> None:
    """Print the coefficients of the confidence, and what is withheld by it of what no page answers."""
    from eval.tuning.confidence import calibrate, judge
    from eval.tuning.shown import calibration_shown, calibration_written

    teller = Teller.of(context)
    reads = _reads(gold, data_dir, beside_gold, beside_data_dir)
    judged = _judged(judge, reads, teller)
    found = calibrate(judged, folds, seed)
    typer.echo(calibration_shown(judged, found))
    if json_out:
        report.write_json(json_out, calibration_written(judged, found))
    for read, _ in reads:
        teller.broken(read.broken)


@app.command(help="Learn the second stage of search. / Apprendre le second étage de la recherche.")
def ranker(
    context: typer.Context,
    gold: GoldFiles,
    data_dir: DataDir = None,
    folds: Folds = 5,
    seed: Seed = 0,
    out: Annotated[
        Path | None,
        typer.Option(help="Write the weights (knowledge/ranking/ranker.json). / Écrire les poids."),
    ] = None,
) -> None:
    """Print what the weights are worth on questions and on sites that they were not learned from."""
    from eval.gold.leaks import held_out
    from eval.opened import opened
    from eval.tuning.ranker import learn
    from knowledge.database import reading
    from knowledge.exchanges import everything

    teller = Teller.of(context)
    read = read_gold(gold)
    cases = read.clean_only().cases
    with opened(data_dir) as services:
        with reading(services.knowledge.engine) as connection:
            leaking = held_out(cases, everything(connection))
        found = learn(cases, services, folds, seed, teller, leaking)
    shown = {
        "first stage": found.before,
        "cross-validated": found.cross_validated,
        "site never seen": found.unseen_sites,
        **{f"without {name}": worth for name, worth in found.without.items()},
    }
    for name in ("hit1", "hit5"):
        lines = [
            [label, *(report.number(getattr(worth, name)[each]) for each in found.before.hit1)]
            for label, worth in shown.items()
        ]
        typer.echo(report.markdown([name, *found.before.hit1], lines) + "\n")
    typer.echo(report.markdown(["feature", "weight"], [[n, str(w)] for n, w in found.weights.items()]))
    if out:
        report.write_json(out, {"questions": found.questions, "weights": dict(found.weights)})
    teller.broken(read.broken)


@app.command(help="Learn which sentence answers. / Apprendre quelle phrase répond.")
def sentences(
    context: typer.Context,
    gold: GoldFiles,
    data_dir: DataDir = None,
    beside_gold: BesideGold = None,
    beside_data_dir: BesideDataDir = None,
    folds: Folds = 5,
    seed: Seed = 0,
    out: Annotated[
        Path | None,
        typer.Option(help="Write the weights (assistant/composing/sentences.json). / Écrire les poids."),
    ] = None,
) -> None:
    """Print the weights, and what they are worth on questions and on sites that they were not learned from."""
    from assistant.composing.choice import packaged_weights
    from eval.tuning.sentences import judge, learn

    teller = Teller.of(context)
    reads = _reads(gold, data_dir, beside_gold, beside_data_dir)
    judged = _judged(judge, reads, teller)
    found = learn(judged, folds, seed, packaged_weights())
    shown = {
        "weights at present": found.at_present,
        "cross-validated": found.cross_validated,
        "site never seen": found.unseen_sites,
    }
    lines = [
        [label, *(report.number(worth.get(name)) for name in found.at_present)]
        for label, worth in shown.items()
    ]
    typer.echo(report.markdown(["token_f1 of the sentence put first", *found.at_present], lines) + "\n")
    typer.echo(report.markdown(["feature", "weight"], [[n, str(w)] for n, w in found.weights.items()]))
    if out:
        report.write_json(out, {"questions": found.questions, "weights": dict(found.weights)})
    for read, _ in reads:
        teller.broken(read.broken)


def _reads(
    gold: Sequence[Path], data_dir: Path | None, beside_gold: Path | None, beside_data_dir: Path | None
) -> list[tuple[Gold, Path | None]]:
    beside = [(read_gold([beside_gold]), beside_data_dir)] if beside_gold else []
    return [(read_gold(gold), data_dir), *beside]


def _judged(
    judge: Callable[[Sequence[Case], "Opened", Teller], Sequence[_T]],
    reads: Sequence[tuple[Gold, Path | None]],
    teller: Teller,
) -> list[_T]:
    from eval.opened import opened

    found: list[_T] = []
    for read, folder in reads:
        with opened(folder) as services:
            found += judge(read.clean_only().cases, services, teller)
    return found
