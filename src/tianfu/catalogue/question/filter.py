"""The one filter of a dataset's page: what table, chart, map, files and calls follow. Its state is the address, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tianfu.catalogue.addresses import Pairs
from tianfu.catalogue.cells import worded
from tianfu.catalogue.terms import OPS
from tianfu.catalogue.views import FacetGroup, FilterChip, FilterForm
from tianfu.catalogue.visit import Visit
from tianfu.model import Column, Dataset, Decision, Text, Version
from tianfu.store import BadQuestion, Where

from .asked import Asked
from .facets import Way, facets


@dataclass(frozen=True, slots=True)
class FilterBar:
    """Conditions in force, values to choose from, and the form that adds a condition. `pick` is the column that the form offers first.

    `total` is how many records are left, None where nobody has counted; `problem` says why the question cannot be answered. `clear` takes
    all conditions away, `link` is the present view for whoever it is sent to.
    """

    form: FilterForm
    facets: tuple[FacetGroup, ...]
    chips: tuple[FilterChip, ...]
    total: int | None
    clear: str
    link: str
    pick: str = ""
    problem: Text | None = None


def filter_bar(visit: Visit, dataset: Dataset, version: Version, decision: Decision, asked: Asked, way: Way) -> FilterBar:
    """The bar over what the reader may see; a question that cannot be answered is said in words."""
    total, problem = counted(visit, dataset, asked)
    return FilterBar(
        form=_form(dataset, seen(dataset, version, decision), decision, asked, way(())),
        facets=facets(visit, dataset, version, decision, asked, way) if problem is None else (),
        chips=tuple(_chip(dataset, asked, place, way) for place in range(len(asked.conditions))),
        total=total,
        clear=way(replace(asked, conditions=()).pairs()),
        link=way(asked.pairs(after=asked.after)),
        pick=asked.pick if asked.pick in decision.columns else "",
        problem=problem,
    )


def counted(visit: Visit, dataset: Dataset, asked: Asked) -> tuple[int | None, Text | None]:
    """How many records meet the conditions, or why that cannot be said."""
    try:
        return visit.store.count(dataset.id, visit.reader, visit.purpose, asked.conditions, today=visit.today), None
    except BadQuestion as error:
        return None, error.text


def seen(dataset: Dataset, version: Version, decision: Decision) -> list[Column]:
    """Columns of the version that the reader gets, plainly or masked."""
    return [c for c in dataset.columns if c.name in version.columns and (c.name in decision.columns or c.name in decision.masks)]


def _chip(dataset: Dataset, asked: Asked, place: int, way: Way) -> FilterChip:
    return FilterChip(in_words(dataset, asked.conditions[place]), way(asked.without(place).pairs()))


def in_words(dataset: Dataset, condition: Where) -> Text:
    """A condition as people read it: “行政区划 = 510107 武侯区”."""
    column = next((c for c in dataset.columns if c.name == condition.column), None)
    zh, en = (column.title, column.title_en or column.name) if column else (condition.column, condition.column)
    if condition.op == "isnull":
        missing = condition.value.strip().lower() not in ("false", "0", "否")
        return Text(zh=f"{zh} {'为空' if missing else '不为空'}", en=f"{en} {'is empty' if missing else 'is not empty'}")
    value = worded(column, condition.value) if column else Text(zh=condition.value)
    sign, words = OPS.get(condition.op, (condition.op, Text(zh=condition.op)))
    said = condition.op in ("contains", "in", "under")
    zh_op, en_op = (words.zh.partition("（")[0], words.en.partition(" (")[0]) if said else (sign, sign)
    return Text(zh=f"{zh} {zh_op} {value.zh}", en=f"{en} {en_op} {value.en or value.zh}")


def _form(dataset: Dataset, columns: Sequence[Column], decision: Decision, asked: Asked, action: str) -> FilterForm:
    plain = [c for c in columns if c.name not in decision.masks]
    kept: Pairs = asked.pairs()
    return FilterForm(
        action=action,
        columns=tuple((c.name, Text(zh=c.title, en=c.title_en or c.name)) for c in plain),
        ops=tuple((op, words) for op, (_, words) in OPS.items()),
        kept=tuple(kept),
    )
