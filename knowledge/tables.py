"""The tables of the knowledge floor. Their rows are read and written by the file of each noun."""

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from knowledge.database import UtcDateTime, metadata

sources = Table(
    "sources",
    metadata,
    Column("id", String(100), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("brand", String(100)),
    Column("owner", String(200)),
    Column("base_url", Text),
    Column("options", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)

pages = Table(
    "pages",
    metadata,
    Column("id", String(400), primary_key=True),
    Column("key", String(300), nullable=False),
    Column("source_id", String(100), ForeignKey("sources.id"), nullable=False),
    Column("url", Text),
    Column("title", Text, nullable=False),
    Column("language", String(10), nullable=False),
    Column("owner", String(200)),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("links", JSON, nullable=False),
    Column("fetched_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("status", String(20), nullable=False),
    Column("reason", String(60)),
    Column("passage_count", Integer, nullable=False, default=0),
    UniqueConstraint("source_id", "key"),
    Index("ix_pages_status", "status"),
)

passages = Table(
    "passages",
    metadata,
    Column("id", String(440), primary_key=True),
    Column("page_id", String(400), ForeignKey("pages.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("heading_path", JSON, nullable=False),
    Column("anchor", Text),
    Column("kind", String(20), nullable=False),
    Column("text", Text, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("language", String(10), nullable=False),
    Column("kept_as", String(440)),
    Index("ix_passages_page_id_position", "page_id", "position"),
    Index("ix_passages_language", "language"),
)

exchanges = Table(
    "exchanges",
    metadata,
    Column("id", String(200), primary_key=True),
    Column("thread_id", String(200), nullable=False),
    Column("source_id", String(100), ForeignKey("sources.id")),
    Column("question", Text, nullable=False),
    Column("reply", Text, nullable=False),
    Column("language", String(10), nullable=False),
    Column("channel", String(40)),
    Column("brand", String(100)),
    Column("cited", JSON, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("approved_at", UtcDateTime),
    Column("expires_at", UtcDateTime),
    Column("anchors", JSON(none_as_null=True)),
    Column("stale_since", UtcDateTime),
    Index("ix_exchanges_thread_id", "thread_id"),
)

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("source_id", String(100), nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime),
    Column("report", JSON, nullable=False),
)

index_state = Table(
    "index_state",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("embedder", String(200), nullable=False),
    Column("chunker", String(60), nullable=False),
)
