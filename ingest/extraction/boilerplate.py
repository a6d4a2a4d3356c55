"""What on a page is not content: navigation, banners, widgets, what no reader sees. And where content is.

It never reads text into blocks; it only points at elements.
"""

from __future__ import annotations

import logging
import re

import trafilatura

from ingest.extraction.hiding import hides
from ingest.extraction.markup import HtmlElement, source_of

NEVER_TEXT = frozenset(
    "script style noscript template svg math iframe object embed canvas video audio picture map head link meta "
    "select option optgroup textarea input datalist progress meter nav dialog menu param source track".split()
)
_ROLES = frozenset(
    "navigation search banner contentinfo complementary dialog alertdialog menu menubar toolbar tooltip tablist".split()
)
#: Each matches one whole class or id, never a part of one: "social-insurance" is content.
_WIDGETS = re.compile(
    r"""^(
    (cookie|consent|gdpr|onetrust)([-_]?(banner|bar|notice|consent|popup|modal|message|policy-banner|overlay|sdk))?s?
    |(cc|ot)-(banner|window|sdk).*|rgpd.*|tarteaucitron.*
    |breadcrumbs?([-_].*)?|.*[-_]breadcrumbs?|crumbs|filariane|fil[-_]ariane|ariane|gcweb-v2-breadcrumb
    |(page[-_])?feedback([-_](form|widget|box|section|wrapper|container))?|was[-_]this([-_]page)?[-_]helpful|pagefeedback
    |gc-pg-hlpfl|helpful([-_](form|widget|buttons?))?|rating[-_](widget|stars|form)
    |(social|share|sharing|addthis|partage|partager)([-_](links?|buttons?|bar|icons?|media|tools?|this|page|nav|list))?
    |skip([-_]?(link|nav|to[-_](main|content|main[-_]content)|navigation))?s?|passercontenu
    |(live)?chat([-_]?(bot|widget|window|launcher|bubble|box|container))?|intercom.*|zendesk.*|drift-.*
    |side-?bar([-_](left|right|first|second|nav|menu))?|sidenav|side[-_]?(nav|menu)|(left|right)[-_]?(nav|col|rail|menu)
    |(related|see[-_]also)([-_](links?|pages?|content|articles?|topics?))?
    |pagination|pager|page[-_]?(tools?|details|meta|info)|print(er)?([-_](link|button|only|page))?|toolbar
    |newsletter([-_](form|signup))?|mega([-_]?menu)?|main[-_]?(menu|nav)|site[-_]?(header|footer|nav|map)|back[-_]?to[-_]?top
    |lang(uage)?[-_]?(switch(er)?|toggle|selector)|gc-(nttvs|drmt)|pagedetails|datemod(ified)?
    )$""",
    re.X | re.I,
)
_UNSEEN = re.compile(
    r"^(visually-?hidden|sr-only(-focusable)?|screen-?reader(-only|-text)?|wb-inv|element-invisible|hide|hidden|d-none|linkExtImg)$",
    re.I,
)
_NOTICE = re.compile(
    r"^(alert|notice|callout|call-out|warning|admonition|infobox|info-box|message-box|encadre|encart|avis|important"
    r"|inset-text|govuk-(inset-text|warning-text)|usa-alert|note|(alert|notice|callout)[-_](info|warning|danger|success|box|body)"
    r"|ontario-(alert|callout))$",
    re.I,
)
_CONTAINERS = frozenset(
    "div section ul ol dl aside header footer form p span table fieldset article figure a".split()
)
_STANDALONE_FORM_CHARACTERS = 400
LEAST_MAIN_CHARACTERS = 80
LEAST_SEEN_CHARACTERS = 40
_LARGEST_TO_LOCATE = 2_000_000  # characters; beyond, telling content apart takes too long
_MOST_LINES = 150


def text_length(element: HtmlElement) -> int:
    """Characters of text inside, white space not counted, scripts and the like neither."""
    texts = element.xpath(
        ".//text()[not(ancestor::script or ancestor::style or ancestor::noscript or ancestor::template)]"
    )
    return sum(len("".join(text.split())) for text in texts)


def names_of(element: HtmlElement) -> list[str]:
    """The id and classes of an element."""
    return [name for name in (element.get("id"), *(element.get("class") or "").split()) if name]


def is_notice(element: HtmlElement) -> bool:
    """Whether an element is marked as a call-out."""
    if element.get("role") in {"alert", "note", "status"}:
        return True
    return element.tag in {"div", "section", "aside", "p", "blockquote"} and any(
        map(_NOTICE.match, names_of(element))
    )


def remove_from(root: HtmlElement) -> None:
    """Take out of `root` what is not content, but never what holds half of its text or more."""
    controlled = _opened_on_demand(root)
    whole = text_length(root)
    for element in list(root.iterdescendants()):
        if not isinstance(element.tag, str):
            _drop(element)
        elif element.getparent() is None or (
            element.tag in NEVER_TEXT and element.tag not in {"nav", "dialog", "menu"}
        ):
            if element.getparent() is not None:
                _drop(element)
        elif _is_furniture(element, controlled) and text_length(element) * 2 < whole:
            _drop(element)


def remove_hidden(root: HtmlElement) -> None:
    """Take out of a whole page what no reader can bring on the screen, unless hardly anything else is there.

    Some pages hide all of themselves until a script has run.
    """
    controlled = _opened_on_demand(root)
    elements = [each for each in root.iterdescendants() if isinstance(each.tag, str)]
    hidden = {each for each in elements if _is_hidden(each, controlled)}
    outermost = [each for each in hidden if not any(outer in hidden for outer in each.iterancestors())]
    if text_length(root) - sum(map(text_length, outermost)) >= LEAST_SEEN_CHARACTERS:
        for element in outermost:
            _drop(element)


def _drop(element: HtmlElement) -> None:
    parent = element.getparent()
    if parent is not None:
        element.tail = (" " if isinstance(element.tag, str) else "") + (element.tail or "")
        element.drop_tree()


def _is_furniture(element: HtmlElement, controlled: frozenset[str]) -> bool:
    tag = element.tag
    if tag in {"nav", "dialog", "menu"} or element.get("role") in _ROLES:
        return True
    if tag == "footer" or (tag == "header" and not _within_content(element)):
        return element.find(".//h1") is None
    if tag == "aside":
        return not is_notice(element) and (not _within_content(element) or _is_mostly_links(element))
    if _is_hidden(element, controlled):
        return True
    if tag == "form":
        return _is_small_form(element)
    return tag in _CONTAINERS and any(_WIDGETS.match(name) for name in names_of(element))


def _within_content(element: HtmlElement) -> bool:
    return any(
        outer.tag in {"main", "article"} or outer.get("role") == "main" for outer in element.iterancestors()
    )


def _is_mostly_links(element: HtmlElement) -> bool:
    return sum(map(text_length, element.iter("a"))) * 2 > text_length(element)


def _is_small_form(form: HtmlElement) -> bool:
    """A search box or a feedback form; a form that wraps the page (as ASP.NET does) is none."""
    return text_length(form) < _STANDALONE_FORM_CHARACTERS and not form.xpath(".//h1|.//h2|.//h3|.//table")


def _is_hidden(element: HtmlElement, controlled: frozenset[str]) -> bool:
    """Whether no reader can bring this on the screen. The closed part of an accordion can be opened."""
    if element.get("id") in controlled:
        return False
    if any(_UNSEEN.match(name) for name in names_of(element)):
        return True
    if element.get("hidden") not in {None, "until-found"} or hides(element):
        return True
    return element.get("aria-hidden") == "true" and text_length(element) < LEAST_MAIN_CHARACTERS


def _opened_on_demand(root: HtmlElement) -> frozenset[str]:
    """The ids that a control on the page opens: aria-controls, href="#id", data-target."""
    names: set[str] = set()
    for control in root.xpath(
        "//*[@aria-controls or @data-target or @data-bs-target or starts-with(@href,'#')]"
    ):
        values = (
            control.get(name) or "" for name in ("aria-controls", "data-target", "data-bs-target", "href")
        )
        names.update(part.lstrip("#") for value in values for part in value.split())
    return frozenset(names - {""})


def main_of(root: HtmlElement) -> tuple[HtmlElement, bool]:
    """The element that holds the content, and whether the page's own markup says so."""
    # A landmark in few words counts only where the page has few: else it is a banner that is called main.
    least = min(LEAST_MAIN_CHARACTERS, text_length(root) // 4)
    for path in ("//main|//*[@role='main']", "//article"):
        found = [element for element in root.xpath(path) if text_length(element) > least]
        outer = [one for one in found if not any(other in found for other in one.iterancestors())]
        if outer and (path != "//article" or len(outer) == 1):  # several articles are a page of teasers
            return max(outer, key=text_length), True
    body = root.find(".//body")
    return (body if body is not None else root), False


def locate(root: HtmlElement, lines: list[str]) -> HtmlElement:
    """The smallest element that holds the content lines of a page without landmarks."""
    if not _held(root, lines):
        return root
    here = root
    while True:
        best = max(
            (child for child in here if isinstance(child.tag, str)),
            key=lambda child: _held(child, lines),
            default=None,
        )
        if (
            best is None
            or _held(best, lines) < 0.98 * _held(here, lines)
            or best.tag in {"p", "ul", "ol", "table", "tbody", "tr"}
        ):
            return here
        here = best


def content_lines(root: HtmlElement) -> list[str]:
    """What trafilatura takes for the content of a page, line by line, without white space."""
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it warns of every page without content
    page = source_of(root)
    if len(page) > _LARGEST_TO_LOCATE:
        return []
    text = trafilatura.extract(page, favor_recall=True, include_tables=True, include_comments=False) or ""
    lines = ("".join(re.sub(r"^[-|#*\d. ]+|\|", "", line).split()) for line in text.splitlines())
    long = [line for line in lines if len(line) >= 12]
    return long[:: max(1, len(long) // _MOST_LINES)]


def _held(element: HtmlElement, lines: list[str]) -> int:
    text = "".join(element.text_content().split())
    return sum(len(line) for line in lines if line in text)
