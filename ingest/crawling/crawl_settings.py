"""How Scrapy is set for one job: polite, bounded, forgetful. Its own caches and queues keep nothing for us."""

from __future__ import annotations

import ipaddress
from typing import Any
from urllib.parse import urlsplit

from ingest.crawling.job import CrawlJob

_LOOPBACK_CONCURRENCY = 8


def scrapy_settings(job: CrawlJob) -> dict[str, Any]:
    """Scrapy's settings for a job. A hanging page costs its timeout once, so timeouts are not retried."""
    near = is_loopback(job.start_url)
    return {
        "USER_AGENT": job.user_agent,
        "ROBOTSTXT_OBEY": True,
        "CONCURRENT_REQUESTS": _LOOPBACK_CONCURRENCY if near else job.concurrency,
        "CONCURRENT_REQUESTS_PER_DOMAIN": _LOOPBACK_CONCURRENCY if near else job.concurrency,
        "DOWNLOAD_DELAY": 0 if near else job.delay_s,
        "AUTOTHROTTLE_ENABLED": not near,
        "AUTOTHROTTLE_START_DELAY": job.delay_s,
        "AUTOTHROTTLE_TARGET_CONCURRENCY": float(max(1, job.concurrency // 2)),
        "DOWNLOAD_TIMEOUT": job.timeout_s,
        "DOWNLOAD_MAXSIZE": job.max_body_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "RETRY_TIMES": 2,
        "RETRY_HTTP_CODES": [500, 502, 503, 504, 429],
        "RETRY_EXCEPTIONS": [
            "scrapy.exceptions.ResponseDataLossError",
            "scrapy.exceptions.DownloadFailedError",
        ],
        "RETRY_GIVE_UP_LOG_LEVEL": "INFO",
        "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",  # the frontier decides
        "SCHEDULER_MEMORY_QUEUE": "scrapy.squeues.FifoMemoryQueue",  # breadth first
        "COOKIES_ENABLED": False,
        "HTTPCACHE_ENABLED": False,
        "REFERRER_POLICY": "no-referrer",
        "TELNETCONSOLE_ENABLED": False,
        "LOG_LEVEL": "WARNING",
        "LOGSTATS_INTERVAL": 0,
    }


def is_loopback(url: str) -> bool:
    """Whether an address is on this machine: there nobody needs politeness."""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
