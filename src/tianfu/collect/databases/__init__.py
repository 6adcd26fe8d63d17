"""Tables of departments' databases, read in place. Policy item 10.

`extract` keeps what it read as a raw file, `delivered` gives that file's rows as batches. Nothing is ever written to a database: the
session is read-only, only the declared fields are asked for, and every value leaves as text that the database itself has written.
"""

from .delivering import Extracted, delivered, is_extract, source_of
from .extracting import Extract, extract

__all__ = ["Extract", "Extracted", "delivered", "extract", "is_extract", "source_of"]
