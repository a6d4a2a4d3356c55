"""Guard: every link of a draft leads to a page that answered when it was last fetched.

Links are those of the citations and those written in the text. A page without an address has no link, so none that is
dead. Nobody looked at sites of which no page is indexed: a link to one passes where a cited page prints it, and is dead
where none does. Addresses are compared without fragment, and without what makes no other page: "www.", a last slash,
the scheme.
"""

from functools import lru_cache
from urllib.parse import urldefrag

from eval.material import Material
from eval.measures.guards import guard, in_drafts
from eval.results import Answer, Stated
from knowledge.facts import LINK
from knowledge.texts import Text


def address(url: str) -> str:
    """What two spellings of a page's address have in common."""
    plain = urldefrag(url.strip().rstrip(".,;:!?")).url
    rest = plain.partition("://")[2] or plain
    host, slash, path = rest.partition("/")
    return (host.casefold().removeprefix("www.") + slash + path).rstrip("/")


def _dead(answer: Answer, material: Material) -> list[str]:
    if material.live_links is None:
        return []
    live, sites = _addresses(material.live_links)
    found = []
    for number, stated in enumerate(answer.statements, start=1):
        cited = [urldefrag(each.url).url for each in stated.citations if each.url]
        found += [f"statement {number} cites a dead link: {url}" for url in cited if address(url) not in live]
        for match in LINK.finditer(stated.text):
            url = match.group().rstrip(".,;:!?")
            elsewhere = _site(address(url)) not in sites and _printed(url, stated, material)
            if address(url) not in live and not elsewhere:
                found.append(f"statement {number} holds a dead link: {url}")
    return found


def _printed(url: str, stated: Stated, material: Material) -> bool:
    pages = [material.page_text(cited.page_id) or "" for cited in stated.citations]
    return any(address(match.group()) == address(url) for page in pages for match in LINK.finditer(page))


def _site(plain: str) -> str:
    return plain.partition("/")[0]


@lru_cache(maxsize=2)
def _addresses(links: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    plain = frozenset(address(url) for url in links)
    return plain, frozenset(map(_site, plain))


VIOLATIONS = in_drafts(_dead)
MEASURE = guard(
    "dead_links",
    Text(
        "Links that lead to no page that answered when last fetched.",
        "Liens qui ne mènent à aucune page ayant répondu à la dernière lecture.",
    ),
    VIOLATIONS,
)
