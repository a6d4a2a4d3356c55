"""Which addresses of a site are asked: one form for each address, none twice, no endless series. Asks nothing."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from w3lib.url import safe_url_string

from ingest.eligibility import Reason

LONGEST_ADDRESS = 1000
MOST_QUERIES_OF_A_PATH = 200
MOST_QUERIES_OF_A_SERIES = 12  # of a calendar, a sorting, a filter: endless, and the same content
_TRACKING = re.compile(
    r"^(utm_\w+|fbclid|gclid|msclkid|mc_[ce]id|jsessionid|phpsessid|sid|sessionid|_ga)$", re.I
)
_SERIES = re.compile(
    r"^(month|mois|year|annee|day|jour|date|week|semaine|start|from|cal\w*|sort\w*|order\w*|filter\w*|view|print|q|query|search)$",
    re.I,
)
_SESSION_IN_PATH = re.compile(r";jsessionid=[^/?#]*", re.I)
_NOT_A_PAGE = re.compile(
    r"\.(7z|avi|bmp|bz2|css|csv|docx?|dotx?|epub|exe|gif|gz|ico|ics|jpe?g|js|json|kml|kmz|m4[av]|mov|mp[34g]|mpe?g|odt|ods|ogg"
    r"|png|pptx?|rar|rss|rtf|svg|tar|tiff?|ttf|vcf|wav|webm|webp|wmv|woff2?|xlsx?|xml|zip)$",
    re.I,
)


def is_of_series(url: str) -> bool:
    """Whether the query of an address names what calendars, sortings and filters go through without end."""
    return any(_SERIES.match(name) for name, _ in parse_qsl(urlsplit(url).query, keep_blank_values=True))


@dataclass(slots=True)
class Frontier:
    """The addresses seen in one crawl. `hosts` (host, or host:port) are those of the site, its own first."""

    scheme: str
    hosts: list[str]
    allow: Sequence[str] = ()
    deny: Sequence[str] = ()
    seen: set[str] = field(default_factory=set)
    redirects: dict[str, str] = field(default_factory=dict)
    _queries: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def normal(self, address: str, base: str = "") -> str | None:
        """The one form of an address on the web; None for what is none (mailto:, broken)."""
        try:
            url = safe_url_string(urljoin(base, address.strip()))
            parts = urlsplit(url)
            if parts.scheme not in {"http", "https"} or not parts.hostname:
                return None
            default = {"http": 80, "https": 443}[parts.scheme]
            host = parts.hostname if parts.port in {None, default} else f"{parts.hostname}:{parts.port}"
        except ValueError:
            return None
        kept = [
            pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(pair[0])
        ]
        query = parts.query if len(kept) == len(parts.query.split("&")) else urlencode(kept)
        scheme = self.scheme if host in self.hosts else parts.scheme
        return urlunsplit((scheme, host, _SESSION_IN_PATH.sub("", parts.path) or "/", query, ""))

    def remember(self, url: str) -> None:
        """A page known from an earlier run: its series is counted, so that no new member takes its place."""
        parts = urlsplit(url)
        if parts.query:
            self._queries[parts.netloc + parts.path].add(parts.query)

    def is_on_site(self, url: str) -> bool:
        """Whether the address belongs to the site that is read."""
        return urlsplit(url).netloc in self.hosts

    def is_new(self, url: str) -> bool:
        """Whether the address is seen for the first time; it is not new again."""
        if url in self.seen:
            return False
        self.seen.add(url)
        return True

    def refusal(self, url: str) -> Reason | None:
        """Why a new address on the site is not asked."""
        parts = urlsplit(url)
        if any(re.search(pattern, url) for pattern in self.deny):
            return "excluded"
        if self.allow and not any(re.search(pattern, url) for pattern in self.allow):
            return "excluded"
        if _NOT_A_PAGE.search(parts.path):
            return "not_html"
        return "crawler_trap" if self._is_trap(url, parts.netloc + parts.path, parts.query) else None

    def redirect(self, url: str, target: str) -> list[str]:
        """Note a redirect; returns the addresses of the circle that it closes, if it closes one."""
        self.redirects[url] = target
        way, here = [url], target
        while here not in way and here in self.redirects:
            way.append(here)
            here = self.redirects[here]
        return way[way.index(here) :] if here in way else []

    def _is_trap(self, url: str, path: str, query: str) -> bool:
        segments = Counter(path.split("/")[1:])
        if (
            len(url) > LONGEST_ADDRESS
            or segments.total() > 25
            or any(n > 3 for s, n in segments.items() if s)
        ):
            return True
        if not query:
            return False
        of_path = self._queries[path]
        most = MOST_QUERIES_OF_A_SERIES if is_of_series(url) else MOST_QUERIES_OF_A_PATH
        if query not in of_path and len(of_path) >= most:
            return True
        of_path.add(query)
        return False
