"""The form of the national guide for entries, 政务信息资源目录编制指南（试行）, 发改高技〔2017〕1272号: its columns, words and codes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tianfu.model import Access, Refresh


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: `names` are how real sheets call it; `of_item` stands in every row, the rest once for an entry."""

    fact: str
    group: str
    title: str
    width: float
    of_item: bool = False
    required: bool = False
    names: tuple[str, ...] = ()


HEADINGS: tuple[Heading, ...] = (
    Heading("class", "信息资源分类", "类", 8, required=True),
    Heading("section", "信息资源分类", "项", 8),
    Heading("subject", "信息资源分类", "目", 8),
    Heading("detail", "信息资源分类", "细目", 10),
    Heading("title", "", "信息资源名称", 26, required=True, names=("资源名称", "目录名称", "数据目录名称", "数据资源名称")),
    Heading("code", "", "信息资源代码", 18, names=("资源代码", "目录代码", "数据目录代码")),
    Heading("provider", "", "信息资源提供方", 20, required=True, names=("提供方", "提供部门", "数源部门", "责任部门", "数据提供方")),
    Heading("provider_code", "", "信息资源提供方代码", 22, names=("提供方代码", "提供部门代码", "统一社会信用代码")),
    Heading("abstract", "", "信息资源摘要", 36, required=True, names=("资源摘要", "摘要", "目录摘要", "数据摘要")),
    Heading("format", "", "信息资源格式", 14, names=("资源格式", "格式", "数据格式")),
    Heading("item", "信息项信息", "信息项名称", 20, of_item=True, required=True, names=("数据项名称", "数据项", "信息项")),
    Heading("type", "信息项信息", "数据类型", 12, of_item=True, names=("信息项类型", "类型")),
    Heading("length", "信息项信息", "数据长度", 10, of_item=True, names=("长度",)),
    Heading("share", "共享属性", "共享类型", 14, required=True),
    Heading("condition", "共享属性", "共享条件", 28, names=("不予共享依据", "共享条件或依据")),
    Heading("method", "共享属性", "共享方式", 14),
    Heading("open", "开放属性", "是否向社会开放", 14, required=True, names=("开放类型", "是否开放", "社会开放")),
    Heading("open_condition", "开放属性", "开放条件", 24, names=("不予开放依据",)),
    Heading("refresh", "", "更新周期", 12, required=True, names=("更新频率",)),
    Heading("published_on", "", "发布日期", 14),
    Heading("related", "", "关联资源代码", 20, names=("关联资源", "关联信息资源代码")),
    Heading("id", "平台补充", "英文标识", 20, names=("标识",)),
    Heading("title_en", "平台补充", "英文名称", 20),
    Heading("matters", "平台补充", "事项编码", 20, names=("政务服务事项", "事项代码")),
    Heading("areas", "平台补充", "责任地区", 16),
    Heading("operation", "平台补充", "授权运营", 14),
    Heading("basis", "平台补充", "不予共享或开放的依据", 28, names=("依据", "法律依据")),
    Heading("item_en", "平台补充", "信息项英文名称", 18, of_item=True),
    Heading("element", "平台补充", "数据元", 16, of_item=True),
    Heading("level", "平台补充", "数据级别", 10, of_item=True, names=("信息项级别",)),
    Heading("item_sharing", "平台补充", "信息项共享类型", 14, of_item=True),
    Heading("description", "平台补充", "信息项说明", 26, of_item=True),
)
ITEM_TYPES: Mapping[str, str] = {
    "字符型": "C", "数值型": "N", "货币型": "Y", "日期型": "D", "日期时间型": "T", "逻辑型": "L", "备注型": "M", "通用型": "G",
    "双精度型": "B", "整型": "I", "浮点型": "F",
}  # fmt: skip
MORE_TYPES: Mapping[str, str] = {
    "字符串": "C", "文本": "C", "字符": "C", "VARCHAR": "C", "VARCHAR2": "C", "CHAR": "C", "STRING": "C", "数值": "N", "数字": "N",
    "NUMBER": "N", "DECIMAL": "N", "货币": "Y", "金额": "Y", "日期": "D", "DATE": "D", "日期时间": "T", "时间": "T", "DATETIME": "T",
    "TIMESTAMP": "T", "逻辑": "L", "布尔": "L", "BOOLEAN": "L", "备注": "M", "TEXT": "M", "CLOB": "M", "双精度": "B", "DOUBLE": "B",
    "整数": "I", "整数型": "I", "INT": "I", "INTEGER": "I", "浮点": "F", "FLOAT": "F", "通用": "G", "BLOB": "G",
}  # fmt: skip
FORMATS: Mapping[str, tuple[str, ...]] = {
    "电子文件": ("ofd", "wps", "xml", "txt", "doc", "docx", "html", "pdf", "ppt"),
    "电子表格": ("et", "xls", "xlsx", "csv", "excel"),
    "数据库": ("dm", "kingbase", "access", "dbf", "dbase", "oracle", "sqlserver", "db2", "sybase", "mysql", "库表", "postgresql", "gauss"),
    "图形图像": ("jpg", "jpeg", "gif", "bmp", "png", "tif", "图片"),
    "流媒体": ("swf", "rm", "mpg", "mp4", "avi", "视频", "音频"),
    "自描述格式": (),
}
SHARED: Mapping[Access, str] = {Access.always: "无条件共享", Access.on_request: "有条件共享", Access.never: "不予共享"}
OPENED: Mapping[Access, str] = {Access.always: "无条件开放", Access.on_request: "有条件开放", Access.never: "不予开放"}
OPERATED: Mapping[Access, str] = {Access.always: "直接授权", Access.on_request: "依申请授权", Access.never: "不予授权"}
BY_NUMBER: Mapping[str, Access] = {"1": Access.always, "2": Access.on_request, "3": Access.never}
ACCESS_WORDS: Mapping[str, Access] = {
    "无条件": Access.always, "有条件": Access.on_request, "受限": Access.on_request, "依申请": Access.on_request, "直接": Access.always,
    "不予": Access.never, "不共享": Access.never, "不开放": Access.never, "不授权": Access.never,
}  # fmt: skip
CYCLES: Mapping[Refresh, str] = {
    Refresh.realtime: "实时", Refresh.hourly: "每小时", Refresh.daily: "每日", Refresh.weekly: "每周", Refresh.monthly: "每月",
    Refresh.quarterly: "每季度", Refresh.half_yearly: "每半年", Refresh.yearly: "每年", Refresh.irregular: "不定期",
}  # fmt: skip
MORE_CYCLES: Mapping[str, Refresh] = {
    "时": Refresh.hourly, "小时": Refresh.hourly, "日": Refresh.daily, "天": Refresh.daily, "周": Refresh.weekly, "星期": Refresh.weekly,
    "月": Refresh.monthly, "季": Refresh.quarterly, "季度": Refresh.quarterly, "半年": Refresh.half_yearly, "年": Refresh.yearly,
    "年度": Refresh.yearly, "随时": Refresh.irregular, "按需": Refresh.irregular, "其他": Refresh.irregular, "不定时": Refresh.irregular,
}  # fmt: skip


def access_of(text: str) -> Access | None:
    """A sharing or opening type as sheets write it: by number, by word, or yes and no.

    >>> [access_of(t).value for t in ("1", "02", "无条件", "有条件共享", "不予共享类", "3-不予开放", "否")]
    ['always', 'on_request', 'always', 'on_request', 'never', 'never', 'never']
    """
    plain = re.sub(r"\s", "", text)
    number = re.match(r"0?([123])(?![0-9])", plain)
    by_word = next((access for word, access in ACCESS_WORDS.items() if word in plain), None)
    if by_word is not None:
        return by_word
    if number and plain[number.end() :] in ("", ".", "类", "、"):
        return BY_NUMBER[number[1]]
    return {"是": Access.always, "否": Access.never, "可": Access.always}.get(plain)


def cycle_of(text: str) -> Refresh | None:
    """An update cycle as sheets write it.

    >>> [cycle_of(t).value for t in ("每日", "每1天", "按年更新", "实时", "季度", "一年一次", "不定期更新")]
    ['daily', 'daily', 'yearly', 'realtime', 'quarterly', 'yearly', 'irregular']
    """
    plain = re.sub(r"[\s（）()]|更新|一次|1次|/次", "", text)
    if plain in Refresh.__members__:
        return Refresh(plain)
    named = {word: cycle for cycle, word in CYCLES.items()} | {"定期": Refresh.irregular}
    return named.get(plain) or MORE_CYCLES.get(re.sub(r"^[每按逐]?[1一]?个?", "", plain))


def format_of(text: str) -> str | None:
    """The class of a format, also from the name of a product or the ending of a file.

    >>> format_of("数据库-mysql"), format_of("电子表格/xlsx"), format_of("Excel"), format_of("其他：手写")
    ('数据库', '电子表格', '电子表格', None)
    """
    plain = text.lower()
    return next((f for f in FORMATS if f in plain), None) or next(
        (f for f, kinds in FORMATS.items() if any(k in plain for k in kinds)), None
    )


def item_type_of(text: str) -> str | None:
    """The letter of an item's type.

    >>> item_type_of("字符型C"), item_type_of("varchar(50)"), item_type_of("D"), item_type_of("怪")
    ('C', 'C', 'D', None)
    """
    plain = re.sub(r"[\s（(].*", "", text.strip()).upper()
    if plain in ITEM_TYPES.values():
        return plain
    return ITEM_TYPES.get(plain) or ITEM_TYPES.get(plain[:-1]) or MORE_TYPES.get(plain) or MORE_TYPES.get(plain.removesuffix("型"))
