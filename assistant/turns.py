"""One message in a thread. Owns nothing else."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Turn:
    """What a citizen or an agent wrote, private data already taken out."""

    role: Literal["citizen", "agent"]
    text: str
