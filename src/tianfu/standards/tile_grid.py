"""The prefectures of the province on a grid of tiles: where each stands, roughly, without any boundary (位置示意图)."""

import csv
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from tianfu.model import Text
from tianfu.model.values import Value


class Tile(Value):
    """A prefecture and its place: `column` counts from 1 in the west, `row` from 0 in the north."""

    code: str
    title: Text
    column: int
    row: int


@cache
def tile_grid() -> tuple[Tile, ...]:
    """The 21 prefectures, from north-west to south-east."""
    lines = files("tianfu.standards").joinpath("tilegrid_sichuan.csv").read_text("utf-8").splitlines()
    return tuple(_tiles(line for line in lines if not line.startswith("#")))


def _tiles(lines: Iterable[str]) -> Iterable[Tile]:
    for row in csv.DictReader(lines):
        title = Text(zh=row["title"], en=row["title_en"])
        yield Tile(code=row["code"], title=title, column=int(row["column"]), row=int(row["row"]))
