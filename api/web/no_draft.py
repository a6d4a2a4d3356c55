"""Why a question has no draft, in words for the person who has it, and what they can do. Decides nothing."""

from dataclasses import dataclass

from api.web.case import Case
from api.web.texts import Translate
from assistant.withholding import abstain, clarify, referrals


@dataclass(frozen=True, slots=True)
class NoDraft:
    """The reason, what follows, a question `ask` to send back, and what to note when it is referred (`refer`)."""

    what: str
    next: str = ""
    ask: str = ""
    refer: str = ""


def no_draft(case: Case, language: str, t: Translate) -> NoDraft:
    """Why there is no draft, as it is told in `language`."""
    status = case.question.status
    if status.startswith("error"):
        return NoDraft(t("draft.failed"), t("draft.failed_next"))
    if status.startswith("blocked"):
        return NoDraft(t("draft.blocked"))
    if status == abstain.NO_QUESTION:
        return NoDraft(t("draft.no_question"))
    return _with_findings(case, language, t)


def _with_findings(case: Case, language: str, t: Translate) -> NoDraft:
    status, draft = case.question.status, case.draft
    findings, near = (draft.findings, draft.nearest) if draft else ((), ())
    if (back := clarify.asked_back(findings)) is not None:
        # In the citizen's language: these are the words that they would read.
        ask = back.in_language(case.question.language)
        return NoDraft(t("draft.clarify"), t("draft.clarify_next"), ask=ask)
    if status == abstain.OUT_OF_SCOPE:
        told = (each.message.in_language(language) for each in findings if each.check == referrals.CHECK)
        return NoDraft(t("draft.out_of_scope"), t("draft.out_of_scope_next"), refer=" ".join(told))
    if status == abstain.LOW_CONFIDENCE and near:
        return NoDraft(t("draft.low_confidence", title=near[0].title), t("draft.low_confidence_next"))
    return NoDraft(t("draft.no_source_nearest", title=near[0].title) if near else t("draft.no_source"))
