"""The crawling process: `python -m ingest.spider`, one site, then it ends (a Scrapy reactor cannot start twice).

Reads a `CrawlJob` as the first line of its input and writes one JSON line per outcome. It ends at once when its
input closes: a parent that is gone must not leave a crawler behind. It opens no database and reads no text.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, TextIO
from urllib.parse import urlsplit, urlunsplit

import scrapy
from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import DontCloseSpider, IgnoreRequest, StopDownload
from scrapy.utils.gz import gunzip, gzip_magic_number
from scrapy.utils.sitemap import Sitemap

from ingest.crawling.crawl_settings import scrapy_settings
from ingest.crawling.frontier import Frontier
from ingest.crawling.job import CrawlJob, KnownPage
from ingest.extraction.decode import declared_charset, decode
from ingest.extraction.links import links_of
from ingest.extraction.markup import parse

MOST_SITEMAPS = 200
LARGEST_SITEMAP_BYTES = 52_428_800  # the protocol's own limit
UNREACHABLE_AFTER = 25  # failures in a row, with nothing in between: the site is down, not its pages
_READABLE = (
    "text/html",
    "application/xhtml",
    "application/pdf",
    "application/octet-stream",
    "xml",
    "gzip",
    "text/plain",
)
_SITEMAP_PRIORITY = 100


class SiteSpider(scrapy.Spider):  # type: ignore[misc]
    """Asks one site for its pages, by links, sitemaps and memory."""

    name = "site"

    def __init__(self, job: CrawlJob, out: TextIO, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        parts = urlsplit(job.start_url)
        self.job, self.out = job, out
        self.frontier = Frontier(parts.scheme, [parts.netloc, *job.hosts], job.allow, job.deny)
        self.start_url = self.frontier.normal(job.start_url) or job.start_url
        self.known = {self.frontier.normal(page.url) or page.url: page for page in job.known}
        for url in self.known:
            self.frontier.remember(url)
        self.asked = self.sitemaps_asked = self.failures_in_a_row = self.bodies = 0
        self.recalled = False

    @classmethod
    def from_crawler(cls, crawler: Any, *args: Any, **kwargs: Any) -> SiteSpider:
        """The spider, listening to what its crawler tells."""
        spider: SiteSpider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.recall, signal=signals.spider_idle)
        crawler.signals.connect(spider.stop_unreadable, signal=signals.headers_received)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """The first requests: the start page, robots.txt for its sitemaps, and the sitemaps named by the source."""
        root = urlunsplit((*urlsplit(self.start_url)[:2], "/robots.txt", "", ""))
        yield scrapy.Request(
            root,
            self.read_robots,
            errback=self.read_robots,
            priority=_SITEMAP_PRIORITY,
            meta={"dont_obey_robotstxt": True, "handle_httpstatus_all": True, "dont_retry": True},
        )
        for url in self.job.sitemaps:
            yield self._sitemap_request(url)
        for request in self._page_requests([self.start_url], hops=0, from_start=True):
            yield request

    def read_robots(self, answer: Any) -> Iterator[Any]:
        """Sitemaps as robots.txt names them, else at the usual address."""
        text = answer.text if getattr(answer, "status", 0) == 200 and hasattr(answer, "text") else ""
        lines = (line.partition(":") for line in text.splitlines())
        named = [value.strip() for name, _, value in lines if name.strip().lower() == "sitemap"]
        usual = urlunsplit((*urlsplit(self.start_url)[:2], "/sitemap.xml", "", ""))
        for url in named or [usual]:
            yield self._sitemap_request(url)

    def read_sitemap(self, response: Any) -> Iterator[Any]:
        """The pages of a sitemap, or the sitemaps of an index. Its dates are not trusted: the pages are asked."""
        body = response.body
        try:
            if gzip_magic_number(response):
                body = gunzip(body, max_size=LARGEST_SITEMAP_BYTES)
            sitemap = Sitemap(body)
            entries = [entry["loc"] for entry in sitemap]
        except Exception:  # whatever calls itself a sitemap; pages are found by links then
            self.say("problem", where=response.url, what="bad_sitemap")
            return
        if sitemap.type == "sitemapindex":
            for url in entries:
                if self.frontier.is_on_site(self.frontier.normal(url) or ""):
                    yield self._sitemap_request(url)
        else:
            yield from self._page_requests(entries, hops=1)

    def read_page(self, response: Any) -> Iterator[Any]:
        """One outcome for the page, then the pages that it leads to."""
        url, hops = response.meta["page"], response.meta["hops"]
        self.failures_in_a_row = 0
        if response.status in {301, 302, 303, 307, 308} and response.headers.get(b"Location"):
            yield from self._redirected(url, response, hops)
        elif response.status == 304 and url in self.known:
            self.say("not_modified", url=url)
            yield from self._page_requests(self.known[url].links, hops + 1)
        elif response.status in {404, 410}:
            self.say("absent", url=url)
        elif response.status == 429 or response.status >= 500:
            self.say("failed", url=url, reason="http_5xx")
        elif response.status != 200:
            self.say("failed", url=url, reason="http_4xx")
        else:
            yield from self._page_requests(self._say_page(url, response), hops + 1)

    def failed(self, failure: Any) -> None:
        """One outcome for a page that gave no answer."""
        url, error = failure.request.meta["page"], failure.value
        kind = type(error).__name__
        if isinstance(error, IgnoreRequest):
            is_robots = "robots" in str(error)
            self.say("refused", url=url, reason="robots_disallowed" if is_robots else "too_large")
            return
        if kind == "DownloadCancelledError":
            self.say("refused", url=url, reason="too_large")
            return
        self.say("failed", url=url, reason="timeout" if "Timeout" in kind else "unreadable")
        self.failures_in_a_row += 1
        if self.failures_in_a_row == UNREACHABLE_AFTER:
            self.say("problem", where=self.start_url, what="unreachable")
            self.crawler.engine.close_spider(self, "unreachable")

    def recall(self) -> None:
        """When all links are followed: ask the known pages that nothing leads to any more."""
        if self.recalled:
            return
        self.recalled = True
        requests = list(self._page_requests(self.known, hops=self.job.max_depth))
        for request in requests:
            self.crawler.engine.crawl(request)
        if requests:
            raise DontCloseSpider

    def stop_unreadable(self, headers: Any, request: Any) -> None:
        """Do not download what is neither a page nor a PDF: films, archives, images."""
        kind = (headers.get(b"Content-Type") or b"").decode("latin-1").lower()
        if "page" in request.meta and kind and not any(name in kind for name in _READABLE):
            raise StopDownload(fail=False)

    def say(self, kind: str, **fields: Any) -> None:
        """Write one line to the parent."""
        self.out.write(json.dumps({"kind": kind, **fields}) + "\n")
        self.out.flush()

    def _redirected(self, url: str, response: Any, hops: int) -> Iterator[Any]:
        target = self.frontier.normal(response.headers[b"Location"].decode("utf-8", "replace"), url)
        if target and url == self.start_url and hops == 0:
            self._move_to(target)
            target = self.frontier.normal(target)
        if target is None or not self.frontier.is_on_site(target):
            self.say("refused", url=url, reason="off_site")
            return
        circle = self.frontier.redirect(url, target)
        for member in circle:
            self.say("failed", url=member, reason="redirect_loop")
        if not circle:
            self.say("refused", url=url, reason="redirected")
            yield from self._page_requests([target], hops + 1)

    def _move_to(self, target: str) -> None:
        """The start page led to another host or scheme (www., https): that is where the site is."""
        parts = urlsplit(target)
        if parts.netloc not in self.frontier.hosts:
            self.frontier.hosts.append(parts.netloc)
        if parts.scheme != self.frontier.scheme:
            self.frontier.scheme = parts.scheme
            self.frontier.seen.discard(self.frontier.normal(target) or target)

    def _page_requests(self, urls: Any, hops: int, *, from_start: bool = False) -> Iterator[Any]:
        for address in urls:
            url = self.frontier.normal(address)
            if url is None or not self.frontier.is_on_site(url) or not self.frontier.is_new(url):
                continue
            reason = None if from_start else self.frontier.refusal(url)
            if reason is None and (hops > self.job.max_depth or self.asked >= self.job.max_pages):
                reason = "over_page_limit"
            if reason:
                self.say("skipped", reason=reason, url=url)
                continue
            self.asked += 1
            yield self._page_request(url, self.known.get(url), hops)

    def _page_request(self, url: str, known: KnownPage | None, hops: int) -> Any:
        headers = {}
        if known and known.etag:
            headers["If-None-Match"] = known.etag
        if known and known.last_modified:
            headers["If-Modified-Since"] = known.last_modified
        meta = {"page": url, "hops": hops, "handle_httpstatus_all": True, "dont_redirect": True}
        return scrapy.Request(
            url, self.read_page, headers=headers, meta=meta, errback=self.failed, priority=-hops
        )

    def _sitemap_request(self, url: str) -> Any:
        self.sitemaps_asked += 1
        if self.sitemaps_asked > MOST_SITEMAPS:
            return None
        meta = {"download_maxsize": LARGEST_SITEMAP_BYTES}
        return scrapy.Request(
            url, self.read_sitemap, meta=meta, priority=_SITEMAP_PRIORITY, errback=lambda _: None
        )

    def _say_page(self, url: str, response: Any) -> list[str]:
        """Spool the body and tell of it; returns the page's links."""
        headers = {name: response.headers.get(name, b"").decode("latin-1") or None for name in _TOLD_HEADERS}
        links: list[str] = []
        is_stopped = "download_stopped" in response.flags
        robots = (headers["X-Robots-Tag"] or "").lower()
        if not is_stopped and not response.body.startswith(b"%PDF-") and "nofollow" not in robots:
            root = parse(decode(response.body, declared_charset(headers["Content-Type"])))
            links = links_of(root, url) if root is not None else []
        if is_stopped:
            self.say("refused", url=url, reason="not_html")
            return []
        self.bodies += 1
        path = Path(self.job.spool) / f"{self.bodies}.body"
        path.write_bytes(response.body)
        known = (self.frontier.normal(link) for link in links)
        kept = [link for link in known if link and self.frontier.is_on_site(link)]
        self.say("page", url=url, file=path.name, headers=headers, links=kept)
        return kept


_TOLD_HEADERS = ("Content-Type", "ETag", "Last-Modified", "X-Robots-Tag")


def die_with_parent() -> None:
    """End this process when its input closes."""

    def watch() -> None:
        sys.stdin.buffer.read()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def main() -> None:
    """Crawl as the first line of the input says."""
    job = CrawlJob.from_line(sys.stdin.buffer.readline().decode())
    die_with_parent()
    out = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # nothing else may write between the lines
    process = AsyncCrawlerProcess(scrapy_settings(job))
    process.crawl(SiteSpider, job=job, out=out)
    process.start()
    out.write('{"kind": "done"}\n')
    out.flush()
    os._exit(0)  # the watching thread still reads


if __name__ == "__main__":
    main()
