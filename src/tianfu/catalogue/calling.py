"""An analysis meets its arguments: datasets as tables, figures as dated tables, the day. Nothing is read here."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

import ibis

from tianfu.catalogue.figures import figure_table
from tianfu.catalogue.registry import Parameter
from tianfu.model import Pack

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

    Argument: TypeAlias = ir.Table | pa.Table | date


def arguments(
    parameters: tuple[Parameter, ...], pack: Pack, table: "Callable[[Parameter], ir.Table | pa.Table]", today: date
) -> "Mapping[str, Argument]":
    """Parameter -> what the analysis gets for it; `table` gives the datasets, as rows where `arrow` asks for rows."""
    return {p.name: _argument(p, pack, table, today) for p in parameters}


def _argument(parameter: Parameter, pack: Pack, table: "Callable[[Parameter], ir.Table | pa.Table]", today: date) -> "Argument":
    match parameter.kind:
        case "dataset":
            return table(parameter)
        case "figure":
            rows = figure_table(pack.figures[parameter.of])
            return rows if parameter.arrow else ibis.memtable(rows)
        case "today":
            return today
        case "unknown":
            raise LookupError(f"{pack.name}: parameter '{parameter.name}' names no dataset, figure or entry of reads")
