"""From blocks to passages: what belongs together stays together. Reads no HTML and stores nothing.

A passage is what one heading says, up to a size. Steps, tables and answers are never cut unless they are longer
than `Sizes.longest_whole`; a line that announces what follows ("You need:") never ends a passage.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from ingest.blocks import Block, Details, Document, Faq, Heading
from ingest.extract import without_site_name
from ingest.units import Unit, units_of
from knowledge.passages import Kind, Passage, make_passage


@dataclass(frozen=True, slots=True)
class Sizes:
    """How long passages are, in characters.

    `target` is about 300 word pieces, a little more than the default embedder reads. A section up to
    `section_kept_whole` is one passage: cutting an answer in two hurts more than length. Steps, tables and answers
    up to `longest_whole` are never cut; a section below `tiny` joins what stands before it.
    """

    target: int = 1200
    section_kept_whole: int = 1800
    longest_whole: int = 3000
    tiny: int = 150


SIZES = Sizes()


@dataclass(slots=True)
class Section:
    """Everything under one heading path, up to the next heading."""

    path: tuple[str, ...]
    anchor: str | None
    units: list[Unit] = field(default_factory=list)

    @property
    def length(self) -> int:
        """Characters of its text."""
        return sum(len(unit.text) + 1 for unit in self.units)


def passages_of(page_id: str, document: Document, language: str, sizes: Sizes = SIZES) -> list[Passage]:
    """The passages of a page in reading order."""
    return _made(page_id, _merge_tiny(_sections(document), sizes), language, sizes)


def passages_of_sheets(
    page_id: str, title: str, sheets: Sequence[Sequence[Block]], language: str, sizes: Sizes = SIZES
) -> list[Passage]:
    """The passages of a paged document (PDF), each with the anchor of its sheet."""
    sections = [
        Section((title,), f"page={number}", [unit for block in sheet for unit in units_of(block)])
        for number, sheet in enumerate(sheets, start=1)
    ]
    return _made(page_id, sections, language, sizes)


def _made(page_id: str, sections: Sequence[Section], language: str, sizes: Sizes) -> list[Passage]:
    made: list[Passage] = []
    ordinals: Counter[tuple[str, ...]] = Counter()
    for section in sections:
        for kind, text in _pieces(section.units, sizes):
            path, ordinal = section.path, ordinals[section.path]
            made.append(make_passage(page_id, len(made), path, section.anchor, kind, text, language, ordinal))
            ordinals[path] += 1
    return made


def _sections(document: Document) -> list[Section]:
    title = next(
        (block.text for block in document.blocks if isinstance(block, Heading) and block.level == 1), ""
    )
    title = title or without_site_name(document.title)
    root = Section((title,) if title else (), None)
    return [section for section in _walk(document.blocks, root) if section.units or section is not root]


def _walk(blocks: Iterable[Block], start: Section) -> Iterator[Section]:
    """Sections in reading order; `open_` holds the (level, text, anchor) of the headings above."""
    here = start
    open_: list[Heading] = []
    for block in blocks:
        if isinstance(block, Heading):
            if (block.text,) == start.path and not open_ and not here.units:
                here.anchor = here.anchor or block.id  # the title again, as a heading
                continue
            yield here
            while open_ and open_[-1].level >= block.level:
                open_.pop()
            open_.append(block)
            here = _under(start, open_)
        elif isinstance(block, Details | Faq):
            yield here
            yield from _opened(block, here)
            here = _under(start, open_)
        else:
            here.units.extend(units_of(block))
    yield here


def _opened(block: Details | Faq, here: Section) -> Iterator[Section]:
    if isinstance(block, Faq):
        yield Section(here.path, block.id or here.anchor, units_of(block))
    else:
        yield from _walk(block.blocks, Section((*here.path, block.summary), block.id or here.anchor))


def _under(start: Section, open_: Sequence[Heading]) -> Section:
    anchors = [heading.id for heading in open_ if heading.id]
    return Section(
        (*start.path, *(heading.text for heading in open_)), anchors[-1] if anchors else start.anchor
    )


def _merge_tiny(sections: list[Section], sizes: Sizes) -> list[Section]:
    """Sections of a few words join what stands before them under the same parent, heading and all.

    A question keeps its own place, however short its answer: its heading is how it is found. So do tables and steps.
    """
    merged: list[Section] = []
    host: Section | None = None  # the last of `merged`, where it took a tiny one in
    for section, following in zip_longest(sections, sections[1:]):
        if not section.units and _is_said_elsewhere(section, following):
            continue
        parent, last = section.path[:-1], merged[-1] if merged else None
        if not _is_tiny(section, sizes):
            merged.append(section)
        elif (
            last
            and last.path == parent
            and last.length < sizes.target - sizes.tiny
            and (last is host or _is_plain(last))
        ):
            last.units.extend(_with_heading(section))
            host = last
        elif section.units and not _has_tiny_sibling(section, following, sizes):
            merged.append(section)
        else:
            host = Section(parent, section.anchor, _with_heading(section))
            merged.append(host)
    return merged


def _is_said_elsewhere(section: Section, following: Section | None) -> bool:
    """Whether a heading without text stands in the path of the section that follows, or is the title."""
    return len(section.path) < 2 or (
        following is not None and following.path[: len(section.path)] == section.path
    )


def _is_tiny(section: Section, sizes: Sizes) -> bool:
    if section.length >= sizes.tiny or len(section.path) < 2 or not _is_plain(section):
        return False
    return not (section.units and section.path[-1].endswith("?"))


def _with_heading(section: Section) -> list[Unit]:
    return [Unit(section.path[-1], leads=bool(section.units), kind="prose"), *section.units]


def _has_tiny_sibling(section: Section, following: Section | None, sizes: Sizes) -> bool:
    return following is not None and following.path[:-1] == section.path[:-1] and _is_tiny(following, sizes)


def _is_plain(section: Section) -> bool:
    return all(unit.kind in {"prose", "list"} for unit in section.units)


def _pieces(units: list[Unit], sizes: Sizes) -> Iterator[tuple[Kind, str]]:
    """The texts of the passages of one section, each with its kind."""
    for group in _by_place(units):
        if sum(len(unit.text) + 1 for unit in group) <= sizes.section_kept_whole:
            yield _kind(group), _text(group)
            continue
        for piece in _cut(group, sizes):
            yield _kind(piece), _text(piece)


def _by_place(units: list[Unit]) -> Iterator[list[Unit]]:
    """Tables and answers stand alone, with the line that announces them; the rest stays together."""
    group: list[Unit] = []
    for unit in units:
        if unit.kind in {"table", "faq"}:
            lead: list[Unit] = []
            while group and group[-1].leads and len(lead) < 2:
                lead.insert(0, group.pop())
            if group:
                yield group
            yield [*lead, unit]
            group = []
        else:
            group.append(unit)
    if group:
        yield group


def _cut(units: list[Unit], sizes: Sizes) -> list[list[Unit]]:
    """Units in groups of about equal size, none above the target where units allow it."""
    parts = [part for unit in units for part in unit.parts(sizes.target, sizes.longest_whole)]
    total = sum(len(part.text) + 1 for part in parts)
    goal = min(sizes.target, total / max(1, -(-total // sizes.target)) * 1.15)
    groups: list[list[Unit]] = [[]]
    for place, part in enumerate(parts):
        size = sum(len(each.text) + 1 for each in groups[-1])
        needs = len(part.text) + (len(parts[place + 1].text) if part.leads and place + 1 < len(parts) else 0)
        led = bool(groups[-1]) and groups[-1][-1].leads
        # A run of short lines announces for ever: a link list, a menu that was saved as text.
        if groups[-1] and (size > goal if led else size + needs > goal):
            groups.append([])
        groups[-1].append(part)
    return groups


def _text(units: Sequence[Unit]) -> str:
    return "\n".join(unit.text for unit in units)


def _kind(units: Sequence[Unit]) -> Kind:
    """The kind that most of the text is; steps and tables that are a third of it name the whole."""
    shares: Counter[Kind] = Counter()
    for unit in units:
        shares[unit.kind] += len(unit.text)
    total = sum(shares.values())
    for kind in ("table", "steps", "faq"):
        if shares[kind] * 3 >= total and shares[kind]:
            return kind
    return shares.most_common(1)[0][0]
