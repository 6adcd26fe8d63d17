"""Single numbers of a page, each from a row that anybody can look up."""

import json
from collections.abc import Mapping
from typing import Any

from tianfu.catalogue.addresses import dataset_page
from tianfu.catalogue.cells import reader_of
from tianfu.catalogue.terms import NUMERIC, unit_of
from tianfu.catalogue.views import NO_TEXT
from tianfu.catalogue.visit import Visit
from tianfu.model import Column, Refused, Text
from tianfu.model.page import FigureBlock, Measured
from tianfu.standards import element
from tianfu.store import BadQuestion, PageQuery, Where

from .asking import conditions
from .naming import Language
from .sight import Seen, Sight
from .views import NumberView

DASH = "—"
ROWS = Text(zh="条", en="rows")
NONE = Text(zh="没有符合条件的记录。", en="No row meets the conditions.")
SEVERAL = Text(zh="符合条件的记录不止一条，条件需要写得更窄。", en="More than one row meets the conditions; they have to be narrower.")
NO_VALUE = Text(zh="这条记录没有数值。", en="The row has no value there.")
DIGITS_MOST = 1


def number_view(sight: Sight, asked: Measured, title: str = "") -> NumberView:
    """The number, or a dash and the reason."""
    visit, found = sight.visit, sight.of(asked)
    if isinstance(found, Text):
        return _without(asked, title, found, "")
    try:
        return _counted(visit, asked, found, title) if asked.y is None else _looked_up(sight, asked, found, title)
    except BadQuestion as error:
        return _without(asked, title, error.text, dataset_page(asked.dataset))
    except Refused:
        said = Text(zh="这里的数据您目前不能查看。", en="You may not see the data of this.")
        return _without(asked, title, said, dataset_page(asked.dataset))


def _counted(visit: Visit, asked: Measured, found: Seen, title: str) -> NumberView:
    rows = visit.store.count(asked.dataset, visit.reader, visit.purpose, conditions(asked.where), today=visit.today)
    return _number(asked, found, title, f"{rows:,}", ROWS)


def _looked_up(sight: Sight, asked: Measured, found: Seen, title: str) -> NumberView:
    column = found.dataset.column(str(asked.y))
    rows = _rows(sight.visit, asked)
    if not rows or (len(rows) > 1 and not _ranked(asked)):
        return _without(asked, title, SEVERAL if rows else NONE, _address(asked))
    value = rows[0].get(column.name)
    if value is None:
        return _without(asked, title, NO_VALUE, _address(asked))
    return _number(asked, found, title, _shown(column, value, asked.digits, sight.lang), unit_of(column))


def _rows(visit: Visit, asked: Measured) -> list[Mapping[str, Any]]:
    """The row, or two where there is more than one."""
    ranked = _ranked(asked)
    having = (*conditions(asked.where), *((Where(ranked, "isnull", "false"),) if ranked else ()))
    query = PageQuery(having, ranked, bool(asked.highest), limit=1 if ranked else 2, columns=(str(asked.y),))
    body = visit.store.page(asked.dataset, visit.reader, visit.purpose, query, today=visit.today).body
    found: list[Mapping[str, Any]] = json.loads(body, parse_float=str, parse_int=str)["rows"]
    return found


def _ranked(asked: Measured) -> str | None:
    return asked.highest or asked.lowest


def _shown(column: Column, value: Any, digits: int | None, lang: Language) -> str:
    """Digits apart by thousands; whatever is no number stands as people read it, in the words of the page where there are some."""
    if element(column.element).type in NUMERIC:
        exact = float(value)
        places = digits if digits is not None else 0 if exact.is_integer() else DIGITS_MOST
        return f"{exact:,.{places}f}" if element(column.element).name != "year" else f"{exact:.0f}"
    cell = reader_of(column, masked=False)(value)
    return (cell.label.en if lang == "en" else "") or cell.label.zh or cell.text


def _number(asked: Measured, found: Seen, title: str, shown: str, unit: Text) -> NumberView:
    own = asked if isinstance(asked, FigureBlock) else None
    given = Text(zh=own.unit, en=own.unit) if own and own.unit is not None else unit
    return NumberView(title, shown, given, own.note if own else "", _address(asked), found.source)


def _without(asked: Measured, title: str, problem: Text, href: str) -> NumberView:
    return NumberView(title, DASH, NO_TEXT, asked.note if isinstance(asked, FigureBlock) else "", href, None, problem)


def _address(asked: Measured) -> str:
    ranked = [("sort", f"-{asked.highest}" if asked.highest else str(asked.lowest))] if _ranked(asked) else []
    return dataset_page(asked.dataset, [*asked.where.items(), *ranked])
