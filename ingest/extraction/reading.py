"""From an element tree to blocks, in reading order. Decides nothing about what is content and what is not."""

from __future__ import annotations

from ingest.extraction.blocks import Block, Details, Faq, Heading, ItemList, Notice, Paragraph, lines_of
from ingest.extraction.boilerplate import NEVER_TEXT, is_notice, text_length
from ingest.extraction.markup import HtmlElement
from ingest.extraction.paragraphs import BREAK, paragraphs_of, tidy
from ingest.extraction.tables import is_layout, read_table

_BLOCK_TAGS = frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main nav ol p pre section summary table tbody td tfoot th thead "
    "tr ul".split()
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LEVEL_OF_A_BUTTON = 7
_LONGEST_NOTICE = 1500
_LONGEST_HEADING = 200
_OUTERMOST = frozenset({"body", "main", "html", "article"})
_DEEPEST = 120  # elements; real pages stay under 60, hostile ones must not exhaust the stack


def read_blocks(root: HtmlElement) -> list[Block]:
    """The blocks of everything inside `root`."""
    reader = _Reader()
    reader.walk(root, 0)
    reader.flush()
    return reader.blocks


def text_of(element: HtmlElement) -> str:
    """All text inside an element as one tidy line (break elements become spaces)."""
    return tidy(_inline(element))


class _Reader:
    """Walks a tree once; inline text gathers in `run` until a block begins or ends."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.run: list[str] = []

    def walk(self, element: HtmlElement, depth: int) -> None:
        self.run.append(element.text or "")
        for child in element:
            if isinstance(child.tag, str) and child.tag not in NEVER_TEXT:
                self._child(child, depth + 1)
            self.run.append(child.tail or "")

    def flush(self) -> None:
        self.blocks.extend(paragraphs_of("".join(self.run)))
        self.run = []

    def _child(self, child: HtmlElement, depth: int) -> None:
        if child.tag == "br":
            self.run.append(BREAK)
        elif child.tag == "button":
            self._button(child)
        elif depth > _DEEPEST:
            self.run.append(_inline(child))
        elif child.tag in _BLOCK_TAGS or _holds_blocks(child):
            self.flush()
            self._block(child, depth)
            self.flush()
        else:
            self.walk(child, depth)

    def _button(self, button: HtmlElement) -> None:
        """A button is no text, but the button of an accordion is its heading."""
        if button.get("aria-expanded") is not None or button.get("aria-controls"):
            text = text_of(button)
            if text:
                self.flush()
                self.blocks.append(Heading(_LEVEL_OF_A_BUTTON, text, _anchor_of(button)))

    def _block(self, element: HtmlElement, depth: int) -> None:
        tag = element.tag
        if tag in _HEADINGS:
            self._heading(element, _HEADINGS[tag])
        elif tag == "details":
            self._details(element)
        elif (element.get("itemtype") or "").rstrip("/").endswith("schema.org/Question"):
            self._faq(element, depth)
        elif tag in {"ul", "ol"}:
            self._list(element, depth)
        elif tag == "table":
            self._table(element, depth)
        elif is_notice(element) and text_length(element) <= _LONGEST_NOTICE and not _has_structure(element):
            self._notice(element)
        elif tag == "pre":
            self.run.append(BREAK.join(element.text_content().splitlines()))
        else:
            self.walk(element, depth)

    def _heading(self, element: HtmlElement, level: int) -> None:
        inner = next((child for child in element if child.tag in _BLOCK_TAGS), None)
        if inner is not None and element.xpath(".//p|.//ul|.//ol|.//table|.//h1|.//h2|.//h3"):
            self._unclosed(element, level)
        elif text := text_of(element):
            self.blocks.append(Heading(level, text, _anchor_of(element)))

    def _unclosed(self, element: HtmlElement, level: int) -> None:
        """A heading that nobody closed swallowed what follows it: only what stands before the first block is it."""
        before = len(self.blocks)
        self.walk(element, 0)
        self.flush()
        first = self.blocks[before] if len(self.blocks) > before else None
        if isinstance(first, Paragraph) and len(first.text) <= _LONGEST_HEADING:
            self.blocks[before] = Heading(level, first.text, _anchor_of(element))

    def _details(self, element: HtmlElement) -> None:
        summary = element.find("summary")
        title = text_of(summary) if summary is not None else ""
        if summary is not None:
            summary.drop_tree()
        inner = tuple(read_blocks(element))
        if title:
            self.blocks.append(Details(title, inner, element.get("id")))
        else:
            self.blocks.extend(inner)

    def _faq(self, element: HtmlElement, depth: int) -> None:
        names = element.xpath(".//*[@itemprop='name']")
        answers = element.xpath(".//*[@itemprop='acceptedAnswer' or @itemprop='suggestedAnswer']")
        if not names or not answers or any(_has_structure(answer) for answer in answers):
            self.walk(element, depth)
            return
        lines = [line for answer in answers for block in read_blocks(answer) for line in lines_of(block)]
        self.blocks.append(Faq(text_of(names[0]), "\n".join(lines), _anchor_of(names[0])))

    def _list(self, element: HtmlElement, depth: int) -> None:
        if _has_structure(element):
            self.walk(element, depth)
            return
        if _is_contents(element):
            return
        items = tuple(filter(None, (_item(item) for item in element if isinstance(item.tag, str))))
        start = (element.get("start") or "1").strip()
        if items:
            ordered = element.tag == "ol"
            self.blocks.append(
                ItemList(ordered, items, int(start) if start.isdecimal() and len(start) < 6 else 1)
            )

    def _table(self, element: HtmlElement, depth: int) -> None:
        if is_layout(element):
            self.walk(element, depth)
        elif table := read_table(element, text_of):
            self.blocks.append(table)

    def _notice(self, element: HtmlElement) -> None:
        lines = [line for block in _inner(element) for line in lines_of(block)]
        if lines:
            self.blocks.append(Notice("\n".join(lines)))


def _inner(element: HtmlElement) -> list[Block]:
    return read_blocks(element)


def _item(item: HtmlElement) -> str:
    """One list item; what follows its first line is indented, nested items included."""
    return "\n".join(line for block in read_blocks(item) for line in "\n".join(lines_of(block)).splitlines())


def _has_structure(element: HtmlElement) -> bool:
    """Whether headings, tables or parts that open stand inside, which a flat block would swallow."""
    return any(
        next(element.iterdescendants(tag), None) is not None for tag in (*_HEADINGS, "table", "details")
    )


def _holds_blocks(element: HtmlElement) -> bool:
    return any(inner.tag in _BLOCK_TAGS for inner in element.iterdescendants() if isinstance(inner.tag, str))


def _is_contents(element: HtmlElement) -> bool:
    """Whether a list only points at places of the same page, as a table of contents does."""
    links = list(element.iter("a"))
    if len(links) < 2 or not all((link.get("href") or "").startswith("#") for link in links):
        return False
    return sum(map(text_length, links)) >= 0.9 * text_length(element)


def _anchor_of(heading: HtmlElement) -> str | None:
    """An id that a link can point at, for this heading: its own, of an anchor in it, or of what it begins."""
    for element in heading.iter():
        if isinstance(element.tag, str):
            opened = (element.get("aria-controls") or "").split()
            name = _name_of(element) or (opened[0] if opened else None)
            if name:
                return name
    outer: HtmlElement | None = heading
    while outer is not None and outer.tag not in _OUTERMOST and outer.get("role") != "main":
        if outer is not heading and outer.get("id"):
            return str(outer.get("id"))
        before = outer.getprevious()
        if (
            before is not None
            and before.tag == "a"
            and not (before.text_content() + (before.tail or "")).strip()
        ):
            return _name_of(before)
        if before is not None or (outer.getparent() is not None and (outer.getparent().text or "").strip()):
            return None
        outer = outer.getparent()
    return None


def _name_of(element: HtmlElement) -> str | None:
    name = element.get("id") or (element.get("name") if element.tag == "a" else None)
    return str(name) if name else None


def _inline(element: HtmlElement) -> str:
    parts: list[str] = []
    for inner in element.iter():
        if isinstance(inner.tag, str) and inner.tag not in NEVER_TEXT:
            if inner.tag == "br" or (inner is not element and inner.tag in _BLOCK_TAGS):
                parts.append(" ")
            parts.append(inner.text or "")
        if inner is not element:
            parts.append((" " if inner.tag in _BLOCK_TAGS else "") + (inner.tail or ""))
    return "".join(parts)
