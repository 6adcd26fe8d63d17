"""A whole list, not a page of it."""

from collections.abc import Iterator
from dataclasses import replace

from tianfu.catalogue.search import Hit, Search, Wanted

LINES = 2000
"""So many lines at a time."""


def every(search: Search, asked: Wanted) -> Iterator[Hit]:
    """All that match, in order."""
    asked = replace(asked, limit=LINES, after="")
    while True:
        found = search.find(asked)
        yield from found.hits
        if found.next is None:
            return
        asked = replace(asked, after=found.next)
