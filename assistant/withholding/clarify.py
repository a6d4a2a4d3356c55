"""The one question to ask back, where a question names several things at once. Asks only where it is sure.

That is: nothing was said before, the question holds one or two words that tell anything, the best page and others
that are about as near carry all of them in their titles, and no title is just those words; or it asks of the one
place of a kind of which the nearest pages have several, or points at one that was not named (`which_place`).
"""

from collections.abc import Sequence
from typing import NamedTuple

from assistant.citations import Statement
from assistant.guards.checks import Finding, blocking, check_statements
from assistant.understand import Understood
from assistant.withholding.which_place import points_at_a_place, several_places
from knowledge.search import Evidence
from knowledge.texts import Text
from knowledge.words.keywords import words

STATUS = "needs_clarification"
CHECK = "clarification"
MOST_TELLING_WORDS = 2
# The second stage's scores, which compare between questions; in "road test" the second page is 5 behind, in
# "permit" the third 2.
MARGIN = 4.0
MOST_CHOICES = 3
WHICH_PLACE = Text(
    "Which place do you mean? Please tell us its name.",
    "De quel endroit parlez-vous ? Veuillez nous donner son nom.",
)
# What is asked of a thing names no thing.
ASKING = {
    "en": "much many cost costs fee fees price pay long apply application need want form online info information hours"
    " open opening close closed address phone number call contact",
    "fr": "combien coute coûte couter coûter cout coût prix frais payer temps delai délai demande demander besoin veux"
    " voudrais formulaire ligne renseignement information avoir obtenir heures horaire ouvre ouvert ouverture ferme"
    " fermé adresse téléphone numéro appeler joindre",
}


class Choices(NamedTuple):
    """The titles that the question may mean, best first, and whether there are others."""

    titles: tuple[str, ...]
    others: bool


def question_back(question: Understood, evidence: Sequence[Evidence]) -> Finding | None:
    """The finding whose message is the question to ask back, in either language; None where nothing is unsure."""
    found = choices(question, evidence)
    if found:
        return ask_back(found)
    return Finding(CHECK, "warn", None, WHICH_PLACE) if points_at_a_place(question, evidence) else None


def choices(question: Understood, evidence: Sequence[Evidence]) -> Choices | None:
    """What the question may mean; None unless it is sure that it means several things."""
    near = several_places(question, evidence, MARGIN) or _titles(question, evidence)
    # The question back goes out as a courtesy, without a source: a title that states something has no place in it.
    titles = [each for each in near if _may_be_said(Text(each, each))][:MOST_CHOICES]
    while len(titles) > 1 and not _may_be_said(_question(titles, others=True)):
        titles.pop()
    return Choices(tuple(titles), len(near) > len(titles)) if len(titles) > 1 else None


def _titles(question: Understood, evidence: Sequence[Evidence]) -> list[str]:
    telling = _telling(question)
    if not telling or not evidence or not telling < set(words(evidence[0].page.title, question.language)):
        return []
    near: dict[str, str] = {}
    for each in evidence:
        named = set(words(each.page.title, question.language))
        if telling == named:
            return []
        if telling < named and evidence[0].score - each.score <= MARGIN:
            near.setdefault(" ".join(each.page.title.casefold().split()), each.page.title)
    return list(near.values())


def ask_back(choice: Choices) -> Finding:
    """The finding whose message is the question to ask back, ready to be sent in either language."""
    return Finding(CHECK, "warn", None, _question(choice.titles, choice.others))


def courtesy_will_do(status: str, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings on a reply to a question in `status`: one that asks back need state nothing."""
    return tuple(each for each in findings if status != STATUS or each.check != "no_fact")


def asked_back(findings: Sequence[Finding]) -> Text | None:
    """The question to ask back that a draft was made with, if any."""
    return next((each.message for each in findings if each.check == CHECK), None)


def _may_be_said(text: Text) -> bool:
    found = check_statements([Statement(each, kind="courtesy") for each in text], {})
    return not courtesy_will_do(STATUS, blocking(found))


def _telling(question: Understood) -> frozenset[str]:
    if question.asked != question.query:  # a thread says what is meant
        return frozenset()
    language = question.language
    found = frozenset(words(question.asked, language)) - frozenset(words(ASKING.get(language, ""), language))
    return found if len(found) <= MOST_TELLING_WORDS else frozenset()


def _question(titles: Sequence[str], others: bool) -> Text:
    def listed(quotes: str, union: str, other: str) -> str:
        named = [quotes.format(" ".join(each.split())) for each in titles] + [other] * others
        return f"{', '.join(named[:-1])} {union} {named[-1]}"

    english = listed("“{}”", "or", "something else")
    french = listed("« {} »", "ou", "autre chose")
    return Text(f"Do you mean {english}?", f"Voulez-vous dire {french} ?")
