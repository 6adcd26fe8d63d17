"""The properties that lists are narrowed by, and their values in words."""

from collections.abc import Callable, Mapping

from tianfu.catalogue.terms import CHANNELS, GRADES, OPENNESS, REFRESH, SHARED
from tianfu.identity.units import units
from tianfu.model import Access, Channel, Refresh, Text
from tianfu.standards import code_list, levels, themes

PROPERTIES: Mapping[str, Text] = {
    "kind": Text(zh="类型", en="Kind"),
    "theme": Text(zh="主题", en="Theme"),
    "steward": Text(zh="提供部门", en="Department"),
    "sharing": Text(zh="共享类型", en="Sharing"),
    "open": Text(zh="开放类型", en="Openness"),
    "channel": Text(zh="采集方式", en="Channel"),
    "refresh": Text(zh="更新周期", en="Cycle"),
    "region": Text(zh="地区", en="Region"),
    "level": Text(zh="数据级别", en="Level"),
    "mounted": Text(zh="挂接情况", en="Data"),
    "grade": Text(zh="质量等级", en="Quality"),
    "pack": Text(zh="主题应用", en="Pack"),
}
WIDE = ("steward", "region")
"""Properties with more values than anybody lists, or several in one document."""
NARROW = tuple(n for n in PROPERTIES if n not in WIDE)
KINDS = {"dataset": Text(zh="数据集", en="Datasets"), "entry": Text(zh="目录条目", en="Entries")}
MOUNTED = {"yes": Text(zh="已挂接数据", en="Has data"), "no": Text(zh="尚未挂接", en="No data yet")}


def named(name: str, value: str, packs: Mapping[str, Text]) -> Text:
    """A value of a property in words; `packs` are the titles of packs. What is unknown is said as it stands."""
    return _NAMES[name](value, packs) or Text(zh=value)


def ranked(name: str, counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Grades and levels in their own order, others by count."""
    if name == "grade":
        return [(g, counts[g]) for g in GRADES if g in counts]
    if name == "level":
        return sorted(counts.items())
    return sorted(((v, n) for v, n in counts.items() if v), key=lambda item: (-item[1], item[0]))


def _unit(value: str, _packs: Mapping[str, Text]) -> Text | None:
    unit = units().get(value)
    return Text(zh=unit.title, en=unit.title_en) if unit else None


def _region(value: str, _packs: Mapping[str, Text]) -> Text | None:
    area = code_list("areas").entries.get(value)
    return Text(zh=area.title, en=area.title_en) if area else None


_NAMES: Mapping[str, Callable[[str, Mapping[str, Text]], Text | None]] = {
    "kind": lambda v, _: KINDS.get(v),
    "theme": lambda v, _: themes()[v].title if v in themes() else None,
    "steward": _unit,
    "sharing": lambda v, _: SHARED[Access(v)] if v in {a.value for a in Access} else None,
    "open": lambda v, _: OPENNESS[Access(v)].text if v in {a.value for a in Access} else None,
    "channel": lambda v, _: CHANNELS[Channel(v)][0] if v in {c.value for c in Channel} else None,
    "refresh": lambda v, _: REFRESH[Refresh(v)] if v in {r.value for r in Refresh} else None,
    "region": _region,
    "level": lambda v, _: levels()[v].title if v in levels() else None,
    "mounted": lambda v, _: MOUNTED.get(v),
    "grade": lambda v, _: Text(zh="未评", en="not scored") if v == "-" else Text(zh=f"{v} 级", en=f"Grade {v}"),
    "pack": lambda v, packs: packs.get(v),
}
