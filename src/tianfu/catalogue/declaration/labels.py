"""What the fields are called, and all problems as a list, in the order of the form."""

from collections.abc import Mapping

from tianfu.model import Text

from .form import Problems

LABELS: Mapping[str, Text] = {
    "id": Text(zh="标识", en="Id"),
    "title": Text(zh="名称", en="Title"),
    "title_en": Text(zh="英文名称", en="English title"),
    "steward": Text(zh="提供部门", en="Steward"),
    "theme": Text(zh="主题", en="Theme"),
    "entry": Text(zh="目录条目", en="Entry"),
    "description": Text(zh="说明", en="Description"),
    "description_en": Text(zh="英文说明", en="English description"),
    "channel": Text(zh="渠道", en="Channel"),
    "files": Text(zh="文件", en="Files"),
    "sheet": Text(zh="工作表", en="Sheet"),
    "missing": Text(zh="缺值标记", en="Missing marks"),
    "columns": Text(zh="数据项", en="Column"),
    "key": Text(zh="主键", en="Key"),
    "time": Text(zh="时间数据项", en="Time"),
    "rules": Text(zh="规则", en="Rule"),
    "to_departments": Text(zh="共享", en="Sharing"),
    "to_public": Text(zh="开放", en="Openness"),
    "to_operation": Text(zh="授权运营", en="Operation"),
    "basis": Text(zh="不予的依据", en="Basis"),
    "refresh": Text(zh="更新周期", en="Cycle"),
    "mode": Text(zh="装载方式", en="Mode"),
    "licence": Text(zh="许可协议", en="Licence"),
    "more": Text(zh="其他", en="More"),
}


def summary(problems: Problems) -> tuple[tuple[str, Text], ...]:
    """Every problem with the name of its field."""
    return tuple((where, _labelled(where, text)) for where in sorted(problems, key=_place) for text in problems[where])


def _place(where: str) -> tuple[int, int]:
    top, _, rest = where.partition(".")
    return list(LABELS).index(top) if top in LABELS else len(LABELS), int(rest.partition(".")[0] or 0)


def _labelled(where: str, said: Text) -> Text:
    top, _, rest = where.partition(".")
    label = LABELS.get(top, Text(zh=where, en=where))
    number = str(int(rest.partition(".")[0]) + 1) if rest else ""
    return Text(zh=f"{label.zh}{number}：{said.zh}", en=f"{label.en}{' ' if number else ''}{number}: {said.en or said.zh}")
