"""Which judges there are: those that need nothing, and those that the settings name. Opens no model by itself."""

from collections.abc import Callable, Mapping

from eval.judges.entailment import Entailment
from eval.judges.judge import Judge
from eval.judges.learned import Learned
from eval.judges.model import model_judge
from eval.judges.rules import Rules
from eval.settings import EvalSettings
from knowledge.errors import BadConfiguration
from knowledge.texts import Text


def build_judges(settings: EvalSettings) -> Mapping[str, Judge]:
    """The judges that the settings name, by name: whoever sets one asks for its figures, and answers for its floor.

    The judges `rules` and `learned` are under their floor, so that no figure is theirs; `build_judge` gives them.
    """
    asked = {"entailment": settings.entailment, "model": settings.judge}
    return {name: build_judge(name, settings) for name, value in asked.items() if value}


def build_judge(name: str, settings: EvalSettings) -> Judge:
    """One judge by its name. Raises: BadConfiguration when its setting is missing, or there is none of that name."""
    makers: dict[str, tuple[str | None, Callable[[], Judge]]] = {
        "rules": (name, Rules),
        "learned": (name, Learned),
        "entailment": (settings.entailment, lambda: Entailment(settings.entailment or "")),
        "model": (settings.judge, lambda: model_judge(settings)),
    }
    configured, make = makers.get(name, (None, Rules))
    if configured is not None:
        return make()
    raise BadConfiguration(
        Text(f"There is no judge {name!r} to ask.", f"Il n’y a pas de juge {name!r}."),
        next_step=Text(
            "Name rules, learned, entailment (needs REPLYDESK_EVAL_ENTAILMENT) or model (needs REPLYDESK_EVAL_JUDGE).",
            "Indiquez rules, learned, entailment (avec REPLYDESK_EVAL_ENTAILMENT) ou model (avec "
            "REPLYDESK_EVAL_JUDGE).",
        ),
    )
