"""What Prometheus sees: requests, drafting times, and counts read from the database at each scrape.

Labels are route templates and statuses only, never an id or a text.
"""

from collections.abc import Iterator, Sequence

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import func, select

from api.bootstrap import Services
from assistant.answer import Proposal
from assistant.composing.writer import OnStatement
from assistant.intake.questions import Turn
from assistant.tables import deliveries, questions
from assistant.worker import Drafter
from knowledge.database import reading
from knowledge.tables import pages

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
DRAFTING_BUCKETS_S = (0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10, 30, 60)


class Metrics:
    """The measures of one running application."""

    def __init__(self, services: Services) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "replydesk_requests", "Requests answered.", ["method", "route", "status"], registry=self.registry
        )
        self._seconds = Histogram(
            "replydesk_request_seconds", "Seconds to answer a request.", ["route"], registry=self.registry
        )
        self.drafting_seconds = Histogram(
            "replydesk_drafting_seconds",
            "Seconds to draft an answer.",
            buckets=DRAFTING_BUCKETS_S,
            registry=self.registry,
        )
        self.registry.register(_State(services))

    def count_request(self, method: str, route: str, status: int, seconds: float) -> None:
        """One request answered; `route` is its template."""
        known = method if method in METHODS else "other"  # anyone may make methods up
        self._requests.labels(known, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def exposition(self) -> bytes:
        """Everything, in Prometheus' text format."""
        return generate_latest(self.registry)


class TimedDrafter:
    """A drafter whose seconds are counted."""

    def __init__(self, drafter: Drafter, seconds: Histogram) -> None:
        self._drafter = drafter
        self._seconds = seconds

    def propose(
        self,
        text: str,
        language: str | None = None,
        history: Sequence[Turn] = (),
        on_statement: OnStatement | None = None,
    ) -> Proposal:
        """Draft an answer to `text`, as the drafter does."""
        with self._seconds.time():
            return self._drafter.propose(text, language, history, on_statement)


class _State(Collector):
    """Counts that the database knows best; read when asked."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def describe(self) -> list[GaugeMetricFamily]:
        """Nothing beforehand, so that registering reads no database."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """One gauge per count."""
        counted = (
            ("replydesk_questions", "Questions by status.", questions.c.status),
            ("replydesk_deliveries", "Deliveries by status.", deliveries.c.status),
            ("replydesk_pages", "Pages by status (indexed, left_out, gone).", pages.c.status),
        )
        with reading(self._services.engine) as connection:
            for name, meaning, column in counted:
                family = GaugeMetricFamily(name, meaning, labels=["status"])
                for status, count in connection.execute(select(column, func.count()).group_by(column)):
                    family.add_metric([status], count)
                yield family
        version = GaugeMetricFamily("replydesk_index_version", "Version of the index that is searched.")
        version.add_metric([], self._services.knowledge.index.version)
        yield version
