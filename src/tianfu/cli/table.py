"""Every command: where it is written, and its line of help. A test holds this table to the functions."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """`module:function`, or for a group the entries below it; a group with a target runs it when no entry is named."""

    zh: str
    en: str
    target: str = ""
    below: "tuple[tuple[str, Entry], ...]" = ()


COMMANDS: dict[str, Entry] = {
    "demo": Entry("生成演示省数据，装载并启动门户", "Make the demo province, load it and serve it", "tianfu.cli.demo:demo"),
    "up": Entry("启动门户", "Serve the portal", "tianfu.cli.up:up"),
    "collect": Entry("采集一个数据集", "Load one dataset from its source or from a file", "tianfu.flow.commands:collect"),
    "refresh": Entry("更新所有到期的数据集", "Bring everything up to date that is stale", "tianfu.flow.commands:refresh"),
    "datasets": Entry(
        "列出数据集；填报模板、问题数据、声明工作簿",
        "List the datasets; templates, problem rows, declarations as workbooks",
        "tianfu.catalogue.commands:datasets",
        below=(
            ("template", Entry("写出填报模板（Excel）", "Write the collection template", "tianfu.catalogue.sheets.commands:template")),
            ("problems", Entry("未更正的问题数据", "Open problem rows, also as a workbook", "tianfu.catalogue.sheets.commands:problems")),
            ("rerun", Entry("按现行规则重新核验问题数据", "Check open problem rows by the present rules", "tianfu.flow.commands:rerun")),
            ("declare", Entry("由声明工作簿写出 YAML", "Make YAML of a declaration workbook", "tianfu.catalogue.sheets.commands:declare")),
            ("workbook", Entry("写出声明工作簿", "Write a declaration as a workbook", "tianfu.catalogue.sheets.commands:workbook")),
        ),
    ),
    "show": Entry("查看一个数据集", "Show one dataset: fields, quality, versions", "tianfu.catalogue.commands:show"),
    "search": Entry(
        "检索数据集和目录条目",
        "Search datasets and entries; the index",
        below=(
            ("find", Entry("检索", "Find datasets and entries", "tianfu.catalogue.search.commands:find")),
            ("rebuild", Entry("重建检索索引", "Build the index anew", "tianfu.catalogue.search.commands:rebuild")),
        ),
    ),
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
    "entries": Entry(
        "目录条目",
        "Catalogue entries: compile, review, mount",
        below=(
            (
                "compile",
                Entry("由政务服务事项编制目录条目草稿", "Compile drafts from service items", "tianfu.catalogue.entries.commands:compiled"),
            ),
            ("list", Entry("列出目录条目", "List the entries", "tianfu.catalogue.entries.commands:listed")),
            ("show", Entry("查看一个条目", "Show one entry: facts, steps, resources", "tianfu.catalogue.entries.commands:show")),
            (
                "export",
                Entry(
                    "把条目写成 YAML 或国家指南的表式",
                    "Write entries as YAML or as a workbook",
                    "tianfu.catalogue.sheets.commands:exported",
                ),
            ),
            (
                "import",
                Entry("读入 YAML 或 Excel 条目", "Read entries from YAML or workbooks", "tianfu.catalogue.sheets.commands:imported"),
            ),
            ("submit", Entry("提交审核", "Hand an entry to the reviews", "tianfu.catalogue.entries.commands:submit")),
            ("approve", Entry("同意", "Approve an entry", "tianfu.catalogue.entries.commands:approve")),
            ("return", Entry("补正告知", "Ask to complete an entry", "tianfu.catalogue.entries.commands:send_back")),
            ("withdraw", Entry("撤回条目", "Withdraw an entry", "tianfu.catalogue.entries.commands:withdraw")),
            ("mount", Entry("挂接资源", "Mount a resource", "tianfu.catalogue.entries.commands:mount")),
            ("unmount", Entry("解除挂接", "Take a resource off", "tianfu.catalogue.entries.commands:unmount")),
            ("rate", Entry("挂接率", "The mounting rate", "tianfu.catalogue.entries.commands:rate")),
        ),
    ),
    "maps": Entry(
        "地图边界",
        "Boundaries that maps are drawn with",
        below=(
            ("install", Entry("安装边界数据", "Install boundaries from a folder", "tianfu.catalogue.maps.commands:install")),
            ("check", Entry("检查边界数据，列出全部问题", "Check boundaries", "tianfu.catalogue.maps.commands:check")),
            ("list", Entry("列出已安装的边界数据", "List what is installed", "tianfu.catalogue.maps.commands:listed")),
        ),
    ),
    "words": Entry(
        "检索词表",
        "Search words: what is looked for together",
        below=(
            ("show", Entry("写出本平台的检索词表", "Write the operator's list", "tianfu.catalogue.search.words.commands:show")),
            ("check", Entry("检查词表，列出全部问题", "Check a list, line by line", "tianfu.catalogue.search.words.commands:check")),
            ("replace", Entry("用文件取代词表，立即生效", "Put a file in its place", "tianfu.catalogue.search.words.commands:replace")),
        ),
    ),
    "release": Entry(
        "开放数据",
        "Open data: release versions, push them to the public zone, receive them there",
        below=(
            ("keys", Entry("生成签名密钥", "Make the signing keys", "tianfu.release.commands:keys")),
            ("trust", Entry("公开区：信任内部区的公钥", "Public zone: trust a key", "tianfu.release.commands:trust")),
            ("publish", Entry("开放一个数据集的版本", "Release a version of a dataset", "tianfu.release.commands:publish")),
            ("withdraw", Entry("撤回开放", "Take a release back", "tianfu.release.commands:withdraw")),
            ("list", Entry("列出已开放、已接收的", "List what is released, sent, received", "tianfu.release.commands:listed")),
            ("push", Entry("签名打包，放进摆渡文件夹", "Sign, pack and lay into the gap", "tianfu.release.commands:push")),
            ("resend", Entry("重发丢失的包", "Send packages again that got lost", "tianfu.release.commands:resend")),
            ("receive", Entry("公开区：核验并接收", "Public zone: verify and take over", "tianfu.release.commands:receive")),
        ),
    ),
    "contracts": Entry(
        "数据合同（ODCS）",
        "Data contracts of the Open Data Contract Standard",
        below=(
            ("export", Entry("写出数据合同", "Write the contract of a dataset", "tianfu.protocols.odcs.commands:export")),
            ("import", Entry("由数据合同生成声明", "Make declarations of a contract", "tianfu.protocols.odcs.commands:import_")),
        ),
    ),
    "schema": Entry("写出声明文件的 JSON Schema", "Write JSON Schemas of the declarations for editors", "tianfu.catalogue.commands:schema"),
    "synth": Entry("生成虚构省份的数据文件", "Write the files of an invented province", "tianfu.synth.commands:synth"),
    "store": Entry(
        "数据表的维护：合并、删除、恢复、比较、清除旧版本",
        "Look after tables: put together, delete, restore, compare, expire",
        below=(
            ("compact", Entry("合并小文件", "Put small files together", "tianfu.store.commands:compact")),
            ("delete", Entry("按条件或主键删除行", "Delete rows by condition or by key", "tianfu.store.commands:delete")),
            ("restore", Entry("恢复旧版本的内容", "Bring the content of an older version back", "tianfu.store.commands:restore")),
            ("diff", Entry("比较两个版本", "Compare two versions", "tianfu.store.commands:diff")),
            ("expire", Entry("清除到期的旧版本", "End old versions and free their space", "tianfu.store.commands:expire")),
            ("changes", Entry("声明的历次变更", "How the declaration has changed", "tianfu.store.commands:changes")),
        ),
    ),
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
