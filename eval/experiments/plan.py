"""Plans: what an experiment changes, read from YAML. Names file, line and field of whatever is wrong; runs nothing.

What a plan leaves out is as configured for the desk, so an empty plan is the product as it stands.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, NoReturn

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic_core import ErrorDetails

from ingest import complaints
from ingest.cutting.passages import Sizes
from knowledge.errors import BadInput
from knowledge.ranking.fusion import DEFAULT_WEIGHTS, Weights
from knowledge.texts import Text

SystemKind = Literal["replydesk", "stock", "dense", "bm25", "haystack"]
OURS: SystemKind = "replydesk"
PEERS: tuple[SystemKind, ...] = ("stock", "dense", "bm25", "haystack")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Chunking(_Part):
    """Lengths of passages in characters, as `ingest.cutting.passages.Sizes`; what is absent is as it is."""

    target: int = Field(default=Sizes().target, ge=100)
    section_kept_whole: int = Field(default=Sizes().section_kept_whole, ge=100)
    longest_whole: int = Field(default=Sizes().longest_whole, ge=100)
    tiny: int = Field(default=Sizes().tiny, ge=0)

    @property
    def sizes(self) -> Sizes:
        """As cutting takes them."""
        return Sizes(**self.model_dump())


class WeightsPart(_Part):
    """How scores become one order, as `knowledge.ranking.fusion.Weights`; `dense` by language, or one for all."""

    dense: dict[str, float] | float | None = None
    opening: float = Field(default=DEFAULT_WEIGHTS.opening, ge=0, le=1)
    keys: float = Field(default=DEFAULT_WEIGHTS.keys, ge=0, le=1)

    @field_validator("dense")
    @classmethod
    def _shares(cls, dense: dict[str, float] | float | None) -> dict[str, float] | float | None:
        shares = dense.values() if isinstance(dense, dict) else () if dense is None else (dense,)
        if any(not 0 <= each <= 1 for each in shares):
            raise ValueError("share")
        return dense

    @property
    def weights(self) -> Weights:
        """As search takes them."""
        by_language, otherwise = DEFAULT_WEIGHTS.dense, DEFAULT_WEIGHTS.otherwise
        if isinstance(self.dense, dict):
            by_language = {**by_language, **self.dense}
        elif self.dense is not None:
            by_language, otherwise = {}, self.dense
        return Weights(by_language, otherwise, self.opening, self.keys)


class Plan(_Part):
    """One configuration of the product, or a peer in its place."""

    name: str = Field(default="", max_length=60)
    system: SystemKind = OURS
    chunking: Chunking | None = None
    weights: WeightsPart = WeightsPart()
    embedder: str | None = Field(default=None, min_length=1)
    minimum_confidence: float | None = Field(default=None, ge=0, le=1)
    statements_at_most: int | None = Field(default=None, ge=1, le=20)
    model: str | None = Field(default=None, min_length=1)
    model_base_url: str | None = Field(default=None, min_length=1)
    prompt: Path | None = None
    drafting: Literal["product", "best-sentence"] | None = None

    @property
    def is_peer(self) -> bool:
        """Whether another product's recipe is measured."""
        return self.system != OURS

    @property
    def drafts_best_sentence(self) -> bool:
        """Whether answers are the simplest that a ranking gives; a peer has no other."""
        return self.is_peer or self.drafting == "best-sentence"


# All that a peer can be told: its recipe is its own.
OF_PEERS = {"name", "system", "drafting"}


def read_plan(path: Path) -> Plan:
    """The plan of a file; its prompt's path is meant from the file's own folder.

    Raises:
        BadInput: naming the file, the line and the field at fault.
    """
    root = _composed(path)
    values = _values(path, root) if root is not None else {}
    try:
        plan = Plan.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        _fail(path, _line(root, first["loc"]), _field(first["loc"]), _complaint(first))
    if plan.is_peer and (other := sorted(values.keys() - OF_PEERS)):
        _fail(path, _line(root, other), other[0], _not_of_a_peer(plan.system))
    if plan.is_peer and plan.drafting == "product":
        _fail(path, _line(root, ("drafting",)), "drafting", _not_of_a_peer(plan.system))
    prompt = path.parent / plan.prompt.expanduser() if plan.prompt else None
    if prompt is not None and not prompt.is_file():
        missing = Text("names a file that does not exist", "désigne un fichier qui n’existe pas")
        _fail(path, _line(root, ("prompt",)), "prompt", missing)
    return plan.model_copy(update={"name": plan.name or path.stem, "prompt": prompt})


def peer_plan(name: str) -> Plan:
    """A peer as it is, without a file. Raises: BadInput when there is none of this name."""
    for kind in PEERS:
        if kind == name:
            return Plan(name=kind, system=kind)
    known = ", ".join(PEERS)
    raise BadInput(
        Text(f"There is no peer “{name}”.", f"Il n’y a pas de concurrent « {name} »."),
        field="peer",
        next_step=Text(f"Name one of {known}.", f"Indiquez-en un parmi {known}."),
    )


def _composed(path: Path) -> yaml.Node | None:
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        _fail(path, mark.line + 1 if mark else 1, None, _NO_YAML)  # a mark counts from 0
    except yaml.YAMLError:
        _fail(path, 1, None, _NO_YAML)
    except (OSError, UnicodeDecodeError) as error:
        raise complaints.unusable(path, error) from error
    if root is not None and not isinstance(root, yaml.MappingNode):
        _fail(
            path,
            root.start_mark.line + 1,
            None,
            Text("must be a set of fields", "doit être un ensemble de champs"),
        )
    return root


def _values(path: Path, node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        values: dict[str, Any] = {}
        for key, value in node.value:
            if str(key.value) in values:
                twice = Text("is there twice", "figure deux fois")
                _fail(path, key.start_mark.line + 1, str(key.value), twice)
            values[str(key.value)] = _values(path, value)
        return values
    if isinstance(node, yaml.SequenceNode):
        return [_values(path, value) for value in node.value]
    if node.tag == "tag:yaml.org,2002:bool":
        return node.value  # no field is a yes or no; "no" is a language
    try:
        return yaml.SafeLoader("").construct_object(node)
    except (yaml.YAMLError, ValueError):
        _fail(path, node.start_mark.line + 1, None, _NO_YAML)


def _line(root: yaml.Node | None, place: Any) -> int:
    """The line of the innermost field of a place that the file has, from 1."""
    line = root.start_mark.line if root is not None else 0
    node = root
    for step in place:
        found = (
            [pair for pair in node.value if pair[0].value == step]
            if isinstance(node, yaml.MappingNode)
            else []
        )
        if not found:
            break
        line, node = found[0][0].start_mark.line, found[0][1]
    return line + 1


def _field(place: tuple[int | str, ...]) -> str:
    # pydantic names the branch of a union that it tried; that is no field.
    return ".".join(str(step) for step in place if step not in {"float", "dict[str,float]"})


def _complaint(error: ErrorDetails) -> Text:
    if error["type"] == "extra_forbidden":
        known = _known_at(error["loc"])
        return Text(f"is not known; known are {known}", f"est inconnu; sont connus {known}")
    if error["type"] == "value_error":
        return Text("must be from 0 to 1", "doit aller de 0 à 1")
    if error["type"] == "less_than_equal":
        most = error.get("ctx", {})["le"]
        return Text(f"must be {most} or less", f"doit être d’au plus {most}")
    return complaints.of_field(error)


def _known_at(place: tuple[int | str, ...]) -> str:
    parts: Mapping[str | int, type[BaseModel]] = {"chunking": Chunking, "weights": WeightsPart}
    return ", ".join(parts.get(place[0], Plan).model_fields if len(place) > 1 else Plan.model_fields)


def _not_of_a_peer(system: str) -> Text:
    return Text(
        f"cannot be set for “{system}”: its recipe is its own",
        f"ne peut être réglé pour « {system} » : sa recette est la sienne",
    )


def _fail(path: Path, line: int, field: str | None, problem: Text) -> NoReturn:
    named = Text(f", field “{field}”:", f", champ « {field} » :") if field else Text(":", " :")
    raise BadInput(
        Text(
            f"{path.name}, line {line}{named.en} {problem.en}.",
            f"{path.name}, ligne {line}{named.fr} {problem.fr}.",
        ),
        field=field,
        next_step=Text(
            "Correct the file, then run the command again.", "Corrigez le fichier, puis relancez la commande."
        ),
    )


_NO_YAML = Text(
    "is no valid YAML: look at indentation, colons and quotes",
    "n’est pas du YAML valide : vérifiez le retrait, les deux-points et les guillemets",
)
