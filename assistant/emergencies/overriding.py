"""What a notice makes of a draft: its statement in the place of what the pages gave. Pure; stores nothing."""

import hashlib
from dataclasses import replace

from assistant.answer import Proposal
from assistant.citations import Citation, Statement
from assistant.emergencies.notices import Notice
from assistant.guards.checks import Finding
from knowledge.passages import Passage
from knowledge.texts import Text

MODEL = "notice"
PROMPTLESS = "none"
TITLE = Text("Official notice", "Avis officiel")


def overridden(proposal: Proposal, language: str, notice: Notice | None) -> Proposal:
    """The notice's statement instead of the proposal's own, or a finding that it has none in this language.

    The evidence that was found stays beside it. A message without a question stays one.
    """
    if notice is None or proposal.status == "unanswerable_no_question":
        return proposal
    statement = statement_of(notice, language)
    if statement is None:
        return replace(proposal, findings=(*proposal.findings, _no_text(language)))
    return replace(
        proposal,
        status="pending_review",
        statements=(statement,),
        findings=(_in_force(notice),),
        confidence=1.0,
        completeness=1.0,
        model=MODEL,
        prompt_version=PROMPTLESS,
    )


def statement_of(notice: Notice, language: str) -> Statement | None:
    """The notice as the one statement of a reply; None without a text in the language."""
    passage = passage_of(notice, language)
    if passage is None:
        return None
    return Statement(passage.text, (citation_of(notice, passage, passage.text),))


def passage_of(notice: Notice, language: str) -> Passage | None:
    """The notice's text in the shape of what replies stand on, so that the same checks hold for it."""
    wording = notice.texts.get(language)
    if wording is None:
        return None
    digest = hashlib.sha256(f"{wording.url}\n{wording.statement}".encode()).hexdigest()
    place = f"{notice.id}.{language}"
    return Passage(place, notice.id, 0, (), None, "notice", wording.statement, digest, language)


def citation_of(notice: Notice, passage: Passage, quote: str) -> Citation:
    """A citation of `quote`, words of the notice, with the address that it was given."""
    return Citation(
        passage_id=passage.id,
        passage_digest=passage.digest,
        page_key=notice.id,
        page_title=TITLE.in_language(passage.language),
        url=notice.texts[passage.language].url,
        quote=quote,
        heading_path=(),
        kind="notice",
    )


def _in_force(notice: Notice) -> Finding:
    until = f"{notice.expires_at:%Y-%m-%d %H:%M} UTC"
    return Finding(
        "notice",
        "warn",
        None,
        Text(
            f"A notice in force until {until} gives this reply. What the pages say stands beside it.",
            f"Un avis en vigueur jusqu’au {until} fournit cette réponse. Ce que disent les pages figure à côté.",
        ),
    )


def _no_text(language: str) -> Finding:
    names = {"en": Text("English", "anglais"), "fr": Text("French", "français")}
    name = names.get(language, Text(language, language))
    return Finding(
        "notice_without_text",
        "warn",
        None,
        Text(
            f"A notice in force covers this question and has no text in {name.en}: what is said here comes from"
            " the pages. Compare it with the notice before you approve.",
            f"Un avis en vigueur vise cette question et n’a pas de texte en {name.fr} : ce qui est dit ici vient"
            " des pages. Comparez avec l’avis avant d’approuver.",
        ),
    )
