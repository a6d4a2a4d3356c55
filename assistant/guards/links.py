"""Links in what is said: which lead to a page of the index that answered when it was last fetched.

Nobody looked at sites of which no page is indexed: a link to one is not known to be dead. Fetches nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urldefrag

from sqlalchemy import Connection, Engine, or_, select

from knowledge import tables
from knowledge.database import reading
from knowledge.facts import LINK


@dataclass(frozen=True, slots=True)
class LiveLinks:
    """The addresses of the pages that answered, and their sites, both without what makes no other page."""

    addresses: frozenset[str]
    sites: frozenset[str]

    def is_dead(self, url: str) -> bool:
        """Whether the link leads to an indexed site, and to no page of it that answered."""
        plain = address(url)
        return plain not in self.addresses and plain.partition("/")[0] in self.sites


def live_among(urls: Iterable[str]) -> LiveLinks:
    """What there is to know of links when these are the addresses that answered."""
    addresses = frozenset(address(url) for url in urls)
    return LiveLinks(addresses, frozenset(each.partition("/")[0] for each in addresses))


def links_in(text: str) -> list[str]:
    """The links written in a text, without the punctuation behind them."""
    return [found.group().rstrip(".,;:!?") for found in LINK.finditer(text)]


def live_links(connection: Connection, texts: Iterable[str]) -> LiveLinks | None:
    """What the index knows of the sites that these texts link to; None where they hold no link, without looking."""
    sites = {address(url).partition("/")[0] for text in texts for url in links_in(text)}
    if not sites:
        return None
    table = tables.pages
    of_sites = or_(*(table.c.url.icontains(site, autoescape=True) for site in sorted(sites)))
    query = select(table.c.url).where(table.c.status == "indexed", table.c.reason.is_(None), of_sites)
    return live_among(str(url) for url in connection.scalars(query))


def known_links(engine: Engine, texts: Sequence[str]) -> LiveLinks | None:
    """The same, with a connection of its own, opened only where a text holds a link."""
    if not any(LINK.search(text) for text in texts):
        return None
    with reading(engine) as connection:
        return live_links(connection, texts)


def holds_dead_link(text: str, live: LiveLinks | None) -> bool:
    """Whether the text holds a link that is known to be dead; without knowledge none is."""
    return live is not None and any(live.is_dead(url) for url in links_in(text))


@lru_cache(maxsize=4096)
def address(url: str) -> str:
    """What two spellings of a page's address have in common: no fragment, "www.", scheme or last slash."""
    plain = urldefrag(url.strip().rstrip(".,;:!?")).url
    rest = plain.partition("://")[2] or plain
    host, slash, path = rest.partition("/")
    return (host.casefold().removeprefix("www.") + slash + path).rstrip("/")
