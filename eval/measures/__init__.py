"""The measures, a file each. They compare results with gold; they run nothing and print nothing.

A measure of single questions returns `Scores`: for each question that it concerns, its values by name, in
0 to 1, higher is better. A measure of a whole set returns its values by name.
"""

from collections.abc import Mapping

Scores = Mapping[str, Mapping[str, float]]
