"""What a department fills in: the fields that the source reads, each with the data item that it stands for."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tianfu.catalogue.cells import codes_of
from tianfu.catalogue.terms import unit_of
from tianfu.collect import CollectError
from tianfu.collect.fields import wanted
from tianfu.model import Column, Constant, Dataset, Files, Instant, Split, Unpivot
from tianfu.model.rule import Between, InCodes, Matches
from tianfu.standards import Element, code_list, element

PARTS = ("年", "月", "日", "时", "分", "秒")
YES_NO = ("是", "否")
WORDS = "".join(chr(c) for c in range(0x21, 0x7F) if not chr(c).isalnum() and chr(c) not in "|-_")
"""Signs by which a pattern is more than a choice of words."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column of the sheet. `name` is what the file calls it, `column` the data item whose values stand in it as they are."""

    name: str
    title: str
    column: Column | None = None
    meaning: Element | None = None
    unit: str = ""
    required: bool = False
    key: bool = False
    low: float | None = None
    high: float | None = None
    length: int | None = None
    choices: tuple[tuple[str, str], ...] = ()
    """value and title"""
    from_codes: str = ""
    """title of the code list that the choices come from"""

    @property
    def kind(self) -> str:
        return self.meaning.type if self.meaning else "text"


def source_of(dataset: Dataset) -> Files:
    """The source that uploads are read by. CollectError where the dataset takes no files."""
    found = next((s for s in dataset.sources if isinstance(s, Files)), None)
    if found is None:
        raise CollectError(
            f"“{dataset.title}”不由文件填报（由平台计算或从业务库读取），没有填报模板。",
            f"{dataset.id} is not collected from files: it is computed here or read from a database, so there is no template.",
        )
    return found


def asked_fields(dataset: Dataset) -> tuple[Field, ...]:
    """In the order of the declaration."""
    source = source_of(dataset)
    return tuple(_field(dataset, source, name) for name in wanted(dataset, source))


def _field(dataset: Dataset, source: Files, name: str) -> Field:
    for shape in source.shape:
        match shape:
            case Instant() if name in shape.fields:
                return _of_instant(dataset, shape, name)
            case Unpivot() if name in shape.columns:
                column = _reading(dataset, shape.value)
                title = f"{column.title if column else name}（{shape.columns[name]}）"
                return _of_column(dataset, column, name, title) if column else Field(name, title)
            case Split() if name == shape.field:
                parts = [c.title if (c := _reading(dataset, n)) else n for n in shape.into]
                return Field(name, shape.separator.join(parts))
            case Constant() | Instant() | Unpivot() | Split():
                continue
    column = _reading(dataset, name)
    return _of_column(dataset, column, name, column.title) if column else Field(name, name)


def _of_instant(dataset: Dataset, shape: Instant, name: str) -> Field:
    column = _reading(dataset, shape.into)
    title = column.title if column else name
    if len(shape.fields) == 1:
        plain = replace(_of_column(dataset, column, name, title), meaning=None) if column else Field(name, title)
        return plain if shape.format else replace(plain, meaning=element(column.element) if column else None)
    part = PARTS[shape.fields.index(name)]
    return Field(name, f"{title}（{part}）", required=bool(column and _is_required(dataset, column)), meaning=element("integer"))


def _reading(dataset: Dataset, field: str) -> Column | None:
    return next((c for c in dataset.columns if c.field == field), None)


def _is_required(dataset: Dataset, column: Column) -> bool:
    return column.required or column.name in dataset.key


def _of_column(dataset: Dataset, column: Column, name: str, title: str) -> Field:
    meaning = element(column.element)
    low, high = _bounds(dataset, column, meaning)
    choices, from_codes = _choices(dataset, column, meaning)
    return Field(
        name=name,
        title=title,
        column=column,
        meaning=meaning,
        unit=unit_of(column).zh,
        required=_is_required(dataset, column),
        key=column.name in dataset.key,
        low=low,
        high=high,
        length=meaning.max_length if meaning.type == "text" else None,
        choices=choices,
        from_codes=from_codes,
    )


def _bounds(dataset: Dataset, column: Column, meaning: Element) -> tuple[float | None, float | None]:
    """The narrowest of the element's and of the rules."""
    ranges = [(meaning.low, meaning.high)] + [(r.low, r.high) for r in dataset.rules if isinstance(r, Between) and r.column == column.name]
    lows, highs = [float(a) for a, _ in ranges if a is not None], [float(b) for _, b in ranges if b is not None]
    return max(lows, default=None), min(highs, default=None)


def _choices(dataset: Dataset, column: Column, meaning: Element) -> tuple[tuple[tuple[str, str], ...], str]:
    """Codes in force with their titles; else the words that a pattern allows; else yes and no."""
    rule = next((r for r in dataset.rules if isinstance(r, InCodes) and r.column == column.name), None)
    codes = code_list(rule.codes) if rule else codes_of(column)
    if codes is not None:
        entries = [e for e in codes.entries.values() if e.valid_to is None]
        return tuple((e.code, e.title) for e in entries), codes.title
    patterns = [r.pattern for r in dataset.rules if isinstance(r, Matches) and r.column == column.name]
    words = next(_worded(patterns), YES_NO if meaning.type == "boolean" else ())
    return tuple((w, "") for w in words), ""


def _worded(patterns: list[str]) -> Iterator[tuple[str, ...]]:
    """Patterns that are a choice of plain words.

    >>> list(_worded(["存续|注销", "T[0-9]{10}"]))
    [('存续', '注销')]
    """
    for pattern in patterns:
        words = pattern.split("|")
        if len(words) > 1 and all(words) and not any(sign in pattern for sign in WORDS):
            yield tuple(words)
