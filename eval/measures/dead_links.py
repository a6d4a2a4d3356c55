"""Guard: every link of a draft leads to a page that answered when it was last fetched.

Links are those of the citations and those written in the text. A page without an address has no link, so none that is
dead. Nobody looked at sites of which no page is indexed: a link to one passes where a cited page prints it, and is dead
where none does. Addresses are compared without fragment, and without what makes no other page: "www.", a last slash,
the scheme.
"""

from functools import lru_cache
from urllib.parse import urldefrag

from assistant.guards.links import LiveLinks, address, links_in, live_among
from eval.material import Material
from eval.measures.guards import guard, in_drafts
from eval.results import Answer, Stated
from knowledge.texts import Text


def _dead(answer: Answer, material: Material) -> list[str]:
    if material.live_links is None:
        return []
    live = _live(material.live_links)
    found = []
    for number, stated in enumerate(answer.statements, start=1):
        cited = [urldefrag(each.url).url for each in stated.citations if each.url]
        found += [
            f"statement {number} cites a dead link: {url}"
            for url in cited
            if address(url) not in live.addresses
        ]
        for url in links_in(stated.text):
            unknown = address(url) not in live.addresses and not live.is_dead(url)
            if live.is_dead(url) or (unknown and not _printed(url, stated, material)):
                found.append(f"statement {number} holds a dead link: {url}")
    return found


def _printed(url: str, stated: Stated, material: Material) -> bool:
    pages = [material.page_text(cited.page_id) or "" for cited in stated.citations]
    return any(address(other) == address(url) for page in pages for other in links_in(page))


@lru_cache(maxsize=2)
def _live(links: frozenset[str]) -> LiveLinks:
    return live_among(links)


VIOLATIONS = in_drafts(_dead)
MEASURE = guard(
    "dead_links",
    Text(
        "Links that lead to no page that answered when last fetched.",
        "Liens qui ne mènent à aucune page ayant répondu à la dernière lecture.",
    ),
    VIOLATIONS,
)
