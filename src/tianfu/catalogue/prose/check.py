"""Whether the pages of a pack say what can be drawn: datasets, columns, operators and properties that exist, links that lead somewhere."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from tianfu.catalogue.question.asked import RESERVED
from tianfu.catalogue.registry import Registry, UnknownDataset
from tianfu.catalogue.search.properties import PROPERTIES
from tianfu.catalogue.terms import NUMERIC
from tianfu.model import Dataset, Pack, Problem
from tianfu.model.page import Block, ChartBlock, ClosedBlock, MapBlock, Measured, SearchBlock
from tianfu.standards import element
from tianfu.store.page_query import OPS

from .asking import Asking, asking, columns_in, conditions
from .markdown import dataset_in, links
from .naming import ENGLISH, NAME, file_of
from .parts import Placed
from .written import FILLED, NAMED, Written, written


def page_problems(registry: Registry, pack: Pack) -> Iterator[Problem]:
    """Everything that is wrong with the pages of a pack, with file and line."""
    for stem, text in pack.pages.items():
        file = file_of(pack.name, stem)
        if not NAME.match(stem):
            yield Problem(file, 1, "is no name of a page: lower-case letters, digits and _, then .md or .en.md")
        if stem.endswith(ENGLISH) and stem.removesuffix(ENGLISH) not in pack.pages:
            yield Problem(file, 1, f"there is no {stem.removesuffix(ENGLISH)}.md: pages are written in Chinese first")
        page = written(text, file)
        yield from page.problems
        yield from (Problem(file, line, said) for line, said in _of(registry, page))


def _of(registry: Registry, page: Written) -> Iterator[tuple[int, str]]:
    for placed in page.blocks:
        yield from ((placed.line, f"{placed.kind}: {said}") for said in _of_block(registry, placed, page))
    for name, measured in page.values.items():
        yield from ((page.bound[name], f"values: {name}: {said}") for said in _of_asking(registry, measured))
    for line, href in links(page.tokens):
        wanted = dataset_in(href)
        if wanted and (said := _unknown(registry, wanted)):
            yield page.above + line + 1, f"the link '{href}' leads nowhere: {said}"


def _of_block(registry: Registry, placed: Placed, page: Written) -> Iterator[str]:
    block = placed.block
    if isinstance(block, ClosedBlock):
        yield "is what a release leaves of a block; it is never written"
    if isinstance(block, SearchBlock):
        yield from (f"where: there is no property '{n}'{_near(n, PROPERTIES)}" for n in block.where if n not in PROPERTIES)
    for named in NAMED.findall(getattr(block, "title", "")):
        if named not in page.values and not (named in FILLED and isinstance(block, ChartBlock | MapBlock)):
            yield f"title: {{{named}}} is no value of the page; bind it in a values block"
    found = asking(block)
    if found is not None:
        yield from _of_asking(registry, found)


def _of_asking(registry: Registry, block: Asking) -> Iterator[str]:
    if said := _unknown(registry, block.dataset):
        yield said
        return
    dataset = registry.dataset(block.dataset)
    known = [c.name for c in dataset.columns]
    for name in columns_in(block):
        if name not in known:
            yield f"{dataset.id} has no column '{name}'{_near(name, known)}"
    yield from _of_conditions(block.where)
    yield from _of_measure(dataset, block, known)


def _of_conditions(where: Mapping[str, str]) -> Iterator[str]:
    for name in where:
        if name in RESERVED:
            yield f"where: '{name}' is no condition on a column"
    for condition in conditions(where):
        if condition.op not in OPS:
            yield f"where: there is no operator '{condition.op}'{_near(condition.op, OPS)}"


def _of_measure(dataset: Dataset, block: Block | Measured, known: Iterable[str]) -> Iterator[str]:
    """What is drawn along an axis is a number."""
    if isinstance(block, ChartBlock | MapBlock) and block.y and block.y in known and block.of != "count":
        kind = element(dataset.column(block.y).element).type
        if kind not in NUMERIC:
            yield f"y: column '{block.y}' is {kind}, no number; count it with 'of: count'"


def _unknown(registry: Registry, dataset_id: str) -> str:
    try:
        registry.dataset(dataset_id)
    except UnknownDataset as error:
        return str(error)
    return ""


def _near(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, list(known), 1)
    return f"; did you mean '{near[0]}'?" if near else ""
