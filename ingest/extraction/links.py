"""Where a page leads: the links that a crawler may follow. Decides nothing about which are asked."""

from __future__ import annotations

from urllib.parse import urljoin

from ingest.extraction.markup import HtmlElement

_FOLLOWED_RELATIONS = {"alternate", "canonical", "next", "prev"}
MOST_LINKS = 2000


def links_of(root: HtmlElement, url: str) -> list[str]:
    """The absolute addresses a page links to, in order, each once; none where the page says nofollow."""
    for meta in root.iter("meta"):
        if (meta.get("name") or "").strip().lower() == "robots":
            rules = {rule.strip() for rule in (meta.get("content") or "").lower().split(",")}
            if rules & {"nofollow", "none"}:
                return []
    stated = root.find(".//base")
    base = _joined(url, stated.get("href") or "") if stated is not None else url
    found: dict[str, None] = {}
    for element in root.iter("a", "area", "link"):
        href = (element.get("href") or "").strip()
        relations = set((element.get("rel") or "").lower().split())
        followed = relations & _FOLLOWED_RELATIONS and "stylesheet" not in relations
        if (
            not href
            or href.startswith("#")
            or "nofollow" in relations
            or (element.tag == "link" and not followed)
        ):
            continue
        address = _joined(base or url, href)
        if address and address.startswith(("http://", "https://")):
            found[address.split("#")[0]] = None
        if len(found) >= MOST_LINKS:
            break
    return list(found)


def _joined(base: str, href: str) -> str | None:
    try:
        return urljoin(base, href)
    except ValueError:
        return None
