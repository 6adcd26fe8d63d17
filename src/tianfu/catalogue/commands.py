"""datasets, show, packs check, packs list, schema."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from tianfu.model import Terminal

AsJson = Annotated[bool, typer.Option("--json", help="给程序用的 JSON  JSON for machines")]
DatasetId = Annotated[str, typer.Argument(metavar="ID", help="数据集标识，如 environment.readings  the id of a dataset")]


def datasets(ctx: typer.Context, as_json: AsJson = False) -> None:  # noqa: FBT002
    """列出数据集。 List the datasets with rows, quality and age."""
    from tianfu.catalogue import cards, load_packs
    from tianfu.model import Text
    from tianfu.store import Store

    terminal: Terminal = ctx.obj
    registry = load_packs(terminal.settings.packs)
    with Store.open(terminal.settings) as store:
        found = cards(store, registry)
    if as_json:
        terminal.answer([_facts(c) for c in found])
        return
    names = ("数据集 dataset", "名称 title", "提供部门 steward", "行数 rows", "质量 quality", "更新时间 updated")
    columns = [Text(zh=zh, en=en) for zh, en in (n.split() for n in names)]
    rows = [
        [c.dataset.id, terminal.in_words(_title(c.dataset)), terminal.in_words(c.steward), c.rows, c.grade, c.updated_at] for c in found
    ]
    terminal.table(Text(zh=""), columns, rows)


def show(ctx: typer.Context, dataset_id: DatasetId, as_json: AsJson = False) -> None:  # noqa: FBT002
    """查看一个数据集：数据项、质量、版本。 Show one dataset: fields, quality, versions."""
    from tianfu.catalogue import card, load_packs
    from tianfu.catalogue.shown import shown
    from tianfu.store import Store

    terminal: Terminal = ctx.obj
    registry = load_packs(terminal.settings.packs)
    dataset = registry.dataset(dataset_id)
    with Store.open(terminal.settings) as store:
        found, versions = card(store, registry, dataset), store.versions(dataset_id)
    if as_json:
        terminal.answer(
            _facts(found) | {"columns": _columns(found), "versions": [v.model_dump(mode="json", exclude={"profile"}) for v in versions]}
        )
        return
    shown(terminal, found, versions)


def check(ctx: typer.Context, path: Annotated[Path, typer.Argument(metavar="PATH")], as_json: AsJson = False) -> None:  # noqa: FBT002
    """检查一个主题应用，列出全部问题。 List everything that is wrong with a pack, of all its files at once."""
    from tianfu.catalogue.check import check_pack
    from tianfu.model import ExitCode, Text

    terminal: Terminal = ctx.obj
    problems = check_pack(path, beside=terminal.settings.packs)
    if as_json:
        terminal.answer([{"file": p.file, "line": p.line, "message": p.message} for p in problems])
    for problem in problems:
        if not as_json:
            terminal.say(Text(zh=str(problem)))
    if problems:
        raise typer.Exit(ExitCode.problems)
    if not as_json:
        terminal.say(Text(zh=f"{path.name}：没有问题", en=f"{path.name}: nothing is wrong"))


def packs(ctx: typer.Context, as_json: AsJson = False) -> None:  # noqa: FBT002
    """列出主题应用。 List the packs."""
    from tianfu.catalogue import load_packs
    from tianfu.model import Text

    terminal: Terminal = ctx.obj
    found = load_packs(terminal.settings.packs).packs.values()
    if as_json:
        terminal.answer(
            [{"pack": p.name, "title": p.declaration.title, "items": p.declaration.items, "datasets": sorted(p.datasets)} for p in found]
        )
        return
    columns = [
        Text(zh="主题应用", en="pack"),
        Text(zh="名称", en="title"),
        Text(zh="政策条目", en="items"),
        Text(zh="数据集", en="datasets"),
    ]
    terminal.table(Text(zh=""), columns, [[p.name, _name(terminal, p.declaration), _numbers(p), len(p.datasets)] for p in found])


def schema(ctx: typer.Context, folder: Annotated[Path, typer.Argument(metavar="FOLDER")] = Path()) -> None:
    """写出声明文件的 JSON Schema，供编辑器使用。 Write JSON Schemas of the declarations for editors."""
    import json

    from tianfu.model import Text
    from tianfu.model.schema import dataset_schema, pack_schema

    terminal: Terminal = ctx.obj
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in (("dataset", dataset_schema()), ("pack", pack_schema())):
        file = folder / f"{name}.schema.json"
        file.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", "utf-8")
        terminal.say(Text(zh=f"已写入 {file}", en=f"wrote {file}"))


def _facts(card: Any) -> dict[str, Any]:
    d, v = card.dataset, card.version
    return {
        "id": d.id,
        "title": d.title,
        "title_en": d.title_en,
        "steward": d.steward,
        "channel": d.channel.value,
        "refresh": d.refresh.value,
        "rows": card.rows,
        "version": v.number if v else None,
        "quality": v.quality.total if v else None,
        "grade": card.grade,
        "updated_at": card.updated_at,
        "due_at": card.due_at,
    }


def _columns(card: Any) -> list[dict[str, Any]]:
    return [{"name": c.name, "element": c.element, "title": c.title, **_profile(card.version, c.name)} for c in card.dataset.columns]


def _profile(version: Any, name: str) -> dict[str, Any]:
    found = version.column(name) if version else None
    return found.model_dump(mode="json", include={"nulls", "minimum", "maximum", "distinct", "distinct_exact"}) if found else {}


def _title(dataset: Any) -> Any:
    from tianfu.model import Text

    return Text(zh=dataset.title, en=dataset.title_en)


def _name(terminal: "Terminal", declaration: Any) -> str:
    return terminal.in_words(_title(declaration))


def _numbers(pack: Any) -> str:
    return ", ".join(map(str, pack.declaration.items))
