"""`replydesk eval tune …`: which constants the measurements speak for. Prints them; a person sets them.

Heavy libraries load inside the commands.
"""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from eval import report
from eval.cases import read_gold
from eval.options import DataDir, GoldFiles, JsonOut
from eval.telling import Teller

app = typer.Typer(no_args_is_help=True)

Folds = Annotated[int, typer.Option(min=2, help="Rounds of cross-validation. / Tours de validation croisée.")]
Seed = Annotated[int, typer.Option(help="Another seed, another division. / Autre graine, autre partage.")]


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
    folds: Folds = 5,
    seed: Seed = 0,
    json_out: JsonOut = None,
) -> None:
    """Print the coefficients of the confidence and what each threshold would withhold."""
    from eval.opened import opened
    from eval.tuning.confidence import calibrate

    teller = Teller.of(context)
    read = read_gold(gold)
    with opened(data_dir) as services:
        found = calibrate(read.clean_only().cases, services, folds, seed, teller)
    figures = asdict(found)
    thresholds = figures.pop("thresholds")
    coefficients = figures.pop("coefficients")
    lines = [[name, f"{value:.3f}"] for name, value in (coefficients | figures).items()]
    typer.echo(report.markdown(["", "value"], lines) + "\n")
    typer.echo(
        report.markdown(
            list(thresholds[0]), [[report.number(value) for value in each.values()] for each in thresholds]
        )
    )
    if json_out:
        report.write_json(json_out, asdict(found))
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
