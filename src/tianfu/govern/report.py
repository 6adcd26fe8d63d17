"""What failed, in sentences a clerk can act on: where, what stands there, what was expected, the likely cause and what puts it right."""

from collections.abc import Iterable
from dataclasses import dataclass

from tianfu.model import CheckResult, Column, Dataset, Severity, Text
from tianfu.standards import UnknownCodeList, causes, code_list, element

SHOWN = 40
"""Longer values are cut in sentences."""


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A problem row as its reader may see it: `value` is masked where the gate masks it. `place` is the record or line people count by."""

    place: int
    field: str
    value: str | None
    cause: str | None


def headline(result: CheckResult, dataset: Dataset) -> Text:
    """One sentence on a check: how many rows of how many failed, and what becomes of them."""
    zh, en = _subject(result, dataset)
    if result.rule == "refreshed":
        return _refreshed(result, zh, en)
    if not result.failed:
        return Text(zh=f"{zh}：{result.tested:,} 行全部符合", en=f"{en}: all {result.tested:,} rows pass")
    share = 100 * result.failed / result.tested if result.tested else 100.0
    fate_zh, fate_en = _fate(result.severity)
    zh = f"{zh}：{result.tested:,} 行中有 {result.failed:,} 行不符合（{_share(share)}），{fate_zh}；"
    en = f"{en}: {result.failed:,} of {result.tested:,} rows fail ({_share(share)}), {fate_en}; expected: "
    return Text(zh=f"{zh}应为：{result.expected.zh}{_basis_zh(result)}", en=f"{en}{_expected_en(result)}")


def _expected_en(result: CheckResult) -> str:
    """A custom rule may say what it wants in Chinese only."""
    return f"{result.expected.en or result.expected.zh}{_basis_en(result)}"


def _refreshed(result: CheckResult, zh: str, en: str) -> Text:
    """About the dataset as a whole: no row is at fault."""
    late_zh, late_en = ("未按更新周期更新", "not refreshed in its cycle") if result.failed else ("按更新周期更新", "refreshed in its cycle")
    return Text(
        zh=f"{zh}：{late_zh}；应为：{result.expected.zh}{_basis_zh(result)}",
        en=f"{en}: {late_en}; expected: {_expected_en(result)}",
    )


def sentences(result: CheckResult, rows: Iterable[ProblemRow], dataset: Dataset) -> list[Text]:
    """One sentence per problem row, for samples of a check."""
    return [sentence(result, row, dataset) for row in rows]


def sentence(result: CheckResult, row: ProblemRow, dataset: Dataset) -> Text:
    """第 12 条 “证件号码” 为 “510…000”：可能是末位变成0；请按“文本”重新导入该列。应为：18位……（GB 11643-1999）"""
    column = _column(dataset, row.field)
    title_zh, title_en = (column.title, column.title_en or column.name) if column else (row.field, row.field)
    found_zh, found_en = ("为空", "is empty") if row.value is None else (f"为“{_cut(row.value)}”", f"is '{_cut(row.value)}'")
    why = _why(row, column)
    return Text(
        zh=f"第 {row.place:,} 条“{title_zh}”{found_zh}：{why.zh}应为：{result.expected.zh}{_basis_zh(result)}",
        en=f"record {row.place:,}, '{title_en}' {found_en}: {why.en}expected: {_expected_en(result)}",
    )


def _why(row: ProblemRow, column: Column | None) -> Text:
    """The likely cause and its remedy; of an abolished code also its successor."""
    term = causes().get(row.cause or "")
    if term is None:
        return Text(zh="", en="")
    successor = _successor(row, column) if row.cause == "abolished_code" else ""
    after_zh, after_en = (f"，现为 {successor}", f", now {successor}") if successor else ("", "")
    remedy_zh, remedy_en = (f"；{term.text.zh}" if term.text.zh else ""), (f"; {term.text.en}" if term.text.en else "")
    return Text(zh=f"可能是{term.title.zh}{after_zh}{remedy_zh}。", en=f"probably: {term.title.en}{after_en}{remedy_en}. ")


def _successor(row: ProblemRow, column: Column | None) -> str:
    """The code that took the place of an abolished one, with its title."""
    meaning = element(column.element) if column else None
    name = ("areas" if meaning.check == "area" else meaning.codes) if meaning else None
    if name is None or row.value is None:
        return ""
    try:
        entries = code_list(name).entries
    except UnknownCodeList:
        return ""
    entry = entries.get(row.value.strip()) or entries.get(row.value.strip()[:6])
    following = entries.get(entry.successor) if entry and entry.successor else None
    return f"{following.code} {following.title}" if following else (entry.successor or "" if entry else "")


def _subject(result: CheckResult, dataset: Dataset) -> tuple[str, str]:
    columns = [c for name in result.columns if (c := _column(dataset, name))]
    if not columns:
        return f"“{dataset.title}”", f"'{dataset.title_en or dataset.id}'"
    return "、".join(f"“{c.title}”" for c in columns), ", ".join(f"'{c.title_en or c.name}'" for c in columns)


def _column(dataset: Dataset, name: str) -> Column | None:
    return next((c for c in dataset.columns if c.name == name), None)


def _fate(severity: Severity) -> tuple[str, str]:
    if severity is Severity.quarantine:
        return "已列入问题数据，未入库", "kept apart as problem rows"
    return "已入库并标记", "kept and flagged"


def _share(percent: float) -> str:
    """Never 0 % where something failed."""
    return f"{percent:.2f}%" if percent >= 0.01 else "<0.01%"


def _cut(value: str) -> str:
    return value if len(value) <= SHOWN else value[: SHOWN - 1] + "…"


def _basis_zh(result: CheckResult) -> str:
    return f"（{result.standard}）" if result.standard else ""


def _basis_en(result: CheckResult) -> str:
    return f" ({result.standard})" if result.standard else ""
