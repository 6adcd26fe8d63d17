"""What a block asks of its dataset: which one, which columns, under which conditions."""

from collections.abc import Mapping

from tianfu.catalogue.question.asked import RESERVED
from tianfu.model.page import Block, ChartBlock, ClosedBlock, MapBlock, Measured, SearchBlock, TableBlock
from tianfu.store import Where

Asking = Measured | ChartBlock | MapBlock | TableBlock


def asking(block: Block | Measured | None) -> Asking | None:
    """The block if it reads a dataset."""
    return None if block is None or isinstance(block, SearchBlock | ClosedBlock) else block


def columns_in(block: Asking) -> tuple[str, ...]:
    """Every column that the block names."""
    named: list[str | None] = [w.column for w in conditions(block.where)]
    match block:
        case TableBlock():
            named += [*block.columns, block.sort.lstrip("-")]
        case Measured():
            named += [block.y, block.highest, block.lowest]
        case ChartBlock():
            named += [block.x, block.y, block.split]
        case MapBlock():
            named += [block.x, block.y]
    return tuple(dict.fromkeys(n for n in named if n))


def conditions(where: Mapping[str, str]) -> tuple[Where, ...]:
    """Conditions as the store knows them.

    >>> conditions({"year": "2015", "pm25.gte": "75"})
    (Where(column='year', op='eq', value='2015'), Where(column='pm25', op='gte', value='75'))
    """
    parts = ((*name.partition("."), value) for name, value in where.items() if name not in RESERVED)
    return tuple(Where(column, op or "eq", value) for column, _, op, value in parts)
