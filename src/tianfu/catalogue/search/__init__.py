"""Finding what there is (items 9, 41): datasets and catalogue entries by words, properties and codes, in Chinese first.

Only metadata and what anybody may read are searched; nothing is found by a value that the gate hides.
"""

from .found import Found, Hit
from .properties import PROPERTIES, named, ranked
from .searching import Search
from .wanted import SORTS, Wanted, wanted

__all__ = ["PROPERTIES", "SORTS", "Found", "Hit", "Search", "Wanted", "named", "ranked", "wanted"]
