"""The sheet 填写说明 of a template: what is collected, by whom, how often; each data item; the rules in words."""

from collections.abc import Iterator, Mapping, Sequence

from openpyxl.worksheet.worksheet import Worksheet

from tianfu.catalogue.terms import OPENNESS, REFRESH, SHARED, level_of
from tianfu.identity.units import units
from tianfu.model import Check, Dataset, Severity
from tianfu.standards import levels

from . import hints
from .asked_fields import Field
from .look import BLUE, font, header, line, printed, put, titled

SHEET = "填写说明"
COLUMNS = ("数据项", "字段名", "必填", "类型", "单位", "含义", "填写要求", "可填的值", "标准", "数据级别", "示例")
WIDTHS = (24, 20, 7, 14, 10, 30, 40, 36, 18, 14, 24)
STEPS = (
    "在“填报”表中从第一个空行起逐条填写，不要改动表头各行，不要合并单元格，不要在数据下方写合计。",
    "标 * 的数据项必填。没有值的单元格留空，不要填“无”、“/”或 0。",
    "代码、号码所在列已设为文本格式，前导零和18位号码会原样保留；从别处粘贴时请选择“选择性粘贴—数值”。",
    "代码填代码本身（下拉选择或查“代码表”），也接受代码表中的名称。",
    "填好后在数据集页面上传本文件；有问题的记录会逐格标出，改正后再次上传即可。",
)


def notes(sheet: Worksheet, dataset: Dataset, fields: Sequence[Field], checks: Sequence[Check], examples: Mapping[str, str]) -> None:
    """Fills the sheet."""
    titled(sheet, f"{dataset.title}：填写说明", len(COLUMNS))
    row = 2
    for name, value in _facts(dataset):
        row = _fact(sheet, row, name, value)
    row = _part(sheet, row + 1, "怎样填写")
    for number, text in enumerate(STEPS, 1):
        row = _fact(sheet, row, str(number), text)
    row = _part(sheet, row + 1, "数据项")
    header(sheet, row, COLUMNS, WIDTHS)
    for row, field in enumerate(fields, row + 1):  # noqa: B020 - the rows follow the header
        line(sheet, row, _item(field, checks, examples))
    row = _part(sheet, row + 2, "检查规则")
    for number, check in enumerate(_rules(checks), 1):
        row = _fact(sheet, row, str(number), _in_words(dataset, check))
    printed(sheet, 1)


def _facts(dataset: Dataset) -> Iterator[tuple[str, str]]:
    unit, level = units().get(dataset.steward), levels()[str(level_of(dataset))]
    yield "数据集", f"{dataset.title}（{dataset.id}）"
    yield "提供部门", unit.title if unit else dataset.steward
    yield "更新周期", REFRESH[dataset.refresh].zh
    yield "数据级别", f"{level.title.zh}：{level.text.zh}"
    yield "共享、开放", f"{SHARED[dataset.sharing.to_departments].zh}；{OPENNESS[dataset.sharing.to_public].text.zh}"
    if dataset.key:
        yield "不重复", "、".join(f"“{dataset.column(n).title}”" for n in dataset.key) + "相同的记录只报一条"
    if dataset.description:
        yield "说明", dataset.description


def _item(field: Field, checks: Sequence[Check], examples: Mapping[str, str]) -> tuple[str, ...]:
    return (
        field.title,
        field.name,
        "是" if field.required else "",
        hints.kind(field),
        field.unit,
        hints.meaning(field),
        hints.expected(field, checks),
        hints.choices(field),
        hints.basis(field),
        hints.level(field),
        examples.get(field.name, ""),
    )


def _rules(checks: Sequence[Check]) -> list[Check]:
    """Those that look at more than the form of one value."""
    return [c for c in checks if len(c.columns) > 1 or c.rule in ("unique", "refers", "monotone", "jump", "custom", "between", "matches")]


def _in_words(dataset: Dataset, check: Check) -> str:
    titles = "、".join(f"“{c.title}”" for c in dataset.columns if c.name in check.columns)
    fate = "不符合的记录列入问题数据，不入库" if check.severity is Severity.quarantine else "不符合的记录入库并标记"
    basis = f"（{check.standard}）" if check.standard else ""
    return f"{titles}：{check.expected.zh}{basis}。{fate}。"


def _fact(sheet: Worksheet, row: int, name: str, value: str) -> int:
    line(sheet, row, (name, value))
    sheet.merge_cells(start_row=row, start_column=2, end_row=row, end_column=len(COLUMNS))
    sheet.row_dimensions[row].height = 16 * (1 + len(value) // 110)
    return row + 1


def _part(sheet: Worksheet, row: int, title: str) -> int:
    put(sheet.cell(row, 1), title).font = font(BLUE, 11, bold=True)
    return row + 1
