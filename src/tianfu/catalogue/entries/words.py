"""The words of entries as pages show them."""

from collections.abc import Mapping

from tianfu.catalogue.views import Badge, Tone
from tianfu.identity.units import units
from tianfu.model import Access, EntryState, Text

from .finding import MOUNTED
from .standing import MountKind
from .states import WORDS

ITEM_TYPES: Mapping[str, Text] = {
    "C": Text(zh="字符型", en="Text"),
    "N": Text(zh="数值型", en="Number"),
    "Y": Text(zh="货币型", en="Money"),
    "D": Text(zh="日期型", en="Date"),
    "T": Text(zh="日期时间型", en="Date and time"),
    "L": Text(zh="逻辑型", en="Yes or no"),
    "M": Text(zh="备注型", en="Long text"),
    "B": Text(zh="双精度型", en="Double"),
    "I": Text(zh="整型", en="Integer"),
    "F": Text(zh="浮点型", en="Float"),
    "G": Text(zh="通用型", en="Any"),
}
FORMATS: Mapping[str, Text] = {
    "数据库": Text(zh="数据库", en="Database"),
    "电子表格": Text(zh="电子表格", en="Spreadsheet"),
    "电子文件": Text(zh="电子文件", en="Document"),
    "图形图像": Text(zh="图形图像", en="Image"),
    "流媒体": Text(zh="流媒体", en="Stream"),
    "自描述格式": Text(zh="自描述格式", en="Self-described"),
}
SHARING: Mapping[str, Badge] = {
    Access.always: Badge("ok", "lock-open", Text(zh="无条件共享", en="Shared unconditionally")),
    Access.on_request: Badge("warn", "lock", Text(zh="有条件共享", en="Shared on request")),
    Access.never: Badge("line", "lock", Text(zh="不予共享", en="Not shared")),
}
ITEM_SHARING: Mapping[str, Text] = {
    "1": Text(zh="无条件共享", en="unconditionally"),
    "2": Text(zh="有条件共享", en="on request"),
    "3": Text(zh="不予共享", en="not shared"),
}
OPERATION: Mapping[Access, Text] = {
    Access.always: Text(zh="可以运营", en="Any"),
    Access.on_request: Text(zh="经授权运营", en="With authorisation"),
    Access.never: Text(zh="不予运营", en="None"),
}
KINDS: Mapping[MountKind, tuple[Text, str]] = {
    MountKind.table: (Text(zh="库表", en="Table"), "table"),
    MountKind.api: (Text(zh="接口", en="API"), "braces"),
    MountKind.file: (Text(zh="文件", en="File"), "file-down"),
}
TONES: Mapping[EntryState, tuple[Tone, str]] = {
    EntryState.draft: ("line", "list"),
    EntryState.department_review: ("info", "users"),
    EntryState.secrecy_review: ("info", "shield"),
    EntryState.authority_review: ("info", "badge-check"),
    EntryState.published: ("ok", "circle-check"),
    EntryState.changed: ("warn", "refresh-cw"),
    EntryState.withdrawn: ("bad", "circle-x"),
}
WITH_DATA = Badge("ok", "database", Text(zh="已挂接", en="Has data"))
AREAS = Text(zh="承担地区", en="Areas")


def state_badge(state: EntryState) -> Badge:
    return Badge(*TONES[state], WORDS[state])


def waiting_badge(days: int) -> Badge:
    """An entry without data says since when."""
    return Badge("warn", "inbox", Text(zh=f"等待数据 {days} 天", en=f"Waiting {days} days"))


def unit_title(unit: str) -> Text:
    """A department by its id, or as it was written."""
    known = units().get(unit)
    return Text(zh=known.title, en=known.title_en) if known else Text(zh=unit)


def named(name: str, value: str) -> Text:
    """A value of a property of lists, in words."""
    match name:
        case "provider":
            return unit_title(value)
        case "state":
            return WORDS[EntryState(value)] if value in list(EntryState) else Text(zh=value)
        case "sharing":
            return SHARING[value].text if value in SHARING else Text(zh=value)
        case _:
            return WITH_DATA.text if value == MOUNTED else Text(zh="等待数据", en="Waiting for data")
