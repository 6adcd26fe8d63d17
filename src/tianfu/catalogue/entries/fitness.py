"""What an entry must have before it may be submitted: the guide's required facts, and words that other lists know. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from tianfu.model import Access, Entry, EntryItem, Text
from tianfu.standards import code_list, elements

from .resource_codes import CLASSES, DETAIL_MARK, code_problem, credit_code_problem, front

PERSONAL_LEVEL = 3
"""From this level on data items are about persons or otherwise sensitive: nobody opens them unconditionally."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing to put right. `where` is the field, of a list with its place: `items.2.element`."""

    where: str
    text: Text


def flaws(entry: Entry) -> tuple[Flaw, ...]:
    """Everything that keeps the entry from being submitted, in the order of the form."""
    return (*_provider(entry), *_code(entry), *_terms(entry), *_items(entry), *_areas(entry))


def level_of(item: EntryItem) -> int:
    """The item's own level, else that of its data element, else 1."""
    meaning = elements().get(item.element)
    return item.level or (meaning.level if meaning else 1)


def _provider(entry: Entry) -> Iterator[Flaw]:
    if not entry.provider_code:
        yield Flaw("provider_code", Text(zh="请填写提供部门的统一社会信用代码", en="the credit code of the provider is missing"))
    elif problem := credit_code_problem(entry.provider_code):
        yield Flaw("provider_code", problem)


def _code(entry: Entry) -> Iterator[Flaw]:
    kind = entry.category[0]
    if kind not in CLASSES:
        yield Flaw("category", Text(zh=f"“类”是 1、2 或 3，不是“{kind}”", en=f"the class is 1, 2 or 3, not '{kind}'"))
    if not entry.code:
        return
    begin = front(entry.category)
    if problem := code_problem(entry.code):
        yield Flaw("code", problem)
    elif entry.code.partition(DETAIL_MARK)[0] != begin:
        yield Flaw("code", Text(zh=f"资源代码以分类“{begin}”开头", en=f"the resource code begins with the classification {begin}"))


def _terms(entry: Entry) -> Iterator[Flaw]:
    if entry.sharing.to_departments is Access.on_request and not entry.sharing_condition:
        yield Flaw("sharing_condition", Text(zh="有条件共享须写明条件", en="sharing on request names its conditions"))
    if entry.sharing.to_public is Access.on_request and not entry.open_condition:
        yield Flaw("open_condition", Text(zh="有条件开放须写明条件", en="opening on request names its conditions"))


def _items(entry: Entry) -> Iterator[Flaw]:
    for n, item in enumerate(entry.items):
        if item.element and item.element not in elements():
            zh, en = _near(item.element, elements())
            yield Flaw(
                f"items.{n}.element", Text(zh=f"没有数据元“{item.element}”{zh}", en=f"there is no data element '{item.element}'{en}")
            )
        if entry.sharing.to_public is Access.always and level_of(item) >= PERSONAL_LEVEL and item.sharing != "3":
            zh = f"“{item.title}”级别较高，不能无条件开放：把该项改为不予共享，或把开放类型改为有条件"
            en = f"'{item.title}' is too sensitive to be open unconditionally: exclude the item or open on request"
            yield Flaw(f"items.{n}.level", Text(zh=zh, en=en))


def _areas(entry: Entry) -> Iterator[Flaw]:
    known = code_list("areas").entries
    if unknown := [a for a in entry.areas if a not in known]:
        yield Flaw("areas", Text(zh=f"没有行政区划“{'、'.join(unknown[:5])}”", en=f"there is no division {', '.join(unknown[:5])}"))


def _near(name: str, known: Iterable[str]) -> tuple[str, str]:
    near = get_close_matches(name, list(known), 1)
    return (f"，是否要用“{near[0]}”？", f"; did you mean '{near[0]}'?") if near else ("", "")
