"""Rows of one dataset by prefecture, for the tile grid of the first page."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from tianfu.model import Column, Dataset, Text
from tianfu.standards import element, tile_grid
from tianfu.store import BadQuestion

from .addresses import dataset_page
from .cards import Card
from .terms import title_of
from .views import AreaGrid, AreaTile, Link
from .visit import Visit

AREAS_MOST = 1000
CLASSES = 5


def area_grid(visit: Visit, cards: Sequence[Card]) -> AreaGrid | None:
    """Of the largest dataset whose divisions the reader sees plainly; None if there is none."""
    for card in sorted(cards, key=lambda c: -(c.rows or 0)):
        column = _area_column(card.dataset)
        if card.rows and column and column.name in visit.decide(card.dataset).columns and card.dataset.kind == "dataset":
            return _grid(visit, card.dataset, column)
    return None


def _area_column(dataset: Dataset) -> Column | None:
    return next((c for c in dataset.columns if element(c.element).check == "area"), None)


def _grid(visit: Visit, dataset: Dataset, column: Column) -> AreaGrid | None:
    counts: Counter[str] = Counter()
    try:
        bins = visit.store.facet(dataset.id, visit.reader, visit.purpose, column.name, (), today=visit.today, limit=AREAS_MOST)
    except BadQuestion:
        return None
    for found in bins:
        counts[f"{found.low[:4]}00"] += found.count
    bounds = class_bounds([counts[t.code] for t in tile_grid() if counts[t.code]])
    tiles = tuple(
        AreaTile(t.code, t.title, t.column, t.row, counts[t.code], step(counts[t.code], bounds), _rows_in(dataset, column, t.code))
        for t in tile_grid()
    )
    classes = tuple(f"{low:,} – {high:,}" if low != high else f"{low:,}" for low, high in bounds)
    return AreaGrid(title_of(dataset), Text(zh="条", en="rows"), Link(dataset_page(dataset.id), title_of(dataset)), tiles, classes)


def class_bounds(values: Sequence[int]) -> list[tuple[int, int]]:
    """Up to five classes with about as many values each, by their smallest and largest value.

    >>> class_bounds([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    [(1, 2), (3, 4), (5, 6), (7, 8), (9, 10)]
    """
    ordered = sorted(values)
    cuts = [len(ordered) * i // CLASSES for i in range(CLASSES + 1)]
    groups = [ordered[a:b] for a, b in pairwise(cuts) if b > a]
    return [(g[0], g[-1]) for g in groups]


def step(value: int, bounds: Sequence[tuple[int, int]]) -> int:
    """The class of a value, 1 to 5; what is below all of them is in the lowest."""
    return next((i for i, (_, high) in enumerate(bounds, 1) if value <= high), max(1, len(bounds)))


def _rows_in(dataset: Dataset, column: Column, code: str) -> str:
    return dataset_page(dataset.id, [(f"{column.name}.under", code)])
