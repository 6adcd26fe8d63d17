"""Every command: where it is written, and its line of help. A test holds this table to the functions."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """`module:function`, or for a group the entries below it."""

    zh: str
    en: str
    target: str = ""
    below: "tuple[tuple[str, Entry], ...]" = ()


COMMANDS: dict[str, Entry] = {
    "demo": Entry("生成演示省数据，装载并启动门户", "Make the demo province, load it and serve it", "tianfu.cli.demo:demo"),
    "up": Entry("启动门户", "Serve the portal", "tianfu.cli.up:up"),
    "collect": Entry("采集一个数据集", "Load one dataset from its source or from a file", "tianfu.flow.commands:collect"),
    "refresh": Entry("更新所有到期的数据集", "Bring everything up to date that is stale", "tianfu.flow.commands:refresh"),
    "datasets": Entry("列出数据集", "List the datasets", "tianfu.catalogue.commands:datasets"),
    "show": Entry("查看一个数据集", "Show one dataset: fields, quality, versions", "tianfu.catalogue.commands:show"),
    "query": Entry("用 SQL 查询", "Ask with SQL, through the gate", "tianfu.store.commands:query"),
    "packs": Entry(
        "主题应用",
        "Packs: check or list them",
        below=(
            (
                "check",
                Entry("检查一个主题应用，列出全部问题", "List everything that is wrong with a pack", "tianfu.catalogue.commands:check"),
            ),
            ("list", Entry("列出主题应用", "List the packs", "tianfu.catalogue.commands:packs")),
        ),
    ),
    "schema": Entry("写出声明文件的 JSON Schema", "Write JSON Schemas of the declarations for editors", "tianfu.catalogue.commands:schema"),
    "synth": Entry("生成虚构省份的数据文件", "Write the files of an invented province", "tianfu.synth.commands:synth"),
    "verify": Entry("核验审计日志和数据表", "Verify the journal and the tables", "tianfu.store.commands:verify"),
}

EXIT_CODES = (
    ("0", "完成", "done"),
    ("1", "数据或声明有问题", "problems in data or a declaration"),
    ("2", "命令用法有误", "wrong usage"),
    ("3", "没有找到", "not found"),
    ("4", "不允许", "refused"),
    ("5", "正忙，请稍后再试", "busy, try again"),
    ("6", "未能完成", "failed"),
)
