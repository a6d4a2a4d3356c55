"""What a run was made with, part by part, so that a report says what changed between two runs. Decides nothing."""

import hashlib
import json
from dataclasses import asdict

from assistant.composing.instructions import read_prompt
from assistant.settings import AssistantSettings
from eval.runs.state import code_digest
from ingest.extraction.extract import EXTRACTOR_VERSION
from knowledge.build import Knowledge
from knowledge.index import CHUNKER

SHORT = 12


def parts_of(knowledge: Knowledge, settings: AssistantSettings) -> dict[str, str]:
    """Names of parts with their version, value or digest."""
    return {
        "embedder": knowledge.index.embedder.name,
        "reader": EXTRACTOR_VERSION,
        "chunker": CHUNKER,
        "weights": json.dumps(asdict(knowledge.search.weights), sort_keys=True),
        "minimum_confidence": str(settings.minimum_confidence),
        "statements_at_most": str(settings.statements_at_most),
        "model": settings.model or "extractive",
        "prompt": hashlib.sha256(read_prompt(settings.prompt).encode()).hexdigest()[:SHORT],
        "code of search": code_digest("knowledge")[:SHORT],
        "code of drafting": code_digest("assistant")[:SHORT],
    }
