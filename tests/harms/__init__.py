"""Ways in which a change makes answers worse. Each plants one, runs the sample, and gives what the gate says."""

from tests.harms.of_answers import SAID
from tests.harms.of_files import FILES
from tests.harms.of_search import SEARCH

HARMS = {**SEARCH, **SAID, **FILES}
