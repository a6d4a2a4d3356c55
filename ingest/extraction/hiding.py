"""Whether an element's own style keeps its text from readers. Knows no style sheet and no script."""

from __future__ import annotations

import re

from ingest.extraction.markup import HtmlElement

_NOTHING = re.compile(
    r"""(?:^|;)(?:
    display:none|visibility:(?:hidden|collapse)
    |(?:font-size|opacity):0*(?:\.0+)?(?:px|p[tc]|r?em|%)?(?:!important)?(?:;|$)
    |font-size:(?:0?\.\d+|1)p[xt]
    |(?:left|top|right|bottom|text-indent|margin-left|margin-top):-\d{4,}
    |transform:scale\(0\)|clip:rect\((?:[01](?:px)?[,)]){4}|clip-path:inset\((?:50|100)%
    )""",
    re.X,
)
_FADES_IN = ("transform:translate", "transition", "animation", "will-change")  # seen once a script has run
_COLOUR = re.compile(r"(?:^|;)color:([^;!]+)")
_BACKGROUND = re.compile(r"(?:^|;)background(?:-color)?:([^;!]+)")
_NAMED = {"white": "ffffff", "black": "000000", "transparent": ""}
_PAPER = "ffffff"


def hides(element: HtmlElement) -> bool:
    """Whether its style shows nothing: not displayed, no size, off the screen, or in the colour of what is behind."""
    style = _style(element)
    if not style:
        return False
    nothing = _NOTHING.search(style)
    if nothing and not ("opacity" in nothing[0] and any(each in style for each in _FADES_IN)):
        return True
    colour = _COLOUR.search(style)
    if not colour:
        return False
    ink = _plain(colour[1])
    return not ink or ink == _behind(element)


def _behind(element: HtmlElement) -> str | None:
    """The colour that text in the element stands on; None where a style sheet may have a say in it."""
    for outer in (element, *element.iterancestors()):
        if outer.tag in {"main", "article", "body", "html"}:
            break
        painted = _BACKGROUND.search(_style(outer))
        if painted:
            return _plain(painted[1])
        if outer.get("class") or outer.get("id") or outer.get("bgcolor"):
            return None
    return _PAPER


def _style(element: HtmlElement) -> str:
    return "".join((element.get("style") or "").lower().split())


def _plain(colour: str) -> str:
    """A colour as six digits; any other spelling as it is, and nothing for one that is seen through."""
    named = _NAMED.get(colour, colour).removeprefix("#")
    if re.fullmatch(r"[0-9a-f]{3}", named):
        return "".join(2 * digit for digit in named)
    parts = re.fullmatch(r"rgba?\((\d+),(\d+),(\d+)(?:,([\d.]+%?))?\)", named)
    if parts:
        seen = parts[4] is None or float(parts[4].rstrip("%") or 0) > 0
        return "".join(f"{min(int(part), 255):02x}" for part in parts.groups()[:3]) if seen else ""
    return named
