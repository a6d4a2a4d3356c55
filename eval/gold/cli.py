"""`replydesk eval gold …`: checks, locks and proposes gold questions. Reads arguments and prints; judges nothing.

Exit codes: 0 all is well, 1 something is wrong with the gold, 2 the command could not run.
Heavy libraries load inside the commands.
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from eval.ending import WRONG, could_not_run
from eval.options import DataDir, GoldFiles
from eval.telling import Teller
from knowledge.texts import Text

app = typer.Typer(no_args_is_help=True)


@app.command(help="Check gold files line by line. / Vérifier des fichiers de référence ligne par ligne.")
def check(
    context: typer.Context,
    gold: GoldFiles,
    lock: Annotated[
        list[Path] | None,
        typer.Option("--lock", help="Their locks; those beside them if absent. / Leurs verrous."),
    ] = None,
    data_dir: Annotated[
        Path | None,
        typer.Option(
            "--data-dir", help="Also look for the quotes on its pages. / Chercher aussi les citations."
        ),
    ] = None,
) -> None:
    """Name everything that is wrong: lines, locks and, with a data folder, sources that no page shows any more."""
    from eval.cases import read_gold
    from eval.gold import saying
    from eval.gold.anchors import anchor
    from eval.gold.check import check as checked
    from eval.gold.database import database
    from eval.gold.lock import check_lock

    teller = Teller.of(context)
    with could_not_run(teller):
        if lock and len(lock) != len(gold):
            raise saying.a_lock_each()
        found = checked(gold)
        for fault in found.faults:
            teller.say(fault.message)
        wrong = bool(found.faults)
        whole = [number for number, path in enumerate(gold) if checked([path]).cases]
        if whole:
            gold = [gold[number] for number in whole]
            locks = check_lock(gold, lock and [lock[number] for number in whole])
            for problem in locks.told:
                teller.say(problem)
            wrong = wrong or locks.state == "broken"
            for name in locks.outdated:
                teller.say(saying.outdated(name))
            if data_dir is not None:
                with database(data_dir) as state:
                    anchored = anchor(read_gold(gold), state.pages(), locks.locked)
                saying.say_anchors(teller, anchored)
                wrong = wrong or any(anchored.counts()[state] for state in ("changed", "gone", "unseen"))
            teller.say(saying.LOCKS[locks.state])
    teller.say(
        Text(
            f"{found.cases} cases, {found.proposed} proposals, {len(found.faults)} faults.",
            f"{found.cases} cas, {found.proposed} propositions, {len(found.faults)} défauts.",
        )
    )
    if wrong:
        raise typer.Exit(WRONG)


@app.command(help="Print the JSON Schema of a line. / Afficher le schéma JSON d’une ligne.")
def schema() -> None:
    """Print the schema to standard output."""
    from eval.gold.schema import json_schema

    typer.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))


@app.command(help="Lock gold files to their pages. / Verrouiller les fichiers et leurs pages.")
def lock(
    context: typer.Context,
    gold: GoldFiles,
    data_dir: DataDir = None,
    accept_lost: Annotated[
        bool,
        typer.Option(help="Lock although sources no longer stand. / Verrouiller malgré des sources perdues."),
    ] = False,
) -> None:
    """Write NAME.lock.json beside every gold file."""
    from eval.cases import read_gold
    from eval.gold import saying
    from eval.gold.database import database
    from eval.gold.lock import lock as locked
    from eval.gold.lock import newly_lost
    from eval.gold.locked import GoldLock, lock_path, read_lock, write_lock

    teller = Teller.of(context)
    refused = False
    with could_not_run(teller), database(data_dir) as state:
        pages = state.pages()
        for path in gold:
            read = read_gold([path])
            before, after = read_lock(lock_path(path)), locked(read.cases, pages)
            lost = newly_lost(before, after) if isinstance(before, GoldLock) else ()
            teller.broken(read.broken)
            if read.broken or (lost and not accept_lost):
                refused = True
                teller.say(saying.not_locked(path, lost))
                continue
            write_lock(lock_path(path), after)
            teller.say(saying.locked(lock_path(path), after))
    if refused:
        raise typer.Exit(WRONG)


@app.command(help="Name past replies that give answers away. / Nommer les réponses passées qui trahissent.")
def leaks(context: typer.Context, gold: GoldFiles, data_dir: DataDir = None) -> None:
    """Print every pair of a case and an exchange that leaks into it, with the reason, separated by tabs."""
    from eval.cases import read_gold
    from eval.gold.database import database
    from eval.gold.leaks import leaks as found_leaks

    teller = Teller.of(context)
    with could_not_run(teller):
        read = read_gold(gold)
        with database(data_dir) as state:
            found = found_leaks(read.cases, state.exchanges())
    for leak in found:
        typer.echo(f"{leak.case_id}\t{leak.exchange_id}\t{leak.why}")
    exchanges, cases = len({each.exchange_id for each in found}), len({each.case_id for each in found})
    teller.broken(read.broken)
    teller.say(
        Text(
            f"{exchanges} past exchanges leak into {cases} of {len(read.cases)} cases.",
            f"{exchanges} échanges passés trahissent {cases} des {len(read.cases)} cas.",
        )
    )
    if found:
        raise typer.Exit(WRONG)


@app.command(help="Propose cases from corrected replies. / Proposer des cas tirés des réponses corrigées.")
def propose(
    context: typer.Context,
    out: Annotated[Path, typer.Option(help="File to add them to. / Fichier à compléter.")],
    data_dir: DataDir = None,
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Asked from that day on (UTC). / Dès ce jour."),
    ] = None,
    before: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Asked before that day. / Avant ce jour.")
    ] = None,
) -> None:
    """Add a proposal for every reply approved with edits; a person confirms it by removing its mark."""
    from eval.gold.database import database
    from eval.gold.propose import add, proposals
    from knowledge.database import reading

    teller = Teller.of(context)
    with could_not_run(teller), database(data_dir) as state, reading(state.engine) as connection:
        done = add(out, proposals(connection, _utc(since), _utc(before)))
    teller.say(
        Text(
            f"{done.added} proposals added to {out}, {done.kept} were there. Read each, then remove its "
            "“proposed”.",
            f"{done.added} propositions ajoutées à {out}, {done.kept} y étaient. Relisez chacune, puis retirez "
            "« proposed ».",
        )
    )


def _utc(day: datetime | None) -> datetime | None:
    return None if day is None else day.replace(tzinfo=UTC)
