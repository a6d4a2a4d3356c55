"""From blocks to passages: what belongs together stays together. Reads no HTML and stores nothing.

A passage is what one heading says, and never longer than `Sizes.longest_whole` with its heading line. A section that
is longer is cut between paragraphs, steps, rows and answers; only one of those that is longer by itself is cut at
sentence ends. A table that is cut repeats its column headers, a list the line that announces it ("You need:").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from ingest.cutting.grouping import APART, by_place, cut, length
from ingest.cutting.units import Unit, fitted, units_of
from ingest.extraction.blocks import Block, Details, Document, Faq, Heading
from ingest.extraction.extract import without_site_name
from knowledge.passages import HEADING_JOINT, Kind, Passage, make_passage


@dataclass(frozen=True, slots=True)
class Sizes:
    """How long passages are, in characters.

    What must be cut is cut to about `target`, close below the limit: shorter ones held less of what marked answers
    of real pages need (of 174 long ones half or more stood in one passage for 163 at 1350, 152 at 1200, 81 at 1000).
    A section up to `section_kept_whole` is one passage, since cutting an answer in two hurts more than length.
    `longest_whole` is the limit of everything, as a reader sees it, heading line and all; a section below `tiny`
    joins what stands before it.
    """

    target: int = 1350
    section_kept_whole: int = 1500
    longest_whole: int = 1500
    tiny: int = 150

    def room(self, path: Sequence[str]) -> int:
        """Characters of text that fit under this heading path."""
        return max(self.longest_whole - len(_heading_line(path)) - 1, LEAST_ROOM)

    def kept_whole(self, path: Sequence[str]) -> int:
        """Characters of text up to which a section under this path is not cut."""
        whole = self.section_kept_whole - len(_heading_line(path)) - 1
        return max(min(whole, self.room(path)), LEAST_ROOM)


LONGEST_HEADING_LINE = 500
LONGEST_HEADING = 120
MOST_HEADINGS = 4  # of a path that is too long: the title and the three nearest
LEAST_ROOM = 80
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
        path, units = _within_limits(section)
        for kind, text in _pieces(units, path, sizes):
            ordinal = ordinals[path]
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


def _within_limits(section: Section) -> tuple[tuple[str, ...], list[Unit]]:
    """The path and units of a section; of headings without end the path holds the beginning, the text the whole."""
    if len(_heading_line(section.path)) <= LONGEST_HEADING_LINE:
        return section.path, section.units
    near = section.path if len(section.path) <= MOST_HEADINGS else (section.path[0], *section.path[-3:])
    path = tuple(
        name if len(name) <= LONGEST_HEADING else f"{next(fitted(name, LONGEST_HEADING))}…" for name in near
    )
    return path, [Unit(section.path[-1], "prose", leads=True), *section.units]


def _heading_line(path: Sequence[str]) -> str:
    return HEADING_JOINT.join(path)


def _pieces(units: list[Unit], path: Sequence[str], sizes: Sizes) -> Iterator[tuple[Kind, str]]:
    """The texts of the passages of one section, each with its kind."""
    # What a page announces before its content is often announced on every page: alone, it is known again.
    apart: frozenset[Kind] = APART | {"notice"} if len(path) < 2 else APART
    for group in by_place(units, apart):
        if length(group) <= sizes.kept_whole(path):
            yield _kind(group), _text(group)
            continue
        for piece in cut(group, sizes.target, sizes.room(path), sizes.tiny):
            yield _kind(piece), _text(piece)


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
