"""The referral table of an organisation: YAML that content teams edit. Names the line of what it cannot use.

- name: {en: the passport office, fr: le bureau des passeports}   # one wording serves both languages
  address: https://passports.example                              # a link, a telephone number, or words
  note: {en: It answers by telephone., fr: Il répond par téléphone.}   # may be left out
  words:
    en: [passport, travel document]
    fr: [passeport]
  unless:                                                         # makes it ours after all; may be left out
    en: [passport photo]
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from yaml import MappingNode, Node, ScalarNode, SequenceNode

from assistant.withholding.referrals import Referral, tokens
from knowledge.edited_yaml import Complaint, complaint, composed
from knowledge.texts import Text
from knowledge.words.keywords import words

FIELDS = ("name", "address", "note", "words", "unless")
LONGEST_TEXT = 300  # characters
LONGEST_PHRASE = 100


@dataclass(frozen=True, slots=True)
class ReferralFile:
    """What a file holds: its usable entries, and what is wrong with the rest."""

    entries: tuple[Referral, ...]
    complaints: tuple[Complaint, ...]


class _Fault(Exception):
    """Never leaves this file: an entry cannot be used."""

    def __init__(self, node: Node, what: Text) -> None:
        self.complaint = complaint(node, what)


def read_referrals(path: Path, languages: Sequence[str]) -> ReferralFile:
    """The entries of the file at `path`; one that cannot be used is named, and the rest are kept.

    Raises: BadConfiguration when there is no such file, or it is no YAML.
    """
    root = composed(path, REFERRAL_FILE, "REPLYDESK_ASSISTANT_REFERRALS")
    entries: list[Referral] = []
    complaints: list[Complaint] = []
    for each in _entries(root, languages):
        if isinstance(each, Complaint):
            complaints.append(each)
        else:
            entries.append(each)
    return ReferralFile(tuple(entries), tuple(complaints))


def _entries(root: Node | None, languages: Sequence[str]) -> Iterator[Referral | Complaint]:
    if root is None:
        return
    if not isinstance(root, SequenceNode):
        yield complaint(root, LIST_WANTED)
        return
    for node in root.value:
        try:
            yield _entry(node, languages)
        except _Fault as fault:
            yield fault.complaint


def _entry(node: Node, languages: Sequence[str]) -> Referral:
    if not isinstance(node, MappingNode):
        raise _Fault(node, FIELDS_WANTED)
    values: dict[str, Node] = {}
    for name, value in node.value:
        if name.value not in FIELDS:
            raise _Fault(name, FIELDS_WANTED)
        values[name.value] = value
    for wanted in ("name", "address", "words"):
        if wanted not in values:
            raise _Fault(node, Text(f"{wanted} is missing", f"{wanted} manque"))
    return Referral(
        _text(values["name"]),
        _text(values["address"]),
        _text(values["note"]) if "note" in values else None,
        _phrases(values["words"], languages, NOTHING_SEARCHED),
        _phrases(values["unless"], languages, None) if "unless" in values else {},
    )


def _text(node: Node) -> Text:
    if isinstance(node, ScalarNode):
        return Text(_line(node), _line(node))
    if not isinstance(node, MappingNode):
        raise _Fault(node, TEXT_WANTED)
    given = {name.value: _line(value) for name, value in node.value}
    if set(given) != {"en", "fr"}:
        raise _Fault(node, TEXT_WANTED)
    return Text(given["en"], given["fr"])


def _line(node: Node) -> str:
    text = " ".join(node.value.split()) if isinstance(node, ScalarNode) else ""
    if not text or len(text) > LONGEST_TEXT:
        raise _Fault(node, TEXT_WANTED)
    return text


def _phrases(node: Node, languages: Sequence[str], everyday: Text | None) -> dict[str, tuple[str, ...]]:
    if not isinstance(node, MappingNode) or not node.value:
        raise _Fault(node, _words_wanted(languages))
    found: dict[str, tuple[str, ...]] = {}
    for name, value in node.value:
        if name.value not in languages:
            raise _Fault(name, _words_wanted(languages))
        listed = value.value if isinstance(value, SequenceNode) else [value]
        found[name.value] = tuple(_phrase(each, name.value, everyday) for each in listed)
    return found


def _phrase(node: Node, language: str, everyday: Text | None) -> str:
    # `everyday` is the complaint about a wording of everyday words only; None where those will do.
    if (
        not isinstance(node, ScalarNode)
        or len(node.value) > LONGEST_PHRASE
        or not tokens(node.value, language)
    ):
        raise _Fault(node, PHRASE_WANTED)
    if everyday is not None and not words(node.value, language):
        raise _Fault(node, everyday)
    return " ".join(node.value.split())


def _words_wanted(languages: Sequence[str]) -> Text:
    form = ", ".join(f"{each}: […]" for each in languages)
    return Text(f"expected words: {{{form}}}", f"attendu, words: {{{form}}}")


REFERRAL_FILE = Text("referral file", "fichier d’orientation")
LIST_WANTED = Text(
    "expected a list of entries, each beginning with -", "attendu, une liste d’entrées précédées de -"
)
FIELDS_WANTED = Text(
    f"an entry has these parts: {', '.join(FIELDS)}", f"une entrée a ces parties : {', '.join(FIELDS)}"
)
TEXT_WANTED = Text(
    f"expected words of at most {LONGEST_TEXT} characters, or {{en: …, fr: …}}",
    f"attendu, un texte d’au plus {LONGEST_TEXT} caractères, ou {{en: …, fr: …}}",
)
PHRASE_WANTED = Text(
    f"expected a wording of at most {LONGEST_PHRASE} characters",
    f"attendu, une formulation d’au plus {LONGEST_PHRASE} caractères",
)
NOTHING_SEARCHED = Text(
    "has only everyday words, which search passes over",
    "ne contient que des mots courants, que la recherche ignore",
)
