"""The addresses of the sample site that are not pages: what moved, what is gone, what robots may not read.

It owns these tables alone; answering them is the business of `pages`.
"""

from __future__ import annotations

from zlib import crc32

#: Old path → (status, where it points now). `/en/forms/ve-101` begins a chain of three.
REDIRECTS: dict[str, tuple[int, str]] = {
    "/": (302, "/en"),
    "/en": (302, "/en/services/a-z"),
    "/fr": (302, "/fr/services/a-z"),
    "/en/birth-certificates": (301, "/en/births/replace-certificate"),
    "/en/driving/licence-renewal-by-mail": (301, "/en/driving/renew-licence"),
    "/en/fishing": (301, "/en/outdoors/fishing-licence"),
    "/en/fire-ban": (302, "/en/emergency/wildfire"),
    "/en/forms/ve-101": (301, "/en/forms/vital-events"),
    "/en/forms/vital-events": (302, "/en/registry"),
    "/en/registry": (301, "/en/births/replace-certificate"),
    "/fr/permis-de-conduire": (301, "/fr/conduite/renouveler-permis"),
    "/fr/carte-soleil": (301, "/fr/sante/carte-sante"),
}
GONE = frozenset({"/en/old/paper-parking-permit"})
#: Disallowed by robots.txt; its figures are no facts of the province.
INTERNAL_DRAFT = "/en/internal/draft-fees"
INTERNAL_DRAFT_BODY = (
    "<title>DRAFT fees 2028 | Province of Aldermere</title><main><h1>Draft fees, not approved</h1>"
    "<p>Internal working paper. The road test would cost $61 and a birth certificate $38.</p></main>"
)
#: Linked from every footer, so that a crawler meets them without the sitemap.
OLD_LINKS = (
    "/en/forms/ve-101",
    "/en/fire-ban",
    "/en/old/paper-parking-permit",
    INTERNAL_DRAFT,
)
#: In the sitemap, although nothing is there.
SITEMAP_DEAD = ("/en/old/summer-fairs-2019", "/fr/anciens/foires-ete-2019")

ROBOTS = """User-agent: *
Disallow: /en/internal/
Disallow: /search

Sitemap: {url}/sitemap.xml
"""
NO_VALIDATORS = frozenset({"/en/services/a-z"})


def in_sitemap(path: str) -> bool:
    """Whether a page is listed in the sitemap: about one in nine is reachable by links only."""
    return crc32(path.encode()) % 9 != 0


def validators(path: str, revised: bool) -> tuple[bool, bool]:
    """Whether a page is served with an ETag and whether with a Last-Modified date, in this order.

    A page that changes between revisions keeps both: a date alone cannot tell two changes of one day apart.
    """
    if path in NO_VALIDATORS:
        return False, False
    kind = 0 if revised else crc32(path.encode()) % 5
    return kind != 1, kind != 2
