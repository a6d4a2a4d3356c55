"""`replydesk eval judge`: how far a judge agrees with people. Prints the agreement; judges no answer.

Exit codes: 0 at or above the floor, 1 below it, 2 could not run.
"""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eval import report
from eval.ending import could_not_run
from eval.options import JsonOut
from eval.telling import Teller
from knowledge.texts import Text

if TYPE_CHECKING:
    from eval.judges.agreement import Agreement

UNDER_FLOOR = 1
app = typer.Typer(invoke_without_command=True)

PairsFile = Annotated[
    Path | None, typer.Option("--pairs", help="Labelled pairs; those shipped if absent. / Paires annotées.")
]


@app.callback()
def judge(
    context: typer.Context,
    name: Annotated[
        str, typer.Option("--judge", help="rules, learned, entailment, model. / Juge à éprouver.")
    ] = "rules",
    pairs: PairsFile = None,
    json_out: JsonOut = None,
) -> None:
    """Score a judge on pairs that people labelled. / Noter un juge sur des paires annotées."""
    if context.invoked_subcommand:
        return
    from eval.judges.agreement import compare
    from eval.judges.build import build_judge
    from eval.judges.pairs import PAIRS, enough, read_pairs
    from eval.settings import EvalSettings

    teller = Teller.of(context)
    with could_not_run(teller):
        labelled, broken = read_pairs(pairs or PAIRS)
        teller.broken(broken)
        enough(labelled, pairs or PAIRS)
        asked = build_judge(name, EvalSettings())
        found = compare(asked, labelled)
        _print(found)
        if json_out:
            report.write_json(json_out, asdict(found) | {"record": found.record.model_dump(mode="json")})
    if unreadable := int(getattr(asked, "unreadable", 0)):
        teller.say(
            Text(
                f"{unreadable} answers were no verdict and count as “not supported”.",
                f"{unreadable} réponses n’étaient pas un verdict et comptent comme « non étayé ».",
            )
        )
    if not found.record.passes:
        teller.say(_under_floor(name))
        raise typer.Exit(UNDER_FLOOR)


@app.command(help="Fit the judge `learned` again. / Réajuster le juge `learned`.")
def learn(
    context: typer.Context,
    out: Annotated[
        Path | None, typer.Option(help="File to write; the shipped one if absent. / Fichier.")
    ] = None,
    pairs: PairsFile = None,
) -> None:
    """Fit on the pairs that are not held out, and write the coefficients."""
    from eval.judges.learned import COEFFICIENTS, write_fitted
    from eval.judges.learned import learn as fitted_on
    from eval.judges.pairs import PAIRS, enough, read_pairs

    teller = Teller.of(context)
    with could_not_run(teller):
        labelled, broken = read_pairs(pairs or PAIRS)
        teller.broken(broken)
        enough(labelled, pairs or PAIRS)
        fitted = fitted_on(labelled)
        write_fitted(fitted, out or COEFFICIENTS)
    coefficients = dict(zip(("intercept", *fitted.features), fitted.coefficients, strict=True))
    typer.echo(
        report.markdown(["", "value"], [[each, f"{value:.3f}"] for each, value in coefficients.items()])
    )
    typer.echo(f"\n{fitted.pairs} pairs, cross-validated kappa {fitted.cross_validated_kappa:.3f}")


def _print(found: "Agreement") -> None:
    record = found.record
    head = ["judge", "pairs", "kappa", "95 % interval", "floor", "passes", "precision", "recall"]
    line = [
        record.name,
        str(record.pairs),
        report.number(record.kappa),
        f"{record.low:.3f} to {record.high:.3f}",
        report.number(record.floor),
        "yes" if record.passes else "NO",
        report.number(record.precision),
        report.number(record.recall),
    ]
    typer.echo(report.markdown(head, [line]) + "\n")
    typer.echo(report.markdown(["part", "pairs", "kappa"], _lines(found.by_part, found.counts)) + "\n")
    typer.echo(
        report.markdown(["false ones refused", "n", "share"], _lines(found.refused, found.counts)) + "\n"
    )
    typer.echo(report.markdown(["true ones accepted", "n", "share"], _lines(found.accepted, found.counts)))


def _lines(values: Mapping[str, float], counts: Mapping[str, int]) -> list[list[str]]:
    return [[name, str(counts[name]), report.number(value)] for name, value in values.items()]


def _under_floor(name: str) -> Text:
    return Text(
        f"The judge {name!r} is under its floor: no figure may rest on its word.",
        f"Le juge {name!r} est sous son plancher : aucun chiffre ne peut reposer sur sa parole.",
    )
