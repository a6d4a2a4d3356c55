"""An edit in progress: sentences as they are typed, each with the sources chosen for exactly that wording.

Owns the rule that a changed sentence loses its sources until they are chosen again. Decides nothing, stores nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection
from starlette.datastructures import FormData

from assistant.citations import Citation, Statement
from assistant.emergencies.grounds import Grounds, standing
from assistant.reviewing.drafts import Draft
from assistant.withholding.clarify import asked_back
from knowledge.passages import Passage
from knowledge.units import units_of
from knowledge.words.keywords import words

MOST_SENTENCES = 40
MOST_SOURCES = 40
LONGEST_SENTENCE = 5_000


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence being written. `basis` is the wording that `sources` were chosen for."""

    text: str = ""
    basis: str = ""
    sources: tuple[str, ...] = ()
    courtesy: bool = False
    loosened: bool = False

    @property
    def complaint(self) -> str | None:
        """What is missing, as the end of a text's key; None when the sentence can stand."""
        if not self.text:
            return "empty"
        if self.courtesy or self.sources:
            return None
        return "changed" if self.loosened else "missing"


@dataclass(frozen=True, slots=True)
class Edit:
    """A reply being written from one version of a draft; `extra` are sources found by hand."""

    draft_id: str
    version: int
    sentences: tuple[Sentence, ...]
    extra: tuple[str, ...] = ()
    checked: str = ""

    @property
    def wording(self) -> str:
        """The text of the reply, as it is compared and counted."""
        return "\n".join(each.text for each in self.sentences)

    @property
    def is_sound(self) -> bool:
        """Whether every sentence can stand and there is at least one."""
        return bool(self.sentences) and all(each.complaint is None for each in self.sentences)


def edit_of(draft: Draft, sources: Mapping[str, Passage], language: str) -> Edit:
    """The beginning of an edit: the draft as it is; without one, what it asks back, or an empty sentence.

    A source that changed since it was cited (against `sources`, as they stand now) must be chosen again.
    """
    sentences = tuple(_drafted(each, sources) for each in draft.statements)
    if not sentences and (back := asked_back(draft.findings)) is not None:
        question = back.in_language(language)
        sentences = (Sentence(question, question, courtesy=True),)
    return Edit(draft.id, draft.version, sentences or (Sentence(),))


def edit_from(form: FormData) -> Edit:
    """The edit as it was posted, with the sources of changed sentences let go."""
    orders = _numbers(form)
    sentences = tuple(_sentence(form, number) for number in orders)
    version = _text(form, "version")
    extra = tuple(dict.fromkeys(str(each) for each in form.getlist("extra")))[:MOST_SOURCES]
    return Edit(
        _text(form, "draft_id")[:40],
        int(version) if version.isdecimal() and len(version) < 9 else 0,
        sentences,
        extra,
        _text(form, "checked"),
    )


def without(edit: Edit, number: int) -> Edit:
    """The edit without its sentence `number`, counted from 0."""
    kept = tuple(each for place, each in enumerate(edit.sentences) if place != number)
    return replace(edit, sentences=kept)


def with_one_more(edit: Edit) -> Edit:
    """The edit with an empty sentence at its end."""
    return replace(edit, sentences=(*edit.sentences, Sentence())[:MOST_SENTENCES])


def statements_of(connection: Connection, edit: Edit, draft: Draft, now: datetime) -> tuple[Statement, ...]:
    """The edit as statements: the draft's own citations where the wording is the draft's, else new ones.

    A source that is no longer there is left out, so that the checks find the sentence without it.
    """
    wanted = [source for each in edit.sentences for source in each.sources]
    grounds = standing(connection, wanted, now)
    before = {tidy(each.text): each for each in draft.statements}
    return tuple(_statement(each, before, grounds) for each in edit.sentences)


def quote_for(text: str, passage: Passage) -> str:
    """The piece of `passage` that says most of `text`: what a chosen source is quoted with."""
    said = set(words(text, passage.language))
    pieces = [each.text for each in units_of(passage.text)] or [passage.text]
    return max(pieces, key=lambda piece: len(said & set(words(piece, passage.language))))


def tidy(text: str) -> str:
    """`text` as a form gives it back: one kind of line break, no blanks around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _drafted(statement: Statement, sources: Mapping[str, Passage]) -> Sentence:
    text = tidy(statement.text)
    cited = dict.fromkeys(each.passage_id for each in statement.citations)
    standing = [each.passage_id for each in statement.citations if _stands(each, sources)]
    kept = tuple(each for each in cited if each in standing)
    return Sentence(text, text, kept, statement.kind == "courtesy", loosened=bool(cited) and not kept)


def _stands(citation: Citation, sources: Mapping[str, Passage]) -> bool:
    passage = sources.get(citation.passage_id)
    return passage is not None and passage.digest == citation.passage_digest


def _statement(
    sentence: Sentence,
    before: Mapping[str, Statement],
    grounds: Grounds,
) -> Statement:
    if sentence.courtesy:
        return Statement(sentence.text, (), "courtesy")
    original, found = before.get(sentence.text), grounds.passages
    drafted = [each for each in original.citations if _stands(each, found)] if original is not None else []
    citations: list[Citation] = []
    for source in sentence.sources:
        passage = found.get(source)
        same = [each for each in drafted if each.passage_id == source]
        if same:
            citations += same
        elif passage is not None:
            citations.append(grounds.cite(source, quote_for(sentence.text, passage)))
    return Statement(sentence.text, tuple(citations), "fact")


def _sentence(form: FormData, number: int) -> Sentence:
    text = tidy(_text(form, f"text-{number}"))[:LONGEST_SENTENCE]
    basis = tidy(_text(form, f"basis-{number}"))
    sources = _ids(form.getlist(f"source-{number}"))
    had = _ids(form.getlist(f"had-{number}"))
    courtesy = form.get(f"courtesy-{number}") == "1"
    # Without script nothing unticks a source while its sentence is being changed: sources that are the same as
    # before under another wording were not chosen for it.
    if text != basis and sources and set(sources) == set(had) and not courtesy:
        return Sentence(text, text, (), courtesy, loosened=True)
    was_loosened = form.get(f"loosened-{number}") == "1"
    return Sentence(
        text, text, sources, courtesy, loosened=not sources and (was_loosened or text != basis != "")
    )


def _ids(values: Sequence[object]) -> tuple[str, ...]:
    named = [str(each).strip() for each in values]
    return tuple(dict.fromkeys(each for each in named if each and len(each) <= 440))[:MOST_SOURCES]


def _numbers(form: FormData) -> list[int]:
    found = {
        int(name[5:]) for name in form if name.startswith("text-") and name[5:].isdecimal() and len(name) < 10
    }
    return sorted(found)[:MOST_SENTENCES]


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""
