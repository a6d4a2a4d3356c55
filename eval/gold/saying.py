"""What the commands on gold say. Decides nothing."""

from collections.abc import Sequence
from pathlib import Path

from eval.gold.anchors import Anchored
from eval.gold.locked import GoldLock
from eval.telling import Teller
from knowledge.errors import BadInput
from knowledge.texts import Text

LOCKS = {
    "none": Text(
        "Not locked: a changed page cannot be told from a page that is read badly (replydesk eval gold lock).",
        "Sans verrou : rien ne distingue une page modifiée d’une page mal lue (replydesk eval gold lock).",
    ),
    "holds": Text("The lock holds.", "Le verrou tient."),
    "broken": Text(
        "The lock is broken: check the cases named, then replydesk eval gold lock.",
        "Le verrou est rompu : vérifiez les cas nommés, puis replydesk eval gold lock.",
    ),
}


def say_anchors(teller: Teller, anchored: Anchored) -> None:
    """Name the sources that do not stand where the gold says, then how many there are of each kind."""
    for case_id, found in anchored.anchors.items():
        for each in found:
            if each.state != "stands":
                teller.say(_anchor(case_id, each.source.page_id, each.state, each.page))
    counts = anchored.counts()
    teller.say(
        Text(
            ", ".join(f"{total} {STATES[state].en}" for state, total in counts.items()) + ".",
            ", ".join(f"{total} {STATES[state].fr}" for state, total in counts.items()) + ".",
        )
    )


def locked(path: Path, lock: GoldLock) -> Text:
    """What was written."""
    sources = [source for case in lock.cases.values() for source in case.sources]
    standing = sum(source.stood != "no" for source in sources)
    return Text(
        f"{path}: {len(lock.cases)} cases locked; {standing} of {len(sources)} sources stand on their pages.",
        f"{path} : {len(lock.cases)} cas verrouillés ; {standing} sources sur {len(sources)} sont sur leur page.",
    )


def not_locked(path: Path, lost: Sequence[str]) -> Text:
    """Why the lock was left as it was."""
    if not lost:
        return Text(
            f"{path} was not locked: correct its broken lines first.",
            f"{path} n’a pas été verrouillé : corrigez d’abord ses lignes défectueuses.",
        )
    names = ", ".join(lost)
    return Text(
        f"{path} keeps its lock: sources that stood no longer do, or not whole: {names}. "
        "Correct the cases, or lock with --accept-lost.",
        f"{path} garde son verrou : des sources ne sont plus, ou plus entières, sur leur page : {names}. "
        "Corrigez les cas, ou verrouillez avec --accept-lost.",
    )


def outdated(name: str) -> Text:
    """A lock made with other code that reads pages."""
    return Text(
        f"{name} was made by another version of the page reader: until the gold is locked anew, a text that is "
        "not found counts as a miss and never as a changed page.",
        f"{name} vient d’une autre version du lecteur de pages : jusqu’au prochain verrouillage, un texte introuvable "
        "compte comme manqué, jamais comme une page modifiée.",
    )


def a_lock_each() -> BadInput:
    """As many locks as gold files, or none."""
    return BadInput(
        Text("--lock must be given once for each --gold.", "--lock doit être donné une fois par --gold."),
        next_step=Text(
            "Leave it out for the locks beside the files.", "Omettez-le pour les verrous voisins."
        ),
    )


def wrong_settings(names: Sequence[str]) -> Text:
    """Settings that cannot be used, without their values."""
    which = ", ".join(names)
    return Text(f"These settings cannot be used: {which}.", f"Ces réglages sont inutilisables : {which}.")


STATES = {
    "stands": Text("sources stand", "sources en place"),
    "moved": Text("moved", "déplacées"),
    "changed": Text("changed", "modifiées"),
    "gone": Text("gone", "disparues"),
    "unseen": Text("not seen on their page", "non vues sur leur page"),
}


def _anchor(case_id: str, page: str, state: str, now: str) -> Text:
    where = f" → {now}" if now != page else ""
    return Text(
        f"{case_id}: the source on {page}: {STATES[state].en}{where}.",
        f"{case_id} : la source sur {page} : {STATES[state].fr}{where}.",
    )
