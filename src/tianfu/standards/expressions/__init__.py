"""Elements as vectorised expressions: the same ones run on DuckDB and over Spark Connect.

Nothing here executes; each function turns text columns into columns. The measurements behind the odd-looking forms are in
`docs/why/checks.md`.
"""

from .casting import cast
from .causes import cause
from .checking import ElementCheck, checks
from .normalising import normalise

__all__ = ["ElementCheck", "cast", "cause", "checks", "normalise"]
