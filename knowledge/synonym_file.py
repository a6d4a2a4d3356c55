"""The synonym file of an organisation: YAML that content teams edit. Names the line of what it cannot use.

en:                                   # equal wordings in one language
  - [licence plate sticker, vehicle registration renewal]
both:                                 # equal wordings across languages
  - {en: driver's licence, fr: permis de conduire}
abbreviations:                        # in every language
  SIN: social insurance number
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from yaml import MappingNode, Node, ScalarNode, SequenceNode

from knowledge.errors import BadConfiguration
from knowledge.keywords import words
from knowledge.synonyms import Group, Synonyms
from knowledge.texts import Text

BOTH = "both"
ABBREVIATIONS = "abbreviations"
LONGEST_WORDING = 100  # characters; a longer one is a sentence, which no question repeats
NULL_TAG = "tag:yaml.org,2002:null"


@dataclass(frozen=True, slots=True)
class Complaint:
    """A part of the file that is left out, by its line, counted from 1, and why."""

    line: int
    what: Text


@dataclass(frozen=True, slots=True)
class SynonymFile:
    """What a file holds: its usable groups, and what is wrong with the rest."""

    groups: tuple[Group, ...]
    complaints: tuple[Complaint, ...]

    @property
    def synonyms(self) -> Synonyms:
        """The usable groups, ready to be met in questions."""
        return Synonyms(self.groups)


def read_synonyms(path: Path, languages: Sequence[str]) -> SynonymFile:
    """The groups of the file at `path`; what cannot be used is named, and the rest is kept.

    Raises: BadConfiguration when there is no such file, or it is no YAML.
    """
    try:
        root = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path, error) from error
    except yaml.YAMLError as error:
        raise _no_yaml(path, error) from error
    groups: list[Group] = []
    complaints: list[Complaint] = []
    for each in _parts(root, tuple(languages)):
        if isinstance(each, Complaint):
            complaints.append(each)
        else:
            groups.append(each)
    return SynonymFile(tuple(groups), tuple(complaints))


def _parts(root: Node | None, languages: tuple[str, ...]) -> Iterator[Group | Complaint]:
    if root is None:
        return
    if not isinstance(root, MappingNode):
        yield _complaint(root, _sections_wanted(languages))
        return
    for name, node in root.value:
        if name.value == ABBREVIATIONS:
            yield from _abbreviations(node, languages)
        elif name.value == BOTH:
            yield from _listed(node, languages, _across)
        elif name.value in languages:
            yield from _listed(node, (name.value,), _equal)
        else:
            yield _complaint(name, _sections_wanted(languages))


def _listed(
    node: Node, languages: tuple[str, ...], read: Callable[[Node, tuple[str, ...]], Group | Complaint]
) -> Iterator[Group | Complaint]:
    if _is_empty(node):
        return
    if not isinstance(node, SequenceNode):
        yield _complaint(node, LIST_WANTED)
        return
    for each in node.value:
        yield read(each, languages)


def _equal(node: Node, languages: tuple[str, ...]) -> Group | Complaint:
    wordings = _wordings(node, languages[0])
    if isinstance(wordings, Complaint):
        return wordings
    if not isinstance(node, SequenceNode) or len(wordings) < 2:
        return _complaint(node, TWO_WANTED)
    return {languages[0]: wordings}


def _across(node: Node, languages: tuple[str, ...]) -> Group | Complaint:
    if not isinstance(node, MappingNode):
        return _complaint(node, LANGUAGES_WANTED)
    group: dict[str, tuple[str, ...]] = {}
    for name, value in node.value:
        if name.value not in languages:
            return _complaint(name, _sections_wanted(languages))
        wordings = _wordings(value, name.value)
        if isinstance(wordings, Complaint):
            return wordings
        group[name.value] = wordings
    return group if len(group) > 1 else _complaint(node, LANGUAGES_WANTED)


def _abbreviations(node: Node, languages: tuple[str, ...]) -> Iterator[Group | Complaint]:
    if _is_empty(node):
        return
    if not isinstance(node, MappingNode):
        yield _complaint(node, ABBREVIATIONS_WANTED)
        return
    for name, value in node.value:
        # "WHO" is an everyday word of English, and none of French.
        served = tuple(each for each in languages if isinstance(name, ScalarNode) and words(name.value, each))
        wordings = _wordings(value, (served or languages)[0])
        if isinstance(wordings, Complaint):
            yield wordings
        elif not served:
            yield _complaint(name, NOTHING_SEARCHED)
        else:
            yield dict.fromkeys(served, (name.value, *wordings))


def _wordings(node: Node, language: str) -> tuple[str, ...] | Complaint:
    """One wording, or a list of them, as they are written: `no` and `2026` are words too."""
    found: dict[str, None] = {}
    for each in node.value if isinstance(node, SequenceNode) else [node]:
        if not isinstance(each, ScalarNode):
            return _complaint(each, WORDS_WANTED)
        if len(each.value) > LONGEST_WORDING:
            return _complaint(each, TOO_LONG)
        if not words(each.value, language):
            return _complaint(each, NOTHING_SEARCHED)
        found[" ".join(each.value.split())] = None
    return tuple(found)


def _is_empty(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.tag == NULL_TAG


def _complaint(node: Node, what: Text) -> Complaint:
    return Complaint(node.start_mark.line + 1, what)


def _sections_wanted(languages: Sequence[str]) -> Text:
    named = ", ".join((*languages, BOTH, ABBREVIATIONS))
    return Text(f"expected one of: {named}", f"attendu, un de ces noms : {named}")


def _unreadable(path: Path, error: OSError | UnicodeDecodeError) -> BadConfiguration:
    why = error.strerror if isinstance(error, OSError) else "UTF-8"
    return BadConfiguration(
        Text(
            f"The synonym file {path} cannot be read: {why}.",
            f"Le fichier de synonymes {path} est illisible : {why}.",
        ),
        next_step=NAME_A_FILE,
    )


def _no_yaml(path: Path, error: yaml.YAMLError) -> BadConfiguration:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else 1
    return BadConfiguration(
        Text(
            f"The synonym file {path} is not YAML: a mistake near line {line}.",
            f"Le fichier de synonymes {path} n’est pas du YAML : une erreur près de la ligne {line}.",
        ),
        next_step=Text(
            "Correct that line; wordings with a colon or a # stand in quotes.",
            "Corrigez cette ligne; les formulations avec deux-points ou # se mettent entre guillemets.",
        ),
    )


NAME_A_FILE = Text(
    "Name another file in REPLYDESK_KNOWLEDGE_SYNONYMS, or none.",
    "Indiquez un autre fichier dans REPLYDESK_KNOWLEDGE_SYNONYMS, ou aucun.",
)
LIST_WANTED = Text(
    "expected a list of groups, each on a line with -", "attendu, une liste de groupes précédés de -"
)
TWO_WANTED = Text(
    "a group needs two wordings or more: [one, another]",
    "un groupe demande au moins deux formulations : [l’une, l’autre]",
)
LANGUAGES_WANTED = Text(
    "a group across languages needs a wording in each: {en: …, fr: …}",
    "un groupe entre langues demande une formulation dans chacune : {en: …, fr: …}",
)
ABBREVIATIONS_WANTED = Text(
    "an abbreviation needs its words: SIN: social insurance number",
    "une abréviation demande ses mots : NAS: numéro d’assurance sociale",
)
WORDS_WANTED = Text("expected words", "attendu, des mots")
TOO_LONG = Text(
    f"a wording has at most {LONGEST_WORDING} characters",
    f"une formulation a au plus {LONGEST_WORDING} caractères",
)
NOTHING_SEARCHED = Text(
    "has only everyday words, which search passes over",
    "ne contient que des mots courants, que la recherche ignore",
)
