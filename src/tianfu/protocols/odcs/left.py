"""What a contract says and a declaration cannot."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

WHOLE = {
    "servers": "服务器地址由平台管理员设置（TIANFU_CONNECTION_…），不写入声明",
    "price": "价格在数据产品中约定",
    "team": "团队成员不写入声明；提供部门用 --steward 指明",
    "roles": "角色不写入声明；共享条件请在 sharing 中写明",
    "support": "联系渠道以提供部门为准",
    "tags": "标签没有对应项；主题请在 theme 中写明",
    "tenant": "租户没有对应项",
    "dataProduct": "数据产品另行声明",
    "authoritativeDefinitions": "外部定义的链接没有对应项",
    "customProperties": "其他系统的自定义属性没有对应项",
    "contractCreatedTs": "合同的创建时间没有对应项",
    "slaDefaultElement": "服务水平的默认字段没有对应项",
}
"""Parts of a contract that have no place in a declaration, and where they belong instead."""


@dataclass(frozen=True, slots=True)
class Left:
    """A part that was not carried over, by its path in the contract."""

    path: str
    why: str

    def __str__(self) -> str:
        return f"{self.path}：{self.why}"


@dataclass
class Notes:
    """What is left behind, while a contract is read."""

    found: list[Left] = field(default_factory=list)

    def add(self, path: str, why: str) -> None:
        if all(n.path != path for n in self.found):
            self.found.append(Left(path, why))

    def whole(self, contract: Mapping[str, Any]) -> None:
        """The parts that are about the contract as a whole."""
        for name, why in WHOLE.items():
            if contract.get(name):
                self.add(name, why)
        for promise in contract.get("slaProperties") or []:
            if promise.get("property") != "frequency":
                self.add(f"slaProperties.{promise.get('property')}", "没有对应的服务承诺")

    def unused(self, path: str, told: Mapping[str, Any], used: set[str]) -> None:
        """Every key of a part that nobody read."""
        for key in told:
            if key not in used and told[key] not in (None, "", [], {}, False):
                self.add(f"{path}.{key}", "没有对应项")
