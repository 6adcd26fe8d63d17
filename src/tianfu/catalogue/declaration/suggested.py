"""Columns for the fields of a sample: name and element only where the field's name says so."""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from tianfu.standards import elements

NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
BRACKETED = re.compile(r"[（(]([^（）()]+)[）)]$")
ENDINGS: Sequence[tuple[str, str]] = (
    ("日期", "date"),
    ("时间", "instant"),
    ("时刻", "instant"),
    ("姓名", "person_name"),
    ("名称", "name_text"),
    ("代码", "code"),
    ("编码", "code"),
    ("编号", "code"),
    ("金额", "money"),
    ("人数", "count"),
    ("数量", "count"),
    ("次数", "count"),
    ("年份", "year"),
    ("备注", "text"),
    ("说明", "text"),
)
"""Where no element has the whole name."""


def columns_of(fields: Iterable[str]) -> tuple[dict[str, str], ...]:
    """A row for each field. What its name does not say is left empty, to be filled in."""
    taken: set[str] = set()
    rows = []
    for field in fields:
        element = element_like(field)
        name = _name(field, element, taken)
        taken.add(name)
        rows.append({"name": name, "title": field[:120], "element": element, "from_field": "" if field == name else field})
    return tuple(rows)


def element_like(field: str) -> str:
    """
    >>> element_like("统一社会信用代码"), element_like("开馆日期"), element_like("PM2.5"), element_like("x")
    ('credit_code', 'date', 'air_pm25', '')
    """
    plain = BRACKETED.sub("", field).strip()
    found = _titles().get(plain.casefold())
    return found or next((e for ending, e in ENDINGS if plain.endswith(ending) and e in elements()), "")


@cache
def _titles() -> dict[str, str]:
    """Elements by everything they are called; the first keeps a title that several have."""
    found: dict[str, str] = {}
    for name, element in elements().items():
        for title in (name, element.title, element.title_en):
            found.setdefault(title.casefold(), name)
    return found


def _name(field: str, element: str, taken: set[str]) -> str:
    """The field itself where it can be a name, else an element that means something; nothing where neither will do."""
    snake = re.sub(r"[\s\-.]+", "_", field.strip().lower())
    general = {e for _, e in ENDINGS}
    return next((n for n in (snake, *({element} - general)) if NAME.fullmatch(n) and n not in taken), "")
