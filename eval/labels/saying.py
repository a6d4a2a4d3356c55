"""What the commands on labels say and show. Decides nothing."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from eval import report
from knowledge.errors import BadInput
from knowledge.texts import Text

if TYPE_CHECKING:
    from eval.labels.compare import Compared
    from eval.labels.current import Looked
    from eval.labels.keep import Kept
    from eval.labels.label import Label
    from eval.labels.shares import Said, Share
    from eval.labels.work import WorkLine


def refuse_existing(*files: Path) -> None:
    """A work file may hold hours of labelling. Raises: BadInput where a file of that name is there already."""
    for file in files:
        if file.exists():
            raise BadInput(
                Text(f"{file} is there already.", f"{file} existe déjà."),
                next_step=Text("Name another file with --out.", "Indiquez un autre fichier avec --out."),
            )


def refuse_none(labels: Sequence["Label"], path: Path) -> None:
    """Shares of nothing mislead. Raises: BadInput where there is no label."""
    if not labels:
        raise BadInput(
            Text(f"{path} holds no label.", f"{path} ne contient aucune annotation."),
            next_step=Text(
                "Draw statements (eval labels draw), label them, keep the labels (eval labels keep).",
                "Tirez des énoncés (eval labels draw), annotez-les, gardez les annotations (eval labels keep).",
            ),
        )


def refuse_no_draft(lines: Sequence["WorkLine"]) -> None:
    """An empty work file would only be in the way. Raises: BadInput where nothing was drafted."""
    if not lines:
        raise BadInput(
            Text("None of the questions has a draft.", "Aucune des questions n’a de brouillon."),
            next_step=Text(
                "Check that the data folder holds the pages that this gold is about.",
                "Vérifiez que le dossier de données contient les pages dont parlent ces références.",
            ),
        )


def drawn(total: int, wanted: int, out: Path, reading: Path) -> Text:
    """What was written, and what to do with it."""
    short = total < wanted
    few = Text(f" There are no more than these {total} drafts.", f" Il n’y a que ces {total} brouillons.")
    return Text(
        f"{total} statements written to {out}, and to read in {reading}.{few.en if short else ''} Both hold words of "
        "pages and questions: do not commit them. Fill in supported, answers and why, then: eval labels keep.",
        f"{total} énoncés écrits dans {out}, et à lire dans {reading}.{few.fr if short else ''} Les deux contiennent "
        "des mots de pages et de questions : ne les versez pas au dépôt. Remplissez supported, answers et why, puis : "
        "eval labels keep.",
    )


def kept(done: "Kept", out: Path) -> Text:
    """How many labels were kept, and what was left as it was."""
    if not done.labelled:
        return Text(
            f"No label was taken; {out} was not changed. {done.empty} statements are not labelled, "
            f"{len(done.refused)} lines were refused.",
            f"Aucune annotation reprise ; {out} n’a pas été modifié. {done.empty} énoncés ne sont pas annotés, "
            f"{len(done.refused)} lignes ont été refusées.",
        )
    return Text(
        f"{done.labelled} labels kept in {out}, which holds {done.total}; {done.empty} statements are not labelled, "
        f"{len(done.refused)} lines were refused.",
        f"{done.labelled} annotations gardées dans {out}, qui en compte {done.total} ; {done.empty} énoncés ne sont "
        f"pas annotés, {len(done.refused)} lignes ont été refusées.",
    )


def standings(looked: Sequence["Looked"]) -> list[Text]:
    """How many labels speak of today's drafts, and why the others are not counted."""
    from eval.labels.current import STALE

    names = [each.standing for each in looked]
    said = [
        Text(
            f"{names.count('current')} of {len(names)} labels are of statements as they are drafted now.",
            f"{names.count('current')} annotations sur {len(names)} portent sur des énoncés rédigés ainsi aujourd’hui.",
        )
    ]
    for standing, what in STALE.items():
        if total := names.count(standing):
            said.append(Text(f"Not counted: {total} {what.en}.", f"Non comptées : {total} {what.fr}."))
    return said


def table(said: "Said", found: Sequence["Share"]) -> str:
    """The shares of each value, by group."""
    from eval.labels.shares import VALUES

    best, *others = VALUES[said]
    lines = [
        [
            each.group,
            str(each.labels),
            report.number(each.shares[best]),
            f"{each.low:.3f} to {each.high:.3f}",
            *(report.number(each.shares[other]) for other in others),
        ]
        for each in found
    ]
    return report.markdown([said, "n", best, "95 % interval", *others], lines)


def comparison(found: Sequence["Compared"]) -> str:
    """What the measures say beside what people said."""
    head = ["measure", "n", "agreement", "kappa", "95 % interval", "precision", "recall", "let through"]
    lines = [
        [
            each.measure,
            str(each.statements),
            report.number(each.agreement),
            report.number(each.kappa),
            "–" if each.low is None or each.high is None else f"{each.low:.3f} to {each.high:.3f}",
            report.number(each.precision),
            report.number(each.recall),
            str(each.let_through),
        ]
        for each in found
    ]
    return report.markdown(head, lines)
