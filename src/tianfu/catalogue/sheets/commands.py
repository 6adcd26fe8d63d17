"""datasets template, problems, declare."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from tianfu.model import Terminal

DatasetId = Annotated[str, typer.Argument(metavar="ID", help="数据集标识，如 environment.readings  the id of a dataset")]
Out = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="写入这个文件  the file to write")]


def template(ctx: typer.Context, dataset_id: DatasetId, out: Out = None) -> None:
    """写出填报模板（Excel）。 Write the collection template of a dataset."""
    from tianfu.catalogue import load_packs
    from tianfu.catalogue.sheets.making import template_of

    terminal: Terminal = ctx.obj
    registry = load_packs(terminal.settings.packs)
    made = template_of(registry, registry.dataset(dataset_id), datetime.now(UTC).date())
    _written(terminal, out or Path(made.name), made.content)


def problems(
    ctx: typer.Context,
    dataset_id: DatasetId,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", metavar="FILE", help="写成可改正的工作簿  as a workbook to be mended")] = None,
) -> None:
    """列出未更正的问题数据，或写成工作簿。 Count the open problem rows, or write them as a workbook to be mended."""
    from tianfu.catalogue import declare_all, load_packs
    from tianfu.catalogue.corrections.present import present
    from tianfu.catalogue.sheets.making import mending_of
    from tianfu.model import Text
    from tianfu.store import Store

    terminal: Terminal = ctx.obj
    registry = load_packs(terminal.settings.packs)
    dataset = registry.dataset(dataset_id)
    with Store.open(terminal.settings) as store:
        declare_all(store, registry)
        now = present(store, dataset_id)
        counts = now.counts if now else None
        if xlsx is not None:
            _written(terminal, xlsx, mending_of(store, registry, dataset, datetime.now(UTC).date()).content)
    left, done = (counts.quarantined if counts else 0), (now.corrected if now else 0)
    terminal.say(Text(zh=f"问题数据 {left} 条未更正，{done} 条已更正", en=f"{left} problem rows are open, {done} were corrected"))


def declare(ctx: typer.Context, file: Annotated[Path, typer.Argument(metavar="FILE.xlsx")], out: Out = None) -> None:
    """由声明工作簿写出 YAML，逐格指出问题。 Make YAML of a declaration workbook; problems are told by cell."""
    from tianfu.catalogue.sheets.cell_problems import marked
    from tianfu.catalogue.sheets.declaration_in import read_declaration
    from tianfu.model import ExitCode, Text

    terminal: Terminal = ctx.obj
    content = file.read_bytes()
    text, found = read_declaration(content)
    if found:
        for each in found:
            terminal.say(Text(zh=f"{each.sheet}!{each.cell}：{each.text.zh}", en=f"{each.sheet}!{each.cell}: {each.text.en}"))
        _written(terminal, file.with_name(f"{file.stem}-标注.xlsx"), marked(content, found))
        raise typer.Exit(ExitCode.problems)
    if out is None:
        typer.echo(text, nl=False)
    else:
        _written(terminal, out, text.encode())


def workbook(ctx: typer.Context, dataset_id: DatasetId, out: Out = None) -> None:
    """写出声明工作簿（Excel）。 Write the declaration of a dataset as a workbook."""
    from tianfu.catalogue import load_packs
    from tianfu.catalogue.sheets.declaration_out import declaration_workbook

    terminal: Terminal = ctx.obj
    dataset = load_packs(terminal.settings.packs).dataset(dataset_id)
    _written(terminal, out or Path(f"{dataset.title}-声明.xlsx"), declaration_workbook(dataset))


def _written(terminal: "Terminal", path: Path, content: bytes) -> None:
    from tianfu.model import Text

    path.write_bytes(content)
    terminal.say(Text(zh=f"已写入 {path}", en=f"wrote {path}"))
