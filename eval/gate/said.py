"""What the gate's commands say at the terminal, a line each, in both languages. Decides nothing."""

from collections.abc import Sequence
from pathlib import Path

from eval.gate.baseline import Note
from eval.gate.verdict import Failure, Verdict
from eval.telling import Teller
from knowledge.texts import Text

SHOWN_OF_A_KIND = 5


def tell_verdict(teller: Teller, verdict: Verdict) -> None:
    """The failures, what is worth a look, and whether the gate holds."""
    _tell_failures(teller, verdict.failures)
    for warning in verdict.warnings:
        teller.say(Text(f"Note: {warning.en}", f"À noter : {warning.fr}"))
    family = verdict.family
    better = sum(each.outcome == "better" for each in verdict.comparisons)
    count, vectors = family.comparisons, family.sign_vectors
    teller.say(
        Text(
            f"{count} comparisons of {family.groups} groups of questions ({vectors} sign vectors), {better} better.",
            f"{count} comparaisons de {family.groups} groupes de questions ({vectors} vecteurs de signes), "
            f"{better} meilleures.",
        )
    )
    held = Text("The gate holds.", "Le contrôle passe.")
    failed = Text(
        f"The gate does not hold: {len(verdict.failures)} failures.",
        f"Le contrôle ne passe pas : {len(verdict.failures)} échecs.",
    )
    teller.say(held if verdict.held else failed)


def _tell_failures(teller: Teller, failures: Sequence[Failure]) -> None:
    shown: dict[str, int] = {}
    for each in failures:
        shown[each.kind] = shown.get(each.kind, 0) + 1
        if shown[each.kind] <= SHOWN_OF_A_KIND:
            words, then = each.words, each.next_step
            teller.say(Text(f"✗ {words.en} {then.en}", f"✗ {words.fr} {then.fr}"))
    for kind, count in shown.items():
        if (more := count - SHOWN_OF_A_KIND) > 0:
            teller.say(
                Text(f"… and {more} more of this kind ({kind}).", f"… et {more} autres de ce genre ({kind}).")
            )


def tell_refused(teller: Teller, failures: Sequence[Failure], falls: Sequence[Note]) -> None:
    """Why the report did not become the baseline."""
    _tell_failures(teller, failures)
    for note in falls:
        now = "–" if note.after is None else f"{note.after:.3f}"
        teller.say(
            Text(
                f"✗ {note.figure} of {note.slice} would fall from {note.before:.3f} to {now}.",
                f"✗ {note.figure} de {note.slice} tomberait de {note.before:.3f} à {now}.",
            )
        )
    excuse = Text(
        " Where this is right, repeat with --lower-floor --reason “…”." if falls else "",
        " Si c’est voulu, recommencez avec --lower-floor --reason « … »." if falls else "",
    )
    teller.say(
        Text(
            f"The report did not become the baseline; what was there was kept.{excuse.en}",
            f"Le rapport n’est pas devenu la base; ce qui était là est conservé.{excuse.fr}",
        )
    )


def touched(path: Path) -> Text:
    """That a file is not as it was written."""
    return Text(
        f"{path} was changed after it was written: its digest does not fit. The baseline was kept as it is."
        " Restore the file, or make it anew.",
        f"{path} a été modifié après coup : son empreinte ne correspond pas. La base est restée telle quelle."
        " Rétablissez le fichier, ou refaites-le.",
    )


def written(path: Path, cases: int, falls: int) -> Text:
    """That there is a new baseline."""
    noted = Text(
        f" {falls} lowered values are noted with their reason.",
        f" {falls} valeurs abaissées sont consignées.",
    )
    return Text(
        f"{cases} questions written to {path}.{noted.en if falls else ''} Commit the file.",
        f"{cases} questions écrites dans {path}.{noted.fr if falls else ''} Versionnez le fichier.",
    )


def broke(error: Exception) -> Text:
    """That nothing could be decided."""
    name = type(error).__name__
    return Text(
        f"Something broke ({name}), so nothing was decided. Nothing was changed. REPLYDESK_DEBUG=1 shows where.",
        f"Une erreur est survenue ({name}) : rien n’a été décidé ni modifié. REPLYDESK_DEBUG=1 montre où.",
    )
