"""Rows of a table that are no records: units and column numbers below the header, totals, notes at the foot."""

import re
from collections.abc import Iterable, Mapping, Sequence

from .headers import plain

UNIT = re.compile(r"\(.{1,16}\)|\[.{1,16}\]|(计量)?单位:.{1,20}")
MEASURE = re.compile(
    r"[十百千万亿]{0,2}(元|美元|吨|公斤|克|人|人次|个|家|户|辆|台|套|件|张|次|米|公里|毫米|平方米|平方公里|亩|公顷|立方米|度|千瓦时|度电)"
    r"(/[\w³]{1,4})?|%|‰|℃|天|小时|[mμµ]g/(m³|L)"
)
LETTERS, COUNT = "甲乙丙丁戊己庚辛", re.compile(r"\(?([0-9]{1,3})\)?")
NOTES = (
    *("注", "备注", "附注", "说明", "填表说明", "填报", "填表", "制表", "编制", "审核", "审批", "复核", "校对", "单位负责", "部门负责"),
    *("统计负责", "负责人", "分管领导", "经办", "联系", "数据来源", "资料来源", "来源", "报出日期", "报送", "打印", "盖章"),
)
NOTE = re.compile(rf"^({'|'.join(NOTES)})[^:]{{0,12}}(:|\d*[、.])")
LABEL = re.compile(r"^[^:]{1,14}:")


def perhaps(totals: Iterable[str]) -> str:
    """An expression for the beginnings of rows that may be totals or notes: few are, and only those are looked at."""
    words = [r"\s*".join(map(re.escape, plain(t))) for t in totals if plain(t)] + [r"\s*".join(n) for n in NOTES]
    return rf"(?i)^[\s(（*＊]*({'|'.join(words)})"


def is_below_header(cells: Mapping[int, str]) -> bool:
    """Whether the row holds units only, or the numbers of the columns as statistical forms have them."""
    texts = [plain(t) for _, t in sorted(cells.items()) if t.strip()]
    if not texts:
        return False
    if all(UNIT.fullmatch(t) or MEASURE.fullmatch(t) for t in texts):
        return True
    return _counts(texts)


def _counts(texts: Sequence[str]) -> bool:
    """甲 乙 1 2 3, or 栏次 1 2: letters in their order, then numbers from 1 on.

    >>> [_counts(t) for t in (["甲", "乙", "1", "2"], ["栏次", "1", "2"], ["甲", "1"], ["乙", "1", "2"])]
    [True, True, False, False]
    """
    begun = ["栏次"] if texts[0] == "栏次" else list(LETTERS[: sum(t in LETTERS for t in texts)])
    counted = [found[1] for t in texts[len(begun) :] if (found := COUNT.fullmatch(t))]
    in_order = [*begun, *(str(n) for n in range(1, len(counted) + 1))]
    return len(texts) > 2 and bool(begun) and [*texts[: len(begun)], *counted] == in_order and len(in_order) == len(texts)


def is_total(first: str, totals: Iterable[str]) -> bool:
    """By the first cell: 合 计, 总计：, Total.

    >>> [is_total(t, ("合计", "total")) for t in ("合 计：", "TOTAL", "合计单位", "（合计）")]
    [True, True, False, True]
    """
    return plain(first).strip("()").casefold() in {plain(t).casefold() for t in totals}


def is_note(texts: Sequence[str], wanted: int) -> bool:
    """Whether a row with these filled cells is a note: it begins as one, and is no full row.

    >>> [is_note(t, 4) for t in (["注：不含直管区。"], ["填报人：张三", "审核人：李四", "日期：2026"], ["注册商标：一", "2", "3", "4"])]
    [True, True, False]
    """
    plainly = [plain(t) + ":" if t.strip().endswith(("：", ":")) else plain(t) for t in texts]
    if not NOTE.match(plainly[0]):
        return False
    return len(texts) == 1 or len(texts) * 2 <= wanted or all(LABEL.match(t) for t in plainly)
