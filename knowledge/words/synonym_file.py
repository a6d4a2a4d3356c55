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

from knowledge.edited_yaml import Complaint, complaint, composed
from knowledge.texts import Text
from knowledge.words.keywords import words
from knowledge.words.synonyms import Group, Synonyms

BOTH = "both"
ABBREVIATIONS = "abbreviations"
LONGEST_WORDING = 100  # characters; a longer one is a sentence, which no question repeats
# Parses in C where PyYAML was built with it; its complaints are less exact.
QUICK_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
NULL_TAG = "tag:yaml.org,2002:null"


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
    return _sorted(composed(path, SYNONYM_FILE, "REPLYDESK_KNOWLEDGE_SYNONYMS"), languages)


def read_packaged(path: Path, languages: Sequence[str]) -> SynonymFile:
    """The groups of a file that ships with the product, ten times as fast."""
    return _sorted(yaml.compose(path.read_text(encoding="utf-8"), Loader=QUICK_LOADER), languages)


def _sorted(root: Node | None, languages: Sequence[str]) -> SynonymFile:
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
        yield complaint(root, _sections_wanted(languages))
        return
    for name, node in root.value:
        if name.value == ABBREVIATIONS:
            yield from _abbreviations(node, languages)
        elif name.value == BOTH:
            yield from _listed(node, languages, _across)
        elif name.value in languages:
            yield from _listed(node, (name.value,), _equal)
        else:
            yield complaint(name, _sections_wanted(languages))


def _listed(
    node: Node, languages: tuple[str, ...], read: Callable[[Node, tuple[str, ...]], Group | Complaint]
) -> Iterator[Group | Complaint]:
    if _is_empty(node):
        return
    if not isinstance(node, SequenceNode):
        yield complaint(node, LIST_WANTED)
        return
    for each in node.value:
        yield read(each, languages)


def _equal(node: Node, languages: tuple[str, ...]) -> Group | Complaint:
    wordings = _wordings(node, languages[0])
    if isinstance(wordings, Complaint):
        return wordings
    if not isinstance(node, SequenceNode) or len(wordings) < 2:
        return complaint(node, TWO_WANTED)
    return {languages[0]: wordings}


def _across(node: Node, languages: tuple[str, ...]) -> Group | Complaint:
    if not isinstance(node, MappingNode):
        return complaint(node, LANGUAGES_WANTED)
    group: dict[str, tuple[str, ...]] = {}
    for name, value in node.value:
        if name.value not in languages:
            return complaint(name, _sections_wanted(languages))
        wordings = _wordings(value, name.value)
        if isinstance(wordings, Complaint):
            return wordings
        group[name.value] = wordings
    return group if len(group) > 1 else complaint(node, LANGUAGES_WANTED)


def _abbreviations(node: Node, languages: tuple[str, ...]) -> Iterator[Group | Complaint]:
    if _is_empty(node):
        return
    if not isinstance(node, MappingNode):
        yield complaint(node, ABBREVIATIONS_WANTED)
        return
    for name, value in node.value:
        # "WHO" is an everyday word of English, and none of French.
        served = tuple(each for each in languages if isinstance(name, ScalarNode) and words(name.value, each))
        wordings = _wordings(value, (served or languages)[0])
        if isinstance(wordings, Complaint):
            yield wordings
        elif not served:
            yield complaint(name, NOTHING_SEARCHED)
        else:
            yield dict.fromkeys(served, (name.value, *wordings))


def _wordings(node: Node, language: str) -> tuple[str, ...] | Complaint:
    """One wording, or a list of them, as they are written: `no` and `2026` are words too."""
    found: dict[str, None] = {}
    for each in node.value if isinstance(node, SequenceNode) else [node]:
        if not isinstance(each, ScalarNode):
            return complaint(each, WORDS_WANTED)
        if len(each.value) > LONGEST_WORDING:
            return complaint(each, TOO_LONG)
        if not words(each.value, language):
            return complaint(each, NOTHING_SEARCHED)
        found[" ".join(each.value.split())] = None
    return tuple(found)


def _is_empty(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.tag == NULL_TAG


def _sections_wanted(languages: Sequence[str]) -> Text:
    named = ", ".join((*languages, BOTH, ABBREVIATIONS))
    return Text(f"expected one of: {named}", f"attendu, un de ces noms : {named}")


SYNONYM_FILE = Text("synonym file", "fichier de synonymes")
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
