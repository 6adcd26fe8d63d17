"""A catalogue entry (目录): what a department owes or holds, compiled from a duty or service item before any data exist.

Its facts are the core metadata of the national guide, 政务信息资源目录编制指南（试行）, 发改高技〔2017〕1272号, and DB51/T 2847-2021.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, field_validator

from .dataset import Sharing
from .values import Refresh, Value

ItemType = Literal["C", "N", "Y", "D", "T", "L", "M", "B", "I", "F", "G"]
"""字符型 数值型 货币型 日期型 日期时间型 逻辑型 备注型 双精度型 整型 浮点型 通用型."""
Digits1 = Annotated[str, StringConstraints(pattern=r"^[0-9]$")]
Digits2 = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}$")]
Digits3 = Annotated[str, StringConstraints(pattern=r"^[0-9]{3}$")]
Digits = Annotated[str, StringConstraints(pattern=r"^[0-9]{0,12}$")]
Category = tuple[Digits1, Digits2, Digits3, Digits]
"""类 of 1 digit (1 basic, 2 theme, 3 department), 项 of 2, 目 of 3, 细目 of any length."""
AreaCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]


class EntryState(StrEnum):
    """Where an entry stands on its way; each step has a reviewer and a reason."""

    draft = "draft"
    department_review = "department_review"
    secrecy_review = "secrecy_review"
    authority_review = "authority_review"
    published = "published"
    changed = "changed"
    """published before, and a change of it is on its way through the reviews"""
    withdrawn = "withdrawn"


class EntryItem(Value):
    """A data item (信息项) that the entry promises: its title, type, and the data element it stands for, where one is known."""

    title: str = Field(min_length=1, max_length=120)
    title_en: str = Field(default="", max_length=120)
    type: ItemType = Field(default="C", description="item type of the guide: C N Y D T L M B I F G")
    length: int | None = Field(default=None, ge=1)
    element: str = ""
    level: int | None = Field(default=None, ge=1, le=6)
    sharing: Literal["", "1", "2", "3"] = Field(default="", description="sharing class of the item, where it differs from the entry's")
    description: str = Field(default="", max_length=500)


class Entry(Value):
    """One entry of the catalogue. `id` is its short English name; `code` is issued by the authority (see `catalogue.resource_codes`)."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]{0,126}$")
    title: str = Field(min_length=1, max_length=200)
    title_en: str = Field(default="", max_length=200)
    abstract: str = Field(min_length=1, max_length=2000)
    provider: str = Field(
        min_length=1,
        max_length=120,
        description="the providing department (提供部门), an id of `identity` units, or its title where it is none",
    )
    provider_code: str = Field(default="", description="its unified social credit code (GB 32100)")
    category: Category = Field(default=("3", "00", "000", ""), description="类 1 digit, 项 2, 目 3, 细目 of any length")
    code: str = Field(default="", description="resource code: category and sequence; issued when the entry is published")
    format: Literal["电子文件", "电子表格", "数据库", "图形图像", "流媒体", "自描述格式"] = "数据库"
    items: tuple[EntryItem, ...] = Field(min_length=1)
    sharing: Sharing = Sharing()
    sharing_condition: str = ""
    sharing_method: str = "共享平台"
    open_condition: str = ""
    refresh: Refresh = Refresh.irregular
    published_on: date | None = None
    related: tuple[str, ...] = Field(default=(), description="codes of related resources (关联资源代码)")
    matters: tuple[str, ...] = Field(default=(), description="codes of the service items (政务服务事项) or duties it is compiled from")
    areas: tuple[AreaCode, ...] = Field(default=(), description="areas that owe a resource each, such as the counties of a standard entry")

    @field_validator("items")
    @classmethod
    def _titles_differ(cls, items: tuple[EntryItem, ...]) -> tuple[EntryItem, ...]:
        titles = [i.title for i in items]
        if twice := sorted({t for t in titles if titles.count(t) > 1}):
            raise ValueError(f"items are told apart by their titles; given twice: {', '.join(twice)}")
        return items
