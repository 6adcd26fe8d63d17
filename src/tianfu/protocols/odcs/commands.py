"""contracts export, contracts import."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from tianfu.model import Terminal

DatasetId = Annotated[str, typer.Argument(metavar="ID", help="数据集标识，如 environment.readings  the id of a dataset")]
Out = Annotated[Path | None, typer.Option(help="写入这个文件或文件夹，而不是标准输出  write there, not to standard output")]


def export(
    ctx: typer.Context,
    dataset_id: DatasetId,
    out: Out = None,
    rows: Annotated[Path | None, typer.Option(help="数据文件，写入合同的 servers  a file of its rows, named under servers")] = None,
) -> None:
    """写出一个数据集的数据合同（ODCS 3.1）。 Write the data contract of one dataset."""
    from tianfu.catalogue import load_packs
    from tianfu.identity.units import units
    from tianfu.model import Text
    from tianfu.protocols.odcs import contract, written
    from tianfu.store import Store

    terminal: Terminal = ctx.obj
    dataset = load_packs(terminal.settings.packs).dataset(dataset_id)
    with Store.open(terminal.settings) as store:
        made = contract(dataset, store.version(dataset_id), units())
    if rows is not None:
        made["servers"] = [{"server": "rows", "type": "local", "path": str(rows), "format": rows.suffix.lstrip(".")}]
    if out is None:
        typer.echo(written(made), nl=False)
        return
    out.write_text(written(made), "utf-8")
    terminal.say(Text(zh=f"已写入 {out}", en=f"wrote {out}"))


def import_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    pack: Annotated[str, typer.Option(help="所属主题应用  the pack that it will belong to")] = "imported",
    steward: Annotated[str, typer.Option(help="提供部门标识  the unit that provides it")] = "",
    out: Out = None,
) -> None:
    """由数据合同（ODCS 3.1）生成数据集声明。 Make dataset declarations of a data contract."""
    import yaml

    from tianfu.model import Text
    from tianfu.protocols.odcs import ContractError, declaration_text, imported

    terminal: Terminal = ctx.obj
    try:
        document = yaml.safe_load(file.read_text("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ContractError(f"“{file.name}”不是 UTF-8 的 YAML 文件。", f"'{file.name}' is no YAML in UTF-8.") from error
    found = imported(document, pack=pack, steward=steward)
    for n, dataset in enumerate(found.datasets):
        text = declaration_text(dataset, found.left if n == 0 else ())
        if out is None:
            typer.echo(f"{'---' if n else ''}\n# {dataset.id}\n{text}".lstrip("\n"), nl=False)
            continue
        out.mkdir(parents=True, exist_ok=True)
        (out / f"{dataset.name}.yaml").write_text(text, "utf-8")
        terminal.say(Text(zh=f"已写入 {out / f'{dataset.name}.yaml'}", en=f"wrote {out / f'{dataset.name}.yaml'}"))
