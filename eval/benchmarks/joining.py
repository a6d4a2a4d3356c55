"""How a follow-up is made to stand alone: the same later turns, each joined to its thread in several ways.

The first way is the one that is served; search, its second stage and the passages as they are read are the product's
own, and so is the language, told from the thread. Past replies that give a question away are held out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.turns import Turn
from assistant.understand import Understood, standalone
from eval.benchmarks.retrieval import leaking
from eval.benchmarks.variants import Worth, worth_by_group
from eval.cases import Asked, Case
from eval.conversation import turns, understood
from eval.measures.passages import passage_scores, sources_with_text
from eval.opened import Opened
from eval.retrieval import Retrieval
from eval.telling import Teller
from knowledge.errors import BadInput
from knowledge.settings import KnowledgeSettings
from knowledge.texts import Text

DEPTH = 10


@dataclass(frozen=True, slots=True)
class Way:
    """One way to join a question to its earlier turns; `replied`: search also sees the agent's last reply by itself."""

    name: Text
    join: Callable[[str, Sequence[Turn]], str]
    replied: bool = True

    def understood(self, asked: Asked, settings: KnowledgeSettings) -> Understood:
        """The question as it is understood when it is served, but for how it is joined."""
        served = understood(asked, settings)
        query = self.join(served.asked, turns(asked))
        return replace(served, query=query, replied=served.replied if self.replied else "")


def _latest(asked: str, history: Sequence[Turn]) -> str:
    return "\n".join([*_citizens(history)[-1:], asked])


def _all_of_the_citizen(asked: str, history: Sequence[Turn]) -> str:
    return "\n".join([*_citizens(history), asked])


def _glued(asked: str, history: Sequence[Turn]) -> str:
    return "\n".join([*(turn.text for turn in history), asked])


def _alone(asked: str, _history: Sequence[Turn]) -> str:
    return asked


def _citizens(history: Sequence[Turn]) -> list[str]:
    return [turn.text for turn in history if turn.role == "citizen"]


WAYS = (
    Way(Text("first and latest earlier words (served)", "premiers et derniers mots (servi)"), standalone),
    Way(Text("the same, last reply unseen", "de même, dernière réponse non vue"), standalone, replied=False),
    Way(Text("latest earlier words", "derniers mots de la personne"), _latest),
    Way(Text("all of the citizen's words", "tous les mots de la personne"), _all_of_the_citizen),
    Way(Text("all turns glued together", "tous les tours mis bout à bout"), _glued),
    Way(Text("the question alone", "la question seule"), _alone, replied=False),
)


def measure_joining(cases: Sequence[Case], services: Opened, teller: Teller) -> dict[str, list[Worth]]:
    """Every way, on the later turns whose sources have a text, by group of cases.

    Raises:
        BadInput: there is no such turn.
    """
    knowledge = services.knowledge
    later = [case for case in cases if case.asked.history and sources_with_text(case)]
    if not later:
        raise BadInput(
            Text(
                "No gold question has earlier turns and a source with a text.",
                "Aucune question n’a à la fois des tours précédents et une source avec un texte.",
            ),
            field="gold",
            next_step=Text(
                "Name gold files of dialogues.", "Indiquez des fichiers de référence de dialogues."
            ),
        )
    retrieval = Retrieval(knowledge.search.without(leaking(cases, knowledge)), knowledge.settings)
    scores = []
    for way in WAYS:
        rankings = {
            case.id: retrieval.rank_as(case.asked.id, way.understood(case.asked, knowledge.settings), DEPTH)
            for case in teller.track(later, len(later), way.name)
        }
        scores.append((way.name, passage_scores(later, rankings)))
    return worth_by_group(later, scores, beside_first=True)
