"""A site as outcomes: runs the crawling process and reads what it tells, page by page, while it goes on.

What a page is called within its source (its key) is decided here: the path on the site's own host, so that
a site that moves to another port or scheme is still the same site.
"""

from __future__ import annotations

import hashlib
import json
import os
import queue
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from ingest.crawling.job import CrawlJob, KnownPage
from ingest.fetched import Absent, Failed, Fetched, NotModified, Outcome, Problem, Refused, Skipped
from ingest.settings import IngestSettings
from knowledge.pages import Page
from knowledge.sources import Source
from knowledge.texts import Text

LONGEST_KEY = 270
_PATIENCE_S = 5.0
_PROBLEMS = {
    "cut_off": Text(
        "The crawler ended early; what was read is kept, and the next run goes on from there.",
        "L’exploration s’est arrêtée trop tôt; ce qui a été lu est conservé et la prochaine exécution reprendra.",
    ),
    "bad_sitemap": Text("Not a readable sitemap.", "Ce plan de site est illisible."),
    "unreachable": Text(
        "The site does not answer; the rest of its pages was not asked, and what is known is kept.",
        "Le site ne répond pas; ses autres pages n’ont pas été demandées et ce qui est connu est conservé.",
    ),
}


def crawl(source: Source, known: Sequence[Page], settings: IngestSettings, spool: Path) -> Iterator[Outcome]:
    """The outcomes of crawling `source`, as they come; `known` pages are asked with what they were known by."""
    shutil.rmtree(spool, ignore_errors=True)  # of a run that was killed
    spool.mkdir(parents=True)
    job = _job(source, known, settings, spool)
    own_host = urlsplit(job.start_url).netloc
    try:
        with _crawler(job, spool) as messages:
            for message in messages:
                yield from _outcomes(message, own_host, spool)
    finally:
        shutil.rmtree(spool, ignore_errors=True)


def key_of(url: str, own_host: str) -> str:
    """The name of a page within its source: its path and query; with the host where it is another one."""
    parts = urlsplit(url)
    key = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    key = key if parts.netloc == own_host else parts.netloc + key
    if len(key) <= LONGEST_KEY:
        return key
    return f"{key[: LONGEST_KEY - 20]}~{hashlib.sha256(key.encode()).hexdigest()[:16]}"


def _short(link: str, own_host: str) -> str:
    """A link as it is stored: without the host where it is the site's own, which may move."""
    key = key_of(link, own_host)
    return key if key.startswith("/") and "~" not in key else link


def _job(source: Source, known: Sequence[Page], settings: IngestSettings, spool: Path) -> CrawlJob:
    start, options = source.base_url or "", source.options
    return CrawlJob(
        start_url=start,
        spool=str(spool.resolve()),
        user_agent=settings.user_agent,
        max_pages=options.get("max_pages", settings.max_pages),
        max_depth=options.get("max_depth", settings.max_depth),
        max_body_bytes=settings.max_body_bytes,
        timeout_s=options.get("timeout_s", settings.timeout_s),
        delay_s=options.get("delay_s", settings.delay_s),
        concurrency=settings.concurrency_per_host,
        hosts=tuple(options.get("hosts", ())),
        sitemaps=tuple(str(url) for url in options.get("sitemaps", ())),
        allow=tuple(options.get("allow", ())),
        deny=tuple(options.get("deny", ())),
        known=tuple(_known(page, start) for page in known if page.status != "gone"),
    )


def _known(page: Page, start: str) -> KnownPage:
    url = urljoin(start, page.key) if page.key.startswith("/") and "~" not in page.key else page.url
    links = tuple(urljoin(start, link) for link in page.links)
    return KnownPage(url or urljoin(start, page.key), page.etag, page.last_modified, links)


@contextmanager
def _crawler(job: CrawlJob, spool: Path) -> Iterator[Iterator[Mapping[str, Any]]]:
    """The running process and its messages; it is gone when the block ends, however it ends."""
    root = str(Path(__file__).resolve().parent.parent)
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    }
    with (spool / "crawler.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "ingest.crawling.spider"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            env=environment,
        )
        try:
            yield _messages(process, job)
        finally:
            if process.stdin and not process.stdin.closed:
                process.stdin.close()  # the crawler ends when its input does
            try:
                process.wait(_PATIENCE_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if process.stdout:
                process.stdout.close()


def _messages(process: subprocess.Popen[bytes], job: CrawlJob) -> Iterator[Mapping[str, Any]]:
    """What the process says. A thread drains its output, so that it never waits for a slow reader."""
    said: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()

    def drain() -> None:
        for line in process.stdout or ():
            said.put(line)
        said.put(None)

    reader = threading.Thread(target=drain, daemon=True)
    reader.start()
    try:
        if process.stdin:
            process.stdin.write(job.to_line().encode() + b"\n")
            process.stdin.flush()
    except BrokenPipeError:
        pass  # it died at once: its output says nothing, which is told below
    while (line := said.get()) is not None:
        message = json.loads(line) if line.endswith(b"\n") else {"kind": "cut"}
        if message["kind"] == "done":
            break
        yield message
    else:
        yield {"kind": "problem", "where": job.start_url, "what": "cut_off"}


def _outcomes(message: Mapping[str, Any], own_host: str, spool: Path) -> Iterator[Outcome]:
    kind, url = message["kind"], message.get("url") or ""
    key = key_of(url, own_host)
    if kind == "page":
        path = spool / message["file"]
        body, headers = path.read_bytes(), message["headers"]
        path.unlink()
        links = tuple(_short(link, own_host) for link in message["links"])
        yield Fetched(
            key,
            url,
            body,
            content_type=headers["Content-Type"],
            etag=headers["ETag"],
            last_modified=headers["Last-Modified"],
            links=links,
            robots=headers["X-Robots-Tag"],
        )
    elif kind == "not_modified":
        yield NotModified(key, url)
    elif kind == "absent":
        yield Absent(key, url)
    elif kind == "refused":
        yield Refused(key, url, message["reason"])
    elif kind == "failed":
        yield Failed(key, url, message["reason"])
    elif kind == "skipped":
        yield Skipped(message["reason"])
    elif kind == "problem":
        yield Problem(Text(message["where"], message["where"]), _PROBLEMS[message["what"]])
