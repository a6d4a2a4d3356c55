"""Tables of facts: their grid with spans resolved. Decides which tables only lay a page out."""

from __future__ import annotations

from collections.abc import Callable

from ingest.extraction.blocks import Table
from ingest.extraction.markup import HtmlElement

MOST_COLUMNS = 60
MOST_ROWS = 5000
_CONTENT_OF_LAYOUT = "table|h1|h2|h3|h4|h5|h6|details|form"


def is_layout(table: HtmlElement) -> bool:
    """Whether a table places things on the screen instead of stating facts in rows and columns."""
    if table.get("role") in {"presentation", "none"}:
        return True
    if table.xpath(".//th"):
        return False
    if any(
        next(table.iter(tag), None) is not None for tag in _CONTENT_OF_LAYOUT.split("|") if tag != "table"
    ):
        return True
    nested = any(inner is not table for inner in table.iter("table"))
    return nested or max((len(_cells(row)) for row in table.iter("tr")), default=0) < 2


def read_table(table: HtmlElement, text_of: Callable[[HtmlElement], str]) -> Table | None:
    """The table with each spanned cell repeated in every place that it covers; None when it is empty."""
    rows = list(table.iter("tr"))[:MOST_ROWS]
    grid = _grid(rows, text_of)
    heads = [bool(_cells(row)) and all(cell.tag == "th" for cell in _cells(row)) for row in rows]
    heads = [head or row.getparent().tag == "thead" for head, row in zip(heads, rows, strict=True)]
    first_body = next((place for place, head in enumerate(heads) if not head), len(rows))
    header = _merge_header(grid[:first_body])
    body = tuple(tuple(row) for row in grid[first_body:] if any(row))
    if not body and not header:
        return None
    captions = [text_of(caption) for caption in table.iter("caption")]
    width = max(len(row) for row in (*body, header))
    padded = tuple(row + ("",) * (width - len(row)) for row in body)
    return Table(" ".join(captions), header + ("",) * (width - len(header)) if header else (), padded)


def _cells(row: HtmlElement) -> list[HtmlElement]:
    return [cell for cell in row if cell.tag in {"td", "th"}]


def _span(cell: HtmlElement, name: str, most: int) -> int:
    value = (cell.get(name) or "1").strip()
    return min(max(int(value), 1), most) if value.isdecimal() and len(value) < 6 else 1


def _grid(rows: list[HtmlElement], text_of: Callable[[HtmlElement], str]) -> list[list[str]]:
    grid: list[list[str]] = []
    hanging: dict[int, tuple[str, int]] = {}  # column → text of a cell above, rows that it still covers
    for row in rows:
        line: list[str] = []
        cells = iter(_cells(row))
        while len(line) < MOST_COLUMNS:
            if len(line) in hanging:
                text, left = hanging.pop(len(line))
                if left > 1:
                    hanging[len(line)] = (text, left - 1)
                line.append(text)
                continue
            cell = next(cells, None)
            if cell is None:
                if any(column > len(line) for column in hanging):
                    line.append("")
                    continue
                break
            text = " ".join(text_of(cell).split())
            below = _span(cell, "rowspan", MOST_ROWS) - 1
            alone = len(_cells(row)) == 1  # a title across the table is said once
            for _ in range(1 if alone else _span(cell, "colspan", MOST_COLUMNS - len(line))):
                if below:
                    hanging[len(line)] = (text, below)
                line.append(text)
        grid.append(line)
    return grid


def _merge_header(rows: list[list[str]]) -> tuple[str, ...]:
    """Several header rows as one: the parts over a column, each said once."""
    width = max((len(row) for row in rows), default=0)
    columns = ([row[place] for row in rows if place < len(row) and row[place]] for place in range(width))
    header = tuple(" ".join(dict.fromkeys(parts)) for parts in columns)
    return header if any(header) else ()
