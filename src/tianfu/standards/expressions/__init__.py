"""Elements as vectorised expressions: the same ones run on DuckDB and over Spark Connect.

Nothing here executes; each function turns text columns into columns. Where a form looks odd, DuckDB's costs made it so, and the place says
which.
"""

from .casting import cast
from .causes import cause
from .checking import ElementCheck, checks
from .normalising import normalise

__all__ = ["ElementCheck", "cast", "cause", "checks", "normalise"]
