"""What a harm is: a change planted in the sample, to what the gate says of it."""

from collections.abc import Callable

import pytest

from eval.gate.verdict import Verdict
from tests.planted import Sample

Patch = pytest.MonkeyPatch
Harm = Callable[[Sample, Patch], Verdict]
