"""A declaration in the words of offices: the rows and columns of its sheets, and the words that stand for its closed lists."""

from collections.abc import Mapping

from tianfu.catalogue.terms import CHANNELS
from tianfu.model import Access, Mode, Severity

from .guide import CYCLES

DATASET, COLUMNS, RULES, SOURCES, CHARTS, ELEMENTS = "数据集", "数据项", "规则", "来源", "图表", "数据元"
FACTS: Mapping[str, tuple[str, str]] = {
    "title": ("数据集名称", "必填"),
    "title_en": ("英文名称", ""),
    "description": ("说明", "内容、范围、口径"),
    "description_en": ("英文说明", ""),
    "steward": ("提供部门", "部门标识，如 dept.market"),
    "theme": ("主题", ""),
    "key": ("主键", "数据项英文名，用逗号分开"),
    "time": ("时间数据项", "决定代码表和限值的版本"),
    "refresh": ("更新周期", "实时、每小时、每日、每周、每月、每季度、每半年、每年、不定期"),
    "mode": ("装载方式", "替换、追加、更新（按主键）"),
    "sharing.to_departments": ("共享", "无条件、有条件、不予"),
    "sharing.to_public": ("开放", "无条件、有条件、不予"),
    "sharing.to_operation": ("授权运营", "无条件、有条件、不予"),
    "sharing.basis": ("不予的依据", "法律、行政法规或党中央、国务院政策，写明条款"),
    "licence": ("许可协议", "如 CC-BY-4.0"),
    "entry": ("目录条目", "挂接的目录条目标识"),
    "lowered_because": ("降级理由", "加工数据级别低于来源时填写"),
    "kind": ("种类", "dataset 或 codes（代码表）"),
}
ITEM: Mapping[str, str] = {
    "name": "英文名",
    "title": "名称",
    "element": "数据元",
    "required": "必填",
    "unit": "单位",
    "level": "数据级别",
    "from_field": "文件中的字段名",
    "description": "说明",
    "title_en": "英文名称",
}
RULE: Mapping[str, str] = {
    "rule": "规则",
    "column": "数据项",
    "columns": "数据项（多个）",
    "low": "最小值",
    "high": "最大值",
    "pattern": "格式（正则）",
    "codes": "代码表",
    "left": "左边数据项",
    "op": "关系",
    "right": "右边数据项",
    "value": "右边的值",
    "to": "引用的数据集",
    "to_column": "引用的数据项",
    "by": "分组",
    "order": "排序",
    "limit": "相差不超过",
    "missing": "空值",
    "function": "函数",
    "says": "合格的样子",
    "severity": "不符合时",
    "because": "依据",
}
RULE_NAMES: Mapping[str, str] = {
    "required": "必填",
    "unique": "不重复",
    "between": "值域",
    "matches": "格式",
    "in_codes": "代码",
    "expression": "关系",
    "refers": "引用",
    "monotone": "不减",
    "jump": "突变",
    "custom": "函数",
}
WORDS: Mapping[str, Mapping[str, str]] = {
    "refresh": {c.value: word for c, word in CYCLES.items()},
    "mode": {Mode.replace.value: "替换", Mode.append.value: "追加", Mode.upsert.value: "更新"},
    "sharing.to_departments": {Access.always.value: "无条件", Access.on_request.value: "有条件", Access.never.value: "不予"},
    "severity": {Severity.quarantine.value: "问题数据", Severity.flag.value: "标记"},
    "rule": RULE_NAMES,
    "required": {"true": "是", "false": ""},
    "channel": {c.value: text.zh for c, (text, _) in CHANNELS.items()},
}
SAME: Mapping[str, str] = {"sharing.to_public": "sharing.to_departments", "sharing.to_operation": "sharing.to_departments"}
LISTS = ("key", "columns", "by")
"""Facts of several names, written with commas."""


def word(fact: str, value: str) -> str:
    """How a value of a closed list is written."""
    return WORDS.get(SAME.get(fact, fact), {}).get(value, value)


def meant(fact: str, text: str) -> str:
    """The value that a word stands for; what is no such word stays, so that the model can say what it expected.

    >>> meant("refresh", "每日"), meant("refresh", "daily"), meant("refresh", "有空"), meant("required", "是")
    ('daily', 'daily', '有空', 'true')
    """
    return {w: v for v, w in WORDS.get(SAME.get(fact, fact), {}).items() if w}.get(text, text)
