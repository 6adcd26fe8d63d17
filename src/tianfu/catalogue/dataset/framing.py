"""Views of a dataset that other sites may frame: only what everybody may read, and of it only what is shown plainly."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape

from tianfu.catalogue.addresses import embed
from tianfu.catalogue.question.asked import Asked
from tianfu.catalogue.visit import Visit
from tianfu.model import PUBLIC, Dataset, Decision, Text

KINDS = {
    "chart": Text(zh="图表", en="Chart"),
    "table": Text(zh="表格", en="Table"),
    "map": Text(zh="地图", en="Map"),
}
CODE = '<iframe src="{address}" title="{title}" width="100%" height="{height}" loading="lazy" referrerpolicy="no-referrer"></iframe>'
HIGH = {"chart": 480, "table": 560, "map": 620}


@dataclass(frozen=True, slots=True)
class Frame:
    """A view with the code that puts it on another page."""

    kind: str
    title: Text
    href: str
    code: Text


def frames(visit: Visit, dataset: Dataset, asked: Asked, base: str, kinds: Iterable[str]) -> tuple[Frame, ...]:
    """What may be framed under the present question; nothing where not everybody may read, or where the question names what is masked."""
    decision = public_decision(visit, dataset)
    if not decision.allowed or not decision.columns or any(w.column not in decision.columns for w in asked.conditions):
        return ()
    return tuple(_frame(dataset, kind, asked, base) for kind in kinds)


def public_decision(visit: Visit, dataset: Dataset) -> Decision:
    """What everybody may read, whoever asks."""
    return visit_of_public(visit).decide(dataset)


def visit_of_public(visit: Visit) -> Visit:
    return replace(visit, reader=PUBLIC)


def _frame(dataset: Dataset, kind: str, asked: Asked, base: str) -> Frame:
    is_map = dict(asked.chart).get("chart.kind") == "map"
    drawn = kind == ("map" if is_map else "chart")
    pairs = replace(asked, chart=asked.chart if drawn else ()).pairs()
    address = base.rstrip("/") + embed(dataset.id, kind, pairs)
    return Frame(kind, KINDS[kind], embed(dataset.id, kind, pairs), _code(address, dataset, HIGH[kind]))


def _code(address: str, dataset: Dataset, height: int) -> Text:
    """In the words of either language. The title is data: what would end the attribute is written as markup has it."""
    zh, en = dataset.title, dataset.title_en or dataset.title
    more = "&" if "?" in address else "?"
    return Text(
        zh=CODE.format(address=escape(f"{address}{more}lang=zh"), title=escape(zh), height=height),
        en=CODE.format(address=escape(f"{address}{more}lang=en"), title=escape(en), height=height),
    )
