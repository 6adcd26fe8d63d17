"""What a column means, how it is written and what it must satisfy, in the words that stand beside it."""

from collections.abc import Sequence

from tianfu.catalogue.terms import KINDS
from tianfu.model import Check
from tianfu.standards import levels

from .asked_fields import Field

WRITTEN = {
    "date": "年-月-日，如 2024-03-01",
    "instant": "年-月-日 时:分，如 2024-03-01 08:00（北京时间）",
    "boolean": "是 或 否",
    "integer": "整数，不写单位和千位分隔符",
    "number": "数字，不写单位和千位分隔符",
    "decimal": "数字，小数不超过4位，不写单位和千位分隔符",
}
SHOWN = 8
"""So many choices stand in a hint."""


def expected(field: Field, checks: Sequence[Check]) -> str:
    """How a value is written, and what it must satisfy by itself; checks that look at several values are told among the rules."""
    column = field.column
    own = [c.expected.zh for c in checks if column and c.columns == (column.name,) and c.rule not in ("required", "unique", "custom")]
    written = WRITTEN.get(field.kind, "")
    said = [s for s in own if not (written and s.startswith(("整数", "数值", "十进制数", "存在的日期", "时刻", "是或否")))]
    return "；".join(dict.fromkeys([*([written] if written else []), *said]))


def choices(field: Field) -> str:
    """The first choices with their titles."""
    shown = "、".join(f"{v} {t}".strip() for v, t in field.choices[:SHOWN])
    return f"{shown} 等 {len(field.choices)} 项，见“代码表”" if len(field.choices) > SHOWN else shown


def meaning(field: Field) -> str:
    found = field.column.description if field.column else ""
    return found or (field.meaning.description if field.meaning and field.column else "")


def basis(field: Field) -> str:
    return field.meaning.standard if field.meaning and field.column else ""


def level(field: Field) -> str:
    if field.column is None or field.meaning is None:
        return ""
    return levels()[str(field.column.level or field.meaning.level)].title.zh


def kind(field: Field) -> str:
    return KINDS[field.kind].zh + (f"，不超过{field.length}字" if field.length else "")


def prompt(field: Field, checks: Sequence[Check], example: str) -> str:
    """All of it, as short as the box beside a cell: 255 characters."""
    parts = [
        "必填。" if field.required else "",
        meaning(field),
        f"格式：{expected(field, checks)}" if expected(field, checks) else "",
        f"单位：{field.unit}" if field.unit else "",
        f"可填：{choices(field)}" if field.choices else "",
        f"示例：{example}" if example else "",
        f"依据：{basis(field)}" if basis(field) else "",
    ]
    text = "\n".join(p for p in parts if p)
    return text if len(text) <= 255 else text[:254] + "…"
