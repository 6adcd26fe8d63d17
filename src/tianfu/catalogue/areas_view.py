"""What there is by prefecture, for the tile grid of the first page: what is listed, else the rows of one dataset."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from tianfu.model import Column, Dataset, Text
from tianfu.standards import element, tile_grid
from tianfu.store import BadQuestion

from .addresses import asking, dataset_page
from .terms import title_of
from .views import AreaGrid, AreaTile, Link
from .visit import Visit

AREAS_MOST = 1000
CLASSES = 5


def area_grid(visit: Visit, rows: Mapping[str, int | None], regions: Mapping[str, int]) -> AreaGrid | None:
    """By `regions`, the counts of the list, where they differ; else of the largest dataset of `rows` whose areas the reader sees."""
    if len({regions.get(t.code, 0) for t in tile_grid()}) > 1:
        return _of_the_list(regions)
    known = {d.id: d for d in visit.registry.datasets() if d.kind == "dataset"}
    for dataset in (known[i] for i in sorted(rows, key=lambda i: -(rows[i] or 0)) if i in known and rows[i]):
        column = _area_column(dataset)
        if column and column.name in visit.decide(dataset).columns:
            return _of_rows(visit, dataset, column)
    return None


def _area_column(dataset: Dataset) -> Column | None:
    return next((c for c in dataset.columns if element(c.element).check == "area"), None)


def _of_the_list(regions: Mapping[str, int]) -> AreaGrid:
    tiles, classes = _tiles(regions, lambda code: asking("/catalogue", [("region", code)]))
    return AreaGrid(Text(zh="数据集和目录条目数", en="datasets and entries"), Text(zh="个", en=""), None, tiles, classes)


def _of_rows(visit: Visit, dataset: Dataset, column: Column) -> AreaGrid | None:
    counts: Counter[str] = Counter()
    try:
        bins = visit.store.facet(dataset.id, visit.reader, visit.purpose, column.name, (), today=visit.today, limit=AREAS_MOST)
    except BadQuestion:
        return None
    for found in bins:
        counts[f"{found.low[:4]}00"] += found.count
    tiles, classes = _tiles(counts, lambda code: dataset_page(dataset.id, [(f"{column.name}.under", code)]))
    return AreaGrid(title_of(dataset), Text(zh="条", en="rows"), Link(dataset_page(dataset.id), title_of(dataset)), tiles, classes)


def _tiles(counts: Mapping[str, int], href: Callable[[str], str]) -> tuple[tuple[AreaTile, ...], tuple[str, ...]]:
    known = {t.code: counts.get(t.code, 0) for t in tile_grid()}
    bounds = class_bounds([n for n in known.values() if n])
    tiles = (AreaTile(t.code, t.title, t.column, t.row, known[t.code], step(known[t.code], bounds), href(t.code)) for t in tile_grid())
    return tuple(tiles), tuple(f"{low:,} – {high:,}" if low != high else f"{low:,}" for low, high in bounds)


def class_bounds(values: Sequence[int]) -> list[tuple[int, int]]:
    """Up to five classes with about as many values each, by their smallest and largest value.

    >>> class_bounds([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    [(1, 2), (3, 4), (5, 6), (7, 8), (9, 10)]
    >>> class_bounds([1, 1, 1, 1, 7])
    [(1, 1), (7, 7)]
    """
    ordered = sorted(values)
    if len(set(ordered)) <= CLASSES:
        return [(v, v) for v in sorted(set(ordered))]
    cuts = [len(ordered) * i // CLASSES for i in range(CLASSES + 1)]
    groups = [ordered[a:b] for a, b in pairwise(cuts) if b > a]
    return [(g[0], g[-1]) for g in groups]


def step(value: int, bounds: Sequence[tuple[int, int]]) -> int:
    """The class of a value, 1 to 5; what is below all of them is in the lowest."""
    return next((i for i, (_, high) in enumerate(bounds, 1) if value <= high), max(1, len(bounds)))
