"""The words and icons of closed lists, as pages show them."""

from collections.abc import Mapping

from tianfu.model import Access, Channel, Column, Dataset, Dimension, Refresh, Severity, Text
from tianfu.standards import element, levels

from .views import Badge, Tone

CHANNELS: Mapping[Channel, tuple[Text, str]] = {
    Channel.administrative: (Text(zh="行政收集", en="Administrative"), "building"),
    Channel.web: (Text(zh="网络搜取", en="Web"), "globe"),
    Channel.upload: (Text(zh="自愿提供", en="Voluntary upload"), "upload"),
    Channel.purchase: (Text(zh="有偿购买", en="Purchase"), "coins"),
    Channel.sensor: (Text(zh="传感采集", en="Sensors"), "radio"),
    Channel.derived: (Text(zh="加工生成", en="Derived"), "workflow"),
}
REFRESH: Mapping[Refresh, Text] = {
    Refresh.realtime: Text(zh="实时更新", en="Real time"),
    Refresh.hourly: Text(zh="每小时更新", en="Hourly"),
    Refresh.daily: Text(zh="每日更新", en="Daily"),
    Refresh.weekly: Text(zh="每周更新", en="Weekly"),
    Refresh.monthly: Text(zh="每月更新", en="Monthly"),
    Refresh.quarterly: Text(zh="每季度更新", en="Quarterly"),
    Refresh.half_yearly: Text(zh="每半年更新", en="Half-yearly"),
    Refresh.yearly: Text(zh="每年更新", en="Yearly"),
    Refresh.irregular: Text(zh="不定期更新", en="Irregular"),
}
OPENNESS: Mapping[Access, Badge] = {
    Access.always: Badge("ok", "lock-open", Text(zh="无条件开放", en="Open")),
    Access.on_request: Badge("warn", "lock", Text(zh="有条件开放", en="Open on request")),
    Access.never: Badge("line", "lock", Text(zh="不予开放", en="Not open")),
}
SHARED: Mapping[Access, Text] = {
    Access.always: Text(zh="无条件共享", en="Shared unconditionally"),
    Access.on_request: Text(zh="有条件共享", en="Shared on request"),
    Access.never: Text(zh="不予共享", en="Not shared"),
}
THEME_ICONS: Mapping[str, str] = {
    "population": "users",
    "legal_entities": "building",
    "space": "map",
    "credit": "badge-check",
    "certificates": "id-card",
    "public_service": "hand-heart",
    "health": "heart-pulse",
    "social_security": "umbrella",
    "food_drug": "utensils",
    "work_safety": "hard-hat",
    "prices": "receipt",
    "energy": "zap",
    "credit_system": "scale",
    "construction": "construction",
    "community": "house",
    "environment": "leaf",
    "emergency": "siren",
    "department": "folder",
}
KINDS: Mapping[str, Text] = {
    "text": Text(zh="文本", en="text"),
    "integer": Text(zh="整数", en="integer"),
    "number": Text(zh="数值", en="number"),
    "decimal": Text(zh="定点小数", en="decimal"),
    "boolean": Text(zh="是否", en="boolean"),
    "date": Text(zh="日期", en="date"),
    "instant": Text(zh="时间", en="instant"),
}
UNITS: Mapping[str, str] = {
    "元": "yuan",
    "万元": "10,000 yuan",
    "亿元": "100 million yuan",
    "人": "persons",
    "户": "households",
    "条": "rows",
    "天": "days",
    "小时": "hours",
    "个月": "months",
    "时": "hour",
}
"""English of units that are Chinese words."""
NUMERIC = ("integer", "number", "decimal")
STATES: Mapping[str, tuple[Text, Tone]] = {
    "waiting": (Text(zh="等待执行", en="waiting"), "info"),
    "running": (Text(zh="正在执行", en="running"), "info"),
    "done": (Text(zh="完成", en="done"), "ok"),
    "unchanged": (Text(zh="没有变化", en="unchanged"), "plain"),
    "failed": (Text(zh="未完成", en="failed"), "bad"),
}
COUNTS: Mapping[str, Text] = {
    "read": Text(zh="读入", en="read"),
    "accepted": Text(zh="合格", en="accepted"),
    "flagged": Text(zh="标记", en="flagged"),
    "quarantined": Text(zh="问题数据", en="problem rows"),
}
OUTCOMES: Mapping[Severity, tuple[Text, Tone]] = {
    Severity.quarantine: (Text(zh="已列入问题数据，未入库", en="kept apart as problem rows"), "bad"),
    Severity.flag: (Text(zh="已入库并标记", en="kept and flagged"), "warn"),
}
WHOLE: tuple[Text, Tone] = (Text(zh="整体", en="Whole dataset"), "warn")
"""What becomes of a check that is about no single row."""
OPS: Mapping[str, tuple[str, Text]] = {
    "eq": ("=", Text(zh="等于", en="equals")),
    "ne": ("≠", Text(zh="不等于", en="differs from")),
    "gte": ("≥", Text(zh="不小于", en="at least")),
    "lte": ("≤", Text(zh="不大于", en="at most")),
    "gt": (">", Text(zh="大于", en="greater than")),
    "lt": ("<", Text(zh="小于", en="less than")),
    "contains": ("∋", Text(zh="包含", en="contains")),
    "in": ("∈", Text(zh="属于（用逗号分开）", en="one of (commas between)")),
    "under": ("⊂", Text(zh="位于（行政区划代码）", en="within (code of an area)")),
    "isnull": ("", Text(zh="为空（true 或 false）", en="is empty (true or false)")),
}
"""Operators of conditions: sign and words."""
GRADES = ("A", "B", "C", "D", "-")
DIMENSIONS = tuple(Dimension)


def title_of(dataset: Dataset) -> Text:
    return Text(zh=dataset.title, en=dataset.title_en)


def unit_of(column: Column) -> Text:
    """The unit of a column's values: its own, else its element's. Signs such as µg/m³ are the same in both languages.

    >>> unit_of(Column(name="a", element="money", title="金额")).en, unit_of(Column(name="b", element="air_o3", title="臭氧")).en
    ('yuan', 'µg/m³')
    """
    unit = column.unit or element(column.element).unit or ""
    return Text(zh=unit, en=UNITS.get(unit, "" if any("一" <= c <= "鿿" for c in unit) else unit))


def level_of(dataset: Dataset) -> int:
    """The level of the highest column (就高从严)."""
    return max(c.level or element(c.element).level for c in dataset.columns)


def badges(dataset: Dataset, theme: Text) -> tuple[Badge, ...]:
    """What every header of a dataset carries: openness, level, channel, theme."""
    level = levels()[str(level_of(dataset))]
    channel, icon = CHANNELS[dataset.channel]
    found = [OPENNESS[dataset.sharing.to_public], Badge("plain", "shield", level.title), Badge("info", icon, channel)]
    return tuple(found + ([Badge("line", "tags", theme)] if theme.zh else []))
